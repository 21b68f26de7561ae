"""Sentences on the pace: what is unusual, what usual is, and whose pace has changed."""

import pandas as pd
import pytest

from programme.wording import pace
from tests.wording.lint import faults
from tests.wording.test_sentences import weeks

STEADY = [5, 7, 6, 3, 9, 6, 5, 7, 6, 6, 4]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (10, "That is more than in any of the 11 weeks before (3 to 9). "
             "One week alone does not show a change of pace."),
        (2, "That is fewer than in any of the 11 weeks before (3 to 9). "
            "One week alone does not show a change of pace."),
        (9, "That is within the normal range of 3 to 9. No change in pace."),
    ],
    ids=["more", "fewer", "normal"],
)  # fmt: skip
def test_one_unusual_week_is_told_as_one_week(last: int, said: str) -> None:
    """A week outside the range is said to be so, and no more is made of it."""
    whole = pace.pace(weeks([*STEADY, last]))
    assert whole.endswith(f" {said} The usual number is 6 a week, the median of 12 weeks.")
    assert faults(whole) == []


def test_weeks_that_were_all_alike_have_no_range() -> None:
    """Nothing is said to go from 3 to 3."""
    assert "(3 in each)" in pace.pace(weeks([3] * 11 + [5]))
    assert "That is the same as in each of the 11 weeks before." in pace.pace(weeks([3] * 12))


def shifted(counts: list[int], usual: int) -> pd.DataFrame:
    """Return a run chart whose last weeks are a shift."""
    signals = ["none"] * 10 + ["shift"] * len(counts)
    return weeks([usual] * 10 + counts, signals).assign(median_count=usual)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([5, 6, 4, 5, 5, 6, 5, 5, 4, 5, 5, 6],
         "Teams have finished more than the usual 3 a week for 12 weeks, about 5 a week"),
        ([1, 2, 1, 1, 2, 1, 1, 1],
         "Teams have finished fewer than the usual 3 a week for 8 weeks, about one a week"),
        ([4, 3, 4, 4, 4, 4, 4, 3, 4, 4],
         "Teams have finished more than the usual 3 a week for 8 weeks, about 4 a week"),
        ([0] * 9, "Teams have finished fewer than the usual 3 a week for 9 weeks, none at all"),
    ],
)  # fmt: skip
def test_a_change_of_pace_is_told_in_numbers(counts: list[int], said: str) -> None:
    """The headline names the usual number, the weeks off it and what was finished in them."""
    assert pace.headline(shifted(counts, 3)) == said
    assert faults(said) == []


def test_a_steady_pace_says_what_usual_is() -> None:
    """The number is named as the median that it is."""
    assert pace.headline(weeks([*STEADY, 6])) == "The pace is steady, at a median of 6 a week"


def several(**charts: pd.DataFrame) -> pd.DataFrame:
    """Return the run charts of projects."""
    return pd.concat([chart.assign(project=name) for name, chart in charts.items()])


def test_a_project_whose_pace_has_changed_is_named() -> None:
    """Projects whose pace has changed are named, those whose change is over are not."""
    risen, fallen = shifted([5] * 9, 3), shifted([1] * 9, 3)
    over = weeks([5] * 9 + [7, 3] * 6, ["shift"] * 9 + ["none"] * 12).assign(median_count=5)
    steady = weeks([*STEADY, 6])
    assert pace.projects(several(Tax=risen, Care=steady, Roads=over)) == "Tax’s pace has risen."
    assert pace.projects(several(Roads=risen, Tax=risen, Care=fallen)) == (
        "The pace has risen in Roads and Tax. Care’s pace has dropped."
    )
    assert pace.projects(several(Care=steady)) == ""
    assert pace.projects(several(Care=steady).head(0)) == ""


def test_the_pace_of_the_whole_and_of_a_project_do_not_contradict() -> None:
    """No change overall, beside a project that changed; with a change overall, no project."""
    whole, tax = weeks([*STEADY, 6]), several(Tax=shifted([5] * 9, 3))
    assert "No change in pace overall. Tax’s pace has risen." in pace.pace(whole, tax)
    assert "Tax" not in pace.pace(shifted([5] * 9, 3), tax)
