"""A real PostgreSQL for the tests, made in an empty folder and gone with them."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL on this machine, if there is one."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server on a free loopback port.

    Args:
        folder: The binaries.

    Yields:
        URL of its database ``postgres``, which anybody on this machine may use while it runs.
    """
    # PostgreSQL refuses to run as root.
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Not under pytest's folder: only its own user may look into that one.
    home = Path(tempfile.mkdtemp(prefix="waymark-pg-"))
    try:
        if as_owner:
            shutil.chown(home, "postgres")
        data = home / "data"
        initdb: list[str | Path] = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "waymark",
            "-A",
            "trust",
            "--no-sync",
        ]
        _run([*as_owner, *initdb, "-E", "UTF8", "--locale=C.UTF-8"])
        port = _free_port()
        options = (
            f"-F -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
            " -c max_connections=50 -c shared_buffers=16MB"
        )
        control: list[str | Path] = [
            *as_owner,
            folder / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            home / "log",
        ]
        _run([*control, "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://waymark@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def new_database(server: str, like: str = "template1") -> str:
    """Make a database on *server*, empty or with all that the one named *like* holds.

    Returns:
        Its URL.
    """
    url = make_url(server)
    name = f"waymark_{uuid.uuid4().hex}"
    with psycopg.connect(
        host=url.host, port=url.port, user=url.username, dbname=url.database, autocommit=True
    ) as connection:
        named = (sql.Identifier(name), sql.Identifier(like))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*named))
    return url.set(database=name).render_as_string()


def refusing_url(url: str) -> str:
    """Return *url* with a port on which nothing listens."""
    return make_url(url).set(port=_free_port()).render_as_string(hide_password=False)


def _run(command: Sequence[str | Path]) -> None:
    # Not captured by a pipe: the server would inherit it and keep it open.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
