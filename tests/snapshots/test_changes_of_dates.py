"""How the dates of an increment changed: each way in which one can."""

from typing import Any

import pandas as pd
import pytest

from snapshots.compare import compare
from tests.snapshots.editions import make_edition, make_settings

NAME = "‘Pay online’"


def row(**values: Any) -> dict[str, Any]:
    """Return an increment."""
    return {"increment": "Pay online", **values}


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, float | None, str]]:
    """Return kind, effect and sentence of what changed of one increment."""
    table = compare(
        make_edition(10, increments=[before]), make_edition(11, increments=[after])
    ).changes
    return [
        (kind, None if pd.isna(days) else days, said)
        for kind, days, said in zip(
            table["kind"], table["effect_days"], table["sentence"], strict=True
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            row(p80_on="2027-02-26"), row(p80_on="2027-03-12"),
            ("forecast", 14.0,
             f"{NAME} has a 4 in 5 chance by 12 March 2027 now, 14 days later than before."),
            id="later",
        ),
        pytest.param(
            row(p80_on="2027-02-26"), row(p80_on="2027-02-25"),
            ("forecast", -1.0,
             f"{NAME} has a 4 in 5 chance by 25 February 2027 now, one day earlier than before."),
            id="one-day-earlier",
        ),
        pytest.param(
            row(), row(p80_on="2027-02-25"),
            ("forecast", None,
             f"{NAME} can be forecast now: 25 February 2027 (4 in 5 chance)."),
            id="forecast-found",
        ),
        pytest.param(
            row(p80_on="2027-02-25"), row(no_forecast_reason="Nothing is left to do."),
            ("forecast", None, f"{NAME} has no forecast any more. Nothing is left to do."),
            id="forecast-lost",
        ),
        pytest.param(
            row(p80_on="2027-02-25"), row(),
            ("forecast", None, f"{NAME} has no forecast any more."),
            id="forecast-lost-for-no-reason-known",
        ),
        pytest.param(
            row(target_on="2027-02-05", baseline_on="2027-01-05"),
            row(target_on="2027-02-12", baseline_on="2027-01-05"),
            ("target", 7.0,
             f"{NAME} is planned for 12 February 2027 now, 7 days later than before. "
             "That is 38 days later than first seen."),
            id="target-moved",
        ),
        pytest.param(
            row(target_on="2027-02-05", baseline_on="2027-01-05"),
            row(target_on="2027-01-05", baseline_on="2027-01-05"),
            ("target", -31.0,
             f"{NAME} is planned for 5 January 2027 now, 31 days earlier than before. "
             "That is as first seen."),
            id="target-moved-back",
        ),
        pytest.param(
            row(), row(target_on="2027-01-05"),
            ("target", None, f"{NAME} has a date to work to now: 5 January 2027."),
            id="target-set",
        ),
        pytest.param(
            row(target_on="2027-01-05"), row(),
            ("target", None, f"{NAME} has no date to work to any more (was 5 January 2027)."),
            id="target-dropped",
        ),
        pytest.param(
            row(p80_on="2027-02-25", target_on="2027-02-01"),
            row(state="finished", finished_on="2027-02-15", target_on="2027-02-03"),
            ("increment_finished", -10.0,
             f"{NAME} was finished on 15 February 2027, 10 days earlier than forecast "
             "(4 in 5 chance)."),
            id="finished",
        ),
        pytest.param(
            row(p80_on="2027-02-25"), row(state="finished", finished_on="2027-02-25"),
            ("increment_finished", 0.0,
             f"{NAME} was finished on 25 February 2027, as forecast (4 in 5 chance)."),
            id="finished-as-forecast",
        ),
        pytest.param(
            row(), row(state="finished"),
            ("increment_finished", None, f"{NAME} was finished."),
            id="finished-on-no-day",
        ),
        pytest.param(
            row(state="finished", finished_on="2027-02-15"), row(p80_on="2027-02-25"),
            ("increment_reopened", 10.0,
             f"{NAME} is open again, and may take until 25 February 2027 (4 in 5 chance)."),
            id="reopened",
        ),
        pytest.param(
            row(state="finished"), row(),
            ("increment_reopened", None, f"{NAME} is open again."),
            id="reopened-without-a-date",
        ),
        pytest.param(
            row(state="removed"), row(item_count=3, dropped_count=1),
            ("increment_added", None, f"{NAME} is new, with 2 pieces of work."),
            id="back-again",
        ),
    ],
)  # fmt: skip
def test_an_increment_of_both_editions(
    before: dict[str, Any], after: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    """One change each, with the days by which it moves an end date; + is later."""
    assert changed(before, after) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(row(state="removed"), row(state="removed"), id="removed-in-both"),
        pytest.param(
            row(state="finished", finished_on="2027-02-15", target_on="2027-02-10"),
            row(state="finished", finished_on="2027-02-15", target_on="2027-02-17"),
            id="finished-in-both",
        ),
        pytest.param(
            {"increment": "", "p80_on": "2027-02-10"},
            {"increment": "", "p80_on": "2027-03-10"},
            id="work-in-none",
        ),
    ],
)
def test_what_is_no_change_of_an_increment(before: dict[str, Any], after: dict[str, Any]) -> None:
    """The date of what is finished, or was taken away, is nobody's news."""
    assert changed(before, after) == []


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (0, "is new, with no pieces of work, planned for 5 January 2027."),
        (1, "is new, with one piece of work, planned for 5 January 2027."),
        (12, "is new, with 12 pieces of work, planned for 5 January 2027."),
    ],
)
def test_a_new_increment(pieces: int, said: str) -> None:
    """With its work and its date."""
    after = make_edition(11, increments=[row(item_count=pieces, target_on="2027-01-05")])

    table = compare(make_edition(10), after).changes

    assert table[["kind", "sentence"]].to_numpy().tolist() == [
        ["increment_added", f"{NAME} {said}"]
    ]


