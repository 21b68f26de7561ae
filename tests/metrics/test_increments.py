"""Increments: counts, dates, forecast, slippage, size and rating."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.increments import TABLE
from programme import frames
from tests.metrics.frames import Issue, make_settings, rows_of
from tests.metrics.increment_frames import Work, milestone, source, steadily, tables
from tests.metrics.risk_frames import Risk

#: A Monday, nine whole weeks after the programme's start.
AS_OF = "2026-03-09"
FRESH = [source("portal", last_ok_at="2026-03-09")]


def table(
    work: Sequence[Issue],
    milestones: list[Any],
    *,
    as_of: str = AS_OF,
    sources: list[Any] | None = None,
    project: dict[str, Any] | None = None,
    **sections: Any,
) -> pd.DataFrame:
    """Compute the table; the programme begins on 5 January 2026."""
    settings = make_settings(project=project or {}, **sections)
    made = tables(
        work,
        milestones,
        as_of=as_of,
        settings=settings,
        sources=FRESH if sources is None else sources,
    )
    return frames.check(made["increments"], TABLE)


def values(found: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of named increments."""
    return rows_of(found[found["increment"] != ""], *columns)


def test_counts() -> None:
    """Dropped items count among the items; only open ones remain."""
    work: list[Issue] = [
        Work(1, "2026-01-05", increment="Pay"),
        Work(2, "2026-01-05", ("2026-01-09", "finished"), increment="Pay"),
        Work(3, "2026-01-05", ("2026-01-09", "dropped"), increment="Pay"),
        Work(4, "2026-01-05", ("2026-01-09", "finished"), ("2026-01-12", "open"), increment="Pay"),
        Work(5, "2026-01-05", ("2026-01-09", "finished"), ("2026-01-12", "open"),
             ("2026-01-13", "dropped"), increment="Pay"),
        Work(6, "2026-01-05", increment="Pay", record="decision"),
        Work(7, "2026-01-05"),
    ]  # fmt: skip
    found = table(work, milestone("Pay", ("2026-01-05", "2026-06-01")))

    columns = ("increment", "item_count", "finished_count", "dropped_count", "remaining_count",
               "reopened_count")  # fmt: skip
    assert rows_of(found, *columns) == [("", 1, 0, 0, 1, 0), ("Pay", 5, 1, 2, 2, 1)]


def test_a_constant_pace_gives_exact_dates_in_the_order_of_targets() -> None:
    """Two a week: the next increment waits for those before it, undated and none come last."""
    work: list[Issue] = [
        *steadily("Pay", [2] * 9, left=4),
        *steadily("Apply", [], left=6, first=100),
        *steadily("Later", [], left=2, first=200),
        *steadily("", [], left=8, first=300),
    ]
    milestones = [
        *milestone("Apply", ("2026-01-05", "2026-06-01")),
        *milestone("Later", ("2026-01-05", None)),
        *milestone("Pay", ("2026-01-05", "2026-03-22")),
    ]

    found = table(work, milestones)

    assert rows_of(found, "increment", "p50_on", "p80_on", "p95_on", "p_on_time") == [
        ("", *["2026-05-17"] * 3, None),
        ("Apply", *["2026-04-12"] * 3, 1),
        ("Later", *["2026-04-19"] * 3, None),
        ("Pay", *["2026-03-22"] * 3, 1),
    ]


EXPECTED: dict[str, tuple[Any, tuple[Any, ...], list[str]]] = {
    "as counted": (None, (None, 0), ["2026-03-22", "2026-04-12", "2026-04-19"]),
    "more is expected": (10, (10, 4), ["2026-03-22", "2026-04-26", "2026-05-03"]),
    "less is expected": (5, (5, 0), ["2026-03-22", "2026-04-12", "2026-04-19"]),
    "it has been broken down": (
        {"items": 10, "refined_on": "2026-03-08"},
        (None, 0),
        ["2026-03-22", "2026-04-12", "2026-04-19"],
    ),
    "it will be tomorrow": (
        {"items": 10, "refined_on": "2026-03-10"},
        (10, 4),
        ["2026-03-22", "2026-04-26", "2026-05-03"],
    ),
}


