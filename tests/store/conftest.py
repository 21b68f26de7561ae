"""An empty store in each of the two databases."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from programme.rows import Batch
from store import Store, open_store
from tests.builders import at

Sync = Callable[..., int]
Shown = Callable[..., pd.DataFrame]


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database that does not hold anything yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/waymark.db"
    made: str = request.getfixturevalue("postgresql_url")
    return made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def sync(store: Store) -> Sync:
    """Write batches as one good sync of a source on the given day; returns items changed."""

    def write(day: float, *batches: Batch, source: str = "app", full: bool = False) -> int:
        with store.writing(source, "github", at(day), full=full) as writer:
            for batch in batches:
                writer.write(batch)
        return writer.items_changed

    return write


@pytest.fixture
def shown(store: Store) -> Shown:
    """Read one frame as of a day."""

    def read(frame: str, day: float | datetime, *names: str) -> pd.DataFrame:
        t = day if isinstance(day, datetime) else at(day)
        return store.read(t, list(names) or ["app"])[frame]

    return read
