"""Burn-up: what was in an increment at each week's end, and how much of it was finished."""

from collections.abc import Sequence

import pandas as pd
import pytest

from metrics import registry
from metrics.burn_up import MEASURE, TABLE
from programme import frames
from programme.frames import TEXT
from tests.metrics.drawn_programmes import Programme
from tests.metrics.frames import Issue, computed, make_settings, replayed, rows_of
from tests.metrics.increment_frames import Work
from tests.metrics.properties import Measures, Run, measured_programme, of_programmes

AS_OF = "2026-02-02"
SUNDAYS = ["2026-01-11", "2026-01-18", "2026-01-25", "2026-02-01"]


def table(
    work: Sequence[Issue], named: Sequence[str] = ("Pay", "Book"), as_of: str = AS_OF
) -> pd.DataFrame:
    """Compute the table; the programme begins on 5 January 2026."""
    known = pd.DataFrame({"project": "Portal", "increment": list(named)}, dtype=object)
    spells = [row for one in work if isinstance(one, Work) for row in one.increment_spells()]
    inputs = {
        **replayed(work, increment_spells=spells),
        "increments": known.astype(frames.dtype(TEXT)),
    }
    return computed(MEASURE, inputs, as_of, make_settings())


def weeks(found: pd.DataFrame, increment: str = "Pay") -> dict[str, tuple[int, int]]:
    """Return scope and finished work of an increment by Sunday."""
    rows = rows_of(
        found[found["increment"] == increment], "week_end", "scope_count", "finished_count"
    )
    return {row[0]: (row[1], row[2]) for row in rows}


CASES: dict[str, tuple[list[Issue], list[tuple[int, int]]]] = {
    "open": ([Work(1, "2026-01-05", increment="Pay")], [(1, 0)] * 4),
    "before the programme began": ([Work(1, "2025-12-01", increment="Pay")], [(1, 0)] * 4),
    "finished": (
        [Work(1, "2026-01-05", ("2026-01-20", "finished"), increment="Pay")],
        [(1, 0), (1, 0), (1, 1), (1, 1)],
    ),
    "finished and opened again": (
        [Work(1, "2026-01-05", ("2026-01-13", "finished"), ("2026-01-27", "open"),
              increment="Pay")],
        [(1, 0), (1, 1), (1, 1), (1, 0)],
    ),
    "dropped: no more in its scope": (
        [Work(1, "2026-01-05", ("2026-01-20", "dropped"), increment="Pay")],
        [(1, 0), (1, 0), (0, 0), (0, 0)],
    ),
    "it begins with the first week that holds any": (
        [Work(1, "2026-01-20", increment="Pay")],
        [(1, 0), (1, 0)],
    ),
    "moved in when it was finished": (
        [Work(1, "2026-01-05", ("2026-01-13", "finished"), parts={"Pay": ("2026-01-20", None)})],
        [(1, 1), (1, 1)],
    ),
    "moved out": (
        [Work(1, "2026-01-05", parts={"Pay": (None, "2026-01-20")})],
        [(1, 0), (1, 0), (0, 0), (0, 0)],
    ),
    "at a Monday's first instant it belongs to that week": (
        [Work(1, "2026-01-05", ("2026-01-19T00:00", "finished"), increment="Pay")],
        [(1, 0), (1, 0), (1, 1), (1, 1)],
    ),
    "a record is no work": ([Work(1, "2026-01-05", increment="Pay", record="risk")], []),
}  # fmt: skip


@pytest.mark.parametrize(("work", "expected"), CASES.values(), ids=CASES)
def test_scope_and_what_is_finished(work: list[Issue], expected: list[tuple[int, int]]) -> None:
    """At each Sunday's end, up to the last one before now."""
    found = weeks(table(work))

    assert list(found.values()) == expected
    assert list(found) == SUNDAYS[4 - len(expected) :]


def test_work_in_no_increment_has_rows_of_its_own() -> None:
    """What leaves an increment for none is counted there, and so is what never was in any."""
    found = table(
        [Work(1, "2026-01-05", parts={"Pay": (None, "2026-01-20")}), Work(2, "2026-01-27")]
    )

    assert weeks(found, "") == {"2026-01-25": (1, 0), "2026-02-01": (2, 0)}


def test_a_milestone_that_the_forge_never_showed_is_nobodys_increment() -> None:
    """Work in it is in none, as in increments.csv."""
    found = table([Work(1, "2026-01-27", increment="Old")])

    assert weeks(found, "Old") == {}
    assert weeks(found, "") == {"2026-02-01": (1, 0)}


@pytest.mark.parametrize(
    ("work", "as_of"),
    [([], AS_OF), ([Work(1, "2026-01-05", increment="Pay")], "2026-01-11")],
    ids=["no work", "no whole week"],
)
def test_nothing_has_no_row(work: list[Issue], as_of: str) -> None:
    """An increment that never held anything at a week's end has none."""
    pd.testing.assert_frame_equal(table(work, as_of=as_of), frames.empty(TABLE))


@of_programmes([Run(0, 2, 12, registry.needed(["burn_up", "flow"]))])
def test_increments_and_none_add_up_to_the_project(
    programme: Programme, measures: Measures
) -> None:
    """Their scopes are what had arrived and was not dropped, and what is finished is finished."""
    tables = measured_programme(programme, measures)
    found, flow = tables["burn_up"], tables["flow"]
    parts = found.groupby(["project", "week_end"])[["scope_count", "finished_count"]].sum()
    stocks = flow[flow["project"] != ""].set_index(["project", "week_end"])
    parts = parts.reindex(stocks.index, fill_value=0)

    assert (parts["scope_count"] == stocks["arrived_total"] - stocks["dropped_total"]).all()
    assert (parts["finished_count"] == stocks["finished_total"]).all()
