"""Sources whose repositories have another name now: what is known of them goes on under it."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from store.schema import repositories, runs, sources

#: Of PostgreSQL's advisory locks; another than that of migrations.
_LOCK: Final = 7_011_703_925
_ASIDE: Final = " (was "


def in_turn(connection: Connection) -> None:
    """Let transactions that rename sources follow one another.

    Each of two might else wait for a source that the other has renamed already. To be called before
    anything is read by which is renamed; SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def rename_all(connection: Connection, *steps: Mapping[str, str]) -> None:
    """Give sources their new names, by the old ones; those of a later step after an earlier one's.

    A source is read afresh next time, since its items are called after it.
    """
    # By way of names that nothing has: two repositories may have changed theirs with each other.
    for step, names in enumerate(steps):
        for number, old in enumerate(names):
            rename(connection, old, f"\N{RIGHTWARDS ARROW}{step}.{number}")
    for step, names in enumerate(steps):
        for number, new in enumerate(names.values()):
            rename(connection, f"\N{RIGHTWARDS ARROW}{step}.{number}", new)


def rename(connection: Connection, old: str, new: str) -> None:
    """Call the source *old*, if there is one, *new*.

    Forges' names are the same in capitals and small letters, and a configuration may write them in
    either. A source that is called *new* already, since it was configured by its new name before it
    moved, stands aside: of two histories of one repository the longer one goes on.
    """
    source_id = _called(connection, old)
    if source_id is None:
        return
    occupied = _called(connection, new)
    if occupied is not None and occupied != source_id:
        _stand_aside(connection, occupied, aside(new, occupied), source_id)
    connection.execute(update(sources).where(sources.c.id == source_id).values(name=new))
    connection.execute(update(runs).where(runs.c.source_id == source_id).values(cursor=None))


def _called(connection: Connection, name: str) -> int | None:
    """Return the source of that name, rather than one that differs in capitals alone."""
    return connection.execute(
        select(sources.c.id)
        .where(func.lower(sources.c.name) == name.lower())
        .order_by(sources.c.name != name, sources.c.id)
        .limit(1)
    ).scalar()


def _stand_aside(connection: Connection, source_id: int, name: str, heir: int) -> None:
    """Give a source another *name*; of one that was never read well *heir* gets the failed runs."""
    good = select(runs.c.id).where(runs.c.source_id == source_id, runs.c.state == "ok").limit(1)
    if connection.execute(good).scalar() is None:
        connection.execute(update(runs).where(runs.c.source_id == source_id).values(source_id=heir))
        connection.execute(delete(sources).where(sources.c.id == source_id))
    else:
        connection.execute(update(sources).where(sources.c.id == source_id).values(name=name))


def aside(name: str, key: object) -> str:
    """Return what a source is called whose *name* another has now; *key* tells it from others."""
    return f"{name}{_ASIDE}{key})"


def host_of(name: str) -> str:
    """Return the host in the name of a source."""
    return name.partition("/")[0]


def known_as(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """Return the names of the sources that are read from each repository, by host and forge's id.

    The one that was read well last comes first; owners and groups are none.
    """
    last = func.max(runs.c.id)
    statement = (
        select(sources.c.name, repositories.c.key)
        .join(repositories, repositories.c.source_id == sources.c.id)
        .join(runs, runs.c.source_id == sources.c.id)
        .where(repositories.c.seen_until.is_(None), runs.c.state == "ok")
        .where(~sources.c.name.endswith("/*", autoescape=True))
        .where(~sources.c.name.contains(_ASIDE, autoescape=True))
        .group_by(sources.c.name, repositories.c.key)
        .order_by(last.desc())
    )
    known: dict[tuple[str, str], list[str]] = {}
    for name, key in connection.execute(statement):
        known.setdefault((host_of(name), key), []).append(name)
    return known


def take_over(connection: Connection, name: str, key: str, named: Collection[str]) -> None:
    """Let a source that was never read well go on with what is known of its repository, if any is.

    Args:
        connection: In a transaction that has its turn.
        name: Of the source.
        key: The forge's id of its repository.
        named: Names that the configuration gives to sources, in small letters: what is known under
            another of them stays there.
    """
    for old in known_as(connection).get((host_of(name), key), ()):
        if old.lower() == name.lower() or old.lower() not in named:
            rename(connection, old, name)
            return
