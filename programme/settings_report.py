"""``[report]`` of config.toml: the weekly report, and how long it is kept."""

from typing import Annotated, Literal

from pydantic import Field

from programme.settings_section import Section
from programme.values import Count

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
#: In the order of ISO weekdays, Monday first.
WEEKDAYS: tuple[Weekday, ...] = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)


class Report(Section):
    """When a week is frozen by itself, how far back weeks are rebuilt, and how long all is kept."""

    day: Weekday = "Monday"
    rebuild_weeks: Annotated[int, Field(strict=True, ge=0, le=520)] = 26
    keep_years: Annotated[Count, Field(le=100)] = 7
    keep_titles_months: Annotated[Count, Field(le=1200)] = 13
