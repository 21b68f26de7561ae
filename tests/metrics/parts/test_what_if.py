"""What if: a plan worked by hand, and what holds of any plan and any change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from metrics.parts.forecast import outlook
from metrics.parts.pace import Past
from metrics.parts.schedule import Planned, Schedule
from metrics.parts.threats import Threat
from metrics.parts.what_if import TRIED, changed, tried
from programme import frames
from programme.change import Change
from tests.metrics.frames import rows_of

MONDAY = date(2026, 6, 1)
NOTHING_LEFT = "Nothing is left to do, so no forecast is needed."
CERTAIN = Threat("forge.example/portal#9", 1.0, 10)
AS_IT_IS = ("target_on", "p80_on", "p_on_time", "no_forecast_reason")
WITH_IT = tuple(f"new_{name}" for name in AS_IT_IS)


def schedule(
    planned: Sequence[Planned], finished: Sequence[int] = (5,) * 12, parallel: float = 0.0
) -> Schedule:
    """Plan from Monday 1 June 2026, at the pace of these weeks."""
    past = Past(np.array(finished), np.zeros(len(finished)))
    return Schedule(tuple(planned), outlook(past, MONDAY, "Programme"), parallel, "Programme")


#: Five a week: Sign in takes two weeks and 10 days of risk. Pay waits for it and takes a week more,
#: after the one in which it is ready; work in none is done meanwhile.
BY_HAND = schedule(
    [
        Planned("Sign in", 10, date(2026, 6, 14), threats=(CERTAIN,)),
        Planned("Pay", 5, date(2026, 6, 27), after=("Sign in",)),
        Planned("", 5),
    ]
)


@pytest.mark.parametrize(
    ("change", "dates"),
    [
        pytest.param(Change(), ["2026-06-24", "2026-06-28", "2026-06-28", "2026-06-28"], id="none"),
        pytest.param(
            Change(left_out={"Pay": 5}),
            ["2026-06-24", None, "2026-06-21", "2026-06-24"],
            id="an-increment-left-out",
        ),
        pytest.param(
            Change(left_out={"Sign in": 5}),
            ["2026-06-17", "2026-06-21", "2026-06-21", "2026-06-21"],
            id="a-part-left-out",
        ),
        pytest.param(
            Change(left_out={"Sign in": 12}),
            [None, "2026-06-07", "2026-06-14", "2026-06-14"],
            id="its-risk-goes-with-it",
        ),
        pytest.param(
            Change(retired=frozenset({CERTAIN.item})),
            ["2026-06-14", "2026-06-21", "2026-06-28", "2026-06-28"],
            id="a-risk-dealt-with",
        ),
        pytest.param(
            Change(pace=2.0),
            ["2026-06-17", "2026-06-21", "2026-06-14", "2026-06-21"],
            id="twice-the-pace",
        ),
        pytest.param(
            Change(left_out={"Pay": 5}, retired=frozenset({CERTAIN.item}), pace=2.0),
            ["2026-06-07", None, "2026-06-14", "2026-06-14"],
            id="several-at-once",
        ),
        pytest.param(
            Change(left_out={"Gone": 5}, retired=frozenset({"forge.example/portal#1"})),
            ["2026-06-24", "2026-06-28", "2026-06-28", "2026-06-28"],
            id="what-is-not-in-the-plan",
        ),
    ],
)
def test_a_plan_worked_by_hand(change: Change, dates: list[str | None]) -> None:
    """The dates of each increment, of work in none, and of the project as a whole."""
    found = tried(BY_HAND, change)

    assert [(one,) for one in dates] == rows_of(found, "new_p80_on")


def test_what_is_left_out_is_told_as_such() -> None:
    """What was left and what is kept, and why there is no date any more."""
    found = tried(BY_HAND, Change(left_out={"Pay": 5, "Sign in": 3}))

    frames.check(found, TRIED)
    assert [10, 5, 5, 20] == found["left_count"].tolist()
    assert [7, 0, 5, 12] == found["kept_count"].tolist()
    assert ["", NOTHING_LEFT, "", ""] == found["new_no_forecast_reason"].tolist()


def test_a_moved_target_moves_its_chance() -> None:
    """Pay is ready on 28 June: never by the day before, and always by the day itself."""
    found = tried(BY_HAND, Change(targets={"Pay": date(2026, 6, 28)}))

    assert rows_of(found, "p_on_time", "new_p_on_time")[1] == (0, 1)
    assert rows_of(found, "new_target_on")[1] == ("2026-06-28",)


def test_without_a_pace_the_reason_is_told() -> None:
    """Six weeks are too few, whatever is changed."""
    found = tried(schedule([Planned("Pay", 5)], [5] * 6), Change(pace=1.5))

    reason = (
        "We cannot forecast this yet because only 6 whole weeks of work are known; 7 are needed."
    )
    assert [reason] * 2 == found["new_no_forecast_reason"].tolist()
    assert found["new_p80_on"].isna().all()


def test_nothing_left_in_a_project() -> None:
    """Nothing is left of it before or after."""
    found = tried(schedule([Planned("Pay", 0)]), Change(left_out={"Pay": 1}))

    assert [NOTHING_LEFT] * 2 == found["new_no_forecast_reason"].tolist()


def test_half_a_person_more_scales_the_weeks_that_are_drawn() -> None:
    """To hundredths of a piece, with the same draws and the same growth."""
    before = schedule([Planned("Pay", 5)], [3, 0, 7] * 4)
    after = changed(before, Change(pace=8.5 / 8)).outlook

    assert [3.19, 0, 7.44] == after.sample[:3].tolist()
    assert before.outlook.drawn[1:] == after.drawn[1:]


titles = ("A", "B", "C", "D")


@st.composite
def plans(draw: Any) -> Schedule:
    """Up to four increments with risks, gates and dependencies, and a pace of any kind."""
    planned = []
    for place, title in enumerate(titles[: draw(st.integers(1, 4))]):
        days = draw(st.lists(st.integers(5, 300), max_size=2, unique=True))
        threats = draw(
            st.lists(st.tuples(st.sampled_from([0.1, 0.5, 1.0]), st.integers(1, 60)), max_size=2)
        )
        planned.append(
            Planned(
                title,
                draw(st.integers(0, 40)),
                draw(st.none() | st.integers(-20, 200).map(lambda n: MONDAY + timedelta(days=n))),
                tuple(draw(st.sets(st.sampled_from(titles[:place]))) if place else ()),
                tuple(MONDAY + timedelta(days=day) for day in sorted(days)),
                tuple(Threat(f"{title}#{n}", *one) for n, one in enumerate(threats)),
            )
        )
    finished = draw(st.lists(st.integers(0, 9), min_size=7, max_size=30))
    made = schedule(planned, finished, draw(st.sampled_from([0.0, 0.2, 0.7])))
    growth = draw(st.sampled_from([0.0, 0.02]))
    grown = np.full(len(made.outlook.sample), growth).tobytes()
    return replace(
        made, outlook=replace(made.outlook, drawn=made.outlook.drawn._replace(growth=grown))
    )


left_out = st.dictionaries(st.sampled_from(titles), st.integers(0, 45))
retired = st.frozensets(st.sampled_from([f"{title}#{n}" for title in titles for n in (0, 1)]))
paces = st.sampled_from([1.0, 1.05, 1.0625, 1.1, 1.25, 1.5])
targets = st.dictionaries(st.sampled_from(titles), st.dates(date(2026, 5, 1), date(2027, 6, 1)))


def _never_later(before: Schedule, first: Change, second: Change) -> None:
    """No date that *first* leaves is later with *second*, which also changes all that it does."""
    earlier, later = tried(before, second), tried(before, first)
    kept = earlier["kept_count"] > 0
    ends = pd.Timestamp("2200-01-01")
    sooner = earlier["new_p80_on"].fillna(ends) <= later["new_p80_on"].fillna(ends)
    assert sooner[kept].all()


@examples(max_examples=40)
@given(plans(), left_out, retired, paces, st.sampled_from(["left_out", "retired", "pace"]))
def test_no_help_makes_a_date_later(
    plan: Schedule, out: dict[str, int], dealt: frozenset[str], pace: float, last: str
) -> None:
    """Dropping scope, dealing with a risk, more pace: each alone, and on top of the others."""
    every = Change(left_out=out, retired=dealt, pace=pace)
    neutral = Change()
    alone = replace(neutral, **{last: getattr(every, last)})
    without = replace(every, **{last: getattr(neutral, last)})

    _never_later(plan, neutral, alone)
    _never_later(plan, without, every)


@examples(max_examples=20)
@given(plans(), targets)
def test_a_moved_target_changes_chances_only(plan: Schedule, moved: dict[str, date]) -> None:
    """Every date and reason stays; only an increment that was moved has another chance."""
    found = tried(plan, Change(targets=moved))

    for name in ("p80_on", "no_forecast_reason"):
        pd.testing.assert_series_equal(found[name], found[f"new_{name}"], check_names=False)
    still = ~found["increment"].isin(list(moved)) | found["whole"]
    _same(found[still])


@examples(max_examples=20)
@given(plans())
def test_no_change_changes_nothing(plan: Schedule) -> None:
    """Nor does one of what is not there, or of nothing."""
    _same(tried(plan, Change()))
    _same(tried(plan, Change({"Gone": 5, titles[0]: 0}, frozenset({"Gone#1"}), {"Gone": MONDAY})))


def _same(rows: pd.DataFrame) -> None:
    for was, now in zip(AS_IT_IS, WITH_IT, strict=True):
        pd.testing.assert_series_equal(rows[was], rows[now], check_names=False)
