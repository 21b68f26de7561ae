"""config.toml as frozen models; units stand in the key names.

Defaults of labels, ratings and sizes: docs/configuration.md.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from programme import public_holidays
from programme.rows import LINK_KINDS, LinkKind
from programme.values import (
    Count,
    Day,
    Days,
    File,
    Folder,
    ForgeAddress,
    Name,
    Number,
    Ratio,
    StoreAddress,
    Switch,
    Variable,
    in_years,
    no_number,
)

_MINUTES_A_YEAR = 366 * 24 * 60
#: Teams of fewer people are never shown on their own: one person's work would be told.
LEAST_PEOPLE = 5

#: Titles are compared without the blanks around them.
Title = Annotated[str, AfterValidator(str.strip)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Programme(_Section):
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


class GithubSource(_Section):
    """One GitHub repository, on github.com or on GitHub Enterprise (``url`` = ``https://host/api/v3``)."""

    kind: Literal["github"]
    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    url: ForgeAddress = "https://api.github.com"
    token_env: Variable

    @property
    def name(self) -> str:
        """``host/owner/repo``."""
        return f"{self.web_host}/{self.repository}"

    @property
    def web_host(self) -> str:
        """The host that people open in a browser, with its port if it has one."""
        host = urlsplit(self.url).netloc
        return "github.com" if host == "api.github.com" else host


class GitlabSource(_Section):
    """One GitLab project, on gitlab.com or self-managed (``url`` = ``https://host``)."""

    kind: Literal["gitlab"]
    project: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")]
    url: ForgeAddress = "https://gitlab.com"
    token_env: Variable

    @property
    def name(self) -> str:
        """``host/group/project``."""
        return f"{self.web_host}/{self.project}"

    @property
    def web_host(self) -> str:
        """The host that people open in a browser, with its port if it has one."""
        return urlsplit(self.url).netloc


class RecordedSource(_Section):
    """Forge JSON in a folder; ``path`` is absolute once the file has been loaded."""

    kind: Literal["recorded"]
    path: Folder

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name


Source = Annotated[GithubSource | GitlabSource | RecordedSource, Field(discriminator="kind")]


class Baseline(_Section):
    """A date agreed for an increment; every one after the first is a re-baseline."""

    date: Day
    agreed_on: Day
    role: Name
    reason: Name


# Told apart by their form, so that a mistake is told of the form that was meant.
Agreed = Annotated[
    Annotated[Day, Tag("one date")] | Annotated[tuple[Baseline, ...], Tag("dates agreed")],
    Discriminator(lambda value: "dates agreed" if isinstance(value, list | tuple) else "one date"),
]


class Expected(_Section):
    """How large an increment is expected to be until it has been broken down.

    Attributes:
        items: Pieces of work; None = as many as the median of the project's finished increments.
        refined_on: From that day on its pieces are counted alone; None = until it is finished.
    """

    items: Count | None = None
    refined_on: Day | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Expected":
        if self.items is None and self.refined_on is None:
            raise ValueError("says neither items nor refined_on")
        return self


# Told apart by their form, as above.
ExpectedItems = Annotated[
    Annotated[Count, Tag("one number")] | Annotated[Expected, Tag("until refined")],
    Discriminator(
        lambda value: "until refined" if isinstance(value, dict | Expected) else "one number"
    ),
]


class ProjectIncrements(_Section):
    """Where the increments of a project come from."""

    from_: Annotated[
        Literal["milestones", "labels", "parents", "iterations"], Field(alias="from")
    ] = "milestones"
    prefix: str = ""
    # Of GitHub Projects; GitLab's iterations are no field.
    field: Name = "Iteration"
    blocked_by: Switch = False
    key: tuple[Title, ...] = ()
    ignore: tuple[Title, ...] = ()

    @model_validator(mode="after")
    def _labels_need_prefix(self) -> "ProjectIncrements":
        if self.from_ == "labels" and not self.prefix:
            raise ValueError('prefix is required with from = "labels"')
        return self

    @property
    def iteration_field(self) -> str:
        """Name of the field of GitHub Projects that tells iterations; empty = none is asked for."""
        return self.field if self.from_ == "iterations" else ""

    @property
    def links(self) -> tuple[LinkKind, ...]:
        """What is asked of every issue about what it is part of and waits for."""
        asked = {
            "parent": self.from_ == "parents",
            "iteration": self.from_ == "iterations",
            "blocker": self.blocked_by,
        }
        return tuple(kind for kind in LINK_KINDS if asked[kind])


class Project(_Section):
    """A project of the programme: a team, its sources and its increments."""

    name: Name
    kind: Literal["delivery", "risk-register"] = "delivery"
    people: Count | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    increments: ProjectIncrements = ProjectIncrements()
    baselines: dict[Title, Agreed] = {}
    # What each increment must come after.
    order: dict[Title, tuple[Title, ...]] = {}
    expected_items: dict[Title, ExpectedItems] = {}

    @property
    def expected(self) -> dict[str, Expected]:
        """How large increments are expected to be, by title."""
        return {
            title: value if isinstance(value, Expected) else Expected(items=value)
            for title, value in self.expected_items.items()
        }

    @field_validator("order")
    @classmethod
    def _no_circle(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        try:
            TopologicalSorter(value).prepare()
        except CycleError as error:
            circle = " → ".join(repr(title) for title in error.args[1])
            raise ValueError(
                f"goes in a circle: {circle}; each is said to come before the next"
            ) from None
        return value

    @model_validator(mode="after")
    def _order_of_increments(self) -> "Project":
        for title in {*self.order, *chain.from_iterable(self.order.values())}:
            if title in self.increments.ignore:
                raise ValueError(f"order names {title!r}, which increments.ignore leaves out")
        return self

    @field_validator("baselines")
    @classmethod
    def _not_empty(cls, value: dict[str, Agreed]) -> dict[str, Agreed]:
        for title, agreed in value.items():
            if isinstance(agreed, tuple) and not agreed:
                raise ValueError(f"{title!r} lists no date")
        return value


class Store(_Section):
    """Where what was seen is kept."""

    url: StoreAddress = "sqlite:///data/waymark.db"


class Network(_Section):
    """Which hosts may be reached, and whose certificates are trusted."""

    allow_private: Switch = False
    ca_file: File = ""


class Sync(_Section):
    """How sources are pulled."""

    refresh_minutes: Annotated[Count, Field(le=_MINUTES_A_YEAR)] = 60
    requests_at_once: Annotated[Count, Field(le=16)] = 4
    wait_at_most_minutes: Annotated[Number, Field(ge=0, le=_MINUTES_A_YEAR)] = 30


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


class Risk(_Section):
    """What the board accepts."""

    tolerance: Tolerance = Tolerance()


class LabelTypes(_Section):
    """Labels that make an issue a record, or a closing no finish."""

    risk: tuple[str, ...] = ("risk", "type::risk")
    issue_problem: tuple[str, ...] = ("issue::problem", "blocker")
    decision: tuple[str, ...] = ("decision::sponsor",)
    achievement: tuple[str, ...] = ("achievement",)
    learning: tuple[str, ...] = ("learning", "retro::learning")
    not_done: tuple[str, ...] = ("wontfix", "duplicate", "invalid", "resolution::wont-do")


class LabelStarted(_Section):
    """Labels that say work has begun; an empty list means that no start signal is configured."""

    any_of: tuple[str, ...] = ("status::in-progress", "in progress", "doing")


class LabelStates(_Section):
    """Labels that say in which state work is: every one of these scopes, and those listed."""

    scopes: tuple[str, ...] = ("status", "workflow")
    any_of: tuple[str, ...] = ()


class LabelBlocked(_Section):
    """Labels that say that work cannot go on."""

    any_of: tuple[str, ...] = ("blocked", "status::blocked", "workflow::blocked")


class LabelWaiting(_Section):
    """Labels that say that nobody works on it for now, though nothing blocks it."""

    any_of: tuple[str, ...] = (
        "waiting",
        "on hold",
        "status::waiting",
        "status::on-hold",
        "workflow::waiting",
        "workflow::on-hold",
    )


class RiskLevel(_Section):
    """What one ``risk::level`` label stands for."""

    probability: Ratio
    impact_days: Days


class LabelTreatment(_Section):
    """Words for what is done about a risk."""

    values: tuple[str, ...] = ("avoid", "reduce", "transfer", "accept")


class LabelOwnerRole(_Section):
    """Scope of the label that names the role dealing with a risk."""

    prefix: str = "owner-role"


class Labels(_Section):
    """``[labels.*]``: a team's own labels. Tables merge with the defaults by key, lists replace."""

    type: LabelTypes = LabelTypes()
    started: LabelStarted = LabelStarted()
    states: LabelStates = LabelStates()
    blocked: LabelBlocked = LabelBlocked()
    waiting: LabelWaiting = LabelWaiting()
    probability: dict[str, Ratio] = {}
    impact_days: dict[str, Days] = {}
    risk_level: dict[str, RiskLevel] = {}
    risk_category: dict[str, tuple[str, ...]] = {}
    proximity: dict[str, Days] = {}
    treatment: LabelTreatment = LabelTreatment()
    owner_role: LabelOwnerRole = LabelOwnerRole()

    @model_validator(mode="before")
    @classmethod
    def _merge_defaults(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        merged = dict(data)
        for table, defaults in _LABEL_DEFAULTS.items():
            given = merged.get(table, {})
            if isinstance(given, dict):
                merged[table] = {**defaults, **given}
        return merged


_LABEL_DEFAULTS: dict[str, dict[str, object]] = {
    # Midpoints of the bands 0-10-30-50-80-100 %.
    "probability": {"very-low": 0.05, "low": 0.20, "medium": 0.40, "high": 0.65, "very-high": 0.90},
    # Calendar days to the increment a risk threatens.
    "impact_days": {"very-low": 2, "low": 7, "medium": 14, "high": 30, "very-high": 60},
    "risk_level": {
        "low": {"probability": 0.20, "impact_days": 7},
        "medium": {"probability": 0.40, "impact_days": 14},
        "high": {"probability": 0.65, "impact_days": 30},
        "critical": {"probability": 0.90, "impact_days": 60},
    },
    "risk_category": {
        name: (f"risk-category::{name}",)
        for name in ("security", "data-protection", "supplier", "people", "technology", "finance")
    },
    "proximity": {"within-4-weeks": 4, "within-12-weeks": 12, "later": 52},
}


class Ratings(_Section):
    """Thresholds of the indicated rating."""

    green_p_on_time: Ratio = 0.80
    amber_p_on_time: Ratio = 0.50
    red_exposure_ratio: Annotated[Number, Field(ge=1)] = 1.5
    amber_slip_rate: Number = 0.25
    red_slip_rate: Number = 1.0


class IncrementSize(_Section):
    """When an increment is too large to be steered."""

    max_days_p80: Count = 90
    max_items: Count = 40


class Measures(_Section):
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


class Calendar(_Section):
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


class Workers(_Section):
    """Many machines: a Dask cluster that measures, with PostgreSQL as the store."""

    dask: Annotated[str | None, Field(pattern=r"^(tcp|tls)://[^\s/]+:\d+$")] = None


class Settings(_Section):
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
    workers: Workers = Workers()

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Settings":
        titles = [project.name for project in self.projects]
        for title in titles:
            if titles.count(title) > 1:
                raise ValueError(f"two projects are named {title!r}; give each its own name")
        sources = [source.name.lower() for project in self.projects for source in project.sources]
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

    def of_projects(self, names: Collection[str]) -> "Settings":
        """Return these settings with the projects *names* alone, in the order of the file."""
        chosen = tuple(project for project in self.projects if project.name in names)
        # Not copied: a copy would keep what is cached of all projects.
        values = {key: getattr(self, key) for key in type(self).model_fields}
        return self.model_construct(**{**values, "projects": chosen})

    @cached_property
    def sources(self) -> tuple[tuple[Project, GithubSource | GitlabSource | RecordedSource], ...]:
        """Every source with its project, in the order of the file."""
        return tuple((project, source) for project in self.projects for source in project.sources)
