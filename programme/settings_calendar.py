"""``[calendar]`` of config.toml."""

from pydantic import model_validator

from programme import public_holidays
from programme.settings_section import Section
from programme.values import Switch


class Calendar(Section):
    """Which days are worked; calendar days are counted always."""

    country: str = ""
    subdivision: str = ""
    working_days: Switch = False

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
