"""How large a piece of work is, and how many of the days of a span were worked."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import holidays

from tests.reference.labels import joined
from tests.reference.programme import Programme, Thing


def size(programme: Programme, thing: Thing) -> Decimal | None:
    """Return the size of an item as of the programme's ``as_of``."""
    setting = programme.settings.measures.size
    if setting == "weight":
        weight = thing.history.issue.weight
        return None if weight is None else Decimal(weight)
    if not setting.startswith("label:"):
        return None
    begin = joined(setting.removeprefix("label:").removesuffix("*"))
    carried = [joined(label) for label in thing.history.labels_at(programme.as_of)]
    values = [label[len(begin) :] for label in carried if label.startswith(begin)]
    if not values or not all(re.fullmatch(r"\d+(\.\d+)?", value) for value in values):
        return None
    return max(Decimal(value) for value in values)


def total(programme: Programme, things: Iterable[Thing]) -> Decimal | None:
    """Add up the sizes of items; those without one add nothing."""
    if not programme.settings.measures.size:
        return None
    return sum((size(programme, thing) or Decimal(0) for thing in things), Decimal(0))


def working_days(programme: Programme, first: date, last: date) -> int | None:
    """Count the days from Monday to Friday that are no public holiday, both ends included."""
    calendar = programme.settings.calendar
    if not calendar.working_days:
        return None
    off = holidays.country_holidays(calendar.country, subdiv=calendar.subdivision or None)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return sum(day.weekday() < 5 and day not in off for day in days)
