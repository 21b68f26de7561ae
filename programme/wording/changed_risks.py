"""How risks and decisions changed between two editions, in sentences."""

from datetime import date
from typing import Final

from programme.wording.words import day, days, title

_EXPECTED: Final = "of expected delay"


def risk(text: str, project: str = "") -> str:
    """Return a risk as a subject: ``Risk ‘Supplier is late’``, with its project if it is given."""
    return f"Risk ‘{title(text)}’{f' ({project})' if project else ''}"


def new(name: str, expected: float | None) -> str:
    """Say that a risk is new.

    Args:
        name: Of ``risk``.
        expected: Days of delay that it carries; None where it is not sized.
    """
    return f"{name} is new, {_carrying(expected)}."


def reopened(name: str, expected: float | None) -> str:
    """Say that a risk is open again; arguments as of ``new``."""
    return f"{name} is open again, {_carrying(expected)}."


def _carrying(expected: float | None) -> str:
    return "and not sized yet" if expected is None else f"with {days(expected)} {_EXPECTED}"


def resized(name: str, before: float | None, after: float | None) -> str:
    """Say that a risk grew or shrank.

    Args:
        name: Of ``risk``.
        before: Days of delay that it carried; None where it was not sized.
        after: Days that it carries now; None where it is not sized.
    """
    if before is None:
        return f"{name} is sized now: {days(after or 0)} {_EXPECTED}."
    if after is None:
        return f"{name} is not sized any more (was {days(before)} {_EXPECTED})."
    verb = "grew" if after > before else "shrank"
    return f"{name} {verb} by {days(abs(after - before))}, to {days(after)} {_EXPECTED}."


def retired(name: str, expected: float | None, *, dealt_with: bool = True) -> str:
    """Say that a risk is gone.

    Args:
        name: Of ``risk``.
        expected: Days of delay that it carried; None where it was not sized.
        dealt_with: Whether it was closed; else it is not kept as a risk any more.
    """
    how = "was dealt with" if dealt_with else "is not kept as a risk any more"
    less = "" if expected is None else f", which takes off {days(expected)} {_EXPECTED}"
    return f"{name} {how}{less}."


def happened(name: str, impact: float | None, expected: float | None) -> str:
    """Say that a risk happened.

    Args:
        name: Of ``risk``.
        impact: Days that it costs; None where it was not sized.
        expected: Days of them that were expected; None where it was not known before.
    """
    if impact is None:
        return f"{name} happened. What it costs is not known."
    known = f", of which {days(expected)} {_were(expected)} expected" if expected else ""
    return f"{name} happened. It may cost {days(impact)}{known}."


def _were(value: float) -> str:
    return "was" if value < 1.5 else "were"


def crossed(exposure: float, limit: float) -> str:
    """Say on which side of the board's limit the open risks are now."""
    side = "over" if exposure > limit else "again within"
    return (
        f"Open risks now carry {days(exposure)} {_EXPECTED}, "
        f"{side} the board’s limit of {days(limit)}."
    )


def limit_moved(before: float | None, after: float | None) -> str:
    """Say that the board's limit changed; None = there is none."""
    if after is None:
        return f"The board has no limit {_EXPECTED} any more (was {days(before or 0)})."
    was = "there was none" if before is None else f"was {days(before)}"
    return f"The board’s limit {_EXPECTED} is {days(after)} now ({was})."


def needed(text: str, until: date | None, *, moved: bool = False) -> str:
    """Say that a decision is asked for.

    Args:
        text: Its title.
        until: The day by which it is needed; None where none is known.
        moved: Whether it was asked for before, by another day.
    """
    by = f" by {day(until)}" if until else ""
    if moved:
        return f"A decision is needed{by or ' by no certain date'} now: ‘{title(text)}’."
    return f"A decision is needed{by}: ‘{title(text)}’."


def decided(text: str) -> str:
    """Say that a decision was taken."""
    return f"A decision was taken: ‘{title(text)}’."


def withdrawn(text: str) -> str:
    """Say that a decision is not asked for any more, though it was not taken."""
    return f"A decision is not asked for any more: ‘{title(text)}’."
