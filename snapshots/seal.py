"""The hash of a whole snapshot, by which any change to any byte of it is found."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from snapshots.package import printed
from snapshots.snapshot import Snapshot


def sealed(snapshot: Snapshot) -> Snapshot:
    """Return *snapshot* with its tables printed and their hash in its header."""
    files = printed(snapshot.tables)
    header = {**snapshot.header, "sha256": seal(snapshot.header, files)}
    return replace(snapshot, header=header, printed=files)


def seal(fields: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Hash a snapshot's content.

    Args:
        fields: The header; its own ``sha256`` is left out.
        files: Every table's CSV by the table's name.

    Returns:
        SHA-256 of the header as JSON (keys in order, no spaces, UTF-8) followed by a line
        ``name.csv sha256`` for each table in the order of names.
    """
    content = hashlib.sha256(canonical({k: v for k, v in fields.items() if k != "sha256"}))
    for name in sorted(files):
        content.update(f"\n{name}.csv {hashlib.sha256(files[name]).hexdigest()}".encode())
    return content.hexdigest()


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return *content* as JSON with its keys in order and no spaces, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
