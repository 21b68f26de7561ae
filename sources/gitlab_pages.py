"""Pages of GitLab issues with their lists of events, the next page under way meanwhile."""

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any, NamedTuple

from gitlab import Gitlab

from programme.rows import RepositoryRow
from sources import fields, gitlab_client, gitlab_rows
from sources.gitlab_cursor import Cursor
from sources.workers import Workers

Rows = list[dict[str, Any]]
#: What is told of each issue by lists of its own, by its iid and the list's name.
Told = dict[int, dict[str, Rows]]
#: Pages whose lists are asked for at once: while one is worked on, the next is under way.
_PAGES_AHEAD = 2


class Page(NamedTuple):
    """Issues of which the store knows no such state yet.

    Attributes:
        changed: As GitLab gives them, by ``updated_at``.
        told: The lists of each of them.
        skipped_count: Rows of the page that are no work.
        cursor: Where to go on once this page is stored.
    """

    changed: Rows
    told: Told
    skipped_count: int
    cursor: str


class Seen:
    """What one pull has read of the issue list, in which an issue may come more than once.

    Attributes:
        numbers: Of all issues read.
        answered: The ``Date`` of the last page.
        repository: Which project it is and what it is called now, if GitLab said so.
    """

    def __init__(self, start: Cursor) -> None:
        """Begin at *start*."""
        self.numbers: set[int] = set()
        self.answered = ""
        self.repository: RepositoryRow | None = None
        self._start = start
        self._read: dict[int, str] = {}
        # Of these alone a cursor may speak: issues come by when they changed.
        self._recent: dict[int, str] = {}
        self._held_at = ""

    def changed(self, page: Rows) -> tuple[Rows, int]:
        """Return the page's issues that are news, and how many rows are no work."""
        news = []
        skipped_count = 0
        for raw in page:
            self.repository = self.repository or gitlab_rows.repository_row(raw)
            iid, at = fields.number(raw, "iid"), fields.text(raw, "updated_at")
            if iid in self._read:
                # Changed again while we read: left to the next pull, which begins there.
                if at != self._read[iid]:
                    self._held_at = min(filter(None, (self._held_at, at)))
                continue
            self._read[iid] = self._recent[iid] = at
            if not gitlab_rows.is_work(raw):
                skipped_count += 1
                continue
            self.numbers.add(iid)
            if self._start.known.get(iid) != at:
                news.append(raw)
        return news, skipped_count

    def cursor(self, *, listed: bool = False) -> str:
        """Return where to go on once everything read so far is stored.

        Args:
            listed: Whether all numbers were listed just now.
        """
        cursor = self._start.after(self._recent, self._held_at)
        self._recent = dict(cursor.known)
        return (cursor.listed(self.answered) if listed else cursor).text()


def fetch_numbers(client: Gitlab, path: str) -> frozenset[int]:
    """Return the numbers of all issues, 100 a request.

    They are read by when they changed: page by page in another order, one that is deleted meanwhile
    would hide another.

    Raises:
        GitlabHttpError: If a request was refused.
        ValueError: If an answer is not what GitLab documents.
    """
    return frozenset(
        fields.number(raw, "iid")
        for page in gitlab_client.fetch_issues(client, path, None)
        for raw in page.rows
        if gitlab_rows.is_work(raw)
    )


def fetch_pages(
    client: Gitlab,
    path: str,
    seen: Seen,
    since: str | None,
    lists: Mapping[str, str],
    at_once: int,
) -> Iterator[Page]:
    """Yield all issues changed at or after *since*, oldest change first.

    Args:
        client: The client.
        path: Of the project.
        seen: Takes note of what was read.
        since: As GitLab writes instants; None = from the first issue on.
        lists: Last part of the address of each list that is read of every issue, by its name.
        at_once: How many lists are asked for at a time.

    Raises:
        GitlabHttpError: If a request was refused.
        ValueError: If an answer is not what GitLab documents.
    """

    def fetch(number: int, address: str) -> Rows:
        found = gitlab_client.fetch_optional_list(client, f"{path}/issues/{number}/{address}")
        return found or []

    with Workers(at_once) as workers:
        waiting: deque[tuple[Page, dict[tuple[int, str], Future[Rows]]]] = deque()
        for page in gitlab_client.fetch_issues(client, path, since):
            seen.answered = page.answered
            changed, skipped_count = seen.changed(page.rows)
            asked = {
                (number, name): workers.submit(partial(fetch, number, address))
                for number in (fields.number(raw, "iid") for raw in changed)
                for name, address in lists.items()
            }
            waiting.append((Page(changed, {}, skipped_count, seen.cursor()), asked))
            if len(waiting) == _PAGES_AHEAD:
                yield _told(*waiting.popleft())
        while waiting:
            yield _told(*waiting.popleft())


def _told(page: Page, asked: dict[tuple[int, str], "Future[Rows]"]) -> Page:
    told: Told = {fields.number(raw, "iid"): {} for raw in page.changed}
    for (number, name), rows in asked.items():
        told[number][name] = rows.result()
    return page._replace(told=told)
