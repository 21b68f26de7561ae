"""What makes no difference to any measure: order, company, the future, and which week it is."""

import copy
import random
import re
from datetime import timedelta

import pandas as pd
import pytest

from metrics import registry
from metrics.parts.past_forecasts import PAST_FORECASTS, past_forecasts
from metrics.parts.replay import replay
from programme import frames
from tests.metrics.drawn_programmes import STEADY, Programme, facts
from tests.metrics.properties import (
    RUNS,
    RUNS_OF_ALL,
    Measures,
    Tables,
    assert_same,
    measured,
    measured_programme,
    of_programmes,
)

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

WEEK = timedelta(days=7)
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")


@of_programmes([*RUNS, *RUNS_OF_ALL])
def test_the_order_of_rows_does_not_matter(programme: Programme, measures: Measures) -> None:
    """Neither of the facts nor of what is replayed from them, byte for byte."""
    dice = random.Random(0)

    def mixed(given: Tables) -> Tables:
        return {
            name: table.take(dice.sample(range(len(table)), len(table))).reset_index(drop=True)
            for name, table in given.items()
        }

    known, as_of, settings = facts(programme), programme.as_of, programme.settings
    replayed = mixed(replay(mixed(known), as_of=as_of, settings=settings))
    found = registry.run(measures, mixed(known), replayed, as_of=as_of, settings=settings)

    assert_same(found, measured_programme(programme, measures), measures)


@of_programmes([*RUNS, *RUNS_OF_ALL])
def test_no_frame_is_changed(programme: Programme, measures: Measures) -> None:
    """Replay, measures and totals leave what they are given as it was, dicts in cells included."""
    as_of, settings = programme.as_of, programme.settings
    known = facts(programme)

    def kept(given: Tables) -> Tables:
        return {name: _deep(table) for name, table in given.items()}

    before = kept(known)
    replayed = replay(known, as_of=as_of, settings=settings)
    before |= kept(replayed)
    given = registry.given(measures, known, replayed, as_of=as_of, settings=settings)
    _assert_unchanged({**known, **replayed}, before)
    for measure in measures:
        if PAST_FORECASTS.name in measure.inputs and PAST_FORECASTS.name not in given:
            given[PAST_FORECASTS.name] = past_forecasts(given, as_of=as_of, settings=settings)
        inputs = {name: given[name] for name in measure.inputs}
        before = kept(inputs)
        table = measure.compute(inputs, as_of=as_of, settings=settings)
        _assert_unchanged(inputs, before)
        given[measure.table.name] = table
    tables = {measure.table.name: given[measure.table.name] for measure in measures}
    for measure in measures:
        if measure.total is not None:
            before = kept(tables)
            measure.total(tables, as_of=as_of, settings=settings)
            _assert_unchanged(tables, before)


def _deep(table: pd.DataFrame) -> pd.DataFrame:
    # Copying a frame leaves objects in its cells shared.
    out = table.copy(deep=True)
    for name in filter(lambda name: pd.api.types.is_object_dtype(table[name]), table):
        out[name] = pd.Series([copy.deepcopy(cell) for cell in table[name]], dtype=object)
    return out


def _assert_unchanged(found: Tables, before: Tables) -> None:
    assert found.keys() == before.keys()
    for name, table in before.items():
        pd.testing.assert_frame_equal(found[name], table, obj=name)


@of_programmes([*RUNS, *RUNS_OF_ALL])
def test_a_project_is_measured_alone_as_in_company(
    programme: Programme, measures: Measures
) -> None:
    """One project alone and the others without it have the rows that they have together."""
    names = [project.name for project in programme.settings.projects]
    one = names[programme.slot % len(names)]
    known, as_of = facts(programme), programme.as_of
    replayed = replay(known, as_of=as_of, settings=programme.settings)
    given = registry.given(measures, known, replayed, as_of=as_of, settings=programme.settings)
    whole = registry.compute(measures, given, as_of=as_of, settings=programme.settings)
    parts = []
    for chosen in ({one}, {*names} - {one}):
        settings = programme.settings.of_projects(chosen)
        sources = [source.name for _, source in settings.sources]
        ours = {
            name: table[table["source"].isin(sources)].reset_index(drop=True)
            for name, table in known.items()
        }
        replayed = replay(ours, as_of=as_of, settings=settings)
        given = registry.given(measures, ours, replayed, as_of=as_of, settings=settings)
        parts.append(registry.compute(measures, given, as_of=as_of, settings=settings))
    found = {
        measure.table.name: registry.joined(
            [part[measure.table.name] for part in parts], measure.table
        )
        for measure in measures
    }

    assert_same(found, whole, measures)


@of_programmes([*RUNS, *RUNS_OF_ALL])
def test_what_happens_later_changes_nothing(programme: Programme, measures: Measures) -> None:
    """Events after ``as_of`` are as if they were not there."""
    known, as_of, settings = facts(programme), programme.as_of, programme.settings
    later = facts(programme, programme.end)["events"]
    items = pd.MultiIndex.from_frame(known["items"][["source", "number"]])
    seen = pd.MultiIndex.from_frame(later[["source", "number"]]).isin(items)
    more = {**known, "events": frames.conform(later[seen], frames.EVENTS)}

    found = measured(measures, more, as_of=as_of, settings=settings)

    assert_same(found, measured_programme(programme, measures), measures)


@of_programmes([*RUNS, *RUNS_OF_ALL], scenes=STEADY)
def test_a_week_later_everything_is_a_week_later(programme: Programme, measures: Measures) -> None:
    """And nothing else, where the clocks do not change in between."""
    now = measured_programme(programme, measures)
    then = measured_programme(programme.moved(1), measures)

    assert_same(_earlier(then, measures, WEEK), _earlier(now, measures, 0 * WEEK), measures)


def _earlier(tables: Tables, measures: Measures, step: timedelta) -> Tables:
    """Move every date and instant back; those within sentences are left out."""
    out = {name: table.copy() for name, table in tables.items()}
    for measure in measures:
        table = out[measure.table.name]
        for name, column in measure.table.columns.items():
            if column.dtype in {frames.AT, frames.ON}:
                table[name] = (table[name] - pd.Timedelta(step)).astype(column.dtype)
            elif name == "sentence" or name.endswith("_reason"):
                table[name] = table[name].str.replace(DAY, "a day", regex=True)
    return out
