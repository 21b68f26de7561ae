"""Forecast scores: whether the dates that were told came true."""

from datetime import datetime
from typing import Final

import pandas as pd

from metrics.parts.explained import FORECAST, explained, part
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.past_forecasts import EXPLAIN_INPUTS, explain_past
from programme import frames
from programme.frames import FLAG, ON, TEXT, Column, Contract
from programme.settings import Settings

_HELD: Final = {"held_p50": "p50_on", "held_p80": "p80_on", "held_p95": "p95_on"}
TABLE: Final = Contract(
    "forecast_scores",
    {
        "issued_on": Column(ON, "Sunday at whose end it stood", key=True, empty=False),
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of the increment", key=True, empty=False),
        "p50_on": Column(
            ON, "day by which, as seen then, it is finished with a chance of 50 in 100", empty=False
        ),
        "p80_on": Column(
            ON, "day by which, as seen then, it is finished with a chance of 80 in 100", empty=False
        ),
        "p95_on": Column(
            ON, "day by which, as seen then, it is finished with a chance of 95 in 100"
        ),
        "actual_on": Column(ON, "day it was finished", empty=False),
        "held_p50": Column(FLAG, "whether it was finished on or before p50_on", empty=False),
        "held_p80": Column(FLAG, "whether it was finished on or before p80_on", empty=False),
        "held_p95": Column(FLAG, "whether it was finished on or before p95_on; empty without one"),
        "basis": Column(
            TEXT,
            "published: in that week's report | backtest: told again from what was known then",
            empty=False,
        ),
    },
)


def forecast_scores(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Hold the past forecasts of finished increments against the days they were finished.

    Args:
        inputs: ``past_forecasts`` and the table ``increments``.
        as_of: Not used; both are of it.
        settings: Not used.

    Returns:
        TABLE: a row for each increment that is finished and each fourth week's end before that at
        which there was a forecast of it.
    """
    told = inputs["past_forecasts"].rename(columns={"week_end": "issued_on"})
    return scored(told, inputs["increments"], "backtest")


def scored(told: pd.DataFrame, increments: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Hold forecasts against the days on which increments were finished.

    Args:
        told: ``issued_on``, ``project``, ``increment``, ``p50_on``, ``p80_on`` and ``p95_on``.
        increments: The table increments.
        basis: published | backtest.

    Returns:
        TABLE: a row for each forecast of an increment that is finished, told before it was.
    """
    actual = increments[["project", "increment", "finished_on"]]
    actual = actual[actual["finished_on"].notna()].rename(columns={"finished_on": "actual_on"})
    cases = told[told["p50_on"].notna()].merge(actual, on=["project", "increment"])
    cases = cases[cases["issued_on"] < cases["actual_on"]]
    held = {
        flag: (cases["actual_on"] <= cases[promised]).astype(FLAG).mask(cases[promised].isna())
        for flag, promised in _HELD.items()
    }
    table = cases.assign(**held, basis=basis)
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items that a forecast waited for.

    Args:
        inputs: ``facts.milestones``, ``history``, ``state_spells`` and ``increment_spells``.
        key: ``issued_on``, ``project`` and ``increment``.
        as_of: Aware instant.
        settings: For the time zone, the projects and their baselines.

    Returns:
        EXPLAINED: of each date the items that had to be finished until the increment was, those in
        the increments before it included; under ``remaining_count`` the ones in it.
    """
    remaining, waiting = explain_past(
        inputs, key["project"], key["increment"], key["issued_on"].date(), settings
    )
    return explained([remaining, *(part(name, waiting) for name in FORECAST)])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("past_forecasts", "increments"),
    compute=forecast_scores,
    explain=explain,
    explain_inputs=EXPLAIN_INPUTS,
    question="Can we believe our forecasts?",
    unit="dates",
    definition="Each forecast of a finished increment beside the day it was finished, and whether "
    "that day was on or before the one told: those that stood in recorded weekly reports, and for "
    "the end of every fourth week without one what would have been told from what was known then.",
    formula="held_p80 = actual_on <= p80_on\n"
    "actual_on = finished_on of the increment\n"
    "share that held = count(held_p80 = true) / count(rows)",
    reads_as="Of many rows about 50, 80 and 95 in 100 should have held. If fewer did, dates are "
    "too early; if more, they are too late.",
    misleads="Increments still open are not counted, however late they are, so shares look better "
    "than they are. Forecasts of one increment resemble one another, so that many of few say less "
    "than as many of different ones; under 10 say nothing. Titles, labels, expected sizes and the "
    "method of today are taken for the past, too.",
    source="docs/forecast.md; definitions: docs/tables.md",
    page="How sure are we",
)
