"""What is found under owners and groups, and which repository each other source is read from."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from programme.expansion import Listing
from programme.rows import RepositoryRow
from store.ledgers import keep, ledger
from store.moves import aside, host_of, in_turn, known_as, rename_all
from store.observations import Ledger
from store.schema import repositories, runs, sources

_CONTENT = ["path", "topics", "archived", "fork", "has_issues"]


def observe(
    connection: Connection,
    source_id: int,
    rows: Sequence[RepositoryRow],
    now: datetime,
    named: Collection[str] = (),
) -> bool:
    """Write what was found under one owner or group, the whole list.

    A source whose repository has another path now goes on under the new name, and is read afresh,
    since its items are called after it.

    Args:
        connection: In a transaction.
        source_id: The row of the owner or group.
        rows: All that is there.
        now: Aware instant of the sight.
        named: Names that the configuration itself gives to sources, in small letters: they stay.

    Returns:
        Whether anything has changed.
    """
    in_turn(connection)
    seen: Ledger[str] = ledger(connection, repositories, ("key",), _CONTENT, source_id)
    _follow(connection, _host(connection, source_id), rows, named)
    for row in rows:
        content = {
            "path": row.path,
            "topics": json.dumps(sorted(row.topics), ensure_ascii=False),
            "archived": row.archived,
            "fork": row.fork,
            "has_issues": row.has_issues,
        }
        seen.see(row.key, content, {}, now)
    seen.only((row.key for row in rows), now)
    keep(connection, repositories, ("key",), source_id, seen)
    return bool(seen.changed)


def listings(connection: Connection, names: Sequence[str]) -> dict[str, list[Listing]]:
    """Return what is known of the owners and groups *names*, none for one that is not known."""
    statement = (
        select(sources.c.name, repositories)
        .join(sources, sources.c.id == repositories.c.source_id)
        .where(sources.c.name.in_(names))
        .order_by(repositories.c.seen_from, repositories.c.id)
    )
    good = select(sources.c.name).where(
        sources.c.id.in_(select(runs.c.source_id).where(runs.c.state == "ok"))
    )
    synced = {name.casefold() for name in connection.execute(good).scalars()}
    found: dict[tuple[str, str], list[RepositoryRow]] = defaultdict(list)
    present = set()
    for row in connection.execute(statement):
        found[row.name, row.key].append(
            RepositoryRow(
                row.key,
                row.path,
                frozenset(json.loads(row.topics)),
                archived=row.archived,
                fork=row.fork,
                has_issues=row.has_issues,
            )
        )
        if row.seen_until is None:
            present.add((row.name, row.key))
    told: dict[str, list[Listing]] = {name: [] for name in names}
    read_as = known_as(connection)
    for (name, key), rows in found.items():
        source = f"{host_of(name)}/{rows[-1].path}".casefold()
        known = tuple(read_as.get((host_of(name), key), ()))
        told[name].append(Listing(tuple(rows), (name, key) in present, source in synced, known))
    return told


def observe_own(connection: Connection, source_id: int, row: RepositoryRow, now: datetime) -> None:
    """Write which repository a source that is none of the above is read from."""
    seen: Ledger[str] = ledger(connection, repositories, ("key",), ["path"], source_id)
    untold = {"topics": "[]", "archived": False, "fork": False, "has_issues": True}
    seen.see(row.key, {"path": row.path}, untold, now)
    seen.only((row.key,), now)
    keep(connection, repositories, ("key",), source_id, seen)


def own_path(connection: Connection, source_id: int) -> str:
    """Return the path of the repository that a source is read from; empty while it is not known."""
    present = repositories.c.seen_until.is_(None)
    statement = select(repositories.c.path).where(repositories.c.source_id == source_id, present)
    return connection.execute(statement.limit(1)).scalar() or ""


def _follow(
    connection: Connection, host: str, rows: Sequence[RepositoryRow], named: Collection[str]
) -> None:
    """Give sources the names that their repositories have now."""
    before = _paths(connection, host)
    now = {row.key: row.path for row in rows}
    moved = {
        f"{host}/{before[key]}": f"{host}/{path}"
        for key, path in now.items()
        if before.get(key, path) != path and f"{host}/{before[key]}".lower() not in named
    }
    # Another repository may have taken a name over: what was known under it stands by itself.
    taken = {
        f"{host}/{path}": aside(f"{host}/{path}", key)
        for key, path in before.items()
        if now.get(key, path) == path
        and any(there == path and other != key for other, there in now.items())
    }
    rename_all(connection, moved, taken)


def _paths(connection: Connection, host: str) -> dict[str, str]:
    """Return the path of every repository that was found on a host, by the forge's id.

    Without those whose path another has taken over: sources of that name are the other's.
    """
    statement = (
        select(sources.c.name, repositories.c.key, repositories.c.path)
        .join(sources, sources.c.id == repositories.c.source_id)
        .where(sources.c.name.endswith("/*", autoescape=True))
        .order_by(repositories.c.seen_from, repositories.c.id)
    )
    paths: dict[str, str] = {}
    holders: dict[str, str] = {}
    for name, key, path in connection.execute(statement):
        if host_of(name) == host:
            paths[key] = path
            holders[path] = key
    return {key: path for key, path in paths.items() if holders[path] == key}


def _host(connection: Connection, source_id: int) -> str:
    name: str = connection.execute(
        select(sources.c.name).where(sources.c.id == source_id)
    ).scalar_one()
    return host_of(name)
