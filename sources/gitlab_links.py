"""What a GitLab issue is part of and waits for, as links and as the things that they lead to.

Epics (Premium) and iterations (Premium) come with the issue itself, what it waits for with
``GET /projects/:id/issues/:iid/links``. Parents of tasks are not told by the REST interface.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from programme.rows import EventRow, Link, MilestoneRow
from sources import fields, privacy
from sources.fields import Json
from sources.reading import Reading

#: What ``GET …/links`` answers stands under this name among the lists of an issue's events.
LINKS = "links"
#: Events of links come after those of other kinds at one instant; see ``gitlab_rows.event_rows``.
_POSITION = 4 << 56
_WAITS = "is_blocked_by"


def links(
    raw: Json, listed: Iterable[Any], *, host: str | None, reading: Reading
) -> tuple[Link, ...] | None:
    """Return all links of an issue of the kinds asked for; None if none are.

    Args:
        raw: The issue.
        listed: The answer of its ``/links``.
        host: Of the forge; None = as the addresses say.
        reading: What is asked for.

    Raises:
        ValueError: If a field is of the wrong kind.
    """
    if not reading.links:
        return None
    found = []
    if "parent" in reading.links and (epic := fields.table(raw, "epic")):
        found.append(Link("parent", _key("epic", epic)))
    if "iteration" in reading.links and (iteration := fields.table(raw, "iteration")):
        found.append(Link("iteration", _key("iteration", iteration)))
    if "blocker" in reading.links:
        found += [Link("blocker", key) for key, _ in _waits(listed, host, reading)]
    return tuple(dict.fromkeys(found))


def event_rows(
    listed: Iterable[Any], *, number: int, host: str | None, reading: Reading
) -> list[EventRow]:
    """Return since when an issue waits for others; GitLab tells no more of their history.

    Args:
        listed: The answer of its ``/links``.
        number: The issue's iid.
        host: Of the forge; None = as the addresses say.
        reading: What is asked for.

    Raises:
        ValueError: If a field is of the wrong kind.
    """
    found = []
    for key, raw in _waits(listed, host, reading):
        at = fields.instant(raw, "link_created_at")
        if at is not None:
            link_id = fields.number(raw, "issue_link_id")
            found.append(
                EventRow(
                    number=number,
                    key=f"link:{link_id}",
                    at=at,
                    position=_POSITION + link_id,
                    kind="blocked",
                    milestone_key=key,
                )
            )
    return found


def groups(raws: Iterable[Json], *, reading: Reading, host: str | None) -> list[MilestoneRow]:
    """Return the epics and iterations that issues or events tell of.

    Args:
        raws: Issues, or events of iterations.
        reading: What is masked and asked for.
        host: The only one that their addresses may be on, if it is known.

    Raises:
        ValueError: If a field is missing or of the wrong kind.
    """
    found = {}
    for raw in raws:
        if "parent" in reading.links and (epic := fields.table(raw, "epic")):
            row = group_row(epic, "parent", reading=reading, host=host)
            found[row.key] = row
        if "iteration" in reading.links and (iteration := fields.table(raw, "iteration")):
            row = group_row(iteration, "iteration", reading=reading, host=host)
            found[row.key] = row
    return list(found.values())


def group_row(raw: Json, kind: str, *, reading: Reading, host: str | None) -> MilestoneRow:
    """Turn an epic (as a *parent*) or an iteration into a row.

    Args:
        raw: As its list gives it, or as an issue names it; an epic then has no dates.
        kind: ``parent`` or ``iteration``.
        reading: What is masked.
        host: The only one that its address may be on, if it is known.

    Raises:
        ValueError: If its id is missing or a field is of the wrong kind.
    """
    start, due = fields.due(raw, "start_date"), fields.due(raw, "due_date")
    closed = kind == "parent" and fields.text(raw, "state") == "closed"
    otherwise = f"Epic {raw.get('iid')}" if kind == "parent" else f"Iteration {start} to {due}"
    return MilestoneRow(
        key=_key("epic" if kind == "parent" else "iteration", raw),
        title=reading.title_of(fields.text(raw, "title"), otherwise),
        state="closed" if closed else "open",
        due=due,
        start=start,
        created_at=fields.instant(raw, "created_at"),
        updated_at=fields.instant(raw, "updated_at"),
        closed_at=fields.instant(raw, "closed_at") if closed else None,
        url=privacy.safe_url(fields.text(raw, "web_url"), host),
        kind="parent" if kind == "parent" else "iteration",
    )


def _key(kind: str, raw: Json) -> str:
    return f"{kind}:{fields.number(raw, 'id')}"


def _waits(listed: Iterable[Any], host: str | None, reading: Reading) -> Iterable[tuple[str, Json]]:
    """Yield the key of each issue that is waited for, with the link as GitLab tells it.

    An issue of a project that is not configured has no name with us.
    """
    for raw in listed:
        if not isinstance(raw, dict):
            raise ValueError("a link is not an object")
        if raw.get("link_type") == _WAITS:
            at = host or urlsplit(fields.text(raw, "web_url")).netloc
            name = f"{at}/{fields.text(fields.table(raw, 'references'), 'full')}".lower()
            known = name.rpartition("#")[0] in reading.repositories
            yield (name if known else _key("issue", raw)), raw
