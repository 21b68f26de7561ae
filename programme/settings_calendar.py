"""``[calendar]`` of config.toml: which days are worked."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from programme import public_holidays
from programme.settings_section import Section
from programme.values import Day, Name, Ratio, Switch, in_years


class QuietPeriod(Section):
    """Days, both ends included, on which fewer people work than usual, or nobody."""

    name: Name
    from_: Annotated[Day, AfterValidator(in_years), Field(alias="from")]
    to: Annotated[Day, AfterValidator(in_years)]
    # Share of the usual pace on each of its working days; 0 = nobody works.
    pace: Ratio = 0

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "QuietPeriod":
        if self.to < self.from_:
            raise ValueError(f"{self.name!r} ends on {self.to}, before it begins on {self.from_}")
        return self


class Calendar(Section):
    """Which days are worked; calendar days are counted always."""

    country: str = ""
    subdivision: str = ""
    working_days: Switch = False
    # Where they overlap, the lower pace counts.
    quiet: tuple[QuietPeriod, ...] = ()

    @model_validator(mode="after")
    def _known_place(self) -> "Calendar":
        if self.country:
            public_holidays.check(self.country, self.subdivision)
        elif self.subdivision or self.working_days:
            raise ValueError(
                'country is missing; add it, as in country = "GB", so that its public holidays '
                "are known"
            )
        return self