@pytest.mark.parametrize(("said", "counts", "p80"), EXPECTED.values(), ids=EXPECTED)
def test_what_is_not_broken_down_yet_is_left_to_do(
    said: Any, counts: tuple[Any, ...], p80: list[str]
) -> None:
    """Two a week: what is expected beyond what is counted moves it, and those after it."""
    work: list[Issue] = [
        *steadily("Pay", [2] * 9, left=4),
        *steadily("Apply", [], left=6, first=100),
        *steadily("Later", [], left=2, first=200),
    ]
    milestones = [
        *milestone("Apply", ("2026-01-05", "2026-06-01")),
        *milestone("Later", ("2026-01-05", None)),
        *milestone("Pay", ("2026-01-05", "2026-03-22")),
    ]
    project = {"expected_items": {"Apply": said} if said else {}}
    settings = make_settings(project=project)
    made = tables(work, milestones, as_of=AS_OF, settings=settings, sources=FRESH)

    found = made["increments"].set_index("increment")
    assert rows_of(found.loc[["Apply"]], "expected_count", "not_broken_down_count") == [counts]
    assert rows_of(found.loc[["Pay", "Apply", "Later"]], "p80_on") == [(day,) for day in p80]
    trend = made["milestone_trend"]
    last = trend[trend["week_end"] == "2026-03-08"].set_index("increment")
    assert rows_of(last.loc[["Pay", "Apply", "Later"]], "p80_on") == [(day,) for day in p80]
    projects = made["projects"]
    assert rows_of(projects, "p80_on") == [(p80[-1],)] * len(projects)


def test_an_increment_without_any_work_yet_is_forecast_by_its_expected_size() -> None:
    """It waits its turn like others."""
    work: list[Issue] = [*steadily("Pay", [2] * 9, left=4)]
    milestones = [
        *milestone("Apply", ("2026-01-05", "2026-06-01")),
        *milestone("Pay", ("2026-01-05", "2026-03-22")),
    ]
    found = table(work, milestones, project={"expected_items": {"Apply": 6}})

    assert values(found, "increment", "item_count", "p80_on") == [
        ("Apply", 0, "2026-04-12"),
        ("Pay", 22, "2026-03-22"),
    ]


def test_work_left_in_a_closed_milestone_comes_last() -> None:
    """Nobody works first on what was forgotten in a milestone long closed."""
    work: list[Issue] = [
        *steadily("Old", [], left=10, first=100),
        *steadily("Pay", [2] * 9, left=4),
    ]
    milestones = [
        *milestone("Old", ("2026-01-05", "2026-01-30"), state="closed",
                   closed_at="2026-01-06T10:00"),
        *milestone("Pay", ("2026-01-05", "2026-03-22")),
    ]  # fmt: skip

    found = table(work, milestones)

    assert values(found, "increment", "state", "finished_on", "p80_on") == [
        ("Old", "finished", "2026-01-06", None),
        ("Pay", "open", None, "2026-03-22"),
    ]


@pytest.mark.parametrize(
    ("target", "p_on_time", "rating", "reason"),
    [
        ("2026-03-08", 0, "red",
         "The date 8 March 2026 has passed and 4 pieces of work are still open."),
        ("2026-03-21", 0, "red", "There is less than a 5% chance of making 21 March 2026."),
        ("2026-03-22", 1, "green", "There is more than a 95% chance of making 22 March 2026."),
        ("9999-12-31", 1, "green", "There is more than a 95% chance of making 31 December 9999."),
        (None, None, "not_rated", "It has no date to be measured against."),
    ],
    ids=["passed", "day-before", "that-sunday", "year-9999", "undated"],
)  # fmt: skip
def test_chance_and_rating(
    target: str | None, p_on_time: float | None, rating: str, reason: str
) -> None:
    """The chance is the share of trials done on or before the target; it decides here."""
    work: list[Issue] = list(steadily("Pay", [2] * 11, left=4))
    found = table(
        work,
        milestone("Pay", ("2026-01-05", target)),
        as_of="2026-03-23" if target is None else AS_OF,
    )
    if target is None:
        assert values(found, "p_on_time", "indicated_rating", "rating_reason") == [
            (None, rating, reason)
        ]
        return
    early = " This is an early estimate, from 9 weeks of work."
    assert values(found, "p_on_time", "indicated_rating", "rating_reason") == [
        (p_on_time, rating, reason + early)
    ]


