"""Forecast scores: dates told from what was known then, held against what happened."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from metrics.forecast_scores import MEASURE, TABLE
from programme import frames
from tests.metrics.frames import Issue, at, make_settings, rows_of
from tests.metrics.increment_frames import Work, milestone, steadily, tables

HELD = ("held_p50", "held_p80", "held_p95")
PROMISED = ("p50_on", "p80_on", "p95_on")
#: Four pieces are finished in every second of eight weeks, and four are left on Sunday 1 March.
#: A coming week finishes them with a chance of 1 in 2, so after n weeks 1 - 1/2**n of trials are
#: done: 48, 88.5 and 99.5 in 100 of them (docs/forecast.md) after 1, 4 and 8 weeks.
WORK = steadily("Pay", [0, 4] * 4, left=4)


def scores(
    milestones: list[Any], work: Sequence[Issue] | None = None, **project: Any
) -> pd.DataFrame:
    """Compute the table as of 4 May 2026; the programme begins on 5 January 2026."""
    settings = make_settings(project=project)
    made = tables(WORK if work is None else work, milestones, as_of="2026-05-04", settings=settings)
    return made["forecast_scores"]


def pay(closed_at: str, **others: Any) -> list[dict[str, Any]]:
    """Make the milestone, closed at an instant."""
    others |= {"state": "closed", "closed_at": at(closed_at)}
    return milestone("Pay", ("2026-01-01", "2026-06-01"), **others)


@pytest.mark.parametrize(
    ("closed_at", "held"),
    [
        ("2026-03-08T22:00", (True, True, True)),
        ("2026-03-09", (False, True, True)),
        ("2026-03-29T22:00", (False, True, True)),
        ("2026-03-30", (False, False, True)),
        ("2026-04-26T22:00", (False, False, True)),
        ("2026-04-27", (False, False, False)),
    ],
)
def test_a_date_holds_when_it_is_finished_on_or_before_it(
    closed_at: str, held: tuple[bool, ...]
) -> None:
    """Of the forecast that stood on 1 March."""
    found = scores(pay(closed_at))
    row = rows_of(found[found["issued_on"] == "2026-03-01"], *PROMISED, "actual_on", *HELD, "basis")

    assert row == [
        ("2026-03-08", "2026-03-29", "2026-04-26", closed_at[:10], *held, "backtest"),
    ]


@pytest.mark.parametrize(
    ("milestones", "issued"),
    [
        (pay("2026-04-30"), ["2026-03-01", "2026-03-29", "2026-04-26"]),
        (pay("2026-03-29T12:00"), ["2026-03-01"]),
        (pay("2026-03-01T12:00"), []),
        (pay("2026-05-05"), []),
        (milestone("Pay", ("2026-01-01", "2026-06-01")), []),
        (pay("2026-04-30", gone="2026-05-01"), []),
        ([], []),
    ],
    ids=["every fourth week", "on a Sunday", "before", "later", "open", "gone", "no milestone"],
)
def test_forecasts_that_stood_before_it_was_finished(
    milestones: list[Any], issued: list[str]
) -> None:
    """At the ends of the programme's fourth, eighth, … weeks; under seven weeks there is none."""
    assert [row[0] for row in rows_of(scores(milestones), "issued_on")] == issued


def test_once_nothing_is_left_there_is_no_forecast() -> None:
    """Though the milestone is closed weeks later; it was finished then."""
    work = steadily("Pay", [2] * 9, left=0)

    found = rows_of(scores(pay("2026-04-30"), work), "issued_on", *PROMISED, "actual_on", *HELD)

    # Two a week, and two left on 1 March.
    assert found == [
        ("2026-03-01", *["2026-03-08"] * 3, "2026-04-30", False, False, False),
    ]


@pytest.mark.parametrize(
    "elsewhere",
    [
        [],
        [Work(90, "2026-01-05", parts={"Pay": (None, "2026-04-10"), "Book": ("2026-04-10", None)})],
    ],
    ids=["all in it", "work that left it later"],
)
def test_increments_without_milestones_are_finished_with_their_last_work(
    elsewhere: list[Work],
) -> None:
    """As the table of increments has it; what was forecast after that day foretold nothing."""
    found = scores(
        [],
        steadily("Pay", [2] * 9, left=0) + elsewhere,
        increments={"from": "labels", "prefix": "increment::"},
    )

    p80_on = "2026-03-15" if elsewhere else "2026-03-08"
    assert rows_of(found, "issued_on", "p80_on", "actual_on", *HELD) == [
        ("2026-03-01", p80_on, "2026-03-04", True, True, True),
    ]


def test_what_was_not_known_then_changes_nothing() -> None:
    """Neither work that came nor the pace that was found later."""
    later = [Work(90 + n, "2026-03-03", ("2026-03-05", "finished")) for n in range(30)]

    known, more = (
        rows_of(scores(pay("2026-03-28"), work), *TABLE.columns) for work in (WORK, WORK + later)
    )

    assert len(known) == 1
    assert more == known


def test_a_date_that_was_not_told_neither_held_nor_failed() -> None:
    """Beyond the ten years that are looked at there is no 95% date."""
    told = pd.DataFrame(
        {
            "project": "Portal",
            "increment": "Pay",
            "week_end": pd.Timestamp("2026-03-01"),
            "p50_on": pd.Timestamp("2026-03-08"),
            "p80_on": pd.Timestamp("2026-03-29"),
            "p95_on": [pd.NaT],
        }
    )
    done = told[["project", "increment"]].assign(finished_on=pd.Timestamp("2026-03-09"))

    found = MEASURE.compute(
        {"past_forecasts": told, "increments": done},
        as_of=at("2026-05-04"),
        settings=make_settings(),
    )

    frames.check(found, TABLE)
    assert rows_of(found, "p95_on", *HELD) == [(None, False, True, None)]
