"""What came in, was finished, dropped and reopened, week by week."""

from typing import Any

import pytest

from metrics.throughput import MEASURE
from tests.metrics.frames import Issue, computed, make_settings, replayed, rows_of

COUNTS = ("arrived_count", "finished_count", "dropped_count", "reopened_count")


def weeks(issues: list[Issue], as_of: str, *columns: str, **settings: Any) -> list[tuple[Any, ...]]:
    """Count *issues* and return the programme's rows."""
    table = computed(MEASURE, replayed(issues), as_of, make_settings(**settings))
    return rows_of(table[table["project"] == ""], *(columns or COUNTS))


@pytest.mark.parametrize(
    ("issues", "as_of", "expected"),
    [
        pytest.param(
            [], "2026-01-12", [(0, 0, 0, 0)], id="no issue: the week is there, with zeros"
        ),
        pytest.param([], "2026-01-11T23:59:59", [], id="no week is whole yet"),
        pytest.param(
            [Issue(1, "2026-01-06")], "2026-01-12", [(1, 0, 0, 0)], id="one arrives and stays"
        ),
        pytest.param(
            [Issue(1, "2026-01-06", ("2026-01-07", "finished"))],
            "2026-01-26",
            [(1, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)],
            id="idle weeks at the end are rows with 0",
        ),
        pytest.param(
            [Issue(1, "2026-01-06", ("2026-01-20", "finished"))],
            "2026-01-24",
            [(1, 0, 0, 0), (0, 0, 0, 0)],
            id="the running part-week is left out",
        ),
        pytest.param(
            [
                Issue(
                    1,
                    "2026-01-06",
                    ("2026-01-07", "finished"),
                    ("2026-01-08", "open"),
                    ("2026-01-09", "finished"),
                )
            ],
            "2026-01-12",
            [(1, 1, 0, 0)],
            id="closed twice in a week counts once",
        ),
        pytest.param(
            [
                Issue(
                    1,
                    "2026-01-06",
                    ("2026-01-07", "finished"),
                    ("2026-01-14", "open"),
                    ("2026-01-21", "finished"),
                )
            ],
            "2026-01-26",
            [(1, 1, 0, 0), (0, 0, 0, 1), (0, 1, 0, 0)],
            id="a reopening counts in its own week and rewrites none",
        ),
        pytest.param(
            [Issue(1, "2026-01-06", ("2026-01-07", "finished"), ("2026-01-14", "dropped"))],
            "2026-01-19",
            [(1, 1, 0, 0), (0, 0, 1, 1)],
            id="from finished to dropped is one reopened and one dropped",
        ),
        pytest.param(
            [Issue(1, "2026-01-06", ("2026-01-07", "finished"), ("2026-01-08", "open"))],
            "2026-01-12",
            [(1, 0, 0, 0)],
            id="closed and reopened within a week is nothing",
        ),
        pytest.param(
            [Issue(1, "2025-11-01"), Issue(2, "2025-11-01", ("2026-01-07", "finished"))],
            "2026-01-12",
            [(0, 1, 0, 0)],
            id="what was created before the programme began arrives in no week",
        ),
        pytest.param(
            [Issue(1, "2026-01-06", record="risk"), Issue(2, "2026-01-06", record="decision")],
            "2026-01-12",
            [(0, 0, 0, 0)],
            id="records are counted nowhere",
        ),
    ],
)
def test_weeks_compare_their_end_with_the_end_before(
    issues: list[Issue], as_of: str, expected: list[tuple[int, ...]]
) -> None:
    """Every whole week is a row of arrived, finished, dropped and reopened counts."""
    assert weeks(issues, as_of) == expected


@pytest.mark.parametrize(
    ("finished_at", "expected"),
    [
        # Clocks go forward on 29 March 2026: the week after begins at 23:00 UTC on Sunday.
        pytest.param("2026-03-29T22:59:59", "2026-03-23", id="last second of the short week"),
        pytest.param("2026-03-29T23:00:00", "2026-03-30", id="local Monday 00:00 in summer time"),
        # Clocks go back on 25 October 2026: the week after begins at 00:00 UTC on Monday.
        pytest.param("2026-10-25T23:59:59", "2026-10-19", id="last second of the long week"),
        pytest.param("2026-10-26T00:00:00", "2026-10-26", id="local Monday 00:00 in winter time"),
        pytest.param("2026-06-07T23:30:00", "2026-06-08", id="Sunday in UTC, Monday in London"),
    ],
)
def test_weeks_begin_on_monday_00_00_in_the_programmes_time_zone(
    finished_at: str, expected: str
) -> None:
    """An event at exactly local Monday 00:00 belongs to the new week."""
    rows = weeks(
        [Issue(1, "2026-01-06", (finished_at, "finished"))],
        "2026-12-07",
        "week_start",
        "finished_count",
    )

    assert [monday for monday, count in rows if count] == [expected]


def test_weeks_begin_with_the_one_that_holds_the_programmes_start() -> None:
    """A programme that starts on a Thursday begins on the Monday before."""
    rows = weeks([], "2026-01-26", "week_start", programme={"started_on": "2026-01-15"})

    assert rows == [("2026-01-12",), ("2026-01-19",)]


def test_every_delivery_project_has_rows_and_a_risk_register_has_none() -> None:
    """A project without any issue has zeros; issues of a register are records."""
    settings = make_settings({"Api": "delivery", "Portal": "delivery", "Risks": "risk-register"})
    issues = [
        Issue(1, "2026-01-06"),
        Issue(1, "2026-01-06", project="Risks", record="risk"),
    ]

    table = computed(MEASURE, replayed(issues), "2026-01-12", settings)

    assert sorted(rows_of(table, "project", "arrived_count")) == [
        ("", 1),
        ("Api", 0),
        ("Portal", 1),
    ]


def test_equal_numbers_in_two_projects_are_two_issues() -> None:
    """Numbers count within a source only."""
    settings = make_settings(("Api", "Portal"))
    issues = [
        Issue(1, "2026-01-06", ("2026-01-07", "finished"), project="Api"),
        Issue(1, "2026-01-06", ("2026-01-08", "dropped"), project="Portal"),
    ]

    table = computed(MEASURE, replayed(issues), "2026-01-12", settings)

    assert sorted(rows_of(table, "project", *COUNTS)) == [
        ("", 2, 1, 1, 0),
        ("Api", 1, 1, 0, 0),
        ("Portal", 1, 0, 1, 0),
    ]
