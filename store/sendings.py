"""What was sent to whom, so that nothing is sent twice: not after a restart, nor by two processes.

Whoever wants to send something begins it here first, which only one can; and ends it as sent, after
which nobody can begin it again, or as failed, after which anybody can.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store.schema import sendings

#: A process that has not ended what it began by then has died on the way.
GIVEN_UP_AFTER: Final = timedelta(hours=1)
_LOST: Final = "Nothing is known of how it ended."


@dataclass(frozen=True)
class Sending:
    """One try, or several in a row, to send something to somebody.

    Attributes:
        what: Identity of what was to be sent, such as ``report 2026-W47``.
        target: Whom it was to be sent to, by a name that holds no address.
        state: begun | sent | failed.
        began_at: Aware instant.
        ended_at: Aware instant; None while it is not known how it ended.
        attempts: How often it was tried.
        message: Why it failed, in a sentence without address or secret; else empty.
    """

    what: str
    target: str
    state: Literal["begun", "sent", "failed"]
    began_at: datetime
    ended_at: datetime | None
    attempts: int
    message: str


def begin(
    connection: Connection, programme: str, what: str, target: str, now: datetime
) -> int | None:
    """Begin to send something to somebody.

    Args:
        connection: In a transaction.
        programme: Name of the programme.
        what: Identity of what is sent.
        target: Name of whom it is sent to.
        now: Aware instant. What was begun long before it is taken to have failed.

    Returns:
        Number of the sending, for ``end``; None if it is sent, or another process is at it.
    """
    connection.execute(
        update(sendings)
        .where(
            sendings.c.programme == programme,
            sendings.c.what == what,
            sendings.c.target == target,
            sendings.c.state == "begun",
            sendings.c.began_at < now - GIVEN_UP_AFTER,
        )
        .values(state="failed", ended_at=now, message=_LOST)
    )
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added: int | None = connection.execute(
        dialect.insert(sendings)
        .values(
            programme=programme,
            what=what,
            target=target,
            state="begun",
            began_at=now,
            attempts=0,
            message="",
        )
        .on_conflict_do_nothing()
        .returning(sendings.c.id)
    ).scalar_one_or_none()
    return added


def end(
    connection: Connection,
    number: int,
    state: Literal["sent", "failed"],
    now: datetime,
    *,
    attempts: int,
    message: str,
) -> None:
    """Write how a sending ended, unless it was given up meanwhile.

    Args:
        connection: In a transaction.
        number: As ``begin`` returned it.
        state: How it ended.
        now: Aware instant.
        attempts: How often it was tried.
        message: Why it failed, in a sentence without address or secret; else empty.
    """
    connection.execute(
        update(sendings)
        .where(sendings.c.id == number, sendings.c.state == "begun")
        .values(state=state, ended_at=now, attempts=attempts, message=message)
    )


def listed(connection: Connection, programme: str, what: str) -> list[Sending]:
    """Return every sending of *what* in the order in which they were begun."""
    rows = connection.execute(
        select(*(sendings.c[name] for name in Sending.__dataclass_fields__))
        .where(sendings.c.programme == programme, sendings.c.what == what)
        .order_by(sendings.c.id)
    )
    return [Sending(**row._mapping) for row in rows]