@pytest.mark.parametrize(
    ("milestones", "baselines", "expected"),
    [
        pytest.param(
            milestone("Pay", ("2026-01-05", "2026-06-01"), ("2026-03-01", "2026-06-19")), {},
            ("2026-06-01", "2026-06-19", None, 18, -89), id="first-due-date-seen"),
        pytest.param(
            milestone("Pay", ("2026-01-05", None), ("2026-02-01", "2026-06-01"),
                      ("2026-03-01", "2026-05-29")), {},
            ("2026-06-01", "2026-05-29", None, -3, -68), id="pulled-forward"),
        pytest.param(
            milestone("Pay", ("2026-01-05", "2026-06-01")), {"Pay": "2026-05-01"},
            ("2026-05-01", "2026-06-01", None, 31, -71), id="configured"),
        pytest.param(
            milestone("Pay", ("2026-01-05", "2026-06-01")),
            {"Pay": [{"date": "2026-05-01", "agreed_on": "2026-01-10", "role": "SRO",
                      "reason": "Plan"},
                     {"date": "2026-06-01", "agreed_on": "2026-02-10", "role": "SRO",
                      "reason": "Again"}]},
            ("2026-05-01", "2026-06-01", None, 31, -71), id="the-first-of-several"),
        pytest.param(
            milestone("Pay", ("2026-01-05", "2026-03-01"), state="closed",
                      closed_at="2026-03-04T23:59"), {},
            ("2026-03-01", "2026-03-01", "2026-03-04", 3, None), id="finished"),
        pytest.param(
            milestone("Pay", ("2026-01-05", "2026-03-01"), ("2026-03-05", "2026-03-01"),
                      state="closed", updated_at="2026-03-03T12:00"), {},
            ("2026-03-01", "2026-03-01", "2026-03-03", 2, None), id="closing-time-not-said"),
        pytest.param(
            milestone("Pay", ("2026-01-05", "2026-03-01"), ("2026-03-05", "2026-03-01"),
                      state="closed"), {},
            ("2026-03-01", "2026-03-01", "2026-03-05", 4, None), id="first-seen-closed"),
        pytest.param(
            milestone("Pay", ("2026-06-01", "2026-06-01"), state="closed",
                      closed_at="2026-05-01T12:00"), {},
            ("2026-06-01", "2026-06-01", None, 0, -71), id="closed-later-seen-later"),
        pytest.param(
            milestone("Pay", ("2026-01-05", None)), {},
            (None, None, None, None, None), id="never-dated"),
    ],
)  # fmt: skip
def test_slippage(milestones: list[Any], baselines: Any, expected: tuple[Any, ...]) -> None:
    """Target minus baseline, or the day it was finished; the forecast stands against the target."""
    work: list[Issue] = list(steadily("Pay", [2] * 9, left=4))
    found = table(work, milestones, project={"baselines": baselines})

    assert values(
        found, "baseline_on", "target_on", "finished_on", "slippage_days", "forecast_slippage_days"
    ) == [expected]


def test_drift_from_six_week_ends() -> None:
    """Six Sundays, hand-worked: +7, 0, +14, -3, +10 days; the last four make 21 in 28 (S5.7)."""
    dates = ["2026-06-01", "2026-06-08", "2026-06-08", "2026-06-22", "2026-06-19", "2026-06-29"]
    seen = [
        ((date(2026, 1, 7) + timedelta(days=7 * week)).isoformat(), due)
        for week, due in enumerate(dates)
    ]

    found = table([], milestone("Pay", *seen), as_of="2026-02-16")

    assert values(found, "drift_days", "slip_count", "slip_rate", "slippage_days") == [
        (10, 3, 0.75, 28)
    ]


