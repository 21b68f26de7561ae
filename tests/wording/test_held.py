"""Whether past dates came true, in words: nothing is claimed from too few."""

import pandas as pd
import pytest

from programme.wording import held
from tests.wording.lint import faults


def scores(
    told: int, p80: int, *, p50: int = 0, p95: int | None = None, published: int = 0
) -> pd.DataFrame:
    """Make so many forecasts of two milestones, of which so many dates came true.

    ``p95`` = None: no such date was told. The first ones were *published*.
    """
    frame = pd.DataFrame({"project": "Care", "increment": ["Pay", "Book"] * told}).head(told)
    frame["basis"] = ["published" if place < published else "backtest" for place in range(told)]
    for flag, true in (("held_p50", p50), ("held_p80", p80), ("held_p95", p95)):
        values = [None if true is None else place < true for place in range(told)]
        frame[flag] = pd.array(values, dtype="boolean")
    return frame


@pytest.mark.parametrize(
    ("given", "headline", "meaning"),
    [
        (
            scores(0, 0),
            "Nobody can say yet whether our dates come true",
            "No milestone has been finished of which a date was forecast.",
        ),
        (
            scores(1, 1),
            "Too few forecasts to say whether our dates come true",
            "One past forecast can be held against what happened. 10 are needed.",
        ),
        (
            scores(9, 0),
            "Too few forecasts to say whether our dates come true",
            "9 past forecasts can be held against what happened. 10 are needed.",
        ),
        (
            scores(10, 6),
            "Of 10 past ‘4 in 5’ dates, 6 came true; about 8 should have",
            "That is as near as chance lets us expect",
        ),
        (
            scores(10, 5),
            "Of 10 past ‘4 in 5’ dates, 5 came true; about 8 should have",
            "That is fewer than chance explains: our dates were too early.",
        ),
        (
            scores(10, 0),
            "Of 10 past ‘4 in 5’ dates, none came true; about 8 should have",
            "That is fewer than chance explains",
        ),
        (
            scores(10, 10),
            "Of 10 past ‘4 in 5’ dates, 10 came true; about 8 should have",
            "That is as near as chance lets us expect",
        ),
        (
            scores(1200, 1100),
            "Of 1,200 past ‘4 in 5’ dates, 1,100 came true; about 960 should have",
            "That is more than chance explains: our dates were too late.",
        ),
    ],
    ids=["none", "one", "few", "near", "early", "never", "always", "late"],
)
def test_the_finding_and_what_it_means(given: pd.DataFrame, headline: str, meaning: str) -> None:
    """Two standard errors are chance: of 10 dates 2.5, of 1,200 dates 28."""
    assert held.headline(given) == headline
    assert held.meaning(given).startswith(meaning)
    brief = f"{headline}." if len(given) >= 10 else ""
    advice = " Allow for more time than they say." if "too early" in held.meaning(given) else ""
    assert held.brief(given) == brief + advice
    for text in (f"{headline}.", held.meaning(given), held.basis(given), held.description(given)):
        assert faults(text) == []


def test_each_chance_with_its_counts() -> None:
    """Halves are rounded up; a chance that was never told is left out."""
    given = scores(16, 12, p50=10)

    assert held.promises(given) == [
        held.Promise("Even chance (1 in 2)", 50, 16, 10),
        held.Promise("4 in 5 chance", 80, 16, 12),
    ]
    assert held.description(given) == (
        "Even chance (1 in 2): 10 of 16 dates came true, 63 in 100, where 50 in 100 should have. "
        "4 in 5 chance: 12 of 16 dates came true, 75 in 100, where 80 in 100 should have."
    )
    assert len(held.promises(scores(10, 8, p95=9))) == 3
    assert held.promises(scores(9, 8)) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (scores(1, 1), "These are one forecast of one finished milestone."),
        (scores(12, 9), "These are 12 forecasts of 2 finished milestones."),
    ],
)
def test_which_forecasts_they_are(given: pd.DataFrame, said: str) -> None:
    """And that those still open are not among them."""
    assert said in held.basis(given)
    assert "Milestones still open are not counted" in held.basis(given)


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (0, "what was known then. These are 12 forecasts"),
        (1, "Where a week was reported, as once here, its own dates stand. These are"),
        (5, "Where a week was reported, as 5 times here, its own dates stand. These are"),
        (12, "These dates stood in weekly reports. These are 12 forecasts"),
    ],
)
def test_dates_that_were_published_are_told_from_those_told_again(
    published: int, said: str
) -> None:
    """A reader knows whose dates were held against what happened."""
    assert said in held.basis(scores(12, 9, published=published))
