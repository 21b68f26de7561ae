"""Batches as bytes: of a long pull, and of one that broke off until the next one goes on."""

import json
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from programme.rows import Batch
from programme.storable import storable

_FAST: Final = 1


def packed(batches: Sequence[Batch]) -> bytes:
    """Return *batches* as compressed JSON; what was packed apart may be put one after another.

    Half a character, which no file and no database takes as text, is replaced.
    """
    return zlib.compress(_json(tuple(batches)), level=_FAST)


def unpacked(content: bytes) -> Iterator[tuple[Batch, ...]]:
    """Yield what was packed, each time as many batches as were packed at once.

    Raises:
        ValueError: If another version has packed them in another way.
    """
    while content:
        stream = zlib.decompressobj()
        try:
            rows = stream.decompress(content)
        except zlib.error as error:
            raise ValueError("not compressed") from error
        if not stream.eof:
            raise ValueError("not compressed to its end")
        content = stream.unused_data
        yield _batches().validate_json(rows)


def _json(batches: tuple[Batch, ...]) -> bytes:
    try:
        return _batches().dump_json(batches)
    except PydanticSerializationError:
        told = json.dumps(_batches().dump_python(batches, mode="json"), ensure_ascii=False)
        return storable(told).encode()


@cache
def _batches() -> TypeAdapter[tuple[Batch, ...]]:
    return TypeAdapter(tuple[Batch, ...])