def test_two_repositories_are_one_increment() -> None:
    """Milestones of one title are finished when the last is, and work to the latest date."""
    one = milestone("Pay", ("2026-01-05T09:00", "2026-06-01"), source="one", state="closed",
                    closed_at="2026-02-01T12:00")  # fmt: skip
    two = milestone("Pay", ("2026-01-05T09:01", "2026-07-01"), source="two")
    closed = [{**two[0], "state": "closed", "closed_at": pd.Timestamp("2026-02-03T12:00Z")}]
    columns = ("state", "baseline_on", "target_on", "finished_on")

    assert values(table([], [*one, *two]), *columns) == [("open", "2026-07-01", "2026-07-01", None)]
    assert values(table([], [*one, *closed]), *columns) == [
        ("finished", "2026-07-01", "2026-07-01", "2026-02-03")
    ]


def test_removed() -> None:
    """A milestone the forge no longer has keeps its row, its baseline and its address."""
    found = table([], milestone("Old", ("2026-01-05", "2026-06-01"), gone="2026-02-01"))

    reason = "It is no longer at the forge, so no forecast is made."
    assert values(
        found, "state", "baseline_on", "target_on", "indicated_rating", "rating_reason", "url"
    ) == [
        ("removed", "2026-06-01", None, "not_rated", reason, "https://forge.example/milestones/Old")
    ]


def test_not_created_yet() -> None:
    """A milestone seen later and created after as_of has no row."""
    later = milestone("Pay", ("2026-04-01", "2026-06-01"), created="2026-03-20")

    assert table([], later).empty


def test_from_labels() -> None:
    """Without milestones an increment is finished when it has items and none is open."""
    project = {"increments": {"from": "labels", "prefix": "increment::"}}
    work: list[Issue] = [
        Work(1, "2026-01-05", ("2026-01-09", "finished"), increment="Pay"),
        Work(2, "2026-01-05", ("2026-01-12", "dropped"), increment="Pay"),
        Work(3, "2026-01-05", increment="تطبيق 📱"),
    ]

    found = table(work, milestone("Pay", ("2026-01-05", "2026-06-01")), project=project)

    assert values(found, "increment", "state", "finished_on", "target_on", "url") == [
        ("Pay", "finished", "2026-01-12", None, ""),
        ("تطبيق 📱", "open", None, None, ""),
    ]


def test_work_in_none_has_counts_and_a_forecast_and_no_date_to_make() -> None:
    """Its row is finished when nothing in it is open."""
    risk = Risk(99, "2026-01-05", labels={"risk::high": (None, None)})
    work = steadily("", [2] * 9, left=1, started="2026-01-06")

    (row,) = table([*work, risk], []).to_dict("records")
    (done,) = table(steadily("", [2] * 9, left=0), []).to_dict("records")

    assert {name: value for name, value in row.items() if not pd.isna(value)} == {
        "project": "Portal",
        "increment": "",
        "state": "open",
        "started_on": pd.Timestamp("2026-01-06"),
        "item_count": 19,
        "finished_count": 18,
        "dropped_count": 0,
        "remaining_count": 1,
        "reopened_count": 0,
        **{name: pd.Timestamp("2026-03-15") for name in ("p50_on", "p80_on", "p95_on")},
        "no_forecast_reason": "",
        "exposure_days": 19.5,
        "not_broken_down_count": 0,
        "oversized": False,
        "oversized_reason": "",
        "indicated_rating": "not_rated",
        "rating_reason": "Work in no increment has no date to be measured against.",
        "url": "",
    }
    assert (done["state"], done["no_forecast_reason"]) == (
        "finished", "It is finished, so no forecast is needed.",
    )  # fmt: skip


