"""What people said of the programme: ratings that a role declared, and notes on a week."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from store.schema import declarations, notes


@dataclass(frozen=True)
class Declaration:
    """A rating that a role declared.

    Attributes:
        programme: Name of the programme.
        declared_at: Aware instant.
        rating: green | amber | red.
        reason: In a sentence or two.
        role: Who declared it; a role, never a person.
    """

    programme: str
    declared_at: datetime
    rating: str
    reason: str
    role: str


@dataclass(frozen=True)
class Note:
    """A programme manager's note on a week.

    Attributes:
        programme: Name of the programme.
        week: ISO week, ``2026-W47``.
        written_at: Aware instant.
        text: The note.
        role: Who wrote it; a role, never a person.
    """

    programme: str
    week: str
    written_at: datetime
    text: str
    role: str


def declare(connection: Connection, declaration: Declaration) -> None:
    """Add a declaration."""
    connection.execute(insert(declarations).values(**vars(declaration)))


def declared(connection: Connection, programme: str, until: datetime) -> Declaration | None:
    """Return the last rating declared for *programme* by an instant."""
    row = connection.execute(
        select(*(declarations.c[name] for name in Declaration.__dataclass_fields__))
        .where(declarations.c.programme == programme, declarations.c.declared_at <= until)
        .order_by(declarations.c.declared_at.desc(), declarations.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Declaration(**row._mapping) if row else None


def write_note(connection: Connection, note: Note) -> None:
    """Add a note."""
    connection.execute(insert(notes).values(**vars(note)))


def note(connection: Connection, programme: str, week: str, until: datetime) -> Note | None:
    """Return the last note on *week* that was written by an instant."""
    row = connection.execute(
        select(*(notes.c[name] for name in Note.__dataclass_fields__))
        .where(notes.c.programme == programme, notes.c.week == week, notes.c.written_at <= until)
        .order_by(notes.c.written_at.desc(), notes.c.id.desc())
        .limit(1)
    ).one_or_none()
    return Note(**row._mapping) if row else None


def revision(connection: Connection) -> str:
    """Return a value that changes whenever somebody has said something."""
    counts = (
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (declarations, notes)
    )
    return "-".join(str(count) for count in counts)
