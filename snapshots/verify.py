"""Whether every frozen week is as it was frozen, and follows on the one before it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programme.errors import WaymarkError
from programme.wording.words import count
from snapshots import archive, frozen_settings, week_names
from snapshots.cells import instant
from snapshots.pack import unpacked
from snapshots.seal import seal
from store import Chained, Store


@dataclass(frozen=True)
class Verified:
    """What looking through the chain has found.

    Attributes:
        count: How many snapshots it has, deleted ones included.
        removed_count: Of how many only the hashes are left.
        sha256: Hash of the newest one; empty where there is none.
        broken: What is wrong with the first that is not as it was frozen, in one sentence; empty =
            nothing is.
    """

    count: int
    removed_count: int
    sha256: str
    broken: str


def verify(store: Store, programme: str) -> Verified:
    """Look at every byte of every frozen week of *programme*.

    Raises:
        WaymarkError: If the store fails.
    """
    kept = store.weeks(programme)
    removed = sum(one.removed_at is not None for one in kept)
    newest = kept[-1].sha256 if kept else ""
    before: str | None = None
    for position, one in enumerate(kept, 1):
        wrong = _wrong(store, programme, one, position, before)
        if wrong:
            called = week_names.name(one.week, one.revision)
            return Verified(len(kept), removed, newest, f"{called}: {wrong}")
        before = one.sha256
    return Verified(len(kept), removed, newest, "")


def _wrong(store: Store, programme: str, one: Chained, position: int, before: str | None) -> str:
    """Say what is wrong with a snapshot; empty = nothing."""
    if one.position != position:
        missing = count(one.position - position, "snapshot before it is", "snapshots before it are")
        return f"{missing} missing."
    if one.previous_sha256 != before:
        return "it does not follow on the snapshot before it."
    content = store.week_content(programme, one.position)
    if one.removed_at is not None:
        return "" if content is None else "it is marked as deleted and is still there."
    if content is None:
        return "it was deleted, and nothing says when."
    if hashlib.sha256(content).hexdigest() != one.content_sha256:
        return "its bytes have been changed."
    try:
        files = unpacked(content)
        header = archive.header_of(files)
    except WaymarkError:
        return "it is no snapshot any more."
    # An instant of the store has parts of a second, which a header has not.
    if header != {**header, **_told(one, programme)} or one.taken_at.microsecond:
        return "what the store says of it is not what it says of itself."
    if header["sha256"] != sealed_as(header, files):
        return "its hash is not that of its content."
    return ""


def sealed_as(header: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Return the hash that the content of a snapshot has; empty if its settings are not its own.

    Args:
        header: Its header.
        files: Its files by name.
    """
    settings = files.get(frozen_settings.NAME)
    if settings is None or header.get("settings_sha256") != hashlib.sha256(settings).hexdigest():
        return ""
    return seal(header, archive.printed_of(files))


def _told(one: Chained, programme: str) -> dict[str, Any]:
    return {
        "programme": programme,
        "iso_week": one.week,
        "basis": one.basis,
        "revision": one.revision,
        "taken_at": instant(one.taken_at),
        "sha256": one.sha256,
        "previous_sha256": one.previous_sha256,
    }
