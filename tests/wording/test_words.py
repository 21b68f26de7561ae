"""Parts of sentences."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.wording import words

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "less than a 5% chance"),
        (0.049, "less than a 5% chance"),
        (0.05, "about a 5% chance"),
        (0.074, "about a 5% chance"),
        (0.075, "about a 10% chance"),
        (0.6, "about a 60% chance"),
        (0.79, "about an 80% chance"),
        (0.85, "about an 85% chance"),
        (0.95, "about a 95% chance"),
        (0.96, "more than a 95% chance"),
        (1.0, "more than a 95% chance"),
    ],
)
def test_chances_go_in_steps_and_are_never_certain(probability: float, said: str) -> None:
    """A chance is told in steps of 5%, and never as 0% or 100%."""
    assert words.chance(probability) == said


@given(st.floats(0, 1))
def test_a_chance_is_within_half_a_step_of_the_truth(probability: float) -> None:
    """What is said differs by at most 2.5 points from what is known."""
    said = words.chance(probability)
    figure = int("".join(letter for letter in said if letter.isdigit()))
    if said.startswith("about"):
        assert abs(figure - probability * 100) <= 2.5 + 1e-9
    else:
        assert probability < 0.05 or probability > 0.95


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "no days"),
        (0.2, "less than one day"),
        (1, "one day"),
        (1.5, "2 days"),
        (18, "18 days"),
        (1204, "1,204 days"),
    ],
)
def test_days(value: float, said: str) -> None:
    """Zero, part of one, one and many have their own words."""
    assert words.days(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(18, "18 days later"), (-3, "3 days earlier"), (1, "one day later"), (0, "as first agreed")],
)
def test_signs_are_words(value: float, said: str) -> None:
    """Later and earlier are said, never shown by a sign."""
    assert words.later(value) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2026-11-23T07:00Z", "7am on Monday 23 November 2026"),
        ("2026-07-01T16:30Z", "5:30pm on Wednesday 1 July 2026"),
        ("2026-11-22T12:00Z", "midday on Sunday 22 November 2026"),
        ("2026-11-23T00:00Z", "the end of Sunday 22 November 2026"),
        ("2026-11-22T00:05Z", "12:05am on Sunday 22 November 2026"),
    ],
)
def test_instants_are_read_in_the_programmes_zone(instant: str, said: str) -> None:
    """Summer time counts, and midnight is the end of a day."""
    assert words.instant(datetime.fromisoformat(instant), LONDON) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.5, "less than an hour"),
        (1.9, "one hour"),
        (47.9, "47 hours"),
        (48, "2 days"),
        (100, "4 days"),
    ],
)
def test_ages(hours: float, said: str) -> None:
    """An age is told in hours for two days, then in days."""
    assert words.age(hours) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_lists(names: list[str], said: str) -> None:
    """The last two names are joined by a word."""
    assert words.listing(names) == said


def test_long_titles_are_cut_at_a_word() -> None:
    """A title of 100 letters becomes at most 70 with an ellipsis."""
    cut = words.title("Book an assessment " * 6)
    assert len(cut) <= 70
    assert cut.endswith("Book an…")


def test_titles_that_turn_the_text_are_isolated() -> None:
    """An override inside a title ends with the title."""
    assert words.title("safe \u202egnp.exe") == "\u2068safe \u202egnp.exe\u2069"
    assert words.title("خدمة") == "\u2068خدمة\u2069"
    assert words.title("plain") == "plain"


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, ""])
def test_what_is_missing_is_not_known(value: object) -> None:
    """Every form of missing is missing."""
    assert not words.known(value)


def test_zero_and_false_are_known() -> None:
    """Nought is a value."""
    assert words.known(0)
    assert words.known(datetime(2026, 1, 1, tzinfo=UTC))
