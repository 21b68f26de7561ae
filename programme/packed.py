"""Batches as bytes, for the time between a pull that broke off and the one that goes on."""

import zlib
from collections.abc import Sequence
from functools import cache

from pydantic import TypeAdapter

from programme.rows import Batch


def packed(batches: Sequence[Batch]) -> bytes:
    """Return *batches* as compressed JSON."""
    return zlib.compress(_batches().dump_json(tuple(batches)))


def unpacked(content: bytes) -> list[Batch]:
    """Return what was packed; nothing if another version has packed it in another way."""
    try:
        return list(_batches().validate_json(zlib.decompress(content)))
    except (ValueError, zlib.error):
        return []


@cache
def _batches() -> TypeAdapter[tuple[Batch, ...]]:
    return TypeAdapter(tuple[Batch, ...])
