"""config.toml as frozen models; units stand in the key names.

The larger sections have modules of their own, ``settings_*``. Every default:
docs/configuration.md.
"""

from collections.abc import Collection as Many
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from programme.settings_calendar import Calendar
from programme.settings_labels import Labels
from programme.settings_measures import IncrementSize, Measures, Ratings, Risk
from programme.settings_projects import Project
from programme.settings_report import Report
from programme.settings_section import Section
from programme.settings_sources import Collection, Source
from programme.values import (
    Count,
    Day,
    File,
    Name,
    Number,
    StoreAddress,
    Switch,
    in_years,
    no_number,
)

_MINUTES_A_YEAR = 366 * 24 * 60


class Programme(Section):
    """What the programme is for, who answers for it (roles, never people), and since when."""

    name: Name
    outcome: Annotated[str, Field(min_length=1, max_length=200)]
    sro_role: Name
    digital_lead_role: str = ""
    started_on: Annotated[Day, AfterValidator(in_years)]
    time_zone: str = "Europe/London"
    narrative: Annotated[str, Field(max_length=600)] = ""
    # Demonstrations only: pins the clock.
    as_of: Annotated[datetime | None, BeforeValidator(no_number)] = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"{value!r} is not a time zone; use a name such as Europe/London"
            ) from error
        return value

    @field_validator("as_of")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("needs an offset, as in 2026-11-22T09:00:00Z")
        return in_years(value).astimezone(UTC)

    @property
    def zone(self) -> ZoneInfo:
        """The programme's time zone, in which days and weeks are cut."""
        return ZoneInfo(self.time_zone)


class Store(Section):
    """Where what was seen is kept."""

    url: StoreAddress = "sqlite:///data/waymark.db"


class Network(Section):
    """Which hosts may be reached, and whose certificates are trusted."""

    allow_private: Switch = False
    ca_file: File = ""


class Sync(Section):
    """How sources are pulled."""

    refresh_minutes: Annotated[Count, Field(le=_MINUTES_A_YEAR)] = 60
    requests_at_once: Annotated[Count, Field(le=16)] = 4
    wait_at_most_minutes: Annotated[Number, Field(ge=0, le=_MINUTES_A_YEAR)] = 30


class Workers(Section):
    """Many machines: a Dask cluster that measures, with PostgreSQL as the store."""

    dask: Annotated[str | None, Field(pattern=r"^(tcp|tls)://[^\s/]+:\d+$")] = None


class Settings(Section):
    """The whole of config.toml."""

    programme: Programme
    projects: Annotated[tuple[Project, ...], Field(min_length=1)]
    store: Store = Store()
    network: Network = Network()
    sync: Sync = Sync()
    risk: Risk = Risk()
    labels: Labels = Labels()
    ratings: Ratings = Ratings()
    increments: IncrementSize = IncrementSize()
    measures: Measures = Measures()
    calendar: Calendar = Calendar()
    report: Report = Report()
    workers: Workers = Workers()

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Settings":
        titles = [project.name for project in self.projects]
        for title in titles:
            if titles.count(title) > 1:
                raise ValueError(f"two projects are named {title!r}; give each its own name")
        sources = [entry.name.lower() for project in self.projects for entry in project.listed]
        for name in sources:
            if sources.count(name) > 1:
                raise ValueError(
                    f"the source {name} is listed twice; one repository belongs to one project"
                )
        return self

    @model_validator(mode="after")
    def _clusters_need_a_server(self) -> "Settings":
        if self.workers.dask is not None and self.store.url.startswith("sqlite"):
            raise ValueError(
                "workers.dask needs store.url to name a PostgreSQL database: other machines "
                "cannot read an SQLite file"
            )
        return self

    @model_validator(mode="after")
    def _limits_are_of_known_categories(self) -> "Settings":
        known = {f"{name}_days".replace("-", "_") for name in self.labels.risk_category}
        for key in self.risk.tolerance.__pydantic_extra__:
            if key.replace("-", "_") not in known:
                raise ValueError(
                    f"risk.tolerance.{key} is no known limit; write total_days, or the days of a "
                    f"category of labels.risk_category: {', '.join(sorted(known))}"
                )
        return self

    def of_projects(self, names: Many[str]) -> "Settings":
        """Return these settings with the projects *names* alone, in the order of the file."""
        return self.with_projects(p for p in self.projects if p.name in names)

    def with_projects(self, projects: Iterable[Project]) -> "Settings":
        """Return these settings with other projects."""
        # Not copied: a copy would keep what is cached of all projects.
        values = {key: getattr(self, key) for key in type(self).model_fields}
        return self.model_construct(**{**values, "projects": tuple(projects)})

    @property
    def source_names(self) -> list[str]:
        """Names of all sources, in the order of the file."""
        return [source.name for _, source in self.sources]

    @property
    def named(self) -> frozenset[str]:
        """Names of the sources that the file itself names, in small letters."""
        return frozenset(
            source.name.lower() for project in self.projects for source in project.named
        )

    @property
    def collections(self) -> tuple[Collection, ...]:
        """Every owner and group, in the order of the file."""
        return tuple(entry for project in self.projects for entry in project.collections)

    @cached_property
    def sources(self) -> tuple[tuple[Project, Source], ...]:
        """Every source with its project, in the order of the file."""
        return tuple((project, source) for project in self.projects for source in project.sources)
