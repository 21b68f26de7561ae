"""Frozen weeks, brought back from their zip files: into a new store, as they were."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from programme.errors import WaymarkError
from programme.wording.words import count
from snapshots import archive, week_names
from snapshots.pack import unpacked
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
    following = {one.previous_sha256: one for one in (_frozen(c, programme) for c in contents)}
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
    header: dict[str, Any] = archive.header_of(files)
    if header["basis"] == "live":
        raise WaymarkError("A zip file of the live figures is no frozen week.")
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
        taken_at=datetime.fromisoformat(header["taken_at"]),
        sha256=header["sha256"],
        previous_sha256=header["previous_sha256"],
        content=content,
        content_sha256=hashlib.sha256(content).hexdigest(),
    )
