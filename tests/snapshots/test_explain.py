"""One row explained from the store: the same items as in the table, and little else is read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics import registry
from metrics.parts.replay import replay
from programme import config_file
from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings
from snapshots.explain import explain
from snapshots.facts import facts
from snapshots.live import Live
from store import Store, open_store
from sync.run import sync
from tests.conftest import ROOT
from tests.explained import all_disagreements, disagreements
from tests.frozen_programme import copied
from tests.histories import PROGRAMMES, STARTED_ON
from tests.metrics.frames import at, make_settings, rows_of
from tests.reference.generated import write_programme

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover


def synced(config: Path, now: datetime | None = None) -> tuple[Settings, Store, datetime]:
    """Sync the programme of *config*; give what it is explained from."""
    settings = config_file.load(config)
    store = open_store(settings.store.url)
    now = now or settings.programme.as_of or datetime.now(UTC)
    result = sync(settings, store, now=now, environ={})
    assert not result.failures, result.failures
    return settings, store, now + timedelta(microseconds=1)


def wrong(settings: Settings, store: Store, as_of: datetime, most: int | None = None) -> list[str]:
    """Explain rows of every table, so many of each, or all of them."""
    names = [source.name for _, source in settings.sources]
    known = facts(store.read(as_of, names), settings)
    replayed = replay(known, as_of=as_of, settings=settings)
    return all_disagreements(known, replayed, as_of, settings, most=most)


@pytest.fixture(scope="module")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Settings, Store, datetime]]:
    """The demonstration in a store of its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(text.replace('"sample/', f'"{ROOT}/sample/'))
    settings, store, as_of = synced(folder / "config.toml")
    yield settings, store, as_of
    store.close()


@pytest.mark.deep
def test_the_whole_demonstration(demonstration: tuple[Settings, Store, datetime]) -> None:
    """Items come to the cells in every row of every table."""
    assert wrong(*demonstration) == []


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(0, id="labels", marks=pytest.mark.deep),
        pytest.param(1, id="field and working days"),
        pytest.param(3, id="weight", marks=pytest.mark.deep),
    ],
)
def test_generated(seed: int, tmp_path: Path) -> None:
    """The same for programmes made up to be awkward, whose sizes are from different places."""
    settings, store, as_of = synced(write_programme(tmp_path, seed))

    assert wrong(settings, store, as_of, most=2) == []
    store.close()


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(12))
def test_generated_whole(seed: int, tmp_path: Path) -> None:
    """In every row of every table."""
    settings, store, as_of = synced(write_programme(tmp_path, seed))

    assert wrong(settings, store, as_of) == []
    store.close()


@pytest.mark.deep
@pytest.mark.parametrize("name", STARTED_ON)
def test_all_real_histories(name: str, tmp_path: Path, shared_data: Path) -> None:
    """In many rows of every table, of recorded histories, with dates and without."""
    settings, store, as_of = synced(recorded(name, tmp_path, shared_data))

    assert wrong(settings, store, as_of, most=50) == []
    store.close()


def recorded(name: str, tmp_path: Path, shared_data: Path) -> Path:
    """Write the configuration of a recorded history."""
    projects = "".join(
        f'[[projects]]\nname = "{folder}"\n'
        f'sources = [{{ kind = "recorded", path = "{shared_data / folder}" }}]\n'
        for folder in PROGRAMMES[name]
    )
    config = tmp_path / "config.toml"
    config.write_text(
        f'[programme]\nname = "{name}"\noutcome = "It works."\nsro_role = "Director"\n'
        f"started_on = {STARTED_ON[name]}\n{projects}",
        encoding="utf-8",
    )
    return config


@pytest.mark.parametrize(
    ("place", "every"),
    [
        pytest.param(0, 4, id="first"),
        pytest.param(0, 1, id="first of all", marks=pytest.mark.deep),
        pytest.param(-1, 1, id="last of all", marks=pytest.mark.deep),
    ],
)
def test_one_row_from_the_store_is_the_row_of_all(place: int, every: int, tmp_path: Path) -> None:
    """Reading one project alone, or all of them for the programme, changes no item.

    The ordinary run tries every fourth table.
    """
    # Of two projects, with rows in every table.
    settings, store, as_of = synced(write_programme(tmp_path, 12))
    names = [source.name for _, source in settings.sources]
    known = facts(store.read(as_of, names), settings)
    replayed = replay(known, as_of=as_of, settings=settings)
    tables = registry.run(registry.measures(), known, replayed, as_of=as_of, settings=settings)
    # Promises are made of milestones, of which each row says itself who saw them when.
    explained = [measure for measure in registry.measures() if measure.explain]
    for measure in explained[::every]:
        table = tables[measure.table.name]
        row = table.iloc[place].to_dict()
        key = [
            value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
            for value in (row[name] for name in measure.table.keys)
        ]
        found = explain(settings, store, measure.table.name, key, as_of=as_of)

        assert list(disagreements(measure, row, found)) == []
    store.close()


