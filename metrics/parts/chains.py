"""Increments that must be done one after the other, and the chance that several make their dates.

Everything is counted trial by trial. All projects draw the same past weeks in a trial, so what
slows every team is in the chance of several dates; multiplying their chances would leave it out.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np

from metrics.parts.exact import MILLIONTHS
from metrics.parts.forecast import NEVER, TOGETHER, Dates, because
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.simulation import TRIALS
from metrics.parts.sureness import chance_of
from programme.settings_projects import Project

#: Stands between the titles of a chain.
_THEN: Final = " → "
#: Stands between a project and a chain of it.
_OF: Final = ": "
_QUOTE: Final = '"'


class Chain(NamedTuple):
    """Increments of one project, each to be finished before the next.

    Attributes:
        project: Its name.
        titles: In the order in which they must be done; at least one.
    """

    project: str
    titles: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its titles joined, so that no two chains of a project have one name."""
        return _THEN.join(_quoted(title, _THEN) for title in self.titles)

    @property
    def programme_name(self) -> str:
        """The same with the project before it, so that no two chains have one name."""
        return f"{_quoted(self.project, _OF)}{_OF}{self.name}"


class Member(NamedTuple):
    """An increment in the schedule of its project."""

    schedule: Schedule
    title: str

    @property
    def planned(self) -> Planned:
        """What is planned of it."""
        return self.schedule.by_title[self.title]


def key_increments(project: Project, schedule: Schedule) -> list[str]:
    """Return the titles of the key increments that have work left, in the order of their turns.

    All increments are key where the configuration names none.
    """
    key = set(project.increments.key)
    return [
        one.title
        for one in schedule.planned
        if one.title and one.left > 0 and (not key or one.title.strip() in key)
    ]


def chains(project: str, schedule: Schedule, key: Sequence[str]) -> list[Chain]:
    """Return the chain that leads to each of the last key increments.

    An increment is one of the last if no other key one must come after it. Before it comes, of
    those that it waits for directly, the one that is finished last in most trials, and so on back
    to one that waits for none. So there are no more chains than increments, however many paths.

    Args:
        project: Its name.
        schedule: Its schedule.
        key: As ``key_increments`` gives them.

    Returns:
        In the order of their names. Increments with nothing left are in none.
    """
    working = [place for place, one in enumerate(schedule.planned) if one.title and one.left > 0]
    waits = schedule.waits[np.ix_(working, working)]
    # Nothing else that an increment waits for stands between it and what it directly waits for.
    direct = waits & ~(waits @ waits)
    titles = [schedule.planned[place].title for place in working]
    asked = [titles.index(title) for title in key]
    last = [place for place in asked if not waits[asked, place].any()]
    found = []
    for place in last:
        path = [place]
        while direct[path[-1]].any():
            path.append(_decider(schedule, titles, np.flatnonzero(direct[path[-1]])))
        found.append(Chain(project, tuple(titles[place] for place in reversed(path))))
    return sorted(found, key=lambda chain: chain.name)


def decided(days: Sequence[np.ndarray]) -> list[Fraction]:
    """Return the share of trials in which each is the last to be finished.

    Several that are finished last on one day have equal parts of that trial, so that all shares
    add up to 1.

    Args:
        days: Of each, the days until it is finished, one a trial; at least one.

    Returns:
        In the same order, exact.
    """
    all_days = np.stack(days)
    is_last = all_days == all_days.max(axis=0)
    ties = is_last.sum(axis=0)
    return [
        sum(
            (Fraction(int(count), tied * len(ties))
             for tied, count in enumerate(np.bincount(ties[row])) if count),
            start=Fraction(0),
        )
        for row in is_last
    ]  # fmt: skip


def as_printed(shares: Iterable[Fraction]) -> list[float]:
    """Round shares to 6 places so that they still add up to the rounded sum of all."""
    out, total, before = [], Fraction(0), 0
    for share in shares:
        total += share
        now = math.floor(total * MILLIONTHS + Fraction(1, 2))
        out.append((now - before) / MILLIONTHS)
        before = now
    return out


def share_in_time(members: Iterable[Member]) -> float | None:
    """Return the share of trials in which all that have a target are finished by it, 0 to 1.

    Returns:
        None if none has a target, or the forecast of one of them is refused. A target that has
        passed is missed whatever the forecasts.
    """
    dated = [(member, target) for member in members if (target := member.planned.target)]
    if not dated:
        return None
    ahead = [(target - member.schedule.outlook.today).days for member, target in dated]
    if min(ahead) < 0:
        return 0.0
    if any(member.schedule.outlook.refused for member, _ in dated):
        return None
    in_time = np.ones(TRIALS, dtype=bool)
    for (member, _), days in zip(dated, ahead, strict=True):
        in_time &= member.schedule.finished(member.title) <= min(days, NEVER - 1)
    return int(np.count_nonzero(in_time)) / TRIALS


def chance_in_time(members: Iterable[Member]) -> float | None:
    """Return the chance that ``share_in_time`` stands for; None where it is None."""
    share = share_in_time(members)
    return None if share is None else chance_of(share)


def last_day(members: Sequence[Member]) -> Dates:
    """Return when the last of them is likely to be finished, or why that is not known.

    Args:
        members: At least one; of projects whose own forecasts are not refused, or of one project.
    """
    schedule = members[0].schedule
    found = schedule.outlook.dates_of(
        lambda: np.maximum.reduce([one.schedule.finished(one.title) for one in members])
    )
    if not found.reason:
        return found
    several = any(one.schedule is not schedule for one in members)
    return Dates(reason=because(TOGETHER if several else schedule.obstacle()))


def latest_target(members: Iterable[Member]) -> date | None:
    """Return the latest of their targets; None without any."""
    return max((one.planned.target for one in members if one.planned.target), default=None)


def _decider(schedule: Schedule, titles: Sequence[str], places: np.ndarray) -> int:
    """Return which of these is finished last in most trials; of equal ones the last in turn."""
    if len(places) == 1 or schedule.outlook.refused:
        return int(places[-1])
    shares = decided([schedule.finished(titles[place]) for place in places])
    return int(max(zip(shares, places, strict=True))[1])


def _quoted(text: str, mark: str) -> str:
    """Put text that holds a mark between quotes, so that it can be told from two texts."""
    if mark.strip() not in text and not text.startswith(_QUOTE):
        return text
    return _QUOTE + text.replace(_QUOTE, _QUOTE * 2) + _QUOTE