def test_one_that_was_removed_before_it_was_seen_is_no_news() -> None:
    """Neither in the one nor in the other edition was there anything of it."""
    removed = make_edition(11, increments=[row(state="removed")])

    assert compare(make_edition(10), removed).changes.empty
    assert compare(removed, make_edition(11)).changes.empty


def test_the_whole_programme_is_told_first_among_equals() -> None:
    """Then its increments, each with its project where there are several."""
    settings = make_settings(("Care", "Tax"))
    editions = [
        make_edition(
            10 + n,
            settings=settings,
            increments=[row(p80_on=day)],
            projects=[{"project": "", "p80_on": day}, {"project": "Care", "p80_on": day}],
        )
        for n, day in enumerate(["2027-02-26", "2027-03-12"])
    ]

    assert compare(*editions).changes["sentence"].tolist() == [
        "The whole programme has a 4 in 5 chance by 12 March 2027 now, 14 days later than before.",
        f"{NAME} (Care) has a 4 in 5 chance by 12 March 2027 now, 14 days later than before.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("2027-01-05", "2027-02-05", f"{NAME} was re-agreed: 5 February 2027 instead "
                     "of 5 January 2027. That is 34 days later than first agreed.", id="another"),
        pytest.param(None, "2027-02-05", f"{NAME} has an agreed date now: 5 February 2027.",
                     id="first"),
        pytest.param("2027-01-05", None, f"{NAME} has no agreed date any more "
                     "(was 5 January 2027).", id="none"),
    ],
)  # fmt: skip
def test_a_date_in_the_file_alone(before: str | None, after: str | None, said: str) -> None:
    """Of a date without a day on which it was agreed nobody can say when that was."""
    editions = [
        make_edition(
            10 + n,
            settings=make_settings(baselines={"Pay online": day} if day else None),
            increments=[row(baseline_on="2027-01-05", target_on="2027-02-08")],
        )
        for n, day in enumerate([before, after])
    ]

    assert compare(*editions).changes["sentence"].tolist() == [said]
