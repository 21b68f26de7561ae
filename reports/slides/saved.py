"""A deck as bytes that are the same whenever and wherever they are made."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any, Final

#: The first instant that a zip can hold.
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
AUTHOR: Final = "Waymark"


def saved(deck: Any, *, title: str, subject: str, made_at: datetime) -> bytes:
    """Return a python-pptx presentation as a file.

    Args:
        deck: The presentation.
        title: What it is called.
        subject: What it is about.
        made_at: Aware instant at which its figures were taken; the file says no other.
    """
    at = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told = deck.core_properties
    told.title, told.subject, told.language = title, subject, "en-GB"
    told.author = told.last_modified_by = AUTHOR
    told.comments, told.revision = "", 1
    told.created = told.modified = at
    file = io.BytesIO()
    deck.save(file)
    return _repacked(file.getvalue())


def _repacked(blob: bytes) -> bytes:
    """Return a zip with the same entries in the same order, without the times of packing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()
