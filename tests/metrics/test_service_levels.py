"""How long recently finished work took."""

import pytest

from metrics.items import MEASURE as ITEMS
from metrics.service_levels import MEASURE
from programme.settings import Settings
from tests.metrics.frames import Issue, at, computed, make_settings, replayed, rows_of

AS_OF = "2026-07-08T12:00"  # a Wednesday: the last whole week ended on Sunday 5 July
LEVELS = ("p50_days", "p80_days", "p85_days", "p95_days", "item_count")


def finished(number: int, days: int, on: str = "2026-07-01", project: str = "Portal") -> Issue:
    """Make an issue finished *on* a date after *days* of both lead time and cycle time."""
    end = at(on + "T12:00")
    begin = end.replace() - (at("2026-01-02") - at("2026-01-01")) * (days - 1)
    return Issue(
        number,
        begin.isoformat(),
        (end.isoformat(), "finished"),
        started=begin.isoformat(),
        project=project,
    )


def levels(
    issues: list[Issue], settings: Settings, project: str, measure: str
) -> tuple[object, ...]:
    """Return the figures of one row."""
    items = computed(ITEMS, replayed(issues), AS_OF, settings)
    table = computed(MEASURE, {"items": items}, AS_OF, settings)
    return rows_of(table[(table["project"] == project) & (table["measure"] == measure)], *LEVELS)[0]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(0, (None, None, None, None, 0), id="none"),
        pytest.param(19, (None, None, None, None, 19), id="under 20 the count stands alone"),
        # Ranks ceil(p * 20) of 1..20 days.
        pytest.param(20, (10, 16, 17, 19, 20), id="from 20 on"),
        # Ranks ceil(p * 21) of 1..21 days.
        pytest.param(21, (11, 17, 18, 20, 21), id="nearest rank, rounded up"),
    ],
)
def test_percentiles_are_values_that_occurred(count: int, expected: tuple[object, ...]) -> None:
    """Nearest rank, for both measures, for the project and for the programme."""
    issues = [finished(number, days=number) for number in range(1, count + 1)]

    for project in ("Portal", ""):
        for measure in ("cycle_time", "lead_time"):
            assert levels(issues, make_settings(), project, measure) == expected


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        pytest.param("2026-01-04", False, id="the day before the window"),
        pytest.param("2026-01-05", True, id="its first day"),
        pytest.param("2026-07-05", True, id="its last day"),
        pytest.param("2026-07-06", False, id="the running week"),
    ],
)
def test_only_the_last_26_whole_weeks_count(on: str, counts: bool) -> None:
    """Weeks before the programme's start are looked at, the running one is not."""
    settings = make_settings(programme={"started_on": "2026-05-01"})

    row = levels([finished(1, days=3, on=on)], settings, "Portal", "lead_time")

    assert row[-1] == int(counts)


def test_cycle_time_counts_only_work_that_was_seen_to_start() -> None:
    """Lead time needs no start."""
    issues = [Issue(n, "2026-06-01", ("2026-06-10", "finished")) for n in range(20)]

    assert levels(issues, make_settings(), "", "cycle_time") == (None, None, None, None, 0)
    assert levels(issues, make_settings(), "", "lead_time") == (10, 10, 10, 10, 20)


def test_the_programme_looks_at_the_items_of_all_projects() -> None:
    """Two projects too small for a level may have one together; a register has no row."""
    settings = make_settings({"Api": "delivery", "Portal": "delivery", "Risks": "risk-register"})
    issues = [finished(n, days=n, project="Api") for n in range(1, 11)]
    issues += [finished(n, days=n, project="Portal") for n in range(11, 21)]

    assert levels(issues, settings, "Api", "lead_time") == (None, None, None, None, 10)
    assert levels(issues, settings, "", "lead_time") == (10, 16, 17, 19, 20)
    items = computed(ITEMS, replayed(issues), AS_OF, settings)
    projects = computed(MEASURE, {"items": items}, AS_OF, settings)["project"]
    assert sorted(set(projects)) == ["", "Api", "Portal"]
