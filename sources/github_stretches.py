"""Where a long list of issues is cut by time, so that its parts can be read side by side."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import github

from sources import fields, github_query
from sources.github_client import query

#: Fewer issues are read one page after another: two requests for the cuts would not pay.
SHORTEST: Final = 2_000
#: GitHub may show a change a little after changes that are younger.
OVERLAP: Final = timedelta(minutes=5)
_MARKS: Final = 32
Counts = Callable[[Sequence[datetime]], list[int]]


@dataclass
class Stretch:
    """Part of the list of issues, by when they changed.

    Attributes:
        since: From then on, as GitHub writes instants; None = from the first issue on.
        until: Before then; None = to the end.
    """

    since: str | None
    until: datetime | None = None


@dataclass
class Unread:
    """What of a list of issues is still to be read.

    Attributes:
        parts: Stretches that may be read side by side; none where the list is read in one go.
        rest: Read when they have been: what changes meanwhile moves to the end of the list, behind
            some part's back perhaps.
        settled: Before then nothing can have changed since reading began; None = not known.
    """

    parts: list[Stretch]
    rest: Stretch
    settled: datetime | None = None

    @classmethod
    def of(cls, stretches: Sequence[Stretch]) -> "Unread":
        """Take what an earlier reading has left, or the one stretch to be read."""
        *parts, rest = map(replace, stretches)
        return cls(parts, rest)

    @property
    def first(self) -> Stretch:
        """What is read first."""
        return self.parts[0] if self.parts else self.rest

    def cut(self, marks: Sequence[datetime], again_since: datetime) -> None:
        """Cut what is read first into parts at *marks*, of which there is one at least.

        Args:
            marks: Aware instants in order.
            again_since: What has changed since then is read again at the end.
        """
        begins = [written(mark) for mark in marks]
        self.rest.until = marks[0]
        ends = (*marks[1:], None)
        self.parts = [self.rest, *map(Stretch, begins, ends)]
        self.rest = Stretch(written(again_since))

    def without(self, stretch: Stretch, nodes: Sequence[Any], *, last: bool) -> tuple[Stretch, ...]:
        """Note that a page of *stretch* was read; return what is left, to be gone on from.

        Args:
            stretch: Of ours.
            nodes: The page's issues, oldest change first; None for one that could not be told.
            last: Whether it was the last page of the stretch.
        """
        told = (fields.instant(node, "updatedAt") for node in nodes if node is not None)
        # An issue that changed while the page was made says nothing of the place it stands at.
        reached = [at for at in told if at is not None and self.settled and at < self.settled]
        if reached:
            stretch.since = written(max(reached))
        if last:
            if stretch is self.rest:
                return ()
            self.parts = [part for part in self.parts if part is not stretch]
        return tuple(map(replace, (*self.parts, self.rest)))


def written(instant: datetime) -> str:
    """Write an instant as GitHub does."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def fetch_cuts(
    client: github.Github, names: dict[str, Any], begins: datetime, ends: datetime, parts: int
) -> list[datetime]:
    """Return instants between which about as many issues changed, at most ``parts - 1`` of them.

    None where GitHub does not count: the list is then read in one go.

    Args:
        client: Of the forge.
        names: ``owner`` and ``name`` of the repository.
        begins: Instant after which the list is cut.
        ends: Instant after which no issue has changed.
        parts: How many parts are wanted.
    """

    def counts(marks: Sequence[datetime]) -> list[int]:
        document, variables = github_query.counts([written(mark) for mark in marks])
        repository = query(client, document, {**names, **variables}).data["repository"]
        return [int(repository[f"c{place}"]["totalCount"]) for place in range(len(marks))]

    try:
        return cuts(counts, begins, ends, parts)
    except (github.GithubException, LookupError, TypeError, ValueError):
        return []


def cuts(counts: Counts, begins: datetime, ends: datetime, parts: int) -> list[datetime]:
    """Return what ``fetch_cuts`` does; *counts* tells how many changed at or after each instant."""
    known: dict[datetime, int] = {}

    def ask(marks: set[datetime]) -> None:
        new = sorted(marks - set(known))
        known.update(zip(new, counts(new), strict=True) if new else ())

    ask({begins, *_evenly(begins, ends, _MARKS // 2), *_lately(begins, ends, _MARKS // 2)})
    wanted = [known[begins] * left // parts for left in range(parts - 1, 0, -1)]
    around = {_around(known, count, ends) for count in wanted}
    ask({mark for place in around for mark in _evenly(*place, _MARKS // len(around))})
    found = {min(known, key=lambda mark: abs(known[mark] - count)) for count in wanted}
    return sorted(mark for mark in found if 0 < known[mark] < known[begins])


def _evenly(begins: datetime, ends: datetime, count: int) -> Iterator[datetime]:
    """Spread whole seconds over a stretch, its ends left out."""
    for number in range(1, count):
        mark = (begins + (ends - begins) * number / count).replace(microsecond=0)
        if mark > begins:
            yield mark


def _lately(begins: datetime, ends: datetime, count: int) -> Iterator[datetime]:
    """Halve the distance to the end again and again: of late far more changes than years ago."""
    for number in range(1, count):
        mark = (ends - (ends - begins) / 2**number).replace(microsecond=0)
        if mark > begins:
            yield mark


def _around(known: dict[datetime, int], count: int, ends: datetime) -> tuple[datetime, datetime]:
    """Return the marks just before and after the instant since which *count* issues changed."""
    after = min((mark for mark in known if known[mark] < count), default=ends)
    return max(mark for mark in known if mark < after), after


def cut_off(nodes: list[Any], until: datetime | None) -> tuple[list[Any], bool]:
    """Return what of a page, oldest change first, changed before *until*, and whether it goes on.

    It does unless the last issue is a later one: one that changed while the page was made tells a
    later instant than its place does, and ends no part.
    """
    if until is None:
        return nodes, True
    late = [_late(node, until) for node in nodes]
    told = [flag for flag in late if flag is not None]
    goes_on = not told or not told[-1]
    end = len(nodes)
    if not goes_on:
        # What cannot be told, between the last of ours and the first of theirs, may be either's.
        last = max((place for place, flag in enumerate(late) if flag is False), default=-1)
        end = late.index(True, last + 1)
    return [node for node, flag in zip(nodes[:end], late, strict=False) if not flag], goes_on


def _late(node: Any, until: datetime) -> bool | None:
    """Say whether an issue changed at *until* or after it; None if it cannot be told."""
    at = fields.instant(node, "updatedAt") if node is not None else None
    return None if at is None else at >= until
