"""A project on gitlab.com or a self-managed GitLab, through python-gitlab's REST client."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from gitlab import Gitlab

from programme.rows import Batch, CheckReport, EventRow, ItemRow, LabelRef, MilestoneRow
from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import GitlabSource
from programme.wording.moved import moved
from sources import fields, gitlab_client, gitlab_links, gitlab_rows, privacy
from sources.failures import translated
from sources.gitlab_cursor import Cursor
from sources.gitlab_pages import Seen, Told, fetch_numbers, fetch_pages
from sources.reading import Reading
from sources.transport import asking

# include_ancestors took over from include_parent_milestones in this version.
_ANCESTORS_SINCE = (16, 7)
_WIDE_SCOPES = frozenset({"api", "sudo", "admin_mode"})


def check(source: GitlabSource, *, settings: Settings, token: str, now: datetime) -> CheckReport:
    """Reach the project and say what would be pulled, and what the token may do.

    Args:
        source: The project.
        settings: The configuration.
        token: Access token.
        now: Aware instant, from which the days to the token's expiry are counted.

    Raises:
        ConfigError: If ``url`` or ``network.ca_file`` cannot be used.
        SourceError: If the project cannot be read.
    """
    with asking(source, settings) as session, translated(source, token):
        client = gitlab_client.open_client(source, session, token)
        path = gitlab_client.project_path(source)
        found = gitlab_client.fetch_object(client, path)
        issues = gitlab_client.fetch_page(client, f"{path}/issues", {"per_page": 1, "scope": "all"})
        milestones = _milestones(client, path)
        mine = gitlab_client.fetch_optional(client, "/personal_access_tokens/self")
        scopes = tuple(scope for scope in fields.rows(mine, "scopes") if isinstance(scope, str))
        expires_at = fields.instant(mine, "expires_at")
        told = moved(source.name, str(found.get("path_with_namespace") or ""))
        count = "more than 10,000" if issues.total is None else f"{issues.total:,}"
        return CheckReport(
            source.name,
            f"{count} issues, {len(milestones or ())} milestones",
            scopes=scopes,
            expires_at=expires_at,
            warnings=(
                *((told,) if told else ()),
                *_warnings(source, scopes, expires_at, now),
            ),
            requests=session.request_count,
        )


def pull(
    source: GitlabSource,
    *,
    project: Project,
    settings: Settings,
    token: str,
    cursor: str | None = None,
    full: bool = False,
) -> Iterator[Batch]:
    """Yield the issues that changed since *cursor* with all their events, a batch a page.

    Milestones (ancestor groups' too) and labels are read whole each time and come with the first
    batch. Issues come by ``updated_at``, so every batch's cursor is a place to go on from. What was
    deleted, moved away or hidden is noticed once a week, when the numbers of all issues are listed,
    and by a full pull.

    Args:
        source: The project.
        project: Of the programme, that it belongs to.
        settings: The configuration.
        token: Access token.
        cursor: Of the last batch that was stored; None reads everything.
        full: Read everything again.

    Raises:
        ConfigError: If ``url`` or ``network.ca_file`` cannot be used.
        SourceError: If the project cannot be read.
    """
    reading = Reading.of(project, settings)
    start = Cursor.parse(None if full else cursor, reading.fingerprint)
    with asking(source, settings) as session, translated(source, token):
        client = gitlab_client.open_client(source, session, token)
        path = gitlab_client.project_path(source)
        listed = _group_rows(client, source, reading)
        known = {row.key for row in listed}
        # What is read whole comes with the first batch that has anything else, or the last.
        batch = Batch(
            milestones=_milestone_rows(source, _milestones(client, path), reading),
            labels=_label_rows(client, path, reading),
            groups=listed,
            anew=not start.updated_at,
        )
        seen = Seen(start)
        counted = 0
        at_once = settings.sync.requests_at_once
        lists = _lists(reading)
        for page in fetch_pages(client, path, seen, start.since, lists, at_once):
            changed, told = page.changed, page.told
            batch = replace(batch, skipped_count=batch.skipped_count + page.skipped_count)
            if changed:
                # Asked for once: further requests are being made meanwhile.
                made = session.request_count
                batch = replace(
                    batch,
                    items=tuple(_item_row(source, raw, told, reading) for raw in changed),
                    events=tuple(_event_rows(source, told, reading)),
                    # An issue tells less of its epic than the list of epics does.
                    groups=batch.groups
                    + tuple(
                        row
                        for row in _groups(source, changed, told, reading)
                        if row.key not in known
                    ),
                    cursor=None if full else page.cursor,
                    requests=made - counted,
                )
                counted = made
                yield batch
                batch = Batch()
        numbers = None
        if not start.updated_at:
            numbers = frozenset(seen.numbers)
        elif start.to_be_listed(seen.answered):
            numbers = fetch_numbers(client, path) | seen.numbers
        yield replace(
            batch,
            numbers=numbers,
            repository=seen.repository,
            cursor=seen.cursor(listed=numbers is not None),
            requests=session.request_count - counted,
        )


def _lists(reading: Reading) -> dict[str, str]:
    """Return the lists that are read of every issue: of events, and of links if wanted."""
    lists = {kind: f"resource_{kind}_events" for kind in gitlab_rows.event_lists(reading)}
    if "blocker" in reading.links:
        lists[gitlab_links.LINKS] = gitlab_links.LINKS
    return lists


def _milestones(client: Gitlab, path: str) -> list[dict[str, Any]] | None:
    """Fetch the project's and its ancestor groups' milestones, by the server's word for those."""
    version = re.match(
        r"(\d+)\.(\d+)", fields.text(gitlab_client.fetch_optional(client, "/version"), "version")
    )
    old = version is not None and (int(version[1]), int(version[2])) < _ANCESTORS_SINCE
    ancestors = "include_parent_milestones" if old else "include_ancestors"
    return gitlab_client.fetch_optional_list(client, f"{path}/milestones", **{ancestors: "true"})


def _milestone_rows(
    source: GitlabSource, raws: list[dict[str, Any]] | None, reading: Reading
) -> tuple[MilestoneRow, ...] | None:
    if raws is None:
        return None
    rows = [gitlab_rows.milestone_row(raw, reading=reading, host=source.web_host) for raw in raws]
    return tuple({row.key: row for row in rows}.values())


def _label_rows(client: Gitlab, path: str, reading: Reading) -> tuple[LabelRef, ...] | None:
    raws = gitlab_client.fetch_optional_list(
        client, f"{path}/labels", include_ancestor_groups="true"
    )
    if raws is None:
        return None
    return tuple(gitlab_rows.label_ref(raw, reading=reading) for raw in raws)


def _group_rows(client: Gitlab, source: GitlabSource, reading: Reading) -> tuple[MilestoneRow, ...]:
    """Fetch the epics or iterations that issues of the project can be in, if they are wanted."""
    lists = {
        "parent": (
            gitlab_client.group_path(source) + "/epics",
            {"include_ancestor_groups": "true", "include_descendant_groups": "false"},
        ),
        "iteration": (
            gitlab_client.project_path(source) + "/iterations",
            {"include_ancestors": "true"},
        ),
    }
    return tuple(
        gitlab_links.group_row(raw, kind, reading=reading, host=source.web_host)
        for kind, (path, query) in lists.items()
        if kind in reading.links
        for raw in gitlab_client.fetch_optional_list(client, path, **query) or ()
    )


def _groups(
    source: GitlabSource, changed: list[dict[str, Any]], told: Told, reading: Reading
) -> tuple[MilestoneRow, ...]:
    """Return the epics and iterations of a page that their own lists may not have."""
    events = [event for lists in told.values() for event in lists.get("iteration", ())]
    raws = [*events, *changed]
    return tuple(gitlab_links.groups(raws, reading=reading, host=source.web_host))


def _item_row(source: GitlabSource, raw: dict[str, Any], told: Told, reading: Reading) -> ItemRow:
    listed = told[fields.number(raw, "iid")].get(gitlab_links.LINKS, ())
    base = source.url.rstrip("/").removesuffix("/api/v4")
    return gitlab_rows.item_row(
        raw,
        name=source.name,
        url=privacy.safe_url(f"{base}/{source.project}/-/issues/{fields.number(raw, 'iid')}"),
        # Titles may name people without an @; whom GitLab names beside the title is masked, too.
        reading=reading.knowing([raw]),
        label_keys={},
        links=gitlab_links.links(raw, listed, host=source.web_host, reading=reading),
    )


def _event_rows(source: GitlabSource, told: Told, reading: Reading) -> Iterator[EventRow]:
    for number, lists in told.items():
        yield from gitlab_rows.event_rows(lists, number=number, reading=reading)
        yield from gitlab_links.event_rows(
            lists.get(gitlab_links.LINKS, ()),
            number=number,
            host=source.web_host,
            reading=reading,
        )


def _warnings(
    source: GitlabSource, scopes: tuple[str, ...], expires_at: datetime | None, now: datetime
) -> Iterator[str]:
    wide = [scope for scope in scopes if scope in _WIDE_SCOPES or scope.startswith("write_")]
    if wide:
        yield (
            f"{source.name}: the token in {source.token_at} may do more than read "
            f"({', '.join(wide)}); read_api is enough."
        )
    if expires_at is None:
        return
    left = expires_at - now
    if left <= timedelta(days=30):
        days = max(left.days, 0)
        soon = "very soon" if left <= timedelta(days=7) else "soon"
        yield (
            f"{source.name}: the token in {source.token_at} expires {soon}, on "
            f"{expires_at:%d %B %Y} ({days} {'day' if days == 1 else 'days'} left); make a new one."
        )
