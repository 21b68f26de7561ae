"""Contrast of every colour against what lies behind it (WCAG 1.4.3 and 1.4.11)."""

import pytest

from charts import palette


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [*palette.CATEGORICAL, palette.GREY, palette.INK])
def test_marks_stand_out_from_paper(colour: str) -> None:
    """Lines, bars and points reach 3:1."""
    assert contrast(colour, palette.PAPER) >= 3


def test_chart_text_is_readable() -> None:
    """Axis text and labels reach 4.5:1."""
    assert contrast(palette.INK, palette.PAPER) >= 4.5


@pytest.mark.parametrize("rating", palette.RATINGS)
def test_rating_tags_are_readable_and_have_a_shape(rating: str) -> None:
    """Text on its ground reaches 4.5:1, and each rating has a shape of its own."""
    text, ground, shape = palette.RATINGS[rating]
    assert contrast(text, ground) >= 4.5
    assert [s for _, _, s in palette.RATINGS.values()].count(shape) == 1


def test_ratings_are_no_series_colours() -> None:
    """Nobody takes a navy bar for a rating, or a rating for a bar."""
    used = {colour for text, ground, _ in palette.RATINGS.values() for colour in (text, ground)}
    assert used.isdisjoint(palette.CATEGORICAL)