def test_days_are_those_of_the_programmes_time_zone() -> None:
    """At noon in UTC it is the next day in Auckland, on 8 March already Monday."""
    milestones = [
        *milestone("Done", ("2026-01-05", "2026-02-01"), state="closed",
                   closed_at="2026-02-01T12:00"),
        *milestone("Pay", ("2026-01-05", "2026-03-08")),
    ]  # fmt: skip
    work: list[Issue] = [
        Work(1, "2026-01-05", increment="Pay", started="2026-01-20T12:00"),
        Work(2, "2026-01-05", parts={"Pay": ("2026-01-14T12:00", None)}),
        Work(3, "2026-01-05", parts={"Pay": ("2026-01-14T10:00", None)}),
        Work(4, "2026-01-05", ("2026-01-20T12:00", "finished"), increment="Orphan"),
    ]
    agreed = {"date": "2026-03-08", "agreed_on": "2026-01-14", "role": "SRO", "reason": "Plan"}

    found = table(
        work, milestones, as_of="2026-03-08T12:00", programme={"time_zone": "Pacific/Auckland"},
        project={"baselines": {"Pay": [agreed]}},
    )  # fmt: skip

    columns = ("increment", "started_on", "finished_on", "added_since_baseline_count")
    assert values(found, *columns) == [
        ("Done", None, "2026-02-02", 0),
        ("Orphan", None, "2026-01-21", None),
        ("Pay", "2026-01-21", None, 1),
    ]
    pay = found[found["increment"] == "Pay"]
    assert rows_of(pay, "p_on_time") == [(0,)]


def test_sizes_that_remain_stand_beside_the_count() -> None:
    """Where sizes are configured."""
    work: list[Issue] = [
        Work(1, "2026-01-05", increment="Pay", size=3),
        Work(2, "2026-01-05", ("2026-01-09", "finished"), increment="Pay", size=5),
        Work(3, "2026-01-05", increment="Apply", size=0.5),
    ]

    found = table(work, [], measures={"size": "weight"})

    assert values(found, "increment", "remaining_size") == [("Apply", 0.5), ("Pay", 3)]
    assert table(work, [])["remaining_size"].isna().all()


def test_started() -> None:
    """The earlier of the milestone's start date and the first start signal, in local days."""
    work: list[Issue] = [
        Work(1, "2026-01-05", increment="Pay", started="2026-01-20"),
        Work(2, "2026-01-05", increment="Pay", started="2026-01-14T12:00"),
        Work(3, "2026-01-05", increment="Apply"),
    ]
    milestones = [
        *milestone("Pay", ("2026-01-05", "2026-06-01"), start_on="2026-01-16"),
        *milestone("Apply", ("2026-01-05", "2026-06-01"), start_on="2026-02-01"),
    ]

    assert values(table(work, milestones), "increment", "started_on") == [
        ("Apply", "2026-02-01"),
        ("Pay", "2026-01-14"),
    ]


@pytest.mark.parametrize(
    ("baselines", "seen", "added"),
    [
        ({}, ("2026-01-15T12:00", "2026-06-01"), 2),
        ({"Pay": "2026-06-01"}, ("2026-01-15T12:00", "2026-06-01"), 4),
        ({"Pay": [{"date": "2026-06-01", "agreed_on": "2026-01-16", "role": "SRO",
                   "reason": "Plan"}]}, ("2026-01-15T12:00", "2026-06-01"), 1),
        ({}, ("2026-01-15T12:00", None), None),
    ],
    ids=["first-sight-of-a-date", "programme-start", "agreed-on-that-day-included", "never-dated"],
)  # fmt: skip
def test_added_since_baseline(baselines: Any, seen: Any, added: int | None) -> None:
    """Items in it now that were not in it when its first date was agreed; who left counts not."""
    work: list[Issue] = [
        Work(1, "2026-01-05", increment="Pay"),
        Work(2, "2026-01-10", increment="Pay"),
        Work(3, "2026-01-16", increment="Pay"),
        Work(4, "2026-01-05", parts={"Pay": ("2026-02-01", None)}),
        Work(5, "2026-01-05", parts={"Pay": (None, "2026-01-07"), "Apply": ("2026-01-07", None)}),
        Work(6, "2026-01-04", parts={"Pay": ("2026-01-14", None)}),
    ]  # fmt: skip
    found = table(work, milestone("Pay", seen), project={"baselines": baselines})

    pay = found[found["increment"] == "Pay"]
    assert rows_of(pay, "added_since_baseline_count") == [(added,)]


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        pytest.param(steadily("Pay", [2] * 9, left=22), "", id="40-items"),
        pytest.param(
            [*steadily("Pay", [2] * 9, left=22),
             Work(100, "2026-01-05", ("2026-01-09", "dropped"), increment="Pay")],
            "", id="40-items-and-one-dropped"),
        pytest.param(
            steadily("Pay", [2] * 9, left=23),
            "It holds 41 pieces of work, more than 40. "
            "Split off a part that people can use on its own.", id="41-items"),
        pytest.param(
            steadily("Pay", [1] * 9, left=13, started="2026-01-05"),
            "It is likely to take 153 days from its start, more than 90. "
            "Split off a part that people can use sooner.", id="long-from-its-start"),
        pytest.param(steadily("Pay", [1] * 9, left=13), "", id="90-days-from-now"),
        pytest.param(
            steadily("Pay", [1] * 9, left=14),
            "It is likely to take 97 days from today, more than 90. "
            "Split off a part that people can use sooner.", id="97-days-from-now"),
    ],
)  # fmt: skip
def test_oversized(work: list[Issue], reason: str) -> None:
    """Over 40 items, or over 90 days from its start (without one, from as_of) to p80."""
    found = table(work, milestone("Pay", ("2026-01-05", "2026-12-01")))

    assert values(found, "oversized", "oversized_reason") == [(bool(reason), reason)]


