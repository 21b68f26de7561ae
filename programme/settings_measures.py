"""Sections of config.toml on what is measured, rated and accepted."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from programme.settings_section import Section
from programme.values import Count, Days, Number, Ratio


class Tolerance(BaseModel):
    """The most delay the board accepts: ``total_days``; by category ``security_days`` and so on."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Days]

    total_days: Days | None = None

    @model_validator(mode="after")
    def _only_days(self) -> "Tolerance":
        for key in self.__pydantic_extra__:
            if not key.endswith("_days"):
                raise ValueError(f"{key!r} is not a known key; a category's limit ends in _days")
        return self

    def of(self, category: str) -> float | None:
        """Return the limit of a category, a key of ``[labels.risk_category]``; None = none."""
        limits = {key.replace("-", "_"): days for key, days in self.__pydantic_extra__.items()}
        return limits.get(f"{category}_days".replace("-", "_"))


class Risk(Section):
    """What the board accepts."""

    tolerance: Tolerance = Tolerance()


class Ratings(Section):
    """Thresholds of the indicated rating."""

    green_p_on_time: Ratio = 0.80
    amber_p_on_time: Ratio = 0.50
    red_exposure_ratio: Annotated[Number, Field(ge=1)] = 1.5
    amber_slip_rate: Number = 0.25
    red_slip_rate: Number = 1.0


class IncrementSize(Section):
    """When an increment is too large to be steered."""

    max_days_p80: Count = 90
    max_items: Count = 40


class Measures(Section):
    """What is measured beside counts of pieces of work."""

    # "weight" | "label:PREFIX*" | "field:NAME"; empty = counts alone.
    size: str = ""

    @field_validator("size")
    @classmethod
    def _known_size(cls, value: str) -> str:
        kind, _, name = (part.strip() for part in value.partition(":"))
        if value in {"", "weight"} or (kind == "field" and name):
            return value
        if kind == "label" and name.endswith("*") and "*" not in name[:-1] and name != "*":
            return value
        raise ValueError(
            f'{value!r} is no source of sizes; write "weight", "label:points::*" or '
            '"field:Estimate"'
        )

    @property
    def size_label(self) -> str:
        """What the labels that give a size begin with, such as ``points::``; empty = none do."""
        kind, _, name = self.size.partition(":")
        return name.strip()[:-1] if kind.strip() == "label" else ""

    @property
    def size_field(self) -> str:
        """Name of the number field of GitHub Projects that gives a size; empty = none does."""
        kind, _, name = self.size.partition(":")
        return name.strip() if kind.strip() == "field" else ""

    @property
    def size_unit(self) -> str:
        """What sizes are taken from, in the team's own word: ``weight``, ``points``, a field."""
        return (self.size_field or self.size_label or self.size).strip(" :/=_-")

    @property
    def size_at_forge(self) -> str:
        """The setting if sizes come with the issue, so that another one needs another reading."""
        return "" if self.size_label else self.size
