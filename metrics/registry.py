"""Find every measure and run them in the order their inputs ask for.

A measure is a module of this room with an attribute ``MEASURE``. Its inputs are named so:
``facts.items`` … are the facts, ``history``, ``state_spells`` … the replayed frames,
``week_counts`` and ``past_forecasts`` are made of them, and a bare table name such as
``throughput`` is another measure's table.
"""

import importlib
import pkgutil
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

import pandas as pd

import metrics
from metrics.parts import past_forecasts as past
from metrics.parts.measure import Measure
from metrics.parts.past_forecasts import PAST_FORECASTS, past_forecasts
from metrics.parts.week_counts import WEEK_COUNTS, week_counts
from programme import frames
from programme.errors import FrameError
from programme.frames import Contract
from programme.settings import Settings

FACTS = "facts."
_GIVEN = {
    *(FACTS + contract.name for contract in frames.FACTS),
    *(contract.name for contract in (*frames.REPLAYED, WEEK_COUNTS, PAST_FORECASTS)),
}


def measures() -> tuple[Measure, ...]:
    """Return every measure of the room, each after those whose tables it needs."""
    names = sorted(module.name for module in pkgutil.iter_modules(metrics.__path__))
    modules = [importlib.import_module(f"metrics.{name}") for name in names]
    return ordered([module.MEASURE for module in modules if hasattr(module, "MEASURE")])


def needed(tables: Collection[str]) -> tuple[Measure, ...]:
    """Return the measures that make *tables*, and those whose tables they need, in order."""
    known = measures()
    wanted = set(tables)
    for measure in reversed(known):
        if measure.table.name in wanted:
            wanted |= {*_needs(measure), *measure.explain_inputs}
    return tuple(measure for measure in known if measure.table.name in wanted)


def ordered(found: Sequence[Measure]) -> tuple[Measure, ...]:
    """Put *found* in an order in which every input is there before it is needed.

    Raises:
        FrameError: If two measures make one table, an input is unknown, or inputs go in a circle.
    """
    by_table = {measure.table.name: measure for measure in found}
    if len(by_table) < len(found):
        raise FrameError("Two measures make the same table.")
    graph: dict[str, list[str]] = {}
    for name in sorted(by_table):
        needs = [entry for entry in _needs(by_table[name]) if entry not in _GIVEN]
        for entry in needs:
            if entry not in by_table:
                raise FrameError(f"The measure {name} asks for {entry}, which nothing makes.")
        graph[name] = needs
    try:
        return tuple(by_table[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise FrameError(f"Measures need one another: {', '.join(error.args[1])}.") from error


def given(
    chosen: Sequence[Measure],
    facts: Mapping[str, pd.DataFrame],
    replayed: Mapping[str, pd.DataFrame],
    *,
    as_of: datetime,
    settings: Settings,
) -> dict[str, pd.DataFrame]:
    """Return what *chosen* may ask for besides one another's tables, by the names they use.

    Args:
        chosen: As ``measures()`` gives them.
        facts: The frames of ``frames.FACTS`` by name, of one project or of several.
        replayed: The frames of ``frames.REPLAYED`` by name.
        as_of: Aware instant.
        settings: The programme's, with these projects alone.
    """
    known = {**{FACTS + name: frame for name, frame in facts.items()}, **replayed}
    wanted = {name for measure in chosen for name in measure.inputs}
    if wanted & {WEEK_COUNTS.name, PAST_FORECASTS.name}:
        known[WEEK_COUNTS.name] = week_counts(known, as_of=as_of, settings=settings)
    return known


def _needs(measure: Measure) -> tuple[str, ...]:
    """Return the inputs of a measure, and the tables that those are made of."""
    made_of = past.TABLES if PAST_FORECASTS.name in measure.inputs else ()
    return (*measure.inputs, *made_of)


def compute(
    chosen: Sequence[Measure],
    known: Mapping[str, pd.DataFrame],
    *,
    as_of: datetime,
    settings: Settings,
) -> dict[str, pd.DataFrame]:
    """Compute the tables of *chosen*, which must be in order, without the programme's rows.

    Args:
        chosen: As ``measures()`` gives them.
        known: What ``given`` returns for them.
        as_of: Aware instant.
        settings: The programme's, with these projects alone.

    Returns:
        Each table by name, keeping its contract.

    Raises:
        FrameError: If a table breaks its contract or repeats a key.
    """
    known = dict(known)
    tables: dict[str, pd.DataFrame] = {}
    for measure in chosen:
        # Shallow copies are copy-on-write: whatever a measure does to them stays with it.
        if PAST_FORECASTS.name in measure.inputs and PAST_FORECASTS.name not in known:
            known[PAST_FORECASTS.name] = past_forecasts(known, as_of=as_of, settings=settings)
        inputs = {name: known[name].copy(deep=False) for name in measure.inputs}
        table = _checked(measure.compute(inputs, as_of=as_of, settings=settings), measure)
        tables[measure.table.name] = known[measure.table.name] = table
    return tables


def total(
    chosen: Sequence[Measure],
    tables: Mapping[str, pd.DataFrame],
    *,
    as_of: datetime,
    settings: Settings,
) -> dict[str, pd.DataFrame]:
    """Add the programme's rows to the tables of all projects.

    Args:
        chosen: As ``measures()`` gives them.
        tables: The table of each of *chosen* by name, of all projects.
        as_of: Aware instant.
        settings: The whole programme's.

    Returns:
        Each table by name; those with rows of the programme in the order of their keys.

    Raises:
        FrameError: If a table breaks its contract or repeats a key.
    """
    whole = dict(tables)
    for measure in chosen:
        name = measure.table.name
        if measure.total is None:
            continue
        asked = whole.keys() & {name, *measure.inputs, *measure.explain_inputs}
        given = {other: whole[other].copy(deep=False) for other in asked}
        rows = _checked(measure.total(given, as_of=as_of, settings=settings), measure)
        whole[name] = joined([rows, whole[name]], measure.table).sort_values(
            measure.table.keys, kind="stable", ignore_index=True
        )
    return whole


def joined(parts: Sequence[pd.DataFrame], contract: Contract) -> pd.DataFrame:
    """Put tables of one contract below one another."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else frames.empty(contract)


def run(
    chosen: Sequence[Measure],
    facts: Mapping[str, pd.DataFrame],
    replayed: Mapping[str, pd.DataFrame],
    *,
    as_of: datetime,
    settings: Settings,
) -> dict[str, pd.DataFrame]:
    """Compute *chosen* for all projects at once, the programme's rows included.

    For arguments, result and errors see ``given``, ``compute`` and ``total``.
    """
    known = given(chosen, facts, replayed, as_of=as_of, settings=settings)
    tables = compute(chosen, known, as_of=as_of, settings=settings)
    return total(chosen, tables, as_of=as_of, settings=settings)


def _checked(table: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    frames.check(table, measure.table)
    if table.duplicated(measure.table.keys).any():
        raise FrameError(f"{measure.table.name} repeats a key.")
    return table
