"""Risk breakdown: expected delay at week ends by category and increment."""

from typing import Any

import pandas as pd
import pytest

from metrics.risk_breakdown import MEASURE, TABLE
from programme import frames
from tests.metrics.frames import at, computed, frame, make_settings, rows_of
from tests.metrics.risk_frames import Risk, register

Labels = dict[str, tuple[str | None, str | None]]
STILL = (None, None)
SECURITY: Labels = {"risk::medium": STILL, "risk-category::security": STILL}


def breakdown(
    risks: list[Risk],
    as_of: str = "2026-01-19T12:00",
    *,
    held: dict[int, list[tuple[str, str | None, str]]] | None = None,
) -> pd.DataFrame:
    """Compute the table of *risks* in a programme that begins on Monday 5 January 2026.

    Args:
        risks: All of the project Portal.
        as_of: Instant.
        held: By risk, (from, until, increment).
    """
    return computed(MEASURE, _inputs(risks, held or {}), as_of, make_settings())


def _inputs(
    risks: list[Risk], held: dict[int, list[tuple[str, str | None, str]]]
) -> dict[str, Any]:
    inputs = register(risks)
    rows = [
        {"source": "portal", "number": number, "from_at": at(since), "increment": title,
         "until_at": at(until) if until else pd.NaT}
        for number, spells in held.items() for since, until, title in spells
    ]  # fmt: skip
    return {**inputs, "increment_spells": frame(frames.INCREMENT_SPELLS, rows)}


def test_open_risks_are_added_up_by_category_and_increment() -> None:
    """Those of one category in two increments make two rows, unsized ones are counted."""
    table = breakdown(
        [
            Risk(1, "2026-01-05", labels=SECURITY),
            Risk(2, "2026-01-05", labels=SECURITY),
            Risk(3, "2026-01-05", labels={"risk": STILL, "risk-category::security": STILL}),
            Risk(4, "2026-01-05", labels={"risk::low": STILL}),
            Risk(5, "2026-01-05", ("2026-01-06", "finished"), labels={"risk::low": STILL}),
        ],
        "2026-01-12",
        held={number: [("2026-01-05", None, "Pay online")] for number in (1, 3)},
    )

    assert rows_of(table, "project", "week_end", "category", "increment", "open_count",
                   "unsized_count", "exposure_days") == [
        ("Portal", "2026-01-11", "", "", 1, 0, 1.4),
        ("Portal", "2026-01-11", "security", "", 1, 0, 5.6),
        ("Portal", "2026-01-11", "security", "Pay online", 2, 1, 5.6),
    ]  # fmt: skip


def test_a_risk_counts_where_it_was_then() -> None:
    """Another category or increment moves it from that week on; a week it is closed has no row."""
    table = breakdown(
        [
            Risk(1, "2026-01-05", ("2026-01-27", "finished"), labels={
                "risk::low": STILL,
                "risk-category::people": (None, "2026-01-19T00:00"),
                "risk-category::supplier": ("2026-01-19T00:00", None),
            }),
        ],
        "2026-02-02",
        held={1: [("2026-01-05", "2026-01-12T00:00", "One"), ("2026-01-12T00:00", None, "Two")]},
    )  # fmt: skip

    assert rows_of(table, "week_end", "category", "increment", "exposure_days") == [
        ("2026-01-11", "people", "One", 1.4),
        ("2026-01-18", "people", "Two", 1.4),
        ("2026-01-25", "supplier", "Two", 1.4),
    ]


def test_risks_older_than_the_programme_are_in_its_first_week() -> None:
    """What was there before is part of every week in which it is open."""
    table = breakdown([Risk(1, "2025-06-01", labels=SECURITY)])

    assert rows_of(table, "week_end", "exposure_days") == [
        ("2026-01-11", 5.6),
        ("2026-01-18", 5.6),
    ]


def test_pounds_are_added_apart_from_days() -> None:
    """Empty where no risk of the row has any; those without are counted."""
    priced: Labels = {"risk": STILL, "probability::50%": STILL, "impact-gbp::50k": STILL}
    table = breakdown(
        [
            Risk(1, "2026-01-05", labels=SECURITY),
            Risk(2, "2026-01-05", labels=priced),
            Risk(3, "2026-01-05", labels={"risk::low": STILL}),
        ],
        "2026-01-12",
    )

    columns = ("category", "exposure_days", "unsized_count", "exposure_gbp", "unpriced_count")
    assert rows_of(table, *columns) == [("", 1.4, 1, 25000, 1), ("security", 5.6, 0, None, 1)]


@pytest.mark.parametrize("as_of", ["2026-01-07", "2026-01-19"], ids=["no-week", "no-risk"])
def test_nothing_to_break_down(as_of: str) -> None:
    """The table is empty, with its columns."""
    table = breakdown([], as_of)

    assert table.empty
    assert list(TABLE.columns) == list(table.columns)


def test_the_risks_behind_a_row() -> None:
    """Those of its category and increment alone, as they were at the week's end."""
    risks = [
        Risk(1, "2026-01-05", labels=SECURITY),
        Risk(2, "2026-01-05", labels={"risk::low": STILL}),
        Risk(3, "2026-01-05", ("2026-01-20", "finished"), labels=SECURITY),
        Risk(4, "2026-01-12T00:00", labels=SECURITY),
    ]
    key = {"project": "Portal", "category": "security", "increment": "",
           "week_end": pd.Timestamp("2026-01-11")}  # fmt: skip

    assert MEASURE.explain is not None
    found = MEASURE.explain(
        _inputs(risks, {}), key, as_of=at("2026-01-26"), settings=make_settings()
    )

    assert rows_of(found[found["column"] == "exposure_days"], "item", "amount") == [
        ("forge.example/portal#1", 5.6),
        ("forge.example/portal#3", 5.6),
    ]
