"""Indicated ratings: thresholds, the deciding reason, and what is not known."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from metrics.parts.ratings import (
    Rating,
    Verdict,
    about,
    chance_verdict,
    exposure_verdict,
    rate,
    slip_verdict,
    stale_reason,
)
from programme.settings_measures import Ratings
from tests.metrics.frames import at

LIMITS = Ratings()
TODAY, TARGET = date(2026, 11, 22), date(2027, 1, 30)


def chance(share: float, target: date = TARGET) -> Verdict:
    """Judge a chance."""
    return chance_verdict(share, target, TODAY, 3, LIMITS)


def slip(rate_of_slip: float) -> Verdict | None:
    """Judge a movement."""
    return slip_verdict(rate_of_slip, LIMITS)


def exposure(exposure_days: float, tolerance_days: float) -> Verdict | None:
    """Judge open risks."""
    return exposure_verdict(exposure_days, tolerance_days, LIMITS)


#: A function above and what it is asked, so that it is the test that asks.
Judged = tuple[Any, ...]


def judge(judged: Judged) -> Verdict | None:
    """Make a judgement."""
    verdict: Verdict | None = judged[0](*judged[1:])
    return verdict


@pytest.mark.parametrize(
    ("judged", "level"),
    [
        ((chance, 1), "GREEN"), ((chance, 0.8), "GREEN"), ((chance, 0.7999), "AMBER"),
        ((chance, 0.5), "AMBER"), ((chance, 0.4999), "RED"), ((chance, 0), "RED"),
        ((exposure, 30, 30), "GREEN"), ((exposure, 30.1, 30), "AMBER"),
        ((exposure, 45, 30), "AMBER"), ((exposure, 45.1, 30), "RED"),
        ((exposure, 0, 0), "GREEN"), ((exposure, 0.1, 0), "RED"),
        ((slip, -1), "GREEN"), ((slip, 0.2499), "GREEN"), ((slip, 0.25), "AMBER"),
        ((slip, 0.999), "AMBER"), ((slip, 1), "RED"),
    ],
)  # fmt: skip
def test_thresholds(judged: Judged, level: str) -> None:
    """Each test has its own limits, and at a limit the better side counts."""
    verdict = judge(judged)

    assert verdict is not None
    assert verdict.level.name == level


def test_what_cannot_be_judged() -> None:
    """Without a limit, an exposure or a movement there is no verdict."""
    assert exposure_verdict(30, None, LIMITS) is None
    assert exposure_verdict(None, 30, LIMITS) is None
    assert slip_verdict(None, LIMITS) is None


@pytest.mark.parametrize(
    ("verdicts", "unknown", "stale", "expected"),
    [
        pytest.param([(chance, 0.9), (slip, 0)], "", "",
                     Rating("green", "There is about a 90% chance of making 30 January 2027."),
                     id="green"),
        pytest.param([(chance, 0.9), (slip, 0.3)], "", "",
                     Rating("amber", "Its date is slipping 2 days for every week that passes."),
                     id="the-worst-decides"),
        pytest.param([(chance, 0.3), (exposure, 60, 30)], "", "",
                     Rating("red", "There is about a 30% chance of making 30 January 2027."),
                     id="of-two-as-bad-the-chance-speaks"),
        pytest.param([(slip, 2), (exposure, 60, 30)], "", "",
                     Rating("red", "Open risks add up to an expected 60 days of delay; "
                                   "the board's limit is 30 days."),
                     id="the-date-speaks-last"),
        pytest.param([(chance, 0.3), (chance, 0.2)], "", "",
                     Rating("red", "There is about a 20% chance of making 30 January 2027."),
                     id="of-two-chances-the-smaller"),
        pytest.param([(slip, 2)], "", "",
                     Rating("red", "Its date moves away as fast as time passes."),
                     id="never-arrives"),
        pytest.param([(slip, 0)], "", "",
                     Rating("green", "Its date is steady."), id="steady"),
        pytest.param([(exposure, 20, 30)], "Too few weeks.", "",
                     Rating("not_rated", "Too few weeks."), id="never-green-on-too-little"),
        pytest.param([(exposure, 46, 30)], "Too few weeks.", "",
                     Rating("red", "Open risks add up to an expected 46 days of delay; "
                                   "the board's limit is 30 days."),
                     id="red-stands-on-too-little"),
        pytest.param([(chance, 0.9)], "", "The data is 3 days old.",
                     Rating("amber", "The data is 3 days old."), id="stale-is-amber-at-best"),
        pytest.param([(chance, 0.1)], "", "The data is 3 days old.",
                     Rating("red", "There is about a 10% chance of making 30 January 2027."),
                     id="stale-does-not-soften-red"),
        pytest.param([None, None], "No date.", "The data is 3 days old.",
                     Rating("not_rated", "No date."), id="nothing-known"),
    ],
)  # fmt: skip
def test_rate(verdicts: list[Judged | None], unknown: str, stale: str, expected: Rating) -> None:
    """The worst verdict is the rating, and its reason is printed."""
    made = [None if judged is None else judge(judged) for judged in verdicts]

    assert expected == rate(made, unknown=unknown, stale=stale)


@pytest.mark.parametrize(
    ("judged", "reason"),
    [
        ((chance, 0.2), "‘Pay’ (Api) has about a 20% chance of making 30 January 2027."),
        (
            (chance, 0, date(2026, 11, 20)),
            "‘Pay’ (Api) was due on 20 November 2026, and 3 pieces of work are still open.",
        ),
        ((slip, 0), "‘Pay’ (Api) has a steady date."),
        ((slip, 0.3), "‘Pay’ (Api) is slipping 2 days for every week that passes."),
        ((slip, 1), "‘Pay’ (Api) has a date that moves away as fast as time passes."),
    ],
    ids=["chance", "passed", "steady", "slipping", "never-arrives"],
)
def test_a_reason_about_an_increment_names_it(judged: Judged, reason: str) -> None:
    """The name is the subject of the sentence, whatever was found."""
    verdict = judge(judged)

    assert verdict is not None
    assert about("‘Pay’ (Api)", verdict).reason == reason


def test_a_date_that_has_passed() -> None:
    """The reason says that the date has passed, not that its chance is small."""
    reason = chance(0, date(2026, 11, 20)).reason

    assert reason == "The date 20 November 2026 has passed and 3 pieces of work are still open."
    one = chance_verdict(0, date(2026, 11, 20), TODAY, 1, LIMITS).reason
    assert one == "The date 20 November 2026 has passed and one piece of work is still open."
    assert chance(0, TODAY).reason == "There is less than a 5% chance of making 22 November 2026."


@pytest.mark.parametrize(
    ("last_ok_at", "reason"),
    [
        ("2026-11-21T09:00", ""),
        ("2026-11-22T12:00", ""),
        ("2026-11-19T09:00", "The data of forge is 3 days old."),
        (None, "forge has not been collected yet."),
    ],
    ids=["a-day-old", "newer-than-as-of", "three-days", "never"],
)
def test_stale(last_ok_at: str | None, reason: str) -> None:
    """Data over a day old is stale, and the reason names its source."""
    sources = pd.DataFrame({"source": ["forge"], "last_ok_at": [last_ok_at]})
    sources["last_ok_at"] = pd.to_datetime(sources["last_ok_at"], utc=True)

    assert reason == stale_reason(sources, at("2026-11-22T09:00"))


def test_the_oldest_source_is_named() -> None:
    """One that was never collected before all others; of two as old the first by name."""
    ok = ["2026-11-19T09:00", "2026-11-18T09:00", None, "2026-11-18T09:00"]
    sources = pd.DataFrame({"source": ["a", "c", "d", "b"], "last_ok_at": ok})
    sources["last_ok_at"] = pd.to_datetime(sources["last_ok_at"], utc=True)
    now = at("2026-11-22T09:00")

    assert stale_reason(sources, now) == "d has not been collected yet."
    assert stale_reason(sources.drop(index=2), now) == "The data of b is 4 days old."
