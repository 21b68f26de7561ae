"""Open the database, bring it to the newest schema, and put its failures into plain sentences."""

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    exc,
    inspect,
    make_url,
    text,
)

from programme.errors import ConfigError, WaymarkError
from store.schema import HEAD

#: How long a writer waits for another one before it gives up.
_BUSY_SECONDS = 30
_MIGRATION_LOCK = 0x7761796D61726B  # any number, the same for every Waymark


# What it has to say of a connection that Ctrl-C met is no sentence for a user.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())


def connect(url: str) -> Engine:
    """Make an engine for *url*; an SQLite file and its folder are made when missing.

    Raises:
        ConfigError: If *url* names neither an SQLite file nor a PostgreSQL database.
        WaymarkError: If the file cannot be made.
    """
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        # Not "from": what SQLAlchemy says quotes the address, and with it a password.
        raise ConfigError(f"{_WANTED}.") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database not in {None, "", ":memory:"}:
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed)
    raise ConfigError(f"{_WANTED}.")


def may_exist(url: str) -> bool:
    """Say whether there may be a database at *url*: always, but for a file that is not there."""
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        return True  # connecting says what is wrong with it
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()


_WANTED = (
    "store.url must name an SQLite file, as in sqlite:///data/waymark.db, or a PostgreSQL "
    "database, as in postgresql+psycopg://host/database"
)


def _sqlite(url: URL) -> Engine:
    path = Path(str(url.database))
    with plainly(url):
        path.parent.mkdir(parents=True, exist_ok=True)
        # SQLite gives its journal files the mode of the database.
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
        with suppress(PermissionError):
            path.chmod(0o600)
    engine = create_engine(url.set(drivername="sqlite"), connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # SQLAlchemy begins transactions (below): sqlite3 would leave reads and DDL outside them.
        connection.isolation_level = None
        _write_ahead(connection)
        for pragma in ("synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        # A transaction that reads before it writes cannot wait for its turn: it takes it at once.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Bring a new file into WAL mode, where it stays."""
    pause = 0.05
    for left in reversed(range(int(_BUSY_SECONDS / pause) + 1)):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself while another connection is about to write.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(pause)


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 10,
            "options": f"-c timezone=UTC -c datestyle=ISO -c lock_timeout={_BUSY_SECONDS}s",
        },
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the store throughout."""
    # SQLite's transactions always do.
    options = {"isolation_level": "REPEATABLE READ"} if engine.name == "postgresql" else {}
    with (
        plainly(engine.url),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are kept all together at the end, or not at all."""
    with (
        plainly(engine.url),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the store to the newest schema, in one transaction and one process at a time.

    Raises:
        WaymarkError: If the database cannot be used, or a newer Waymark has written it.
    """
    with reading(engine) as connection:
        if _version(connection) == HEAD:
            return
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        found = _version(connection)
        if found == HEAD:
            return  # another process was quicker
        if found is None and engine.name == "sqlite" and inspect(connection).get_table_names():
            # A server's database may be shared, but a file belongs to one programme.
            raise WaymarkError(
                f"{_capital(place(engine.url))} holds tables of another programme; name another "
                "file in store.url."
            )
        _upgrade(connection, found)


def is_current(engine: Engine) -> bool:
    """Say whether the database answers and holds the newest schema."""
    with reading(engine) as connection:
        return _version(connection) == HEAD


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, found: str | None) -> None:
    # Loaded here: only the first opening needs it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise WaymarkError(
            f"{_capital(place(connection.engine.url))} was written by a newer Waymark "
            f"(schema {found}); update this one."
        )
    command.upgrade(config, "head")


def place(url: URL) -> str:
    """Name the store without user or password."""
    if url.get_backend_name() == "sqlite":
        return f"the store {url.database}"
    port = f":{url.port}" if url.port else ""
    return f"the store {url.host or 'localhost'}{port}/{url.database or ''}"


@contextmanager
def plainly(url: URL) -> Iterator[None]:
    """Turn a failure of the database or its file into one plain sentence.

    Raises:
        WaymarkError: For every SQLAlchemyError and OSError inside.
    """
    try:
        yield
    except exc.DBAPIError as error:
        raise WaymarkError(_sentence(url, str(error.orig), error)) from error
    except exc.SQLAlchemyError as error:
        raise WaymarkError(f"{_capital(place(url))} failed: {type(error).__name__}.") from error
    except OSError as error:
        raise WaymarkError(
            f"{_capital(place(url))} cannot be opened: {error.strerror or type(error).__name__}."
        ) from error


def _sentence(url: URL, told: str, error: exc.DBAPIError) -> str:
    where = _capital(place(url))
    words = told.lower()
    # By what they say: neither driver gives these failures classes of their own.
    for sign, sentence in (
        ("database is locked", "is being written by another process; try again in a minute."),
        ("lock timeout", "is being written by another process; try again in a minute."),
        ("could not serialize", "was changed by another process meanwhile; try again."),
        ("not a database", "is not a database; name another file in store.url."),
        ("malformed", "is damaged; bring it back from a copy, or remove it and sync again."),
        ("readonly", "cannot be written; check the permissions of the file and its folder."),
        ("read-only", "cannot be written; the database is read-only."),
        ("is full", "cannot be written; the disk is full."),
        ("disk i/o error", "cannot be read or written; check the disk."),
        ("unable to open", "cannot be opened; check the permissions of its folder."),
        ("password", "refuses the user or password in store.url."),
        ("already exists", "holds tables of another programme; name an empty database."),
    ):
        if sign in words:
            return f"{where} {sentence}"
    if isinstance(error, exc.ProgrammingError) and "invalid connection option" in words:
        return f"{where} cannot be reached: an option after ? in store.url is not known."
    if error.connection_invalidated or type(error) is exc.OperationalError:
        return f"{where} cannot be reached; check store.url and that the database is running."
    return f"{where} failed: {type(error.orig).__name__}."


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
