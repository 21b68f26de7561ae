"""When the council works: the programme's weeks, bank holidays, and the seasons of a year."""

from datetime import UTC, date, datetime, timedelta

from sample.dice import Dice

STARTED_ON = date(2025, 5, 19)
#: The demonstration's clock: a Monday morning, 78 whole weeks after the start.
AS_OF = datetime(2026, 11, 16, 7, tzinfo=UTC)

_BANK_HOLIDAYS = {
    date(2025, 5, 5),
    date(2025, 5, 26),
    date(2025, 8, 25),
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
}
#: First Monday, last Monday, share of the usual work that is done.
_SEASONS = (
    (date(2025, 7, 28), date(2025, 8, 25), 0.8),
    (date(2025, 10, 27), date(2025, 10, 27), 0.8),
    (date(2025, 12, 22), date(2025, 12, 29), 0.15),
    (date(2026, 3, 30), date(2026, 4, 6), 0.7),
    (date(2026, 7, 27), date(2026, 8, 24), 0.8),
    (date(2026, 10, 26), date(2026, 10, 26), 0.8),
)


def mondays() -> list[date]:
    """Return the Monday of every whole week of the programme."""
    count = (AS_OF.date() - STARTED_ON).days // 7
    return [STARTED_ON + timedelta(weeks=number) for number in range(count)]


def season(monday: date) -> float:
    """Return the share of the usual work that is done in the week of *monday*."""
    return next((share for first, last, share in _SEASONS if first <= monday <= last), 1.0)


def is_working(day: date) -> bool:
    """Say whether offices are open on *day*."""
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS


def next_working(day: date) -> date:
    """Return *day*, or the next working day after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def office_hour(day: date, dice: Dice) -> datetime:
    """Return an instant in the office hours of *day*, or of the next working day."""
    minute = dice.whole(8 * 60, 16 * 60 + 29)
    midnight = datetime.combine(next_working(day), datetime.min.time(), tzinfo=UTC)
    return midnight + timedelta(minutes=minute, seconds=dice.whole(0, 59))


def at_nine(day: date) -> datetime:
    """Return nine o'clock on *day*, for what the story fixes to a day."""
    return datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
