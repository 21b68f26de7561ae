"""What a week of the report is called."""

from programme.weeks import monday_of, sunday_of
from programme.wording.words import capital, day


def number(iso_week: str) -> int:
    """Return the number in its year of an ISO week such as ``2026-W47``."""
    return int(iso_week.partition("-W")[2])


def days(iso_week: str) -> str:
    """Return the days of an ISO week: ``16 to 22 November 2026``."""
    monday, sunday = monday_of(iso_week), sunday_of(iso_week)
    if monday.month == sunday.month:
        first = str(monday.day)
    elif monday.year == sunday.year:
        first = f"{monday.day} {monday:%B}"
    else:
        first = day(monday)
    return f"{first} to {day(sunday)}"


def week(iso_week: str) -> str:
    """Return an ISO week with its days: ``week 47, 16 to 22 November 2026``."""
    return f"week {number(iso_week)}, {days(iso_week)}"


def week_of(iso_week: str) -> str:
    """Return a week as ``week`` does, to begin a line: ``Week 47, 16 to 22 November 2026``."""
    return capital(week(iso_week))