def test_only_the_rows_project_is_read(
    demonstration: tuple[Settings, Store, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a project its own sources; of the programme all."""
    settings, store, as_of = demonstration
    asked: list[list[str]] = []
    read = store.read

    def noted(t: datetime, names: Any) -> Any:
        asked.append(list(names))
        return read(t, names)

    monkeypatch.setattr(store, "read", noted)
    explain(settings, store, "projects", ["Highways online"], as_of=as_of)
    explain(settings, store, "sources", ["care-online"], as_of=as_of)
    explain(settings, store, "service_levels", ["", "lead_time"], as_of=as_of)

    assert asked == [
        ["highways-online"],
        ["care-online"],
        ["highways-online", "care-online", "council-tax-online"],
    ]


@pytest.mark.parametrize("name", ["", "-", "programme"])
def test_the_programme_has_three_names(
    demonstration: tuple[Settings, Store, datetime], name: str
) -> None:
    """All of them mean the row without a project."""
    settings, store, as_of = demonstration
    found = explain(settings, store, "throughput", [name, "2026-11-02"], as_of=as_of)

    assert found["project"].nunique() == 3


def test_a_project_may_be_called_programme(tmp_path: Path) -> None:
    """Then the word means the project."""
    config = write_programme(tmp_path, 1)
    config.write_text(config.read_text().replace("Project 0", "programme"))
    settings, store, as_of = synced(config)
    found = explain(settings, store, "projects", ["programme"], as_of=as_of)

    assert set(found["project"]) == {"programme"}
    store.close()


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ("thruput", ["", "x"], 'There is no table "thruput"; did you mean throughput?'),
        ("xyz", [], "there are achievements, ageing, burn_up, chains"),
        ("throughput", [""], "named by project and week_start, one value each in this order"),
        ("projects", ["", "x"], "A row of projects is named by project, one value in this order"),
        ("throughput", ["", "9.11.2026"], '"9.11.2026" is no date, as in 2026-11-09'),
        ("throughput", ["", "2026-11-10"], 'week_start "2026-11-10"; there are "2026-10-12"'),
        ("throughput", ["Nix", "2026-11-09"], 'project "Nix"; there are "Adult social care'),
        ("increments", ["Highways online", "Nix"], 'increment "Nix"; there are "", "Blocked'),
        ("items", ["", "x"], 'items has no row with project ""'),
        ("sources", ["nix"], 'source "nix"; there are "care-online", "council-tax-online"'),
        ("risks", ["Highways online", "\x1b[31m\u202ex"], 'no row with item "[31mx"'),
    ],
    ids=[
        *("near", "far", "few", "many", "date", "week", "project", "increment", "programme"),
        *("source", "control"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    demonstration: tuple[Settings, Store, datetime], table: str, key: list[str], said: str
) -> None:
    """One sentence, with the nearest table, the key's columns, or a few rows that exist."""
    settings, store, as_of = demonstration
    with pytest.raises(ConfigError) as error:
        explain(settings, store, table, key, as_of=as_of)

    assert said in str(error.value)


def test_a_table_without_an_explanation_says_so(
    demonstration: tuple[Settings, Store, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every figure is made of items."""
    settings, store, as_of = demonstration
    bare = [
        replace(measure, total=None, explain=None, explain_inputs=())
        for measure in registry.measures()
    ]
    monkeypatch.setattr(registry, "measures", lambda: tuple(bare))
    with pytest.raises(WaymarkError, match="^The table flow cannot say which items"):
        explain(settings, store, "flow", ["", "2026-11-08"], as_of=as_of)


def test_before_any_sync_there_is_one_sentence(tmp_path: Path) -> None:
    """It says what to do."""
    store = open_store(f"sqlite:///{tmp_path / 'waymark.db'}")
    with pytest.raises(WaymarkError, match="^Nothing has been synced yet"):
        explain(make_settings(), store, "projects", [""], as_of=at("2026-02-01"))
    store.close()


def test_a_figure_that_is_empty_has_no_part(
    demonstration: tuple[Settings, Store, datetime],
) -> None:
    """A finished increment has no forecast, so nothing stands behind one."""
    settings, store, as_of = demonstration
    key = ["Highways online", "Report a pothole"]
    found = explain(settings, store, "increments", key, as_of=as_of)

    assert "finished_count" in set(found["column"])
    assert not {"p80_on", "p_on_time"} & set(found["column"])


def test_the_live_snapshot_explains_itself(frozen_programme: Path, tmp_path: Path) -> None:
    """As of the instant at which it was made, before which there is nothing to explain."""
    live = Live(copied(frozen_programme, tmp_path))
    with pytest.raises(WaymarkError, match="no figures"):
        live.explain("projects", [""])
    read = live.read(at("2026-01-01"))
    table = read.snapshot.tables["projects"]
    found = live.explain("projects", [""])

    counted = found[found["column"] == "item_count"]
    assert rows_of(table[table["project"] == ""], "item_count") == [(len(counted),)]
    assert read.settings.programme.as_of is not None
