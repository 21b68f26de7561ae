"""A moment that has been measured is measured the same later, whatever was synced since."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pandas as pd
import pytest

from metrics import registry
from snapshots.measured import measure_projects
from store import Store, open_store
from tests.metrics.drawn_programmes import Programme, forges
from tests.metrics.properties import (
    ALL,
    QUICK,
    Measures,
    Run,
    assert_same,
    of_programmes,
    told_by_events,
)

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

#: Few: each needs databases of its own.
RUNS = (
    pytest.param(Run(0, 1, 4, ALL), id="4-histories"),
    *(
        pytest.param(Run(part, 20, 25, ALL), id=f"part-{part}", marks=pytest.mark.deep)
        for part in (1, 2)
    ),
)
#: What events alone tell of; how many there are is another thing.
TOLD = [measure for measure in QUICK if measure.table.name not in {"sources", "plan", "promises"}]


@contextmanager
def synced(programme: Programme, at: datetime) -> Iterator[Store]:
    """Give a store of its own in which a programme was first synced at an instant."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/waymark.db")
        try:
            pull(store, programme, at)
            yield store
        finally:
            store.close()


def pull(store: Store, programme: Programme, at: datetime) -> None:
    """Sync every source of a programme at an instant."""
    for source, forge in forges(programme, at).items():
        with store.writing(source, "recorded", at) as writer:
            writer.write(forge.batch())


def measured(programme: Programme, store: Store) -> dict[str, pd.DataFrame]:
    """Measure a programme from the store as of its ``as_of``."""
    settings, as_of = programme.settings, programme.as_of
    found = measure_projects(settings, store, as_of=as_of)
    return registry.total(ALL, found.tables, as_of=as_of, settings=settings)


@of_programmes(RUNS)
def test_later_syncs_change_nothing(programme: Programme, measures: Measures) -> None:
    """Every table, byte for byte: what was seen then is what is told of then."""
    with synced(programme, programme.as_of) as store:
        live = measured(programme, store)
        pull(store, programme, programme.end)
        later = measured(programme, store)

    assert_same(later, live, measures)


@of_programmes(RUNS, tame=True)
def test_what_was_first_synced_later_is_rebuilt(programme: Programme, measures: Measures) -> None:
    """All that events tell is as it was, and the trend of dates says that it was not seen then."""
    with synced(programme, programme.as_of) as store:
        live = measured(programme, store)
    with synced(programme, programme.end) as store:
        rebuilt = measured(programme, store)

    assert_same(told_by_events(rebuilt), told_by_events(live), TOLD)
    assert set(rebuilt["milestone_trend"]["basis"]) <= {"rebuilt", "baseline"}
    assert set(rebuilt["promises"]["basis"]) <= {"rebuilt", "baseline", "rebaseline"}
    assert set(rebuilt["sources"]["state"]) == {"never"}
