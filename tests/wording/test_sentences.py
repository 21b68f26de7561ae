"""Sentences: their cases, and the wording rules over every one of them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.wording import dates, flow, pace, ratings, ready, risks, sureness
from tests.wording.lint import faults

TODAY = date(2026, 11, 22)
TITLE = "Book a care assessment online"


def increment(**values: Any) -> Any:
    """Return a row of the increments table."""
    given = {
        "project": "Care", "increment": TITLE, "state": "open", "baseline_on": "2027-01-12",
        "target_on": "2027-01-30", "finished_on": None, "p50_on": "2027-02-01",
        "p80_on": "2027-02-25", "p_on_time": 0.6, "no_forecast_reason": "",
        "slippage_days": 18, "slip_count": 4, "slip_rate": 0.5, "remaining_count": 12,
        "not_broken_down_count": 0, "exposure_days": 0.0, "oversized_reason": "",
    } | values  # fmt: skip
    for name in given:
        if name.endswith("_on"):
            given[name] = pd.Timestamp(given[name]) if given[name] else pd.NaT
        elif given[name] is None:
            given[name] = pd.NA
    return SimpleNamespace(**given)


def table(*rows: Any) -> pd.DataFrame:
    """Return rows as an increments table."""
    return pd.DataFrame([vars(row) for row in rows]).astype(
        {"slippage_days": "Float64", "p_on_time": "Float64"}
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            increment(),
            "There is about a 60% chance of making 30 January 2027. "
            "To be 4 in 5 sure, plan for 25 February 2027.",
            id="likely-late",
        ),
        pytest.param(
            increment(p80_on="2027-01-20", p_on_time=0.9),
            "There is about a 90% chance of making 30 January 2027. "
            "It is more than 4 in 5 sure; the 4 in 5 date is 20 January 2027.",
            id="sure",
        ),
        pytest.param(
            increment(target_on=None, p_on_time=None, slippage_days=None),
            "No date has been set. To be 4 in 5 sure, plan for 25 February 2027.",
            id="no-date",
        ),
        pytest.param(
            increment(p80_on=None, p_on_time=None, no_forecast_reason="fewer than 7 weeks"),
            "The date is 30 January 2027. We cannot forecast this yet. Fewer than 7 weeks.",
            id="no-forecast",
        ),
        pytest.param(
            increment(target_on="2026-11-01", remaining_count=1),
            "The date, 1 November 2026, has passed and one piece of work remains. "
            "To be 4 in 5 sure, plan for 25 February 2027.",
            id="passed",
        ),
    ],
)
def test_when_it_will_be_ready(row: Any, said: str) -> None:
    """The chance of the date comes first, then the date to plan for."""
    assert ready.ready(row, today=TODAY) == said


def test_the_next_increments_are_open_named_and_key() -> None:
    """Finished ones, the rest without a name and those not key are left out; dates come first."""
    rows = table(
        increment(increment="Undated", target_on=None),
        increment(increment="Later", target_on="2027-03-01"),
        increment(increment="Sooner", target_on="2027-02-01"),
        increment(increment="Done", state="finished"),
        increment(increment="", target_on="2027-01-01"),
    )
    assert list(ready.next_increments(rows)["increment"]) == ["Sooner", "Later", "Undated"]
    assert list(ready.next_increments(rows, [("Care", "Later")])["increment"]) == ["Later"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No milestone is open, so there is no date to report."),
        ([increment(state="finished")], "Everything that was planned is finished."),
        (
            [increment()],
            f"{TITLE} is planned for 30 January 2027, 18 days later than first agreed.",
        ),
        (
            [increment(slippage_days=0)],
            f"{TITLE} is planned for 30 January 2027, as first agreed.",
        ),
        ([increment(target_on=None)], f"No date has been set for {TITLE}."),
    ],
)
def test_headline(rows: list[Any], said: str) -> None:
    """The headline speaks of the increment that is least sure."""
    increments = table(*rows) if rows else table(increment()).head(0)
    assert ready.headline(increments) == said
    seen = said.replace("first agreed", "first seen")
    assert ready.headline(increments, agreed=lambda _: False) == seen


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("amber", None, "No earlier report to compare with."),
        ("amber", "amber", "Same as last week."),
        ("amber", "red", "Better than last week (was Red)."),
        ("amber", "green", "Worse than last week (was Green)."),
        ("amber", "not_rated", "Last week: Not rated."),
    ],
)
def test_change_of_rating(now: str, before: str | None, said: str) -> None:
    """A change says which way and from what."""
    assert ratings.change(now, before) == said


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ((0.5, 0.8), "Red: less than an even chance of a key date. Green: at least 4 in 5."),
        ((0.8, 0.85), "Red: less than an 80% chance of a key date. Green: at least an 85% chance."),
        (
            (0.4, 0.925),
            "Red: less than a 40% chance of a key date. Green: at least a 92.5% chance.",
        ),
    ],
)
def test_the_rule_of_the_rating(limits: tuple[float, float], said: str) -> None:
    """The thresholds in force are said in words."""
    assert ratings.rule(*limits) == said


def test_the_first_report_of_all_says_so() -> None:
    """Only where nothing was known before is there nothing to compare with."""
    assert ratings.change("not_rated", None, nothing_known=True) == (
        "First report, so nothing to compare with."
    )


def test_a_declared_rating_better_than_the_figures_is_questioned() -> None:
    """Only a better declared rating is a disagreement."""
    said = ratings.disagreement("green", "amber", "There is about a 60% chance.")
    assert said.startswith("The programme team rates this Green. The figures point to Amber.")
    again = ratings.disagreement("green", "amber", "There is about a 60% chance.", 3)
    assert "They have disagreed for 3 weekly reports in a row, this one included." in again
    assert faults(again) == []
    assert not ratings.disagreement("red", "amber", "x")
    assert not ratings.disagreement("", "amber", "x")


def week(**values: Any) -> Any:
    """Return a row of the risk_burndown table."""
    given = {
        "week_end": pd.Timestamp("2026-11-15"), "open_count": 9, "unsized_count": 3,
        "exposure_days": 34.0, "tolerance_days": 30.0, "new_days": 2.0, "raised_days": 0.0,
        "lowered_days": 0.0, "retired_days": 8.0, "happened_days": 0.0,
    }  # fmt: skip
    return SimpleNamespace(**(given | values))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            week(),
            "We carry an expected 34 days of delay from 6 sized risks. "
            "That is 4 days over the board's limit of 30 days. 3 more are not yet sized.",
            id="over",
        ),
        pytest.param(
            week(exposure_days=12.0, unsized_count=0),
            "We carry an expected 12 days of delay from 9 open risks. "
            "That is within the board's limit of 30 days.",
            id="within",
        ),
        pytest.param(
            week(open_count=1, unsized_count=0, tolerance_days=pd.NA, exposure_days=1.0),
            "We carry an expected one day of delay from one open risk.",
            id="one-no-limit",
        ),
        pytest.param(
            week(open_count=2, unsized_count=1, tolerance_days=pd.NA, exposure_days=1.0),
            "We carry an expected one day of delay from one sized risk. One more is not yet sized.",
            id="one-sized-one-not",
        ),
        pytest.param(week(open_count=0), "No risks are open.", id="none"),
        pytest.param(
            week(open_count=2, unsized_count=2),
            "2 risks are open. None is sized yet.",
            id="unsized",
        ),
    ],
)
def test_risk_total(row: Any, said: str) -> None:
    """The total stands against the limit; risks without a size are counted, never nought."""
    assert risks.total(row) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, ""), (1, ""), (3, ", added over 3 projects")],
)
def test_risks_of_several_projects_are_added_up(number: int, said: str) -> None:
    """A sum over projects says that it is one."""
    assert risks.total(week(), projects=number).startswith(
        f"We carry an expected 34 days of delay from 6 sized risks{said}. "
    )


def test_the_projects_that_carry_the_sum_are_counted() -> None:
    """Closed risks and those without a size carry nothing."""
    register = pd.DataFrame(
        {
            "project": ["Care", "Care", "Tax", "Roads", "Parks"],
            "state": ["open", "open", "open", "open", "retired"],
            "sized": pd.array([True, True, True, False, True], dtype="boolean"),
        }
    )
    assert risks.carrying(register) == 2
    assert risks.carrying(register.head(0)) == 0


@pytest.mark.parametrize(
    ("row", "before", "said"),
    [
        (
            week(),
            week(exposure_days=40.0),
            "It fell by 6 days last week: 8 days dealt with and 2 days of new risk.",
        ),
        (
            week(exposure_days=42.0, retired_days=0.0),
            week(exposure_days=40.0),
            "It rose by 2 days last week: 2 days of new risk.",
        ),
        (week(new_days=0.0, retired_days=0.0), week(), "Nothing changed last week."),
        (week(), None, ""),
    ],
)
def test_risk_movement(row: Any, before: Any, said: str) -> None:
    """What changed is said by cause."""
    assert risks.movement(row, before) == said


def test_a_risk_names_the_role_and_never_guesses_one() -> None:
    """A risk without a role says so."""
    row = SimpleNamespace(
        probability=0.65, impact_days=30, proximity_weeks=4, owner_role="head-of-digital"
    )
    assert risks.biggest(row, TODAY) == (
        "Likely (65%), 30 days if it happens, could hit within 4 weeks. "
        "Head of digital is dealing with it."
    )
    bare = SimpleNamespace(
        probability=pd.NA, impact_days=pd.NA, proximity_weeks=pd.NA, owner_role=""
    )
    assert risks.biggest(bare, TODAY) == "Not yet sized. No role is named to deal with it."


@pytest.mark.parametrize(
    ("weeks", "changed", "said"),
    [
        pytest.param(4, "2026-10-27", "could hit within 4 weeks", id="not-over"),
        pytest.param(4, "2026-10-26", "could hit within 4 weeks", id="the-last-day"),
        pytest.param(4, "2026-10-25", "could have hit by 22 November 2026", id="over"),
        pytest.param(4, None, "could hit within 4 weeks", id="not-known-since-when"),
        pytest.param(None, "2026-10-25", "", id="not-known-how-soon"),
    ],
)  # fmt: skip
def test_how_soon_a_risk_could_hit(weeks: int | None, changed: str | None, said: str) -> None:
    """What a label said weeks ago is not said of the weeks to come."""
    told = pd.NA if weeks is None else weeks
    row = SimpleNamespace(proximity_weeks=told, changed_on=pd.Timestamp(changed or pd.NaT))
    assert risks.soon(row, date(2026, 11, 23)) == said


def buying(*told: tuple[str, str, float | None]) -> pd.DataFrame:
    """Return rows of the risks table: title, increment and the days that dealing with it buys."""
    rows = pd.DataFrame(told, columns=["title", "increment", "buys_days"])
    rows["item"] = [f"a#{number}" for number in range(len(rows))]
    return rows.assign(project="Care").astype({"buys_days": "Float64"})


_LATE = ("Identity check is late", "Sign in", 9.0)
_LATE_SAID = "Dealing with ‘Identity check is late’ brings the date of ‘Sign in’ 9 days forward."


@pytest.mark.parametrize(
    ("told", "keys", "said"),
    [
        pytest.param([_LATE, ("Leave", "Pay", 7.0)], [], _LATE_SAID, id="the-most"),
        pytest.param([("Leave", "Pay", 14.0), _LATE], [("Care", "Sign in")], _LATE_SAID, id="key"),
        pytest.param(
            [("Leave", "Pay", 1.0)], [],
            "Dealing with ‘Leave’ brings the date of ‘Pay’ one day forward.", id="one-day",
        ),
        pytest.param([("Leave", "Pay", 7.0), ("Gate", "Pay", 7.0)], [],
            "Dealing with ‘Leave’ brings the date of ‘Pay’ 7 days forward.", id="a-tie"),
        pytest.param([("Leave", "Pay", 0.0), ("Gate", "", None)], [], "", id="nothing-to-buy"),
        pytest.param([_LATE], [("Roads", "Sign in")], "", id="none-is-key"),
        pytest.param([], [], "", id="no-risk"),
    ],
)  # fmt: skip
def test_what_dealing_with_a_risk_buys(
    told: list[Any], keys: list[tuple[str, str]], said: str
) -> None:
    """The one that buys most for a key date; nothing is said where no date moves."""
    found = risks.buys(buying(*told), keys)
    assert said == found
    assert faults(found, ("Identity check is late",)) == []


@pytest.mark.parametrize(
    ("days", "said"), [(0.0, "No days"), (1.0, "One day"), (9.0, "9 days"), (pd.NA, "")]
)
def test_days_that_are_bought(days: Any, said: str) -> None:
    """In words, and nothing where it is not known."""
    assert said == risks.bought(days)


def weeks(counts: list[int], signals: list[str] | None = None) -> pd.DataFrame:
    """Return a run chart."""
    middle = sorted(counts)[(len(counts) + 1) // 2 - 1] if counts else 0
    return pd.DataFrame(
        {
            "week_start": pd.date_range("2026-01-05", periods=len(counts), freq="7D"),
            "finished_count": counts,
            "median_count": middle,
            "signal": signals or ["none"] * len(counts),
        }
    )


def test_a_steady_pace_is_called_normal() -> None:
    """Noise is never commented on as if it were news."""
    said = pace.pace(weeks([5, 7, 6, 3, 9, 6, 5, 7, 6, 6, 4, 6]))
    assert said == (
        "Teams finished 6 pieces of work last week. "
        "That is within the normal range of 3 to 9. No change in pace. "
        "The usual number is 6 a week, the median of 12 weeks."
    )


def test_a_drop_is_told_with_its_weeks() -> None:
    """A shift that still runs says its way, its length and the usual number."""
    counts = [7, 8, 9, 7, 8, 9, 7, 8, 9, 7] + [2] * 9
    signals = ["none"] * 10 + ["shift"] * 9
    chart = weeks(counts, signals).assign(median_count=6)
    assert pace.signal(chart) == (
        "The pace has dropped. The last 9 weeks were all below the usual 6 a week."
    )


def test_a_shift_that_is_over_is_not_told_as_news() -> None:
    """After the run has ended no change shows now."""
    counts = [2] * 9 + [7, 8, 9, 7, 8, 9, 7, 8, 9, 7]
    chart = weeks(counts, ["shift"] * 9 + ["none"] * 10).assign(median_count=6)
    assert pace.signal(chart) == "The pace changed earlier, and no change shows now."


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], "No whole week has passed yet."),
        ([0] * 12, "No work has been finished in the weeks shown."),
        (
            [3, 4],
            "Teams finished 4 pieces of work last week. "
            "It takes 10 weeks before a pattern can be told from chance.",
        ),
    ],
)
def test_too_little_to_tell(counts: list[int], said: str) -> None:
    """Nothing, nothing finished and too few weeks have their own words."""
    assert pace.pace(weeks(counts)) == said


def test_source_notices() -> None:
    """A failed source names itself, its last good time and why; a good one says nothing."""
    zone, now = ZoneInfo("Europe/London"), datetime(2026, 11, 22, 9, tzinfo=UTC)
    good = pd.Timestamp("2026-11-19T09:00Z")
    row = SimpleNamespace(source="git.example/a", state="failed", last_ok_at=good, message="Gone")
    assert sureness.source_notice(row, now, zone) == (
        "git.example/a could not be collected. "
        "Its last good data is from 9am on Thursday 19 November 2026. Gone."
    )
    assert sureness.source_notice(SimpleNamespace(state="ok"), now, zone) == ""
    never = SimpleNamespace(source="b", state="never", last_ok_at=pd.NaT, message="")
    assert "has not been collected yet" in sureness.source_notice(never, now, zone)
    stale = SimpleNamespace(source="c", state="stale", last_ok_at=good, message="")
    assert sureness.source_notice(stale, now, zone).startswith("c is 3 days old.")


_days = st.one_of(st.none(), st.integers(-4000, 4000))
_dates = st.one_of(st.none(), st.dates(date(2013, 1, 1), date(2035, 1, 1)).map(str))


@given(
    target=_dates, baseline=_dates, p80=_dates, chance=st.one_of(st.none(), st.floats(0, 1)),
    slippage=_days, slips=st.integers(0, 40), rate=st.floats(-2, 3), left=st.integers(0, 3000),
)  # fmt: skip
def test_every_sentence_on_dates_keeps_the_rules(
    target: str | None, baseline: str | None, p80: str | None, chance: float | None,
    slippage: int | None, slips: int, rate: float, left: int,
) -> None:  # fmt: skip
    """Whatever the dates are, the sentences keep the wording rules."""
    row = increment(
        target_on=target, baseline_on=baseline, p80_on=p80, p50_on=p80, p_on_time=chance,
        slippage_days=slippage, slip_count=slips, slip_rate=rate, remaining_count=left,
    )  # fmt: skip
    increments = table(row)
    said = [
        ready.ready(row, today=TODAY), ready.headline(increments),
        dates.slippage(row), dates.slippage(row, agreed=False), dates.drift(row),
        dates.headline(increments),
        dates.headline(increments, lambda _: False),
    ]  # fmt: skip
    assert [faults(text, (TITLE,)) for text in said] == [[]] * len(said)


@given(
    total=st.floats(0, 5000), before=st.floats(0, 5000), open_count=st.integers(0, 400),
    unsized=st.integers(0, 400), limit=st.one_of(st.none(), st.floats(0, 400)),
    parts=st.lists(st.floats(0, 300), min_size=5, max_size=5),
)  # fmt: skip
def test_every_sentence_on_risk_keeps_the_rules(
    total: float, before: float, open_count: int, unsized: int, limit: float | None,
    parts: list[float],
) -> None:  # fmt: skip
    """Whatever the risks are, the sentences keep the wording rules."""
    names = ["new_days", "raised_days", "lowered_days", "retired_days", "happened_days"]
    row = week(
        exposure_days=total, open_count=open_count, unsized_count=min(unsized, open_count),
        tolerance_days=pd.NA if limit is None else limit, **dict(zip(names, parts, strict=True)),
    )  # fmt: skip
    earlier = week(exposure_days=before)
    said = [risks.total(row), risks.movement(row, earlier), risks.headline(row, earlier)]
    assert [faults(text) for text in said] == [[]] * len(said)


@given(st.lists(st.integers(0, 300), max_size=60))
def test_every_sentence_on_pace_keeps_the_rules(counts: list[int]) -> None:
    """Whatever was finished, the sentences keep the wording rules."""
    chart = weeks(counts)
    said = [pace.pace(chart), pace.headline(chart)]
    if counts:
        said.append(pace.description(chart))
    assert [faults(text) for text in said] == [[]] * len(said)


@given(st.lists(st.tuples(*[st.integers(0, 900)] * 5), min_size=1, max_size=20), st.booleans())
def test_every_sentence_on_flow_keeps_the_rules(rows: list[tuple[int, ...]], signal: bool) -> None:
    """Whatever the stocks are, the sentences keep the wording rules."""
    names = ["arrived_total", "finished_total", "dropped_total", "wip_count", "backlog_count"]
    frame = pd.DataFrame(rows, columns=names).astype("Int64")
    frame["week_end"] = pd.date_range("2026-01-04", periods=len(rows), freq="7D")
    if not signal:
        frame["wip_count"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    moves = ["arrived_count", "finished_count", "dropped_count", "reopened_count"]
    weekly = pd.DataFrame([row[:4] for row in rows], columns=moves)
    said = [flow.headline(frame.iloc[-1]), flow.growth(frame, weekly)]
    said.append(flow.description(frame, weekly))
    assert [faults(text) for text in said] == [[]] * len(said)
