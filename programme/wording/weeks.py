"""What a week of the report is called."""

from datetime import date, timedelta

from programme.wording.words import day


def week(iso_week: str) -> str:
    """Return an ISO week, as in ``2026-W47``, as ``week 47, 16 to 22 November 2026``."""
    year, number = int(iso_week[:4]), int(iso_week[6:8])
    monday = date.fromisocalendar(year, number, 1)
    sunday = monday + timedelta(days=6)
    if monday.month == sunday.month:
        first = str(monday.day)
    elif monday.year == sunday.year:
        first = f"{monday.day} {monday:%B}"
    else:
        first = day(monday)
    return f"week {number}, {first} to {day(sunday)}"
