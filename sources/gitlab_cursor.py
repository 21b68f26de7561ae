"""Where a pull from GitLab goes on: the last change seen, and what is known at its edge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sources import fields

# A change can become visible a little after a later one: this much is asked for again.
_OVERLAP = timedelta(seconds=5)


@dataclass(frozen=True)
class Cursor:
    """How far a source was read.

    Attributes:
        reading: Fingerprint of the settings that shape rows.
        updated_at: The latest ``updated_at`` read, as GitLab wrote it; empty = nothing yet.
        known: ``updated_at`` by iid of the issues read that are asked for again.
    """

    reading: str
    updated_at: str = ""
    known: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str | None, reading: str) -> "Cursor":
        """Read a stored cursor; one of other settings, or none, starts from the beginning."""
        try:
            raw = json.loads(text or "{}")
            if raw["reading"] == reading and raw["updated_at"]:
                _instant(raw["updated_at"])
                known = {int(iid): str(at) for iid, at in raw["known"].items()}
                return cls(reading, raw["updated_at"], known)
        except (ValueError, TypeError, LookupError, AttributeError):
            pass
        return cls(reading)

    @property
    def since(self) -> str | None:
        """From when on changes are asked for; None = everything."""
        if not self.updated_at:
            return None
        return (_instant(self.updated_at) - _OVERLAP).isoformat().replace("+00:00", "Z")

    def after(self, read: Mapping[int, str], held_at: str) -> "Cursor":
        """Return the cursor once *read* is stored.

        Args:
            read: ``updated_at`` by iid of all issues read in this pull, in that order.
            held_at: When an issue was changed again during the pull, empty if none was; the next
                pull begins there.
        """
        known = {**self.known, **read}
        if not known:
            return self
        latest = max(known.values(), key=_instant)
        if held_at and _instant(held_at) < _instant(latest):
            latest = held_at
        edge = _instant(latest) - _OVERLAP
        return Cursor(
            self.reading,
            latest,
            {iid: at for iid, at in known.items() if _instant(at) >= edge},
        )

    def text(self) -> str:
        """Return what the store keeps."""
        return json.dumps(
            {"reading": self.reading, "updated_at": self.updated_at, "known": dict(self.known)}
        )


def _instant(text: str) -> datetime:
    found = fields.instant({"updated_at": text}, "updated_at")
    if found is None:
        raise ValueError("updated_at is missing")
    return found
