"""``[report]`` of config.toml: the weekly report, and how long it is kept."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from programme.settings_section import Section
from programme.values import Count, OwnAddress, Switch, Variables

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
#: In the order of ISO weekdays, Monday first.
WEEKDAYS: tuple[Weekday, ...] = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)


class Send(Section):
    """Whom the report goes to: names of environment variables, which hold Apprise's addresses.

    An address holds secrets (a password, a webhook's key), so that none stands in the file.

    Attributes:
        mail_env: Whoever these lead to is sent the position, the decisions and the whole pack.
        chat_env: Whoever these lead to is sent the position and a link.
        address: Where readers find the dashboard; empty = no link is sent.
        alerts: Whether all of them are told at once of what cannot wait for the week's end.
    """

    mail_env: Variables = ()
    chat_env: Variables = ()
    address: OwnAddress = ""
    alerts: Switch = True

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Send":
        names = [*self.mail_env, *self.chat_env]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"the variable {name} is named twice; name it once")
        return self


class Report(Section):
    """When a week is frozen by itself, how far back weeks are rebuilt, and how long all is kept."""

    day: Weekday = "Monday"
    rebuild_weeks: Annotated[int, Field(strict=True, ge=0, le=520)] = 26
    send: Send = Send()
    keep_years: Annotated[Count, Field(le=100)] = 7
    keep_titles_months: Annotated[Count, Field(le=1200)] = 13
