"""Work under way, and which of it takes longer than usual."""

import pytest

from metrics.ageing import MEASURE
from metrics.items import MEASURE as ITEMS
from metrics.service_levels import MEASURE as LEVELS
from programme.settings import Settings
from tests.metrics.frames import Issue, computed, make_settings, replayed, rows_of

AS_OF = "2026-07-10T12:00"
COLUMNS = ("item", "age_days", "sle_days", "beyond_sle")


def finished(count: int, project: str = "Portal") -> list[Issue]:
    """Make *count* issues that took 5 days each."""
    return [
        Issue(
            100 + number,
            "2026-05-31",
            ("2026-06-05", "finished"),
            started="2026-06-01",
            project=project,
        )
        for number in range(count)
    ]


def aged(issues: list[Issue], settings: Settings | None = None) -> list[tuple[object, ...]]:
    """Return the rows of *issues* under way on 10 July 2026."""
    settings = settings or make_settings()
    items = computed(ITEMS, replayed(issues), AS_OF, settings)
    levels = computed(LEVELS, {"items": items}, AS_OF, settings)
    table = computed(MEASURE, {"items": items, "service_levels": levels}, AS_OF, settings)
    return rows_of(table, *COLUMNS)


def item(number: int, project: str = "portal") -> str:
    """Name an issue."""
    return f"forge.example/{project}#{number}"


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        pytest.param("2026-07-10", (1, 5, False), id="started today"),
        pytest.param("2026-07-06", (5, 5, False), id="as long as usual is not longer"),
        pytest.param("2026-07-05", (6, 5, True), id="a day longer than usual"),
    ],
)
def test_age_is_held_against_the_85th_percentile_of_cycle_times(
    started: str, expected: tuple[object, ...]
) -> None:
    """Of the project's items finished in the last 26 whole weeks."""
    rows = aged([Issue(1, "2026-06-01", started=started), *finished(20)])

    assert rows == [(item(1), *expected)]


def test_with_fewer_than_20_finished_nothing_is_said_to_be_beyond() -> None:
    """Neither that it is nor that it is not."""
    rows = aged([Issue(1, "2026-01-06", started="2026-01-06"), *finished(19)])

    assert rows == [(item(1), 186, None, None)]


def test_only_work_that_is_open_and_started_is_listed() -> None:
    """Not what waits, has ended, or is no work."""
    issues = [
        Issue(1, "2026-06-01"),
        Issue(2, "2026-06-01", ("2026-06-09", "dropped"), started="2026-06-02"),
        Issue(3, "2026-06-01", started="2026-06-02", record="risk"),
        Issue(
            4,
            "2026-06-01",
            ("2026-06-09", "finished"),
            ("2026-07-01", "open"),
            started="2026-06-30",
        ),
    ]

    assert aged(issues) == [(item(4), 11, None, None)]


def test_each_project_has_its_own_usual_and_the_programme_no_row() -> None:
    """An item table has no rows of the whole programme."""
    issues = [
        *finished(20, "Api"),
        Issue(1, "2026-06-01", started="2026-06-01", project="Api"),
        Issue(1, "2026-06-01", started="2026-06-01"),
    ]

    assert aged(issues, make_settings(("Api", "Portal"))) == [
        (item(1, "api"), 40, 5, True),
        (item(1), 40, None, None),
    ]


def test_without_a_start_signal_nothing_is_under_way() -> None:
    """An age needs a start."""
    settings = make_settings(labels={"started": {"any_of": []}})

    assert aged([Issue(1, "2026-06-01", started="2026-06-01")], settings) == []
