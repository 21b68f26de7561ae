"""A moment that has been measured is measured the same later, whatever was synced since."""

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, seed, settings

from metrics import registry
from programme.settings import Settings
from snapshots.measured import measure_projects
from store import Store, open_store
from tests.metrics.drawn_programmes import Programme, forges, programmes
from tests.metrics.properties import ALL, QUICK, assert_same

#: Seed, programmes, and histories in each.
RUNS = (
    pytest.param((0, 5, 5), id="25 histories"),
    *(pytest.param((part, 25, 20), id=f"part {part}", marks=pytest.mark.deep) for part in (1, 2)),
)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes as many empty stores as are asked for."""
    opened: list[Store] = []
    names = (f"sqlite:///{tmp_path}/{number}.db" for number in itertools.count())

    def one() -> Store:
        for store in opened:
            store.close()
        opened.append(open_store(next(names)))
        return opened[-1]

    yield one
    for store in opened:
        store.close()


def pull(store: Store, programme: Programme, at: datetime) -> None:
    """Sync every source of a programme at an instant."""
    for source, forge in forges(programme, at).items():
        with store.writing(source, "recorded", at) as writer:
            writer.write(forge.batch())


def measured(settings_: Settings, store: Store, as_of: datetime) -> dict[str, pd.DataFrame]:
    """Measure the programme from the store."""
    found = measure_projects(settings_, store, as_of=as_of)
    return registry.total(ALL, found.tables, as_of=as_of, settings=settings_)


@pytest.mark.parametrize("run", RUNS)
def test_later_syncs_change_nothing(
    run: tuple[int, int, int], stores: Callable[[], Store]
) -> None:
    """Every table, byte for byte: what was seen then is what is told of then."""
    part, count, projects = run

    @seed(part)
    @settings(max_examples=count + 1, suppress_health_check=list(HealthCheck))
    @given(programmes(projects))
    def holds(programme: Programme) -> None:
        store = stores()
        pull(store, programme, programme.as_of)
        live = measured(programme.settings, store, programme.as_of)
        pull(store, programme, programme.end)

        assert_same(measured(programme.settings, store, programme.as_of), live, ALL)

    holds()


@pytest.mark.parametrize("run", RUNS)
def test_what_was_first_synced_later_is_rebuilt(
    run: tuple[int, int, int], stores: Callable[[], Store]
) -> None:
    """All that events tell is as it was, and the trend of dates says what is not from then."""
    part, count, projects = run
    told = [measure for measure in QUICK if measure.table.name != "sources"]

    @seed(part)
    @settings(max_examples=count + 1, suppress_health_check=list(HealthCheck))
    @given(programmes(projects, tame=True))
    def holds(programme: Programme) -> None:
        store = stores()
        pull(store, programme, programme.as_of)
        live = measured(programme.settings, store, programme.as_of)
        later = stores()
        pull(later, programme, programme.end)
        rebuilt = measured(programme.settings, later, programme.as_of)

        assert_same(rebuilt, live, told)
        assert set(rebuilt["milestone_trend"]["basis"]) <= {"rebuilt", "baseline"}
        assert set(rebuilt["sources"]["state"]) == {"never"}

    holds()