def test_exposure_of_its_risks() -> None:
    """Open risks in the increment add up; unknown if none of them is sized."""
    still = (None, None)
    issues: list[Issue] = [
        Risk(1, "2026-01-05", labels={"risk::high": still}, increment="Pay"),
        Risk(2, "2026-01-05", labels={"risk": still}, increment="Pay"),
        Risk(3, "2026-01-05", ("2026-02-01", "finished"), labels={"risk::high": still},
             increment="Pay"),
        Risk(4, "2026-01-05", labels={"risk": still}, increment="Apply"),
        *steadily("Pay", [2] * 9, left=4, first=100),
    ]  # fmt: skip
    milestones = [
        *milestone("Apply", ("2026-01-05", "2026-06-01")),
        *milestone("Other", ("2026-01-05", "2026-06-01")),
        *milestone("Pay", ("2026-01-05", "2026-06-01")),
    ]

    found = table(issues, milestones, risk={"tolerance": {"total_days": 10}})

    assert values(found, "increment", "exposure_days") == [
        ("Apply", None), ("Other", 0), ("Pay", 19.5),
    ]  # fmt: skip
    pay = found[found["increment"] == "Pay"]
    assert rows_of(pay, "indicated_rating", "rating_reason") == [
        ("red", "Open risks add up to an expected 20 days of delay; "
                "the board's limit is 10 days. This is an early estimate, from 9 weeks of work."),
    ]  # fmt: skip


def test_each_project_has_its_own_increment_of_a_title() -> None:
    """With its own work, dates, risks and sources."""
    still = (None, None)
    issues: list[Issue] = [
        *steadily("Pay", [2] * 11, left=4),
        *steadily("Pay", [1] * 11, left=5, project="Api"),
        Risk(101, "2026-01-05", labels={"risk::high": still}, increment="Pay"),
        Risk(102, "2026-01-05", labels={"risk::low": still}, increment="Pay", project="Api"),
    ]
    made = tables(
        issues,
        [
            *milestone("Pay", ("2026-01-05", "2026-06-01")),
            *milestone("Pay", ("2026-01-05", "2026-07-01"), project="Api"),
        ],
        as_of="2026-03-23",
        settings=make_settings(("Api", "Portal")),
        sources=[source("api", last_ok_at="2026-03-20"), source("portal", last_ok_at="2026-03-23")],
    )

    columns = ("project", "remaining_count", "p80_on", "target_on", "exposure_days", "slip_count",
               "indicated_rating")  # fmt: skip
    # Api: 5 weeks until 26 April and 7 days for a risk of 0.2; Portal: 2 weeks and 30 days.
    assert values(made["increments"], *columns) == [
        ("Api", 5, "2026-05-03", "2026-07-01", 1.4, 0, "amber"),
        ("Portal", 4, "2026-05-05", "2026-06-01", 19.5, 0, "green"),
    ]


