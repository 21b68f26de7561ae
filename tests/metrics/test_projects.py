"""Projects: sums, the programme's dates and the indicated rating."""

from typing import Any

import pandas as pd
import pytest

from metrics.projects import TABLE
from programme import frames
from tests.metrics.frames import Issue, make_settings, rows_of
from tests.metrics.increment_frames import Work, milestone, source, steadily, tables
from tests.metrics.risk_frames import Risk

#: A Monday, eleven whole weeks after the programme's start.
AS_OF = "2026-03-23"
STILL = (None, None)
BOTH = {"Portal": "delivery", "Api": "delivery"}


def table(
    work: list[Issue],
    milestones: list[Any] | None = None,
    *,
    kinds: dict[str, str] | None = None,
    as_of: str = AS_OF,
    last_ok_at: str = AS_OF,
    **sections: Any,
) -> pd.DataFrame:
    """Compute the table; the programme begins on 5 January 2026."""
    kinds = kinds or {"Portal": "delivery"}
    made = tables(
        work,
        milestones or [],
        as_of=as_of,
        settings=make_settings(kinds, **sections),
        sources=[source(name.lower(), last_ok_at=last_ok_at) for name in kinds],
    )
    return frames.check(made["projects"], TABLE)


def pay(target: str | None, project: str = "Portal", title: str = "Pay") -> list[Any]:
    """Return one milestone."""
    return milestone(title, ("2026-01-05", target), project=project)


def rating(found: pd.DataFrame, project: str = "") -> tuple[Any, ...]:
    """Return a row's rating and reason."""
    return rows_of(found[found["project"] == project], "indicated_rating", "rating_reason")[0]


def test_the_programme_is_the_sum_and_the_latest_of_each_trial() -> None:
    """Counts add up; two steady projects are done when the slower is."""
    work: list[Issue] = [
        *steadily("", [2] * 11, left=4),
        *steadily("", [1] * 11, left=5, project="Api"),
        Work(900, "2026-01-05", ("2026-01-06", "dropped"), project="Api"),
        Work(901, "2026-01-05", project="Api", started="2026-02-01"),
    ]

    found = table(work, kinds=BOTH)

    columns = ("project", "item_count", "finished_count", "dropped_count", "remaining_count",
               "wip_count", "p50_on", "p80_on", "p95_on", "no_forecast_reason")  # fmt: skip
    assert rows_of(found, *columns) == [
        ("", 44, 33, 1, 10, 1, *["2026-05-03"] * 3, ""),
        ("Api", 18, 11, 1, 6, 1, *["2026-05-03"] * 3, ""),
        ("Portal", 26, 22, 0, 4, 0, *["2026-04-05"] * 3, ""),
    ]


def test_two_projects_are_later_than_either() -> None:
    """The programme's dates are never before a project's, and no start signal leaves wip empty."""
    uneven = [0, 3, 1, 0, 2, 4, 0, 1, 0, 5, 1]
    work: list[Issue] = [
        *steadily("", uneven, left=20),
        *steadily("", uneven[::-1], left=20, project="Api"),
    ]

    found = table(work, kinds=BOTH, labels={"started": {"any_of": []}})
    whole, api, portal = (found[found["project"] == name].iloc[0] for name in ("", "Api", "Portal"))

    for share in ("p50_on", "p80_on", "p95_on"):
        assert whole[share] >= max(api[share], portal[share])
    assert found["wip_count"].isna().all()


def test_a_project_without_a_forecast_leaves_the_programme_without() -> None:
    """The reason names the project; one with nothing left does not count."""
    work: list[Issue] = [
        *steadily("", [2] * 11, left=4),
        Work(1, "2026-01-05", project="Api"),
    ]
    done: list[Issue] = [
        *steadily("", [2] * 11, left=4),
        Work(1, "2026-01-05", ("2026-01-06", "finished"), project="Api"),
    ]

    assert rows_of(table(work, kinds=BOTH), "project", "p80_on", "no_forecast_reason")[0] == (
        "", None,
        "We cannot forecast this yet because in Api nothing was finished in the last 11 weeks.",
    )  # fmt: skip
    assert rows_of(table(done, kinds=BOTH), "p80_on")[0] == ("2026-04-05",)


