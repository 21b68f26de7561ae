"""Names of weeks and of their snapshots: ``2026-W47`` and, corrected once, ``2026-W47-r1``."""

import re
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from programme.errors import ConfigError
from programme.values import YEARS
from programme.weeks import WEEK, iso_week, local_date, local_midnight, monday_of, week_start

_NAME: Final = re.compile(r"(\d{4})-W(\d{2})(?:-r(\d{1,4}))?")


class WeekName(NamedTuple):
    """Names one snapshot of a week.

    Attributes:
        week: ISO week, ``2026-W47``.
        revision: Which correction of it is meant; None = the newest there is.
    """

    week: str
    revision: int | None = None


def parse(text: str) -> WeekName:
    """Read ``2026-W47`` or ``2026-W47-r1``.

    Raises:
        ConfigError: If it names no week.
    """
    found = _NAME.fullmatch(text)
    if found and int(found[1]) in YEARS:
        try:
            week = iso_week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:
            pass
        else:
            return WeekName(week, int(found[3]) if found[3] else None)
    raise ConfigError(f"{text!r} names no week; write it as 2026-W47, or 2026-W47-r1.")


def is_name(text: str) -> bool:
    """Say whether *text* has the form of a name; whether there is such a week is another thing."""
    return bool(_NAME.fullmatch(text))


def is_week(text: str) -> bool:
    """Say whether *text* names an ISO week that there is."""
    try:
        return parse(text) == (text, None)
    except ConfigError:
        return False


def name(week: str, revision: int) -> str:
    """Return what a snapshot is called."""
    return f"{week}-r{revision}" if revision else week


def ends_at(week: str, zone: ZoneInfo) -> datetime:
    """Return the instant at which a week ends: its Sunday's 24:00 in *zone*."""
    return local_midnight(monday_of(week) + WEEK, zone)


def last_whole(as_of: datetime, zone: ZoneInfo) -> str:
    """Return the last week that has ended by an instant."""
    return iso_week(week_start(local_date(as_of, zone)) - timedelta(days=1))


def before(week: str, count: int = 1) -> str:
    """Return the week so many weeks before."""
    return iso_week(monday_of(week) - WEEK * count)


def after(week: str) -> str:
    """Return the week that follows."""
    return iso_week(monday_of(week) + WEEK)
