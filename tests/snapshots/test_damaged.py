"""A store whose frozen weeks were damaged: told in a sentence, and all else goes on."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots.measure import measure
from snapshots.verify import verify
from snapshots.weeks import Weeks
from store import Store, open_store
from tests.metrics.frames import at
from tests.snapshots.frozen import CONFIG, MONDAY, WEEK, frozen, settings_of, synced

PROGRAMME = "Social care online"
#: What somebody wrote over the newest of two weeks.
DAMAGE = {
    "other bytes": "content = X'00'",
    "text": "content = 'hello'",
    "nothing": "content = NULL",
    "another hash": "content_sha256 = 'x'",
    "no week": "week = 'garbage'",
    "a week that is none": "week = '2026-W99'",
    "no name": "week = ''",
}
#: Of these, what the ordinary run tries.
ORDINARY = {"other bytes", "another hash", "a week that is none"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store in which two weeks are frozen."""
    folder = tmp_path_factory.mktemp("whole")
    with synced(folder, at("2026-01-10T09:00")) as (settings, store):
        frozen(settings, store, "2026-W04")
        frozen(settings, store, "2026-W05")
    return folder


def damaged(whole: Path, folder: Path, sql: str) -> tuple[Settings, Store]:
    """Return the programme in *folder* with a copy of its store in which 2026-W05 is damaged."""
    shutil.copytree(whole, folder, dirs_exist_ok=True)
    settings = settings_of(folder)
    engine = create_engine(settings.store.url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE weeks SET {sql} WHERE position = 2"))
    engine.dispose()
    return settings, open_store(settings.store.url)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(sql, id=name, marks=[] if name in ORDINARY else [pytest.mark.deep])
        for name, sql in DAMAGE.items()
    ],
)
def test_all_but_the_damaged_week_goes_on(whole: Path, tmp_path: Path, sql: str) -> None:
    """The check names it; the others are read, today is measured, the next week is frozen."""
    settings, store = damaged(whole, tmp_path, sql)
    weeks = Weeks.of(store, PROGRAMME)
    told: list[str] = []

    assert verify(store, PROGRAMME).broken
    assert list(weeks.glance()["week"]) == ["2026-W04"]
    assert weeks.edition("2026-W04").header["iso_week"] == "2026-W04"
    live = measure(settings, store, as_of=MONDAY, config_sha256=CONFIG, warn=told.append)
    assert live.header["compared_with_week"] == (None if told else "2026-W04")
    assert all("2026-W05" in sentence for sentence in told)
    on_freezing: list[str] = []
    assert frozen(settings, store, warn=on_freezing.append).week == WEEK
    assert on_freezing == told
    store.close()


@pytest.mark.parametrize("sql", ["taken_at = 'garbage'", "taken_at = 12"])
def test_a_list_of_weeks_that_cannot_be_read(whole: Path, tmp_path: Path, sql: str) -> None:
    """It is said, and today is measured."""
    settings, store = damaged(whole, tmp_path, sql)
    told: list[str] = []

    with pytest.raises(WaymarkError, match="list of frozen weeks is damaged"):
        verify(store, PROGRAMME)
    measure(settings, store, as_of=MONDAY, config_sha256=CONFIG, warn=told.append)
    assert len(told) == 1
    store.close()


def _page(folder: str, name: str) -> None:
    import importlib
    from pathlib import Path

    from snapshots.measure import measure
    from snapshots.weeks import Weeks
    from store import open_store
    from tests.snapshots.frozen import CONFIG, MONDAY, settings_of
    from views.shown import Shown

    settings = settings_of(Path(folder))
    store = open_store(settings.store.url)
    live = measure(settings, store, as_of=MONDAY, config_sha256=CONFIG)
    weeks = Weeks.of(store, settings.programme.name)
    importlib.import_module(f"views.{name}").show(Shown(live, settings, MONDAY, weeks=weeks))


@pytest.mark.parametrize("name", ["sponsor", "weeks"])
def test_pages_are_drawn_beside_a_damaged_week(whole: Path, tmp_path: Path, name: str) -> None:
    """The page of weeks says which it is, and shows the others."""
    damaged(whole, tmp_path, DAMAGE["other bytes"])[1].close()
    app = AppTest.from_function(_page, args=(str(tmp_path), name), default_timeout=90).run()
    said = "".join(element.proto.body for element in app.get("html"))

    assert not app.exception
    if name == "weeks":
        assert ["2026-W05 is not as it was frozen" in one.value for one in app.error] == [True]
        assert "Not shown, because damaged: 2026-W05." in said
        assert "2026-W04" in said