def test_projects_that_take_years_only_together_are_not_called_slow() -> None:
    """Where one has a good week the other has a bad one, and the programme waits for the later."""
    work: list[Issue] = [
        *steadily("", [1, 0] * 13, left=51),
        *steadily("", [0, 1] * 13, left=51, project="Api"),
    ]
    found = table(work, kinds=BOTH, as_of="2026-07-06")

    assert rows_of(found, "project", "no_forecast_reason") == [
        ("", "We cannot forecast this yet because all projects together would take more than "
             "2 years."),
        ("Api", ""),
        ("Portal", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ([], "We cannot forecast this yet because it holds no work."),
        ([Work(1, "2026-01-05", ("2026-01-06", "finished"))],
         "Nothing is left to do, so no forecast is needed."),
    ],
    ids=["empty", "done"],
)  # fmt: skip
def test_nothing_to_forecast(work: list[Issue], reason: str) -> None:
    """An empty project and a finished one say so, and are not rated."""
    found = table(work)

    assert (
        rows_of(found, "no_forecast_reason", "indicated_rating", "rating_reason")
        == [(reason, "not_rated", reason)] * 2
    )


def test_key_increments_decide() -> None:
    """The worst of the key increments rates the project; others do not count."""
    work: list[Issue] = [
        *steadily("Pay", [2] * 11, left=4),
        *steadily("Extra", [], left=4, first=200),
    ]
    # Four pieces each at two a week, first those of Pay.
    dates = [*pay("2026-04-05"), *pay("2026-04-19", title="Extra")]

    every = table(work, dates)
    only = table(work, dates, project={"increments": {"key": ["Pay"]}})

    reason = "‘Pay’ has more than a 95% chance of making 5 April 2026."
    assert rating(every, "Portal")[0] == "green"
    assert rating(only, "Portal") == ("green", reason)
    dates[1]["due_on"] = "2026-04-18"
    assert rating(table(work, dates), "Portal") == (
        "red", "‘Extra’ has less than a 5% chance of making 18 April 2026.",
    )  # fmt: skip
    assert rating(table(work, dates, project={"increments": {"key": ["Pay"]}}), "Portal") == (
        "green",
        reason,
    )


def test_the_reason_names_the_project_where_there_are_several() -> None:
    """The programme is as bad as its worst project."""
    work: list[Issue] = [
        *steadily("Pay", [2] * 11, left=4),
        *steadily("Pay", [1] * 11, left=4, project="Api"),
    ]

    found = table(work, [*pay("2026-06-01"), *pay("2026-04-01", "Api")], kinds=BOTH)

    assert rating(found, "Portal")[0] == "green"
    assert rating(found) == (
        "red", "‘Pay’ (Api) has less than a 5% chance of making 1 April 2026.",
    )  # fmt: skip


def test_a_slipping_date_decides_where_the_chance_is_good() -> None:
    """By eleven days in the last four weeks."""
    work: list[Issue] = list(steadily("Pay", [2] * 11, left=4))
    moved = milestone(
        "Pay",
        ("2026-01-05", "2026-06-01"),
        ("2026-03-10", "2026-06-05"),
        ("2026-03-17", "2026-06-12"),
    )

    assert rating(table(work, moved)) == (
        "amber", "‘Pay’ is slipping 3 days for every week that passes.",
    )  # fmt: skip


