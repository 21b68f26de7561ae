"""Forecasts as they were published go before those that are told again."""

from dataclasses import replace
from typing import Any

import pandas as pd

from metrics.forecast_scores import TABLE
from programme import frames
from snapshots.contracts import contracts
from snapshots.published import with_published
from snapshots.snapshot import Snapshot
from tests.snapshots.editions import table

TOLD = ["issued_on", "project", "increment", "p50_on", "p80_on", "p95_on"]


def snapshot(finished: str | None, *scores: dict[str, Any]) -> Snapshot:
    """Return a snapshot in which one increment is finished, or is not."""
    increments = table(
        "increments", {"project": "Care", "increment": "Pay", "finished_on": finished}
    )
    return Snapshot({}, {"increments": increments, TABLE.name: table(TABLE.name, *scores)})


def told(issued: str, p80: str) -> pd.DataFrame:
    """Return one forecast as a week told it."""
    row = {"issued_on": issued, "project": "Care", "increment": "Pay"}
    dates = {"p50_on": "2026-03-01", "p80_on": p80, "p95_on": None}
    frame = pd.DataFrame([{**row, **dates}])
    for name in ("issued_on", "p50_on", "p80_on", "p95_on"):
        frame[name] = pd.to_datetime(frame[name]).astype(frames.ON)
    return frame


def rows(made: Snapshot) -> list[tuple[Any, ...]]:
    """Return what counts of each row."""
    scores = made.tables[TABLE.name]
    frames.check(scores, contracts()[TABLE.name])
    columns = [scores["issued_on"].dt.strftime("%Y-%m-%d"), scores["held_p80"], scores["basis"]]
    return list(zip(*columns, strict=True))


AGAIN = {
    "issued_on": "2026-02-08",
    "project": "Care",
    "increment": "Pay",
    "p50_on": "2026-03-01",
    "p80_on": "2026-05-03",
    "actual_on": "2026-04-01",
    "held_p50": False,
    "held_p80": True,
    "basis": "backtest",
}


def test_what_was_published_goes_before_what_is_told_again() -> None:
    """Of one week there is one forecast; other weeks stay."""
    earlier = {**AGAIN, "issued_on": "2026-01-11"}
    made = with_published(snapshot("2026-04-01", earlier, AGAIN), told("2026-02-08", "2026-03-08"))

    assert rows(made) == [("2026-01-11", True, "backtest"), ("2026-02-08", False, "published")]


def test_what_is_not_finished_is_not_counted() -> None:
    """Nor is what was told on the day itself, when it was no forecast any more."""
    assert rows(with_published(snapshot(None), told("2026-02-08", "2026-03-08"))) == []
    assert rows(with_published(snapshot("2026-02-08"), told("2026-02-08", "2026-03-08"))) == []


def test_without_recorded_weeks_nothing_changes() -> None:
    """Rebuilt ones told nobody anything."""
    before = snapshot("2026-04-01", AGAIN)

    assert with_published(before, told("2026-02-08", "2026-03-08").head(0)) == replace(before)
