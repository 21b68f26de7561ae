"""Every piece of work with its local dates and calendar days."""

import pytest

from metrics.items import MEASURE
from tests.metrics.frames import Issue, computed, make_settings, replayed, rows_of

DATES = ("state", "created_on", "started_on", "finished_on")
DAYS = ("cycle_time_days", "lead_time_days", "age_days")


@pytest.mark.parametrize(
    ("issue", "dates", "days"),
    [
        pytest.param(
            Issue(1, "2026-01-06", ("2026-01-09", "finished"), started="2026-01-08"),
            ("finished", "2026-01-06", "2026-01-08", "2026-01-09"),
            (2, 4, None),
            id="both ends count",
        ),
        pytest.param(
            Issue(1, "2026-01-06T09:00", ("2026-01-06T17:00", "finished"), started="2026-01-06T10"),
            ("finished", "2026-01-06", "2026-01-06", "2026-01-06"),
            (1, 1, None),
            id="within a day is one day",
        ),
        pytest.param(
            Issue(1, "2026-01-06", ("2026-01-09", "finished"), started="2026-01-09"),
            ("finished", "2026-01-06", "2026-01-09", "2026-01-09"),
            (1, 4, None),
            id="started as it was finished",
        ),
        pytest.param(
            Issue(1, "2026-01-06", started="2026-01-08"),
            ("open", "2026-01-06", "2026-01-08", None),
            (None, None, 24),
            id="open work ages from its start",
        ),
        pytest.param(
            Issue(1, "2026-01-06"),
            ("open", "2026-01-06", None, None),
            (None, None, None),
            id="not started has no age",
        ),
        pytest.param(
            Issue(1, "2026-01-06", ("2026-01-09", "dropped"), started="2026-01-08"),
            ("dropped", "2026-01-06", "2026-01-08", None),
            (None, None, None),
            id="dropped is not finished",
        ),
        pytest.param(
            Issue(1, "2026-01-06", ("2026-01-09T10", "finished"), started="2026-01-09T11"),
            ("finished", "2026-01-06", "2026-01-09", "2026-01-09"),
            (None, 4, None),
            id="a start after the finish gives no cycle time",
        ),
        pytest.param(
            Issue(
                1,
                "2026-01-06",
                ("2026-01-09", "finished"),
                ("2026-01-12", "open"),
                ("2026-01-20", "finished"),
                started="2026-01-08",
            ),
            ("finished", "2026-01-06", "2026-01-08", "2026-01-20"),
            (13, 15, None),
            id="the finishing that stands, the first start",
        ),
    ],
)
def test_days_count_local_calendar_dates(
    issue: Issue, dates: tuple[object, ...], days: tuple[object, ...]
) -> None:
    """As of 31 January 2026."""
    table = computed(MEASURE, replayed([issue]), "2026-01-31T12:00", make_settings())

    assert rows_of(table, *DATES, *DAYS) == [dates + days]


@pytest.mark.parametrize(
    ("zone", "dates", "days"),
    [
        ("UTC", ("2026-03-28", "2026-03-29", "2026-06-30"), (94, 95, None)),
        ("Europe/London", ("2026-03-28", "2026-03-30", "2026-07-01"), (94, 96, None)),
        ("Pacific/Auckland", ("2026-03-29", "2026-03-30", "2026-07-01"), (94, 95, None)),
    ],
)
def test_dates_are_those_of_the_programmes_time_zone(
    zone: str, dates: tuple[str, ...], days: tuple[object, ...]
) -> None:
    """At 23:30 UTC in June it is the next day in London; across a clock change days stay days."""
    issue = Issue(
        1, "2026-03-28T23:30", ("2026-06-30T23:30", "finished"), started="2026-03-29T23:30"
    )
    settings = make_settings(programme={"time_zone": zone})

    table = computed(MEASURE, replayed([issue]), "2026-07-01T12:00", settings)

    assert rows_of(table, *DATES, *DAYS) == [("finished", *dates, *days)]


@pytest.mark.parametrize(("zone", "age"), [("UTC", 1), ("Europe/London", 2)])
def test_an_age_ends_with_the_local_date_of_as_of(zone: str, age: int) -> None:
    """At 23:30 UTC in June it is the next day in London."""
    issue = Issue(1, "2026-06-30", started="2026-06-30T12:00")
    settings = make_settings(programme={"time_zone": zone})

    table = computed(MEASURE, replayed([issue]), "2026-06-30T23:30", settings)

    assert rows_of(table, "age_days") == [(age,)]


def test_working_days_stand_beside_calendar_days() -> None:
    """From a Friday to a Monday two of four; of open work its age, of finished work the others."""
    issues = [
        Issue(1, "2026-01-09", ("2026-01-12", "finished"), started="2026-01-09"),
        Issue(2, "2026-01-09", started="2026-01-09"),
    ]
    settings = make_settings(calendar={"country": "GB", "subdivision": "ENG", "working_days": True})

    table = computed(MEASURE, replayed(issues), "2026-01-12T12:00", settings)

    working = ("cycle_time_working_days", "lead_time_working_days", "age_working_days")
    assert rows_of(table, *working) == [(2, 2, None), (None, None, 2)]


def test_without_a_start_signal_only_lead_time_is_known() -> None:
    """Whatever the frame says of starts."""
    issue = Issue(1, "2026-01-06", ("2026-01-09", "finished"), started="2026-01-08")
    settings = make_settings(labels={"started": {"any_of": []}})

    table = computed(MEASURE, replayed([issue]), "2026-01-31", settings)

    assert rows_of(table, "started_on", *DAYS) == [(None, None, 4, None)]


def test_records_and_registers_are_in_no_row() -> None:
    """Only work of delivery projects is listed."""
    settings = make_settings({"Portal": "delivery", "Risks": "risk-register"})
    issues = [
        Issue(1, "2026-01-06", increment="Book", title="=1+1"),
        Issue(2, "2026-01-06", record="learning"),
        Issue(3, "2026-01-06", record="risk", project="Risks"),
    ]

    table = computed(MEASURE, replayed(issues), "2026-01-31", settings)

    assert rows_of(table, "project", "item", "increment", "title", "url") == [
        (
            "Portal",
            "forge.example/portal#1",
            "Book",
            "=1+1",
            "https://forge.example/portal/1",
        )
    ]


def test_no_work_is_a_typed_empty_table() -> None:
    """Empty in, empty out."""
    assert len(computed(MEASURE, replayed([]), "2026-01-31", make_settings())) == 0
