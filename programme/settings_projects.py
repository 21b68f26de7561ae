"""``[[projects]]`` of config.toml: the teams, and what is agreed of their increments."""

from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from programme.rows import LINK_KINDS, LinkKind
from programme.settings_section import Section
from programme.settings_sources import Collection, GithubOwner, GitlabGroup, Listed, Source
from programme.values import Count, Day, Name, Switch, in_years

#: Teams of fewer people are never shown on their own: one person's work would be told.
LEAST_PEOPLE = 5

#: Titles are compared without the blanks around them.
Title = Annotated[str, AfterValidator(str.strip)]


class Baseline(Section):
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


# A larger size is a slip of the pen: every one of the pieces is offered to be left out.
ExpectedCount = Annotated[Count, Field(le=10_000)]


class Expected(Section):
    """How large an increment is expected to be until it has been broken down.

    Attributes:
        items: Pieces of work; None = as many as the median of the project's finished increments.
        refined_on: From that day on its pieces are counted alone; None = until it is finished.
    """

    items: ExpectedCount | None = None
    refined_on: Day | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Expected":
        if self.items is None and self.refined_on is None:
            raise ValueError("says neither items nor refined_on")
        return self


# Told apart by their form, as above.
ExpectedItems = Annotated[
    Annotated[ExpectedCount, Tag("one number")] | Annotated[Expected, Tag("until refined")],
    Discriminator(
        lambda value: "until refined" if isinstance(value, dict | Expected) else "one number"
    ),
]


GateDay = Annotated[Day, AfterValidator(in_years)]
# Told apart by their form, as above.
Gates = Annotated[
    Annotated[GateDay, Tag("one date")] | Annotated[tuple[GateDay, ...], Tag("several dates")],
    Discriminator(lambda value: "several dates" if isinstance(value, list | tuple) else "one date"),
]


class ProjectIncrements(Section):
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


class Project(Section):
    """A project of the programme: a team, its sources and its increments.

    Attributes:
        listed: What the file lists under ``sources``.
    """

    name: Name
    kind: Literal["delivery", "risk-register"] = "delivery"
    people: Count | None = None
    listed: Annotated[tuple[Listed, ...], Field(min_length=1, alias="sources")]
    increments: ProjectIncrements = ProjectIncrements()
    baselines: dict[Title, Agreed] = {}
    # What each increment must come after.
    order: dict[Title, tuple[Title, ...]] = {}
    expected_items: dict[Title, ExpectedItems] = {}
    # Days of a committee, on one of which alone each increment can be finished.
    gates: dict[Title, Gates] = {}

    @property
    def named(self) -> tuple[Source, ...]:
        """The sources that the file names one by one."""
        return tuple(
            entry for entry in self.listed if not isinstance(entry, GithubOwner | GitlabGroup)
        )

    @property
    def collections(self) -> tuple[Collection, ...]:
        """The owners and groups whose repositories belong to the project."""
        return tuple(entry for entry in self.listed if isinstance(entry, GithubOwner | GitlabGroup))

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the project is read from, as far as it is known (see expansion.py)."""
        return self.named

    @property
    def expected(self) -> dict[str, Expected]:
        """How large increments are expected to be, by title."""
        return {
            title: value if isinstance(value, Expected) else Expected(items=value)
            for title, value in self.expected_items.items()
        }

    def gates_of(self, title: str) -> tuple[date, ...]:
        """Return the gates that an increment waits for: distinct local days in order.

        It is finished on the first of them on or after the day on which its work is done. An
        increment without gates, or whose work is done after the last of them, waits for nothing
        that is known.
        """
        listed = self.gates.get(title.strip(), ())
        return tuple(sorted(set(listed if isinstance(listed, tuple) else (listed,))))

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
    def _told_of_increments(self) -> "Project":
        ordered = {*self.order, *chain.from_iterable(self.order.values())}
        for key, titles in (("order", ordered), ("gates", self.gates)):
            for title in titles:
                if title in self.increments.ignore:
                    raise ValueError(f"{key} names {title!r}, which increments.ignore leaves out")
        return self

    @field_validator("baselines", "gates")
    @classmethod
    def _not_empty(cls, value: dict[str, object]) -> dict[str, object]:
        for title, dates in value.items():
            if isinstance(dates, tuple) and not dates:
                raise ValueError(f"{title!r} lists no date")
        return value

    @field_validator("baselines")
    @classmethod
    def _in_order_of_time(cls, value: dict[str, Agreed]) -> dict[str, Agreed]:
        """Put what was agreed in order of its day, whatever its order in the file."""
        return {
            title: tuple(sorted(told, key=lambda one: one.agreed_on))
            if isinstance(told, tuple)
            else told
            for title, told in value.items()
        }
