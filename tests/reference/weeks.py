"""ISO weeks in the programme's time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Week:
    """A whole week; ``begins`` and ``ends`` are the Mondays' 00:00, the second one outside."""

    monday: date
    begins: datetime
    ends: datetime

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def week_of(day: date, zone: ZoneInfo) -> Week:
    """Return the week that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return Week(monday, midnight(monday, zone), midnight(monday + timedelta(days=7), zone))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def whole_weeks(started_on: date, as_of: datetime, zone: ZoneInfo) -> list[Week]:
    """List the weeks from the one with ``started_on`` to the last that is over at ``as_of``."""
    weeks = []
    week = week_of(started_on, zone)
    while week.ends <= as_of:
        weeks.append(week)
        week = week_of(week.monday + timedelta(days=7), zone)
    return weeks
