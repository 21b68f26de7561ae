"""Ratings in words; a rating is never told by colour alone."""

from typing import Final

from programme.wording.words import number, title

RATING_WORDS: Final = {"green": "Green", "amber": "Amber", "red": "Red", "not_rated": "Not rated"}
_ORDER: Final = {"red": 0, "amber": 1, "green": 2}


def rating_word(rating: str) -> str:
    """Return ``Green``, ``Amber``, ``Red`` or, for anything else, ``Not rated``."""
    return RATING_WORDS.get(rating, RATING_WORDS["not_rated"])


def named(increment: str, project: str = "") -> str:
    """Return an increment as a sentence's subject: ``‘Pay’``, or ``‘Pay’ (Council tax)``."""
    quoted = f"‘{title(increment)}’"
    return f"{quoted} ({project})" if project else quoted


def points_to(rating: str) -> str:
    """Say which rating the figures point to; empty when they point to none."""
    return f"The figures point to {rating_word(rating)}." if rating in _ORDER else ""


def change(
    rating: str,
    previous: str | None,
    *,
    weeks_ago: int = 1,
    nothing_known: bool = False,
    disputed: bool = False,
) -> str:
    """Say how a rating differs from the report before, and of when that is unless of last week.

    Args:
        rating: The rating now.
        previous: The rating of the report before; None when there is none.
        weeks_ago: How many weeks before this one that report is of.
        nothing_known: Whether no week before is known, by any figure.
        disputed: Whether the figures point to a worse rating; then none is called better.
    """
    if previous is None and nothing_known:
        return "First report, so nothing to compare with."
    if previous is None:
        return "No earlier report to compare with."
    was = rating_word(previous)
    gap = weeks_ago > 1
    if rating == previous:
        return f"Same, compared with {weeks_ago} weeks ago." if gap else "Same as last week."
    if disputed or rating not in _ORDER or previous not in _ORDER:
        return f"{weeks_ago} weeks ago: {was}." if gap else f"Last week: {was}."
    way = "Better" if _ORDER[rating] > _ORDER[previous] else "Worse"
    if gap:
        return f"{way}, compared with {weeks_ago} weeks ago (was {was})."
    return f"{way} than last week (was {was})."


def rule(red_below: float, green_from: float) -> str:
    """Say which chance of a key date makes a rating red, and which makes it green.

    Args:
        red_below: 0 to 1; a lower chance is red.
        green_from: 0 to 1; this chance or a higher one is green.
    """
    red = "an even chance" if red_below == 0.5 else _percent(red_below)
    green = "4 in 5" if green_from == 0.8 else _percent(green_from)
    return f"Red: less than {red} of a key date. Green: at least {green}."


def _percent(share: float) -> str:
    percent = number(share * 100)
    return (
        f"{'an' if percent.startswith('8') or percent in {'11', '18'} else 'a'} {percent}% chance"
    )


def disputed(declared: str, indicated: str) -> bool:
    """Tell whether a declared rating is better than the one that the figures point to."""
    both = declared in _ORDER and indicated in _ORDER
    return both and _ORDER[declared] > _ORDER[indicated]


def in_a_row(reports: int) -> str:
    """Say for how many weekly reports in a row two ratings disagree; empty for the first."""
    if reports < 2:
        return ""
    return f"They have disagreed for {number(reports)} weekly reports in a row, this one included. "


def disagreement(declared: str, indicated: str, reason: str, reports: int = 1) -> str:
    """Say that a declared rating is better than the figures; empty when it is not.

    Args:
        declared: By a role.
        indicated: By the figures.
        reason: What decided that, in a sentence.
        reports: In how many weekly reports in a row they disagree so, this one last.
    """
    if not disputed(declared, indicated):
        return ""
    return (
        f"The programme team rates this {rating_word(declared)}. "
        f"The figures point to {rating_word(indicated)}. {reason} "
        f"{in_a_row(reports)}"
        "Ask the team what they know that the figures do not."
    )
