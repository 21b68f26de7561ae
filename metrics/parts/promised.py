"""Every date that was promised of an increment: agreed in config.toml, or seen at the forge."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from metrics.parts.cuts import day_of
from metrics.parts.increment_history import Agreed, Increment

Basis = Literal["baseline", "rebaseline", "observed", "rebuilt"]


class Promise(NamedTuple):
    """A date that stood until the next promise.

    Attributes:
        on: The date; None where the one before was taken away.
        basis: ``baseline`` or ``rebaseline`` as configured; ``observed`` by a sync, or ``rebuilt``
            from one that came after the time told of.
        seen_at: Instant of the sync that saw it first, microseconds; None of a configured date.
        agreed_on: Day on which a configured date was agreed, where it says so.
        role: Who agreed a configured date.
        reason: Why.
    """

    on: date | None
    basis: Basis
    seen_at: int | None = None
    agreed_on: date | None = None
    role: str = ""
    reason: str = ""


class _Span(NamedTuple):
    """A milestone's due date from an instant (inclusive) until another (None = still)."""

    start: int
    end: int | None
    due: date | None


def promised(increment: Increment, cut: int, zone: ZoneInfo) -> list[Promise]:
    """Return what was promised of an increment up to *cut*, oldest first.

    Args:
        increment: With its observations and configured baselines.
        cut: What was seen or agreed later is not known yet.
        zone: Of the programme.

    Returns:
        The configured baseline first, whenever it was agreed; then re-baselines and what was seen,
        a date agreed on a day before those that were seen that day.
    """
    baseline = [_agreed(one, "baseline") for one in increment.agreed[:1]]
    again = [_agreed(one, "rebaseline") for one in increment.agreed[1:]]
    dated = [(one.agreed_on, 0, one) for one in again if one.agreed_on is not None]
    today = day_of(cut - 1, zone)
    dated = [entry for entry in dated if entry[0] <= today]
    seen = [
        (day_of(at, zone), 1, Promise(on, basis, at))
        for on, basis, at in _seen(increment, cut, zone)
    ]
    later = sorted([*dated, *seen], key=lambda entry: entry[:2])
    return [*baseline, *(one for _, _, one in later)]


def _agreed(agreed: Agreed, basis: Basis) -> Promise:
    return Promise(agreed.due, basis, None, agreed.agreed_on, agreed.role, agreed.reason)


def _seen(
    increment: Increment, cut: int, zone: ZoneInfo
) -> Iterator[tuple[date | None, Basis, int]]:
    """Yield each date worked to as the forge told it, and the sync that saw it first."""
    spans = _spans(increment, cut, zone)
    if not spans:
        first = increment.first_due(cut, zone)
        if first is not None:
            yield first[0], "rebuilt", first[1]
        return
    turns = {turn for span in spans for turn in (span.start, span.end) if turn is not None}
    before: date | None = None
    for turn in sorted(turn for turn in turns if turn < cut):
        due = _latest(spans, turn)
        if due != before:
            yield due, "observed", turn
        before = due


def _spans(increment: Increment, cut: int, zone: ZoneInfo) -> list[_Span]:
    """Return what was seen by *cut* of each milestone, from its first due date on.

    Those whose first dates were seen on one day count as seen with the first of them: one sync
    reaches one repository after the other.
    """
    told: list[list[_Span]] = []
    for milestone in increment.milestones:
        spans = [
            _Span(seen.seen_from, seen.seen_until, seen.due)
            for seen in milestone.observations
            if seen.seen_from < cut
        ]
        first = next((place for place, span in enumerate(spans) if span.due is not None), None)
        if first is not None:
            told.append(spans[first:])
    sights: dict[date, int] = {}
    for spans in told:
        day = day_of(spans[0].start, zone)
        sights[day] = min(sights.get(day, spans[0].start), spans[0].start)
    return [
        span._replace(start=sights[day_of(span.start, zone)]) if place == 0 else span
        for spans in told
        for place, span in enumerate(spans)
    ]


def _latest(spans: Sequence[_Span], at: int) -> date | None:
    """Return the latest due date of those that were seen at an instant."""
    there = (span for span in spans if span.start <= at and (span.end is None or at < span.end))
    return max((span.due for span in there if span.due is not None), default=None)
