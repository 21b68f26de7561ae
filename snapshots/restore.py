"""Frozen weeks, brought back from their zip files: into a new store, as they were."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from programme.errors import ConfigError, WaymarkError
from programme.wording.words import count
from snapshots import archive, week_names
from snapshots.cells import instant
from snapshots.pack import unpacked
from snapshots.shared import WITHHELD
from snapshots.verify import sealed_as
from store import Frozen, Store


def restore(store: Store, programme: str, contents: Sequence[bytes]) -> int:
    """Keep frozen weeks in a store, each after the one that it follows on.

    Args:
        store: Where they are kept.
        programme: Name of the programme that they are of.
        contents: Zip files as ``archive.content`` gives them, in any order; one that is given
            twice is kept once.

    Returns:
        How many were restored.

    Raises:
        WaymarkError: If one is damaged, is of another programme, is not frozen, or does not follow
            on those that are there. Those before it are kept.
    """
    given = {one.content: one for one in (_frozen(c, programme) for c in contents)}
    following = {one.previous_sha256: one for one in given.values()}
    if len(following) < len(given):
        raise WaymarkError("Two of the zip files follow on the same week; name those of one chain.")
    wanted = len(following)
    while following:

        def next_one(newest: str | None) -> Frozen:
            if newest in following:
                return following.pop(newest)
            names = sorted(week_names.name(one.week, one.revision) for one in following.values())
            restored = count(wanted - len(following), "snapshot was", "snapshots were")
            raise WaymarkError(
                f"{restored} restored; {', '.join(names)} cannot be, because the one before is "
                "missing or another one is there."
            )

        store.freeze(programme, next_one)
    return wanted


def _frozen(content: bytes, programme: str) -> Frozen:
    files = unpacked(content)
    header = archive.header_of(files)
    if header["basis"] == "live":
        raise WaymarkError("A zip file of the live figures is no frozen week.")
    taken_at = _taken_at(header)
    if WITHHELD in header:
        raise WaymarkError(
            f"The zip file of {header['iso_week']} lacks the work of small teams; restore the one "
            "that `python waymark.py report` writes."
        )
    if header["programme"] != programme:
        raise WaymarkError(
            f"A zip file is of {header['programme']}, and config.toml of {programme}."
        )
    if header["sha256"] != sealed_as(header, files):
        raise WaymarkError(f"The zip file of {header['iso_week']} is not as it was frozen.")
    return Frozen(
        week=header["iso_week"],
        basis=header["basis"],
        revision=header["revision"],
        taken_at=taken_at,
        sha256=header["sha256"],
        previous_sha256=header["previous_sha256"],
        content=content,
        content_sha256=hashlib.sha256(content).hexdigest(),
    )


def _taken_at(header: Mapping[str, Any]) -> datetime:
    """Return when a week was taken, having looked at all that the store keeps of its header.

    Raises:
        WaymarkError: If something of it is not as Waymark writes it.
    """
    before, revision = header["previous_sha256"], header["revision"]
    try:
        taken_at = datetime.fromisoformat(header["taken_at"])
        right = (
            instant(taken_at) == header["taken_at"]
            and header["basis"] in archive.BASES
            and week_names.parse(week_names.name(header["iso_week"], revision))
            == (header["iso_week"], revision or None)
            and (before is None or re.fullmatch(r"[0-9a-f]{64}", before))
        )
    except (ConfigError, TypeError, ValueError):
        right = False
    if not right:
        raise WaymarkError("The header of a zip file is not that of a frozen week.")
    return taken_at