def test_never_green_while_a_project_cannot_be_told() -> None:
    """One project is green, the other has dates and no pace: the programme is not rated."""
    work: list[Issue] = [
        *steadily("Pay", [2] * 11, left=4),
        Work(1, "2026-01-05", project="Api", increment="Pay"),
    ]

    found = table(work, [*pay("2026-06-01"), *pay("2026-06-01", "Api")], kinds=BOTH)

    assert rating(found, "Portal")[0] == "green"
    assert rating(found) == (
        "not_rated",
        "We cannot forecast this yet because in Api nothing was finished in the last 11 weeks.",
    )


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [
        (20, ("green", "‘Pay’ has more than a 95% chance of making 1 June 2026.")),
        (19, ("amber", "Open risks add up to an expected 20 days of delay; "
                       "the board's limit is 19 days.")),
        (10, ("red", "Open risks add up to an expected 20 days of delay; "
                     "the board's limit is 10 days.")),
    ],
)  # fmt: skip
def test_risk_against_the_limit(tolerance: int, expected: tuple[str, str]) -> None:
    """Open risks of all projects together are measured against the board's limit."""
    kinds = {"Portal": "delivery", "Register": "risk-register"}
    work: list[Issue] = [
        *steadily("Pay", [2] * 11, left=4),
        Risk(1, "2026-01-05", labels={"risk::high": STILL}, project="Register"),
        Risk(2, "2026-01-05", labels={}, project="Register"),
    ]

    found = table(
        work, pay("2026-06-01"), kinds=kinds, risk={"tolerance": {"total_days": tolerance}}
    )

    assert rows_of(found, "project", "exposure_days", "unsized_count") == [
        ("", 19.5, 1), ("Portal", 0, 0), ("Register", 19.5, 1),
    ]  # fmt: skip
    assert rating(found) == expected


def test_a_risk_register_alone() -> None:
    """A register is never green: it has no date to make."""
    found = table(
        [Risk(1, "2026-01-05", labels={"risk::low": STILL}, project="Register")],
        kinds={"Register": "risk-register"},
        risk={"tolerance": {"total_days": 30}},
    )

    assert rows_of(found, "project", "item_count", "no_forecast_reason", "indicated_rating") == [
        ("", 0, "A risk register holds no work to forecast.", "not_rated"),
        ("Register", 0, "A risk register holds no work to forecast.", "not_rated"),
    ]
    assert rating(found, "Register")[1] == "A risk register has no date to be measured against."


def test_stale_data() -> None:
    """What would be green on fresh data is amber on old, and the reason names the source."""
    work: list[Issue] = list(steadily("Pay", [2] * 11, left=4))

    found = table(work, pay("2026-06-01"), last_ok_at="2026-03-20")

    assert rating(found) == ("amber", "The data of portal is 3 days old.")


def test_no_dates() -> None:
    """A forecast without a date to make is not rated."""
    work: list[Issue] = list(steadily("Pay", [2] * 11, left=4))
    reason = "No key milestone with a date is open, so there is nothing to rate."

    assert rating(table(work, pay(None))) == ("not_rated", reason)


def test_at_a_week_end_the_trend_and_the_live_forecast_agree() -> None:
    """At Monday 00:00 the increments table says what the trend says of that Sunday."""
    work: list[Issue] = [
        *steadily("Pay", [0, 3, 1, 0, 2, 4, 0, 1, 0, 5, 1], left=9),
        *steadily("Apply", [], left=6, first=200),
    ]
    dates = [*pay("2026-06-01"), *pay("2026-07-01", title="Apply")]
    made = tables(work, dates, as_of=AS_OF, settings=make_settings(), sources=[])

    trend = made["milestone_trend"]
    last = trend[trend["week_end"] == trend["week_end"].max()]
    live = made["increments"]
    assert rows_of(last, "increment", "target_on", "p80_on") == rows_of(
        live, "increment", "target_on", "p80_on"
    )
    assert last["p80_on"].notna().all()


def test_a_forecast_begins_with_the_programmes_day() -> None:
    """At noon in UTC on Sunday it is Monday in Auckland, and another week has ended."""
    zone = {"time_zone": "Pacific/Auckland"}
    work: list[Issue] = list(steadily("Pay", [2] * 11, left=4))

    found = table(
        work, pay("2026-03-22"), as_of="2026-03-22T12:00", last_ok_at="2026-03-22", programme=zone
    )

    columns = ("project", "p50_on", "p95_on", "indicated_rating", "rating_reason")
    passed = "‘Pay’ was due on 22 March 2026, and 4 pieces of work are still open."
    assert rows_of(found, *columns) == [
        (project, "2026-04-05", "2026-04-05", "red", passed) for project in ("", "Portal")
    ]
