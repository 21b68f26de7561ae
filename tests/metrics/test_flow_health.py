"""How fast the work grows, and whether pace, work under way and time agree."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from metrics.flow_health import MEASURE
from tests.metrics.flow_frames import AS_OF, finished, measured
from tests.metrics.frames import Issue, make_settings, rows_of

GROWTH = ("growth_week_count", "arrived_count", "finished_count", "growth_ratio")
#: Half a year before the last whole week's end.
EARLY = {"started_on": "2025-06-02"}
NOW = datetime.fromisoformat(AS_OF)


def dates(first: str, count: int, step: int = 1) -> list[str]:
    """Return *count* instants, *step* days apart."""
    begin = datetime.fromisoformat(first)
    return [(begin + timedelta(days=step * n)).isoformat() for n in range(count)]


def arriving(days: list[str]) -> list[Issue]:
    """Make issues that arrive on *days* and stay."""
    return [Issue(n, day) for n, day in enumerate(days, 1)]


def ending(days: list[str], created: str = "2025-06-02T09:00") -> list[Issue]:
    """Make issues that are finished on *days*."""
    return [Issue(500 + n, created, (day, "finished")) for n, day in enumerate(days)]


def health(
    issues: list[Issue], *columns: str, project: str = "Portal", **settings: Any
) -> tuple[Any, ...]:
    """Return the row of one project."""
    settings = {"programme": EARLY, **settings}
    table = measured(MEASURE, issues, settings=make_settings(**settings))
    return rows_of(table[table["project"] == project], *columns)[0]


@pytest.mark.parametrize(
    ("arrived", "finished", "expected"),
    [
        pytest.param(0, 0, (26, 0, 0, None), id="nothing"),
        pytest.param(30, 19, (26, 30, 19, None), id="under 20 finished no ratio"),
        pytest.param(30, 20, (26, 30, 20, 1.5), id="more arrives than is finished"),
        pytest.param(0, 40, (26, 0, 40, 0), id="nothing arrives"),
        pytest.param(20, 30, (26, 20, 30, 0.666667), id="to six places"),
    ],
)
def test_growth_is_arrived_over_finished(
    arrived: int, finished: int, expected: tuple[Any, ...]
) -> None:
    """In the last 26 whole weeks, for the project and for the programme."""
    issues = [
        *arriving(dates("2026-02-02", arrived)),
        *ending(dates("2026-03-02", finished)),
    ]

    assert health(issues, *GROWTH) == expected
    assert health(issues, *GROWTH, project="") == expected


@pytest.mark.parametrize(
    ("started_on", "baselines", "weeks"),
    [
        pytest.param("2025-06-02", {}, 26, id="a baseline before the window"),
        # The weeks of 25 May and later begin after 18 May.
        pytest.param("2026-05-18", {}, 6, id="the programme's start: under 7 weeks no ratio"),
        pytest.param("2026-05-11", {}, 7, id="a Monday: its own week is not after it"),
        pytest.param("2026-05-10", {}, 8, id="a Sunday: the next day's week is after it"),
        pytest.param(
            "2025-06-02",
            {"Book": "2027-01-01"},
            26,
            id="a date without the day on which it was agreed says nothing",
        ),
        pytest.param(
            "2025-06-02",
            {
                "Book": [
                    {"date": "2027-01-01", "agreed_on": "2026-05-05", "role": "SRO", "reason": "x"},
                    {"date": "2027-02-01", "agreed_on": "2026-06-30", "role": "SRO", "reason": "x"},
                ],
                "Pay": [
                    {"date": "2027-01-01", "agreed_on": "2026-06-01", "role": "SRO", "reason": "x"}
                ],
            },
            8,
            id="the first day on which any date was agreed",
        ),
        pytest.param(
            "2025-06-02",
            {
                "Book": [
                    {"date": "2027-01-01", "agreed_on": "2026-12-01", "role": "SRO", "reason": "x"}
                ]
            },
            0,
            id="agreed later than now",
        ),
    ],
)
def test_growth_looks_at_weeks_after_the_baseline(
    started_on: str, baselines: dict[str, Any], weeks: int
) -> None:
    """Arrivals and finishes of the same weeks, or a young baseline would look like no growth."""
    issues = [*arriving(dates("2026-01-05", 182)), *ending(dates("2026-01-05", 182))]

    settings = make_settings(programme={"started_on": started_on}, project={"baselines": baselines})
    table = measured(MEASURE, issues, settings=settings)

    ratio = 1 if weeks >= 7 else None
    expected = (weeks, 7 * weeks, 7 * weeks, ratio)
    assert rows_of(table[table["project"] == "Portal"], *GROWTH) == [expected]


def flowing(wip: int, days: int, project: str = "Portal", missing: int = 0) -> list[Issue]:
    """Make *wip* pieces of work always under way, each for *days* days, back to back.

    Args:
        wip: How many run side by side, from half a year before the window on.
        days: How long each takes, exactly.
        project: Whose they are.
        missing: How many more are begun, and never finished.
    """
    begin = datetime(2025, 6, 2, 12)
    rounds = 420 // days
    ends = [begin + timedelta(days=days * n) for n in range(rounds + 1)]
    issues = [
        Issue(
            rounds * lane + n,
            ends[n].isoformat(),
            *([(ends[n + 1].isoformat(), "finished")] if ends[n + 1] < NOW else []),
            started=ends[n].isoformat(),
            project=project,
        )
        for lane in range(wip)
        for n in range(rounds)
        if ends[n] < NOW
    ]
    left = [
        Issue(9000 + n, begin.isoformat(), started=begin.isoformat(), project=project)
        for n in range(missing)
    ]
    return issues + left


LAW = ("week_count", "mean_wip", "mean_cycle_time_days", "littles_law_ratio")


@pytest.mark.parametrize(
    ("wip", "days", "missing", "ratio"),
    [
        pytest.param(6, 7, 0, 1, id="in step with the weeks"),
        pytest.param(4, 13, 0, 1, id="out of step"),
        pytest.param(6, 7, 12, 3, id="twelve starts whose finish is in no record"),
    ],
)
def test_work_under_way_is_pace_times_time(wip: int, days: int, missing: int, ratio: float) -> None:
    """Little's law holds where every start and finish is told, and tells where they are not."""
    weeks, mean_wip, time, law = health(flowing(wip, days, missing=missing), *LAW)

    assert (weeks, mean_wip, time) == (26, wip + missing, days)
    assert law == pytest.approx(ratio, rel=0.02)


