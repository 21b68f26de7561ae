"""How the dates of increments changed between two editions, in sentences."""

from datetime import date

from programme.wording.words import count, day, later, sentence


def moved(name: str, days: float, p80_on: date) -> str:
    """Say that a forecast moved.

    Args:
        name: Of what is forecast, as a subject.
        days: By how many, never 0; + is later.
        p80_on: The day by which it is finished with a chance of 4 in 5 now.
    """
    return f"{name} has a 4 in 5 chance by {day(p80_on)} now, {later(days)} than before."


def likely(p80_on: date) -> str:
    """Return a forecast: ``12 March 2027 (4 in 5 chance)``."""
    return f"{day(p80_on)} (4 in 5 chance)"


def forecast_found(name: str, p80_on: date) -> str:
    """Say that something can be forecast now."""
    return f"{name} can be forecast now: {likely(p80_on)}."


def forecast_lost(name: str, reason: str) -> str:
    """Say that there is no forecast any more, and why."""
    return " ".join(
        text for text in (f"{name} has no forecast any more.", sentence(reason)) if text
    )


def planned(name: str, days: float, target_on: date, stands: str) -> str:
    """Say that the date worked to moved.

    Args:
        name: Of the increment, as a subject.
        days: By how many, never 0; + is later.
        target_on: The date now.
        stands: Of ``stands``; may be empty.
    """
    said = f"{name} is planned for {day(target_on)} now, {later(days)} than before."
    return f"{said} {stands}".strip()


def planned_first(name: str, target_on: date, stands: str) -> str:
    """Say that there is a date to work to, where there was none."""
    return f"{name} has a date to work to now: {day(target_on)}. {stands}".strip()


def planned_no_more(name: str, target_on: date) -> str:
    """Say that there is no date to work to any more."""
    return f"{name} has no date to work to any more (was {day(target_on)})."


def stands(
    since_first: float | None,
    *,
    agreed: bool,
    since_last: float | None = None,
    last_agreed_on: date | None = None,
) -> str:
    """Say how a date stands to the one first agreed, and to the one agreed anew (rule C3).

    Args:
        since_first: Days since the first date; + is later, None where it is not known.
        agreed: Whether the first date was agreed; else it was only seen.
        since_last: Days since the date agreed last; None where none was agreed anew of late.
        last_agreed_on: When that was agreed.
    """
    if since_first is None:
        return ""
    first = _compared(since_first, f"first {'agreed' if agreed else 'seen'}")
    if since_last is None or last_agreed_on is None:
        return f"That is {first}."
    return f"That is {first}, and {_compared(since_last, f're-agreed on {day(last_agreed_on)}')}."


def _compared(days: float, what: str) -> str:
    return f"{later(days)} than {what}" if round(days) else f"as {what}"


def agreed_anew(name: str, before: date, after: date, agreed_on: date | None, stands: str) -> str:
    """Say that another date was agreed.

    Args:
        name: Of the increment, as a subject.
        before: The date agreed before.
        after: The date agreed last.
        agreed_on: When that was agreed; None where it is not known.
        stands: Of ``stands``; may be empty.
    """
    when = f" on {day(agreed_on)}" if agreed_on else ""
    said = f"{name} was re-agreed{when}: {day(after)} instead of {day(before)}."
    return f"{said} {stands}".strip()


def agreed_first(name: str, after: date) -> str:
    """Say that a date was agreed where none was."""
    return f"{name} has an agreed date now: {day(after)}."


def agreed_no_more(name: str, before: date) -> str:
    """Say that a date is not agreed any more."""
    return f"{name} has no agreed date any more (was {day(before)})."


def finished(name: str, finished_on: date | None, days: float | None) -> str:
    """Say that an increment was finished.

    Args:
        name: Of the increment, as a subject.
        finished_on: The day; None where it is not known.
        days: By how many days that differs from the forecast; + is later, None without one.
    """
    when = f" on {day(finished_on)}" if finished_on else ""
    if days is None:
        return f"{name} was finished{when}."
    compared = f"{later(days)} than" if round(days) else "as"
    return f"{name} was finished{when}, {compared} forecast (4 in 5 chance)."


def reopened(name: str, p80_on: date | None) -> str:
    """Say that an increment is open again."""
    ahead = f", and may take until {likely(p80_on)}" if p80_on else ""
    return f"{name} is open again{ahead}."


def added(name: str, pieces: int, target_on: date | None) -> str:
    """Say that an increment is new."""
    until = f", planned for {day(target_on)}" if target_on else ""
    return f"{name} is new, with {count(pieces, 'piece of work', 'pieces of work')}{until}."


def removed(name: str, by: date) -> str:
    """Say that an increment is not there any more.

    Args:
        name: Of the increment, as a subject.
        by: Local date of the edition that misses it.
    """
    return f"{name} was removed by {day(by)}."


def renamed(name: str, before: str) -> str:
    """Say that an increment has another name; *before* is quoted."""
    return f"{name} has a new name (was {before})."
