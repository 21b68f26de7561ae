"""Pages of issues by GraphQL: smaller where GitHub asks for it, followed up where one overflows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, NamedTuple

import github

from programme.rows import RepositoryRow
from programme.settings_sources import GithubSource
from sources import fields, github_optional, github_query
from sources import github_answers as answers
from sources.ahead import ahead
from sources.github_client import PAGE, query
from sources.github_optional import Wanted
from sources.github_overflow import follow_up
from sources.github_stretches import OVERLAP, SHORTEST, Stretch, Unread, cut_off, fetch_cuts

#: GitHub gives up on a query after ten seconds with one of these.
_TOO_SLOW = {502, 504}
_AFTER_TOO_SLOW = PAGE // 4


class Page(NamedTuple):
    """Issues with all their labels and timeline.

    Attributes:
        nodes: As GraphQL gives them, oldest change first; None for one that GitHub could not tell.
        last: Whether this is the last page.
        total: How many issues the repository has, if GitHub said so.
        answered: The ``Date`` of the answer.
        after: What came before it in the list changed by then, if anything did.
        repository: Which one it is of and what it is called now, if GitHub said so.
        left: What of the list is still to be read after this page, to be gone on from.
    """

    nodes: list[dict[str, Any] | None]
    last: bool
    total: int | None
    answered: str
    after: datetime | None = None
    repository: RepositoryRow | None = None
    left: tuple[Stretch, ...] = ()


def optional_fields(client: github.Github) -> tuple[str, ...]:
    """Return which optional fields the forge's schema has; none where it does not tell.

    Raises:
        ValueError: If GitHub failed at the question: taken for none, fields would be missing later.
    """
    answer = query(client, github_optional.INTROSPECTION, {})
    if "" in answer.kinds or answer.kinds & answers.TOO_MUCH:
        raise ValueError("the schema could not be told")
    return github_optional.available(answer.data)


def fetch_count(client: github.Github, source: GithubSource) -> int:
    """Return how many issues the repository has."""
    repository = answers.repository_of(
        query(client, github_query.COUNT, answers.names(source)), source
    )
    total = fields.table(repository, "issues").get("totalCount")
    if not isinstance(total, int):
        raise ValueError("totalCount is not a number")
    return total


def projects_hidden(client: github.Github, source: GithubSource, field: str) -> bool:
    """Say whether fields of projects may not be read, as far as one issue shows.

    Args:
        client: Of the forge.
        source: The repository.
        field: Name of a field of GitHub Projects.
    """
    asked = {**answers.names(source), "size": field}
    return answers.hides_projects(query(client, github_query.SIZES, asked))


def fetch_issues(
    client: github.Github,
    source: GithubSource,
    optional: tuple[str, ...],
    stretches: Sequence[Stretch],
    wanted: Wanted,
    at_once: int = 1,
) -> Iterator[Page]:
    """Yield all issues of *stretches*.

    They come oldest change first, but a long list from its beginning: its parts are read side by
    side and come as they are read. An issue that was changed meanwhile may come a second time.

    Args:
        client: Of the forge.
        source: The repository.
        optional: Which optional fields the forge has.
        stretches: One, or what some page said was left: its last one is read after the others.
        wanted: What is asked of each issue besides; without a right to read projects issues come
            without what these hold, and without what the forge does not have.
        at_once: How many parts may be read side by side.

    Raises:
        SourceError: If GitHub cannot give even a small page.
        github.GithubException: If the HTTP request was refused.
        ValueError: If an answer is not what GitHub documents.
    """
    # The next pages are on their way while what a page leaves over is asked for.
    for page, still_wanted in _side_by_side(
        client, source, optional, Unread.of(stretches), wanted.of(optional), at_once
    ):
        follow_up(client, source, page.nodes, optional, still_wanted)
        yield page


def _side_by_side(
    client: github.Github,
    source: GithubSource,
    optional: tuple[str, ...],
    unread: Unread,
    wanted: Wanted,
    at_once: int,
) -> Iterator[tuple[Page, Wanted]]:
    begun = unread.first
    pages = _pages(client, source, optional, begun, wanted)
    _, first, wanted = next(pages)
    ends = _date(first.answered)
    if ends:
        unread.settled = ends - OVERLAP
        whole = not unread.parts and begun.since is None
        if whole and at_once > 1 and (first.total or 0) >= SHORTEST:
            begins = fields.instant(first.nodes[-1] or {}, "updatedAt") if first.nodes else None
            cuts = (
                fetch_cuts(client, answers.names(source), begins, ends, at_once) if begins else []
            )
            if cuts:
                unread.cut(cuts, ends - OVERLAP)

    def told(stretch: Stretch, page: Page) -> Page:
        left = unread.without(stretch, page.nodes, last=page.last)
        return page._replace(last=not left, left=left)

    parts = unread.parts[1:]
    in_parts = bool(unread.parts)
    yield told(begun, first), wanted
    more = partial(_pages, client, source, optional, wanted=wanted)
    if in_parts:
        for stretch, page, still_wanted in ahead(pages, *map(more, parts)):
            yield told(stretch, page), still_wanted
        pages = more(unread.rest)
    for stretch, page, still_wanted in ahead(pages):
        yield told(stretch, page), still_wanted


def _pages(
    client: github.Github,
    source: GithubSource,
    optional: tuple[str, ...],
    stretch: Stretch,
    wanted: Wanted,
) -> Iterator[tuple[Stretch, Page, Wanted]]:
    """Yield *stretch*, each page with the labels and timelines that fit, and what is readable."""
    with_total = True
    since = stretch.since
    variables: dict[str, Any] = {
        **answers.names(source),
        **({"since": since} if since else {}),
    }
    after: str | None = None
    before = datetime.fromisoformat(since) if since else None
    size = PAGE
    while True:
        document = github_query.issues(
            optional, since=since is not None, total=with_total, wanted=wanted
        )
        asked = {**variables, **wanted.fields, "first": size, "after": after}
        try:
            answer = query(client, document, asked)
        except github.GithubException as error:
            if error.status not in _TOO_SLOW or size <= _AFTER_TOO_SLOW:
                raise
            size = _AFTER_TOO_SLOW
            continue
        if answer.kinds & answers.TOO_MUCH:
            size = answers.halved(size, source)
            continue
        if answer.kinds == {""} and not answer.data and size > _AFTER_TOO_SLOW:
            size = _AFTER_TOO_SLOW  # "Something went wrong", which time may have been
            continue
        if wanted.fields and answers.hides_projects(answer):
            wanted = wanted.without_fields()
            continue
        if with_total and not answer.data.get("repository") and answers.spoils_total(answer):
            with_total = False
            continue
        repository = answers.repository_of(answer, source)
        connection = fields.table(repository, "issues")
        total = fields.table(repository, "all").get("totalCount")
        nodes = answers.whole(answer, connection, source)
        after_this = answers.goes_on_after(connection)
        nodes, goes_on = cut_off(nodes, stretch.until)
        last = after_this is None or not goes_on
        page = Page(
            nodes,
            last=last,
            total=total if isinstance(total, int) else None,
            answered=str(answer.headers.get("date", "")),
            after=before,
            repository=_itself(repository),
        )
        yield stretch, page, wanted
        if last:
            return
        told = [node for node in nodes if node is not None]
        before = fields.instant(told[-1], "updatedAt") if told else before
        if after_this == after:
            raise ValueError("pages go round in a circle")
        after = after_this


def _itself(repository: dict[str, Any]) -> RepositoryRow | None:
    """Return which repository GitHub led us to, if it says so: names that it had before lead on."""
    key, path = repository.get("databaseId"), repository.get("nameWithOwner")
    if not isinstance(key, int) or not isinstance(path, str):
        return None
    return RepositoryRow(str(key), path)


def fetch_numbers(client: github.Github, source: GithubSource) -> set[int]:
    """Return the numbers of all issues, 100 a request.

    Raises:
        SourceError: If GitHub could not tell all of them.
    """
    numbers: set[int] = set()
    after: str | None = None
    while True:
        answer = query(client, github_query.NUMBERS, {**answers.names(source), "after": after})
        connection = fields.table(answers.repository_of(answer, source), "issues")
        if answer.errors:
            raise answers.cannot_answer(source)
        numbers |= {fields.number(node, "number") for node in fields.rows(connection, "nodes")}
        after_this = answers.goes_on_after(connection)
        if after_this is None:
            return numbers
        if after_this == after:
            raise ValueError("pages go round in a circle")
        after = after_this


def _date(answered: str) -> datetime | None:
    try:
        return parsedate_to_datetime(answered)
    except (ValueError, TypeError):
        return None
