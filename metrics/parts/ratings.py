"""The indicated rating: the worst of four tests, with the reason that decides.

Thresholds: ``[ratings]`` (docs/configuration.md). It is computed, and no delivery confidence
assessment: that is an independent human judgement.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple

import pandas as pd

from programme.settings_measures import Ratings
from programme.wording.words import age, chance, count, day, days

#: Data older than this is stale, and what rests on it amber at best.
STALE_AFTER: Final = timedelta(hours=24)


class Level(IntEnum):
    """How bad a test came out; the higher decides."""

    GREEN = 0
    AMBER = 1
    RED = 2


class Verdict(NamedTuple):
    """What one test found.

    Attributes:
        level: How bad it is.
        place: Of two verdicts as bad, the one with the lower place gives the reason.
        reason: One sentence.
        predicate: The same sentence after the name of an increment.
    """

    level: Level
    place: float
    reason: str
    predicate: str = ""


class Rating(NamedTuple):
    """``green | amber | red | not_rated`` and why."""

    value: str
    reason: str


def chance_verdict(
    p_on_time: float, target: date, today: date, remaining: int, limits: Ratings
) -> Verdict:
    """Judge the chance of making a date; a chance close to none is said first.

    Args:
        p_on_time: 0 to 1.
        target: The date.
        today: Local date of the snapshot.
        remaining: Items still open.
        limits: Thresholds.
    """
    level = Level.RED
    if p_on_time >= limits.green_p_on_time:
        level = Level.GREEN
    elif p_on_time >= limits.amber_p_on_time:
        level = Level.AMBER
    if target < today:
        left = count(remaining, "piece of work is", "pieces of work are")
        said = f"The date {day(target)} has passed and {left} still open."
        return Verdict(level, p_on_time, said, f"was due on {day(target)}, and {left} still open.")
    likely = f"{chance(p_on_time)} of making {day(target)}."
    return Verdict(level, p_on_time, f"There is {likely}", f"has {likely}")


def exposure_verdict(
    exposure_days: float | None, tolerance_days: float | None, limits: Ratings
) -> Verdict | None:
    """Judge open risks against the most delay the board accepts; None where either is unknown."""
    if exposure_days is None or tolerance_days is None:
        return None
    level = Level.RED
    if exposure_days <= tolerance_days:
        level = Level.GREEN
    elif exposure_days <= limits.red_exposure_ratio * tolerance_days:
        level = Level.AMBER
    said = (
        f"Open risks add up to an expected {days(exposure_days)} of delay; "
        f"the board's limit is {days(tolerance_days)}."
    )
    return Verdict(level, 2, said)


def slip_verdict(slip_rate: float | None, limits: Ratings) -> Verdict | None:
    """Judge how fast a date moves away; None where that is unknown."""
    if slip_rate is None:
        return None
    if slip_rate >= limits.red_slip_rate:
        moves = "moves away as fast as time passes."
        return Verdict(Level.RED, 3, f"Its date {moves}", f"has a date that {moves}")
    if slip_rate >= limits.amber_slip_rate:
        slipping = f"is slipping {days(slip_rate * 7)} for every week that passes."
        return Verdict(Level.AMBER, 3, f"Its date {slipping}", slipping)
    return Verdict(Level.GREEN, 3, "Its date is steady.", "has a steady date.")


def stale_reason(sources: pd.DataFrame, as_of: datetime) -> str:
    """Say which source is over a day old at *as_of*; empty if none is.

    Args:
        sources: Table ``sources``, the rows that matter.
        as_of: Aware instant.
    """
    names, collected = sources["source"].tolist(), sources["last_ok_at"].tolist()
    never = [name for name, at in zip(names, collected, strict=True) if pd.isna(at)]
    if never:
        return f"{min(never)} has not been collected yet."
    at, name = min(zip(collected, names, strict=True), default=(as_of, ""))
    late = as_of - at
    if late <= STALE_AFTER:
        return ""
    return f"The data of {name} is {age(late.total_seconds() / 3600)} old."


def rate(verdicts: Iterable[Verdict | None], *, unknown: str, stale: str) -> Rating:
    """Return the worst of the verdicts.

    Args:
        verdicts: Of every test; None where a test could not be made.
        unknown: Why there is too little data for green; empty if there is enough. Amber and red
            stand all the same: what is known to be bad is not made better by what is not known.
        stale: Why the data is stale; then the rating is amber at best. Empty if it is fresh.
    """
    made = sorted(
        (verdict for verdict in verdicts if verdict is not None),
        key=lambda verdict: (-verdict.level, verdict.place),
    )
    if made and made[0].level > Level.GREEN:
        return Rating(made[0].level.name.lower(), made[0].reason)
    if unknown or not made:
        return Rating("not_rated", unknown)
    if stale:
        return Rating("amber", stale)
    return Rating("green", made[0].reason)


def about(name: str, verdict: Verdict) -> Verdict:
    """Make the name of the increment that a verdict is about the subject of its reason."""
    return verdict._replace(reason=f"{name} {verdict.predicate}")
