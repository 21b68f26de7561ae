"""Measures are found by walking the room and run in the order of their inputs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from metrics import registry
from metrics.parts.measure import Frames, Measure
from programme import frames
from programme.errors import FrameError
from programme.frames import COUNT, TEXT, Column, Contract
from programme.settings import Settings
from tests.metrics.frames import Issue, at, make_facts, make_settings, replayed


def make_measure(name: str, *inputs: str, rows: Any = ()) -> Measure:
    """Make a measure whose table has one text key and a count."""
    table = Contract(
        name, {"project": Column(TEXT, "key", key=True, empty=False), "count": Column(COUNT, "n")}
    )

    def compute(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
        return frames.conform(pd.DataFrame(list(rows), columns=list(table.columns)), table)

    return Measure(
        table=table,
        inputs=inputs,
        compute=compute,
        question="Q?",
        unit="items",
        definition="It is so.",
        formula="count = 1",
        reads_as="So.",
        misleads="Much.",
        source="ours",
        page="",
    )


def run(*chosen: Measure) -> dict[str, pd.DataFrame]:
    """Run *chosen* on one issue and no facts."""
    return registry.run(
        registry.ordered(chosen),
        make_facts(),
        replayed([Issue(1, "2026-01-06")]),
        as_of=at("2026-02-01"),
        settings=make_settings(),
    )


def test_every_module_with_a_measure_is_found() -> None:
    """Of them, each after what it needs."""
    names = [measure.table.name for measure in registry.measures()]

    assert {"throughput", "flow", "items", "sources", "data_quality"} <= set(names)
    for measure in registry.measures():
        needed = [name for name in measure.inputs if name in names]
        assert all(names.index(name) < names.index(measure.table.name) for name in needed)


@pytest.mark.parametrize("measure", registry.measures(), ids=lambda measure: measure.table.name)
def test_every_measure_says_what_it_is(measure: Measure) -> None:
    """In words for a programme manager, the formula with its columns; keys are never empty."""
    assert measure.question.endswith("?")
    assert measure.definition.endswith(".")
    assert measure.reads_as.endswith(".")
    assert measure.misleads.endswith(".")
    assert any(name in measure.formula for name in measure.table.columns)
    assert measure.unit
    assert measure.source
    assert measure.table.keys
    assert all(not measure.table.columns[name].empty for name in measure.table.keys)
    assert all(column.meaning for column in measure.table.columns.values())


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(replayed([]), id="nothing at all"),
        pytest.param(
            replayed([Issue(1, "2026-01-06", ("2026-01-07", "finished"))]), id="one issue"
        ),
        pytest.param(
            replayed(
                [Issue(1, "2026-01-06", record="risk")],
                label_spells=[
                    {"source": "portal", "number": 1, "label": "risk", "from_at": at("2026-01-06")}
                ],
            ),
            id="one record",
        ),
    ],
)
def test_all_measures_together_keep_their_contracts(given: dict[str, pd.DataFrame]) -> None:
    """An empty programme is measured like any other."""
    tables = registry.run(
        registry.measures(),
        make_facts(),
        given,
        as_of=at("2026-02-01"),
        settings=make_settings(),
    )

    assert set(tables) == {measure.table.name for measure in registry.measures()}


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        pytest.param(
            [make_measure("a", "b")], "The measure a asks for b, which nothing makes.", id="unknown"
        ),
        pytest.param(
            [make_measure("a"), make_measure("a")],
            "Two measures make the same table.",
            id="twice",
        ),
        pytest.param(
            [make_measure("a", "b"), make_measure("b", "a")],
            "Measures need one another: ",
            id="circle",
        ),
    ],
)
def test_inputs_that_cannot_be_had_are_refused(chosen: list[Measure], message: str) -> None:
    """Before anything is computed."""
    with pytest.raises(FrameError, match=f"^{message}"):
        registry.ordered(chosen)


def test_a_table_that_repeats_a_key_is_refused() -> None:
    """A written table would be ambiguous."""
    with pytest.raises(FrameError, match="a repeats a key"):
        run(make_measure("a", rows=[("Portal", 1), ("Portal", 2)]))


def test_a_measure_cannot_change_what_others_read() -> None:
    """Whatever it does to its inputs stays with it."""
    maker = make_measure("a", rows=[("Portal", 1)])

    def spoil(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
        inputs["history"].loc[:, "title"] = "spoilt"
        inputs["a"].loc[:, "count"] = 99
        return maker.compute({}, as_of=as_of, settings=settings)

    spoiler = make_measure("b", "a", "history")
    spoiler = replace(spoiler, compute=spoil)
    given = replayed([Issue(1, "2026-01-06", title="As it was")])

    tables = registry.run(
        registry.ordered([spoiler, maker]),
        make_facts(),
        given,
        as_of=at("2026-02-01"),
        settings=make_settings(),
    )

    assert tables["a"]["count"].tolist() == [1]
    assert given["history"]["title"].tolist() == ["As it was"]
