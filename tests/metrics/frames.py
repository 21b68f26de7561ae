"""Builders of facts and replayed frames, by hand, with as little said as a test needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from metrics import registry
from metrics.parts.measure import Measure
from programme import frames
from programme.settings import Settings

#: A Monday; every test programme begins here unless it says otherwise.
STARTED_ON = date(2026, 1, 5)


def at(text: str) -> datetime:
    """Read an ISO instant; without an offset it is UTC."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def make_settings(
    projects: Mapping[str, str] | Iterable[str] = ("Portal",), /, **changes: Any
) -> Settings:
    """Make settings with one recorded source a project, named like the project in lower case.

    Args:
        projects: Names, or names with their kind.
        changes: Further sections; ``programme`` and ``project`` (of every project) are merged in.
    """
    kinds = projects if isinstance(projects, Mapping) else dict.fromkeys(projects, "delivery")
    programme = {
        "name": "Social care online",
        "outcome": "Carers arrange support without phoning.",
        "sro_role": "Director",
        "started_on": STARTED_ON,
        **changes.pop("programme", {}),
    }
    project = {"people": 9, **changes.pop("project", {})}
    return Settings.model_validate(
        {
            "programme": programme,
            "projects": [
                {
                    "name": name,
                    "kind": kind,
                    "sources": [{"kind": "recorded", "path": f"/recorded/{name.lower()}"}],
                    **project,
                }
                for name, kind in kinds.items()
            ],
            **changes,
        }
    )


class Issue:
    """One issue told by its turns: ``Issue(1, "2026-01-05", finished="2026-01-09")``."""

    def __init__(
        self,
        number: int,
        created: str,
        *turns: tuple[str, str],
        project: str = "Portal",
        record: str = "",
        increment: str = "",
        started: str | None = None,
        title: str = "A piece of work",
        size: float | None = None,
        labels: Sequence[str] = (),
    ) -> None:
        """Keep what the issue went through; *turns* are (instant, state) after its creation."""
        self.number, self.project, self.record = number, project, record
        self.size, self.label_names = size, tuple(labels)
        self.increment, self.title = increment, title
        self.created = at(created)
        self.started = at(started) if started else pd.NaT
        self.turns = [(self.created, "open"), *((at(when), state) for when, state in turns)]

    @property
    def source(self) -> str:
        """The one source of the issue's project."""
        return self.project.lower()

    def history(self) -> dict[str, Any]:
        """Return its row of HISTORY."""
        when, state = self.turns[-1]
        return {
            "source": self.source,
            "number": self.number,
            "project": self.project,
            "item": f"forge.example/{self.source}#{self.number}",
            "title": self.title,
            "record": self.record,
            "state": state,
            "increment": self.increment,
            "created_at": self.created,
            "started_at": self.started,
            "closed_at": pd.NaT if state == "open" else when,
            "reopened": any(state == "open" for _, state in self.turns[1:]),
            "url": f"https://forge.example/{self.source}/{self.number}",
            "lines": {},
        }

    def spells(self) -> list[dict[str, Any]]:
        """Return its rows of STATE_SPELLS."""
        ends = [when for when, _ in self.turns[1:]]
        return [
            {
                "source": self.source,
                "number": self.number,
                "from_at": when,
                "until_at": until,
                "state": state,
            }
            for (when, state), until in zip(self.turns, [*ends, pd.NaT], strict=True)
        ]

    def fact(self) -> dict[str, Any]:
        """Return its row of ITEMS, as far as measures of work read it."""
        told = self.history()
        return {
            **{name: told[name] for name in frames.ITEMS.columns if name in told},
            "state": "open" if told["state"] == "open" else "closed",
            "updated_at": self.turns[-1][0],
            "seen_from": self.turns[-1][0],
            "size": self.size,
        }

    def carried(self) -> list[dict[str, Any]]:
        """Return its rows of LABEL_SPELLS for the labels it has had from the start."""
        return [
            {
                "source": self.source,
                "number": self.number,
                "label": label,
                "from_at": self.created,
                "until_at": pd.NaT,
            }
            for label in self.label_names
        ]


def frame(contract: frames.Contract, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a frame of *contract* that passes ``check``; columns left out are empty."""
    table = pd.DataFrame([{name: row.get(name) for name in contract.columns} for row in rows])
    if table.empty:
        return frames.empty(contract)
    for name, column in contract.columns.items():
        if column.dtype == frames.AT:
            table[name] = pd.to_datetime(table[name], utc=True)
        elif column.dtype == frames.ON:
            table[name] = pd.to_datetime(table[name])
    return frames.check(frames.conform(table, contract), contract)


def replayed(issues: Sequence[Issue], **others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Make every replayed frame of *issues*; *others* are rows of frames by name."""
    return {
        "history": frame(frames.HISTORY, [issue.history() for issue in issues]),
        "state_spells": frame(
            frames.STATE_SPELLS, [row for issue in issues for row in issue.spells()]
        ),
        **{
            contract.name: frame(contract, others.get(contract.name, ()))
            for contract in frames.REPLAYED
            if contract.name not in {"history", "state_spells"}
        },
    }


def make_facts(**rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Make every frame of the facts; those not named are empty."""
    return {
        contract.name: frame(contract, rows.get(contract.name, ())) for contract in frames.FACTS
    }


def sized(issues: Sequence[Issue]) -> dict[str, Any]:
    """Make the frames of *issues* with their sizes: ``replayed`` and ``facts.items``."""
    labels = [row for issue in issues for row in issue.carried()]
    return {
        **replayed(issues, label_spells=labels),
        "facts.items": frame(frames.ITEMS, [issue.fact() for issue in issues]),
    }


def rows_of(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the values of *columns* as tuples, dates as ISO text and missing as None."""

    def plain(value: Any) -> Any:
        if value is None or value is pd.NA or value is pd.NaT or value != value:
            return None
        return value.date().isoformat() if isinstance(value, datetime) else value

    return [tuple(plain(row[name]) for name in columns) for row in table.to_dict("records")]


def computed(
    measure: Measure, inputs: Mapping[str, pd.DataFrame], as_of: str, settings: Settings
) -> pd.DataFrame:
    """Run a measure on its own inputs, and its total; they must be left as they were."""
    # Without sizes no measure of work reads them.
    inputs = {"facts.items": frames.empty(frames.ITEMS), **inputs}
    inputs = registry.given([measure], {}, inputs, as_of=at(as_of), settings=settings)
    given = {name: inputs[name] for name in measure.inputs}
    before = {name: frame.copy(deep=True) for name, frame in given.items()}
    table = measure.compute(given, as_of=at(as_of), settings=settings)
    tables = {**inputs, measure.table.name: table}
    table = registry.total([measure], tables, as_of=at(as_of), settings=settings)[
        measure.table.name
    ]
    for name, frame in before.items():
        pd.testing.assert_frame_equal(given[name], frame)
    return frames.check(table, measure.table)
