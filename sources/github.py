"""GitHub, on github.com or on GitHub Enterprise.

Issues with their history come by GraphQL, milestones and labels by REST.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import github

from programme.errors import AuthError, RateLimitError, SourceError
from programme.rows import Batch, CheckReport, EventRow, ItemRow, MilestoneRow
from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import GithubSource
from programme.wording.moved import moved
from sources import failures, github_links, github_rest_rows, github_rows
from sources.ahead import ahead
from sources.github_client import fetch_unless_known, listed, open_client, steady
from sources.github_cursor import BrokenOff, Cursor
from sources.github_optional import NOTHING_MORE, Wanted
from sources.github_pages import (
    Page,
    fetch_count,
    fetch_issues,
    fetch_numbers,
    optional_fields,
    projects_hidden,
)
from sources.github_progress import Progress
from sources.github_rights import rights
from sources.github_stretches import Stretch
from sources.reading import Reading
from sources.transport import asking


def check(
    source: GithubSource, *, settings: Settings, token: str, now: datetime | None = None
) -> CheckReport:
    """Reach the repository and say what the token may do and what would be pulled.

    Args:
        source: The repository.
        settings: The configuration.
        token: An access token.
        now: Aware instant, against which the token's expiry is judged; None = it is not judged.

    Raises:
        AuthError: If the token is refused or may not see the repository.
        SourceError: If the forge could not be read.
    """
    with asking(source, settings) as session, failures.translated(source, token):
        project = next((p for p, known in settings.sources if known == source), None)
        wanted = _wanted(project, settings)
        client = open_client(source, session, token, projects=bool(wanted.fields))
        path = f"/repos/{source.repository}"
        headers, repository = client.requester.requestJsonAndCheck("GET", path)
        issues = fetch_count(client, source)
        milestones = sum(1 for _ in listed(client, f"{path}/milestones", state="all"))
        token_rights = rights(client, source, headers, now)
        warnings = list(token_rights.warnings)
        if told := moved(source.name, str(repository.get("full_name") or "")):
            warnings.append(told)
        if repository.get("has_issues") is False:
            warnings.append(f"{source.name}: issues are switched off there, so none can be read.")
        if wanted != NOTHING_MORE:
            warnings += _missing(client, source, wanted)
        return CheckReport(
            source.name,
            f"{issues} issues, {milestones} milestones",
            scopes=token_rights.scopes,
            expires_at=token_rights.expires_at,
            warnings=tuple(warnings),
            requests=session.request_count,
        )


def pull(
    source: GithubSource,
    *,
    project: Project,
    settings: Settings,
    token: str,
    cursor: str | None,
    full: bool = False,
    read_before: Mapping[int, datetime] | None = None,
) -> Iterator[Batch]:
    """Yield what changed since *cursor*, one batch a page of issues.

    Milestones and labels come whole with the first batch; the last one carries, when everything was
    read or fewer issues are left than there should be, the numbers of all. Every batch's cursor is
    a place to go on from.

    Args:
        source: The repository.
        project: The project that it belongs to.
        settings: The configuration.
        token: An access token.
        cursor: From the last batch of an earlier pull; None reads everything.
        full: Read everything all the same.
        read_before: If the cursor is that of a pull that broke off: when each of the issues that it
            read changed last, by number.

    Raises:
        AuthError: If the token is refused or may not see the repository.
        RateLimitError: If the forge asks for a longer wait than is allowed.
        SourceError: If the forge could not be read.
    """
    with asking(source, settings) as session, failures.translated(source, token):
        wanted = _wanted(project, settings)
        client = open_client(source, session, token, projects=bool(wanted.fields))
        reading = Reading.of(project, settings)
        fingerprint = reading.fingerprint
        broken_off = None if full else BrokenOff.parse(cursor, fingerprint)
        if broken_off:
            progress = Progress.going_on(broken_off, read_before or {})
            left = broken_off.left
        else:
            progress = Progress(None if full else Cursor.parse(cursor, fingerprint))
            left = (Stretch(progress.start.since if progress.start else None),)
        start = progress.start
        # What broke off may hold other labels than those that were known when it began.
        known_labels = start.labels_tag if start and not broken_off else ""
        head, reading, labels_tag = _head(client, source, reading, known_labels)
        head = replace(head, anew=start is None and broken_off is None)
        known = broken_off or start
        optional = known.optional if known else optional_fields(client)
        counted = 0
        at_once = settings.sync.requests_at_once
        pages = fetch_issues(client, source, optional, left, wanted, at_once)
        for page in ahead(pages):
            batch = _batch(page, source, reading, progress)
            if not page.last:
                batch = replace(
                    batch,
                    cursor=progress.broken_off(page.left, optional=optional, reading=fingerprint),
                )
            else:
                numbers = None
                if progress.misses(page.total):
                    numbers = _numbers(client, source, progress)
                elif start is None and progress.whole:
                    numbers = frozenset(progress.numbers)
                batch = replace(
                    batch,
                    numbers=numbers,
                    cursor=progress.next_cursor(
                        total=page.total,
                        answered=page.answered,
                        optional=optional,
                        reading=fingerprint,
                        labels_tag=labels_tag,
                    ),
                )
            # Asked for once: further requests are being made meanwhile.
            made = session.request_count
            yield replace(
                batch,
                milestones=head.milestones,
                labels=head.labels,
                repository=page.repository,
                anew=head.anew,
                requests=made - counted,
            )
            counted = made
            head = Batch()


def _numbers(
    client: github.Github, source: GithubSource, progress: Progress
) -> frozenset[int] | None:
    """Return the numbers of all issues; None where one cannot be told even so much of."""
    try:
        return frozenset(progress.all_listed(fetch_numbers(client, source)))
    except (AuthError, RateLimitError):
        raise
    except SourceError:
        if progress.start is None and not progress.whole:
            return None
        raise


def _head(
    client: github.Github, source: GithubSource, reading: Reading, known_labels: str
) -> tuple[Batch, Reading, str]:
    """Return milestones and labels, a reading that masks whom the answers name, the labels' tag.

    Labels that still bear the tag *known_labels* are not read.

    Milestones are read even where they are known: they name people, who are kept nowhere, and
    titles must be rid of them.
    """
    path = f"/repos/{source.repository}"
    milestones = steady(client, f"{path}/milestones", state="all")
    labels, tag = fetch_unless_known(client, f"{path}/labels", known_labels)
    reading = reading.knowing(milestones)
    batch = Batch(
        milestones=tuple(
            github_rows.milestone_row(raw, source=source, reading=reading) for raw in milestones
        ),
        labels=None
        if labels is None
        else tuple(github_rest_rows.label_ref(raw, reading=reading) for raw in labels),
    )
    return batch, reading, tag


def _batch(page: Page, source: GithubSource, reading: Reading, progress: Progress) -> Batch:
    """Turn a page into rows; an issue that changed while we read is left to the next pull."""
    items: list[ItemRow] = []
    events: list[EventRow] = []
    groups: list[MilestoneRow] = []
    skipped = 0
    after = page.after
    for node in page.nodes:
        if node is None:
            progress.leave_out(after)
            skipped += 1
            continue
        item = github_rows.item_row(node, source=source, reading=reading)
        after = item.updated_at
        if progress.read(item.number, item.updated_at):
            items.append(item)
            events += github_rows.event_rows(node, source=source, reading=reading)
            groups += github_links.groups(node, source=source, reading=reading)
    return Batch(
        items=tuple(items),
        events=tuple(events),
        groups=tuple({row.key: row for row in groups}.values()),
        skipped_count=skipped,
    )


def _wanted(project: Project | None, settings: Settings) -> Wanted:
    """Return what the configuration needs to know of each issue besides what all of them need."""
    links = project.increments.links if project else ()
    return Wanted(
        size=settings.measures.size_field,
        iteration=project.increments.iteration_field if project else "",
        parents="parent" in links,
        blockers="blocker" in links,
        types=settings.labels.fields.type,
        status=settings.labels.fields.status,
    )


def _missing(client: github.Github, source: GithubSource, wanted: Wanted) -> Iterator[str]:
    """Say what of *wanted* the forge does not have, or keeps from this token."""
    there = wanted.of(optional_fields(client))
    hidden = not there.fields or projects_hidden(client, source, next(iter(there.fields.values())))
    for what, field in wanted.fields.items():
        if hidden:
            yield (
                f"{source.name}: the field {field} cannot be read, so its issues have no {what}; "
                f"{_needing(source)}."
            )
    if there.parents < wanted.parents:
        yield f"{source.name}: this GitHub has no sub-issues, so its issues have no increments."
    if there.blockers < wanted.blockers:
        yield f"{source.name}: this GitHub does not tell which issues wait for others."
    if there.types < wanted.types:
        yield f"{source.name}: this GitHub has no issue types."


def _needing(source: GithubSource) -> str:
    """Say what is to be done for fields of projects to be read."""
    if source.app_id is not None:
        return (
            f"the GitHub App {source.app_id} needs the organisation permission Projects: read, "
            "which the owner must accept"
        )
    return f"the token in {source.token_at} needs Projects: read (a classic one read:project)"