def test_stale_data_is_amber_at_best() -> None:
    """Green figures that are three days old are amber."""
    work: list[Issue] = list(steadily("Pay", [2] * 11, left=4))
    old = [source("portal", last_ok_at="2026-03-20")]

    found = table(
        work, milestone("Pay", ("2026-01-05", "2026-06-01")), as_of="2026-03-23T09:00", sources=old
    )

    assert values(found, "indicated_rating", "rating_reason") == [
        ("amber", "The data of portal is 3 days old.")
    ]


def test_too_little_data() -> None:
    """Six weeks are too few: no date, no chance, not rated, and why."""
    work: list[Issue] = list(steadily("Pay", [2] * 6, left=4))
    found = table(work, milestone("Pay", ("2026-01-05", "2026-06-01")), as_of="2026-02-16")
    reason = (
        "We cannot forecast this yet because only 6 whole weeks of work are known; 7 are needed."
    )

    assert values(found, "p80_on", "p_on_time", "no_forecast_reason", "indicated_rating",
                  "rating_reason") == [(None, None, reason, "not_rated", reason)]  # fmt: skip


def test_a_milestone_without_work() -> None:
    """It has a row, no forecast and no rating."""
    found = table([], milestone("Empty", ("2026-01-05", "2026-06-01")))
    reason = "We cannot forecast this yet because no work is listed in it."

    assert values(found, "item_count", "p80_on", "no_forecast_reason", "indicated_rating") == [
        (0, None, reason, "not_rated")
    ]


def test_nothing_at_all() -> None:
    """No milestone, no item, no row; a risk register has none in any case."""
    assert table([], []).empty
    settings = make_settings({"Register": "risk-register"})
    made = tables(
        [Risk(1, "2026-01-05", labels={}, project="Register", increment="Pay")],
        milestone("Pay", ("2026-01-05", "2026-06-01"), project="Register"),
        as_of=AS_OF,
        settings=settings,
    )
    assert made["increments"].empty


@examples(max_examples=examples().max_examples // 10, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=9, max_size=9).filter(any), st.integers(1, 12),
       st.integers(1, 12))  # fmt: skip
def test_adding_work_never_helps(finished: list[int], left: int, more: int) -> None:
    """p50 <= p80 <= p95, and more work in an increment moves neither it nor later ones earlier."""
    milestones = [
        *milestone("Apply", ("2026-01-05", "2026-06-01")),
        *milestone("Pay", ("2026-01-05", "2026-04-01")),
    ]
    other = steadily("Apply", [], left=3, first=500)
    before = table([*steadily("Pay", finished, left=left), *other], milestones)
    after = table([*steadily("Pay", finished, left=left + more), *other], milestones)

    for found in (before, after):
        dates = found[["p50_on", "p80_on", "p95_on"]].dropna()
        assert (dates["p50_on"] <= dates["p80_on"]).all()
        assert (dates["p80_on"] <= dates["p95_on"]).all()
    earlier, later = before["p80_on"].to_list(), after["p80_on"].to_list()
    for old, new in zip(earlier, later, strict=True):
        assert pd.isna(new) or (pd.notna(old) and new >= old)
    chances = zip(before["p_on_time"], after["p_on_time"], strict=True)
    assert all(pd.isna(new) or new <= old for old, new in chances)


def test_equal_inputs_equal_outputs() -> None:
    """The same frames in another order of rows give the same table."""
    work: list[Issue] = [*steadily("Pay", [1, 3, 0, 2, 2, 1, 0, 4, 1], left=9)]
    milestones = milestone("Pay", ("2026-01-05", "2026-06-01"))

    pd.testing.assert_frame_equal(table(work, milestones), table(work[::-1], milestones))


def test_what_happens_at_exactly_as_of_has_happened() -> None:
    """A date seen, and a milestone closed, at the very instant of the report count."""
    moved = milestone("Pay", ("2026-01-05", "2026-06-01"), (AS_OF, "2026-06-15"))
    closed = milestone("Pay", ("2026-01-05", "2026-06-01"), state="closed", closed_at=AS_OF)

    assert values(table([], moved), "state", "target_on") == [("open", "2026-06-15")]
    assert values(table([], closed), "state", "finished_on") == [("finished", "2026-03-09")]
