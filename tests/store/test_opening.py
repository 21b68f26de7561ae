"""Opening a store: made when missing, migrated once, private, and plain about what stops it."""

import os
import resource
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from programme.errors import ConfigError, WaymarkError
from programme.rows import Batch, Link
from store import Store, database, open_store
from store.schema import HEAD, metadata
from tests.builders import at, make_event, make_item
from tests.databases import refusing_url


def test_the_migrations_make_the_schema(url: str) -> None:
    """Migrations lead to exactly the tables that the code knows, in both databases."""
    engine = database.connect(url)
    database.migrate(engine)
    with database.reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    """The version that is taken as up to date is that of the last migration."""
    folder = Path(database.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_a_store_of_the_first_schema_is_brought_up_to_date(url: str) -> None:
    """Its items stay, without a size, and take one from the next sync."""
    engine = database.connect(url)
    with database.writing(engine) as connection:
        config = Config(attributes={"connection": connection})
        folder = Path(database.__file__).parent / "migrations"
        config.set_main_option("script_location", str(folder))
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO sources (id, name, kind) VALUES (1, 'app', 'gitlab')"
        )
        columns = (
            "source_id, number, item, title, state, labels, created_at, updated_at, url, lines"
        )
        connection.exec_driver_sql(
            f"INSERT INTO items ({columns}, seen_from) VALUES (1, 7, 'h/app#7', 'T', 'open', '[]', "
            "'2026-01-05 00:00:00', '2026-01-05 00:00:00', '', '{}', '2026-01-06 00:00:00')"
        )
    engine.dispose()

    store = open_store(url)
    assert store.read(at(2), ["app"])["items"]["number"].tolist() == [7]
    assert store.read(at(2), ["app"])["items"]["size"].isna().all()
    with store.writing("app", "gitlab", at(3)) as writer:
        row = make_item(7, size=5.0, links=(Link("parent", "forge.example/team/app#1"),))
        writer.write(Batch((row,)))
    assert store.read(at(4), ["app"])["items"]["size"].tolist() == [5.0]
    assert store.read(at(4), ["app"])["links"]["kind"].tolist() == ["parent"]
    store.close()


def test_opening_again_keeps_everything(url: str) -> None:
    """A second opening finds what the first one wrote."""
    first = open_store(url)
    with first.writing("app", "github", at(1)) as writer:
        writer.write(Batch((make_item(),)))
    first.close()
    second = open_store(url)
    assert second.healthy()
    assert list(second.read(at(2), ["app"])["items"]["number"]) == [1]
    second.close()


def _open(url: str) -> bool:
    store = open_store(url)
    healthy = store.healthy()
    store.close()
    return healthy


def test_many_open_an_empty_database_at_once(url: str) -> None:
    """Several may meet an empty database at the same moment; one of them migrates it."""
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(_open, [url] * 8)) == [True] * 8


def test_opening_waits_for_the_one_that_makes_the_file(tmp_path: Path) -> None:
    """A file that another process is still bringing into WAL mode is waited for, not refused."""
    path = tmp_path / "waymark.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, other.close)
    release.start()
    assert _open(f"sqlite:///{path}")
    release.join()


def test_threads_share_a_store(store: Store) -> None:
    """Readers go on while a sync writes, each seeing a finished state."""
    items = tuple(make_item(number) for number in range(1, 201))

    def write(day: int) -> None:
        with store.writing("app", "github", at(day)) as writer:
            writer.write(Batch(tuple(make_item(i.number, title=f"{day}") for i in items)))

    def read(_: int) -> set[str]:
        return set(store.read(at(99), ["app"])["items"]["title"])

    with ThreadPoolExecutor(4) as pool:
        reads = [pool.submit(read, n) for n in range(10)]
        for day in range(1, 6):
            pool.submit(write, day).result()
            reads += [pool.submit(read, n) for n in range(4)]
        assert all(len(future.result()) <= 1 for future in reads)


def test_an_sqlite_store_is_private_and_safe(tmp_path: Path) -> None:
    """The folder is made; only the owner may read the file; commits are on the disk."""
    path = tmp_path / "deep" / "er" / "waymark.db"
    store = open_store(f"sqlite:///{path}")
    with store.writing("app", "github", at(1)) as writer:
        writer.write(Batch((make_item(),)))
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    with database.reading(store._engine) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
    store.close()


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """An older file that was left open to others is made private."""
    path = tmp_path / "waymark.db"
    path.touch(0o644)
    open_store(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "url",
    ["", "waymark.db", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "http://host/db"]
    + ["postgresql://host:port/db"],
)
def test_other_databases_are_refused(url: str) -> None:
    """What is neither an SQLite file nor PostgreSQL is a mistake in the configuration."""
    with pytest.raises(ConfigError, match=r"store\.url"):
        open_store(url)


