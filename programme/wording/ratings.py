"""Ratings in words; a rating is never told by colour alone."""

from typing import Final

RATING_WORDS: Final = {"green": "Green", "amber": "Amber", "red": "Red", "not_rated": "Not rated"}
_ORDER: Final = {"red": 0, "amber": 1, "green": 2}


def rating_word(rating: str) -> str:
    """Return ``Green``, ``Amber``, ``Red`` or, for anything else, ``Not rated``."""
    return RATING_WORDS.get(rating, RATING_WORDS["not_rated"])


def points_to(rating: str) -> str:
    """Say which rating the figures point to; empty when they point to none."""
    return f"The figures point to {rating_word(rating)}." if rating in _ORDER else ""


def change(rating: str, previous: str | None) -> str:
    """Say how a rating differs from the report before.

    Args:
        rating: The rating now.
        previous: The rating of the report before; None when there is none.
    """
    if previous is None:
        return "First report, so nothing to compare with."
    was = rating_word(previous)
    if rating == previous:
        return "Same as last week."
    if rating not in _ORDER or previous not in _ORDER:
        return f"Last week: {was}."
    better = _ORDER[rating] > _ORDER[previous]
    return f"{'Better' if better else 'Worse'} than last week (was {was})."


def disagreement(declared: str, indicated: str, reason: str) -> str:
    """Say that a declared rating is better than the figures; empty when it is not."""
    if declared not in _ORDER or indicated not in _ORDER or _ORDER[declared] <= _ORDER[indicated]:
        return ""
    return (
        f"The programme team rates this {rating_word(declared)}. "
        f"The figures point to {rating_word(indicated)}. {reason} "
        "Ask the team what they know that the figures do not."
    )
