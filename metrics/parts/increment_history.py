"""What an increment was at an instant: its state, the date worked to, and how we know it.

An increment is every milestone, parent or iteration of one title in a project, or whatever carries
one label; it is known by the present title. Instants are microseconds since 1970, UTC, and cuts
are those of metrics/parts/cuts.py.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from metrics.parts.cuts import cut_after, day_of

Basis = Literal["baseline", "recorded", "rebuilt"]
State = Literal["not yet", "open", "finished", "removed"]


class Agreed(NamedTuple):
    """A configured baseline; ``agreed_on`` is None where only the date is given."""

    due: date
    agreed_on: date | None
    role: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Observation:
    """What the forge said of a milestone from one instant (inclusive) until another (None = still).

    Attributes:
        closed_at: When it was closed, if it was; where the forge does not say, its last change
            when it was first seen closed.
        lines: The lines kept of its description.
    """

    seen_from: int
    seen_until: int | None
    due: date | None
    start: date | None
    closed_at: int | None
    url: str
    lines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Milestone:
    """One milestone and its observations, oldest first; source and key never change."""

    created_at: int
    observations: tuple[Observation, ...]
    source: str = ""
    key: str = ""

    def at(self, cut: int) -> Observation | None:
        """Return what was known of it at *cut*: before the first observation, that one.

        None if it had not been created yet or was gone from the forge.
        """
        if self.created_at >= cut:
            return None
        place = bisect_left(self.observations, cut, key=lambda seen: seen.seen_from)
        found = self.observations[max(place - 1, 0)]
        gone = place > 0 and found.seen_until is not None and found.seen_until < cut
        return None if gone else found

    def observed(self, cut: int) -> bool:
        """Say whether anything of it had been seen by *cut*."""
        return self.observations[0].seen_from < cut


@dataclass(frozen=True)
class Increment:
    """An increment of a project; without milestones it lives by its items alone.

    Attributes:
        created_at: When its first milestone was created, or its first item put into it.
        agreed: Its configured baselines, in the order in which they were agreed.
        kind: ``parent`` or ``iteration``; empty = milestones, or none.
    """

    project: str
    title: str
    created_at: int
    milestones: tuple[Milestone, ...]
    agreed: tuple[Agreed, ...]
    kind: str = ""
    _states: dict[int, State] = field(init=False, repr=False, compare=False, default_factory=dict)
    _targets: dict[tuple[int, int], tuple[date | None, Basis]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def present(self, cut: int) -> list[Observation]:
        """Return what was known at *cut* of each of its milestones that was there."""
        return [seen for seen in (m.at(cut) for m in self.milestones) if seen is not None]

    def target(self, cut: int, day: date) -> tuple[date | None, Basis]:
        """Return the date worked to at *cut*, and how we know it.

        Args:
            cut: The instant.
            day: Its local date, up to which a baseline has been agreed.

        Returns:
            The latest due date of its milestones, *recorded* once one of them has been observed.
            Before that the configured baseline stands (of several, the last agreed by then, else
            the first), without one the earliest due date observed (*rebuilt*). It stands always for
            parents without any due date: issues of GitHub can have none.
        """
        by_then = [a for a in self.agreed if a.agreed_on is None or a.agreed_on <= day]
        known = self._happened(cut), len(by_then)
        if known not in self._targets:
            agreed = (by_then or self.agreed)[-1 if by_then else 0] if self.agreed else None
            self._targets[known] = self._target(cut, agreed)
        return self._targets[known]

    def _target(self, cut: int, agreed: Agreed | None) -> tuple[date | None, Basis]:
        observed = any(milestone.observed(cut) for milestone in self.milestones)
        if observed and not (self._dateless and agreed):
            basis: Basis = "recorded"
        elif agreed:
            return agreed.due, "baseline"
        else:
            basis = "rebuilt"
        due = [seen.due for seen in self.present(cut) if seen.due is not None]
        return max(due, default=None), basis

    @property
    def _dateless(self) -> bool:
        seen = (seen for milestone in self.milestones for seen in milestone.observations)
        return self.kind == "parent" and not any(one.due for one in seen)

    def state(self, cut: int) -> State:
        """Return the state of its milestones at *cut*; *open* without milestones.

        *finished* once all that are there are closed, *removed* once none is there any more.
        """
        known = self._happened(cut)
        if known not in self._states:
            self._states[known] = self._state(cut)
        return self._states[known]

    def _happened(self, cut: int) -> int:
        """Return how many of the instants that matter to it came before *cut*.

        All cuts with as many of them are alike: each of hundreds of weeks asks again.
        """
        return bisect_left(self._instants, cut)

    @cached_property
    def _instants(self) -> list[int]:
        """When anything of it begins, changes or ends."""
        seen = [one for milestone in self.milestones for one in milestone.observations]
        return sorted(
            {
                self.created_at,
                *(milestone.created_at for milestone in self.milestones),
                *(one.seen_from for one in seen),
                *(one.seen_until for one in seen if one.seen_until is not None),
                *(one.closed_at for one in seen if one.closed_at is not None),
            }
        )

    def _state(self, cut: int) -> State:
        if self.created_at >= cut:
            return "not yet"
        if not self.milestones:
            return "open"
        present = self.present(cut)
        if not present:
            return "removed"
        closed = all(seen.closed_at is not None and seen.closed_at < cut for seen in present)
        return "finished" if closed else "open"

    def first_due(self, cut: int, zone: ZoneInfo) -> tuple[date, int] | None:
        """Return the first due date ever seen, and the instant of that; None of none.

        Where several milestones were first seen with a date on one day, the latest of theirs: one
        sync reaches them one after the other. If all was seen after *cut*, the earliest stands.
        """
        first = [
            next(seen for seen in milestone.observations if seen.due is not None)
            for milestone in self.milestones
            if any(seen.due is not None for seen in milestone.observations)
        ]
        first = [seen for seen in first if seen.seen_from < cut] or first
        if not first:
            return None
        sight = min(seen.seen_from for seen in first)
        day = day_of(sight, zone)
        same_day = [seen for seen in first if day_of(seen.seen_from, zone) == day]
        return max(seen.due for seen in same_day if seen.due is not None), sight

    def baseline(
        self, cut: int, started_on: date, zone: ZoneInfo
    ) -> tuple[date | None, int | None]:
        """Return the date first agreed and the cut at which it was; None of none.

        Args:
            cut: The instant at which this is asked.
            started_on: Of the programme: a configured date without a day was agreed then.
            zone: The programme's time zone.

        Returns:
            The configured baseline, else the first due date ever seen.
        """
        if self.agreed:
            first = self.agreed[0]
            return first.due, cut_after(first.agreed_on or started_on, zone)
        sight = self.first_due(cut, zone)
        return (sight[0], sight[1] + 1) if sight else (None, None)