def test_a_newer_store_is_left_alone(url: str) -> None:
    """A store that a newer Waymark has migrated is not touched."""
    open_store(url).close()
    engine = database.connect(url)
    with database.writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(WaymarkError, match=r"newer Waymark \(schema 9999\)"):
        open_store(url)
    assert not Store(engine).healthy()
    engine.dispose()


def test_tables_of_another_programme_are_left_alone(url: str) -> None:
    """A database that holds something else under our names is refused, and nothing is added."""
    engine = database.connect(url)
    with database.writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE items (mine INTEGER)")
    with pytest.raises(WaymarkError, match="tables of another programme"):
        open_store(url)
    with database.reading(engine) as connection:
        assert inspect(connection).get_table_names() == ["items"]
    engine.dispose()


def test_a_file_of_another_programme_is_left_alone(tmp_path: Path) -> None:
    """Also where none of its tables has one of our names."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE mine (a)")
    with pytest.raises(WaymarkError, match=r"^The store .*other\.db holds tables of another"):
        open_store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]


def test_an_option_that_is_not_known() -> None:
    """It is a mistake in store.url; what stands there is not repeated."""
    with pytest.raises(WaymarkError, match="an option after") as caught:
        open_store(f"{refusing_url('postgresql://me@127.0.0.1/x')}?hunter2=x")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Another file under the store's name is told as such and kept."""
    path = tmp_path / "waymark.db"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(WaymarkError, match="is not a database; name another file"):
        open_store(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear diary")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where the folder should be is told as such."""
    (tmp_path / "file").touch()
    with pytest.raises(WaymarkError, match="cannot be opened: "):
        open_store(f"sqlite:///{tmp_path}/file/waymark.db")


def test_a_server_that_does_not_answer() -> None:
    """An unreachable server is named without user or password."""
    with pytest.raises(WaymarkError) as error:
        open_store(refusing_url("postgresql+psycopg://me:hunter2@127.0.0.1/programme"))
    assert "cannot be reached; check store.url" in str(error.value)
    assert "127.0.0.1" in str(error.value)
    assert "hunter2" not in str(error.value)
    assert "me" not in str(error.value).split()


def test_a_store_that_goes_away(tmp_path: Path) -> None:
    """Health is asked, not remembered."""
    path = tmp_path / "waymark.db"
    store = open_store(f"sqlite:///{path}")
    assert store.healthy()
    store.close()
    path.write_text("gone " * 1000)
    assert not store.healthy()
    store.close()


def test_a_locked_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers go on while another process writes; a second writer gives up with a sentence."""
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.1)
    path = tmp_path / "waymark.db"
    store = open_store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert store.cursor("app") is None

    def write() -> None:
        with store.writing("app", "github", at(1)):
            pass

    with pytest.raises(WaymarkError, match="is being written by another process"):
        write()
    other.close()
    write()
    store.close()


def test_a_full_disk(tmp_path: Path) -> None:
    """A write that does not fit leaves the last good state, and says so."""
    path = tmp_path / "waymark.db"
    store = open_store(f"sqlite:///{path}")
    with store.writing("app", "github", at(1)) as writer:
        writer.write(Batch((make_item(),)))

    def write() -> None:
        with store.writing("app", "github", at(2)) as writer:
            writer.write(Batch(tuple(make_item(n, title="x" * 1000) for n in range(1, 3000))))

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(path) + 500_000, before[1]))
    try:
        with pytest.raises(WaymarkError, match=r"disk"):
            write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(store.read(at(3), ["app"])["items"]["title"]) == ["Issue 1"]
    store.close()
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_store_that_may_not_be_written(url: str) -> None:
    """A read-only database is told as such, in both databases."""
    open_store(url).close()
    engine = database.connect(url)
    read_only = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}

    def write() -> None:
        with database.writing(engine) as connection:
            connection.exec_driver_sql(read_only[engine.name])
            connection.exec_driver_sql("INSERT INTO sources (name, kind) VALUES ('app', 'github')")

    with pytest.raises(WaymarkError, match="cannot be written; "):
        write()
    engine.dispose()


def test_a_damaged_store(tmp_path: Path) -> None:
    """A file that is half overwritten is told as damaged, with the way out."""
    path = tmp_path / "waymark.db"
    store = open_store(f"sqlite:///{path}")
    with store.writing("app", "github", at(1)) as writer:
        writer.write(Batch(tuple(make_item(number) for number in range(1, 500))))
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    with pytest.raises(WaymarkError, match="is damaged; bring it back"):
        open_store(f"sqlite:///{path}").read(at(2), ["app"])


@pytest.mark.deep
def test_a_large_programme(store: Store) -> None:
    """10,000 issues with 100,000 events are written at once and all read again."""
    items = tuple(make_item(n, labels=[("1", "risk")]) for n in range(1, 10_001))
    events = tuple(make_event(n % 10_000 + 1, str(n)) for n in range(100_000))
    with store.writing("app", "github", at(9)) as writer:
        writer.write(Batch(items, events))
    known = store.read(at(10), ["app"])
    assert (len(known["items"]), len(known["events"])) == (10_000, 100_000)