def test_littles_law_needs_20_items_with_a_known_start_and_7_weeks() -> None:
    """Means stand alone before; without a start signal even they are empty."""
    few = flowing(1, 14)
    young: dict[str, Any] = {"programme": {"started_on": "2026-05-25"}}
    untold: dict[str, Any] = {"labels": {"started": {"any_of": []}}}
    many = flowing(6, 7)

    assert health(few, *LAW) == (26, 1, 14, None)
    assert health(many, *LAW, **young) == (6, 6, 7, None)
    assert health(many, *LAW, **untold) == (26, None, None, None)


@pytest.mark.parametrize(
    ("items", "started_on", "known"),
    [
        pytest.param(19, "2025-06-02", False, id="19 items"),
        pytest.param(20, "2025-06-02", True, id="20 items"),
        pytest.param(20, "2026-05-25", False, id="6 weeks"),
        pytest.param(20, "2026-05-18", True, id="7 weeks"),
    ],
)
def test_littles_law_is_silent_below_its_least(items: int, started_on: str, known: bool) -> None:
    """On either side of both limits."""
    issues = [finished(number) for number in range(items)]

    (law,) = health(issues, "littles_law_ratio", programme={"started_on": started_on})

    assert (law is not None) == known


@pytest.mark.parametrize(
    ("finished_at", "items"),
    [("2026-05-31T22:59:59.999999", 0), ("2026-05-31T23:00", 1)],
)
def test_items_are_timed_from_the_first_weeks_local_midnight(finished_at: str, items: int) -> None:
    """Summer time has begun in London; what starts as it finishes has taken no time."""
    issue = Issue(1, "2026-05-04", (finished_at, "finished"), started=finished_at)
    young: dict[str, Any] = {"programme": {"started_on": "2026-06-03"}}

    assert health([issue], "item_count", "elapsed_days", **young) == (items, 0)


def test_the_programme_is_measured_from_all_projects_work() -> None:
    """Work under way adds up, and its time is the mean of all items."""
    settings = make_settings(("Api", "Portal"), programme=EARLY)
    issues = [*flowing(6, 7, "Api"), *flowing(6, 14, "Portal")]

    table = measured(MEASURE, issues, settings=settings)

    rows = {row[0]: row[1:] for row in rows_of(table, "project", "item_count", *LAW)}
    assert rows["Api"][:4] == (156, 26, 6, 7)
    assert rows["Portal"][:4] == (78, 26, 6, 14)
    assert rows[""][:3] == (234, 26, 12)
    assert rows[""][3] == pytest.approx((156 * 7 + 78 * 14) / 234, abs=1e-6)
    assert rows[""][4] == pytest.approx(1, rel=0.02)
    pace = rows_of(table, "project", "mean_finished_per_week")
    assert pace == [("", 9), ("Api", 6), ("Portal", 3)]


def test_a_programme_younger_than_26_weeks_looks_at_its_own_weeks() -> None:
    """Work finished before it began is in no week of its tables."""
    young: dict[str, Any] = {"programme": {"started_on": "2026-05-11"}}

    assert health(flowing(6, 7), "week_count", "item_count", **young) == (8, 48)


def test_no_week_and_no_project_leave_no_number() -> None:
    """Before the first whole week nothing is known; a register has no row."""
    settings = make_settings({"Risks": "risk-register"})

    assert health([], *LAW, programme={"started_on": "2026-07-08"}) == (0, None, None, None)
    assert rows_of(measured(MEASURE, [], settings=settings), "project", *GROWTH) == [
        ("", 0, 0, 0, None)
    ]
