"""Where a pull from GitLab goes on: the last change seen, and what is known at its edge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sources import fields

# A change can become visible a little after a later one: this much is asked for again.
_OVERLAP = timedelta(seconds=5)
#: Each time it takes a request for 100 issues.
_LISTED_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class Cursor:
    """How far a source was read.

    Attributes:
        reading: Fingerprint of the settings that shape rows.
        updated_at: The latest ``updated_at`` read, as GitLab wrote it; empty = nothing yet.
        known: ``updated_at`` by iid of the issues read that are asked for again.
        listed_at: When the forge last told the numbers of all its issues, by its own clock; empty =
            never since this is kept.
    """

    reading: str
    updated_at: str = ""
    known: Mapping[int, str] = field(default_factory=dict)
    listed_at: str = ""

    @classmethod
    def parse(cls, text: str | None, reading: str) -> "Cursor":
        """Read a stored cursor; one of other settings, or none, starts from the beginning."""
        try:
            raw = json.loads(text or "{}")
            if raw["reading"] == reading and raw["updated_at"]:
                _instant(raw["updated_at"])
                known = {int(iid): str(at) for iid, at in raw["known"].items()}
                return cls(reading, raw["updated_at"], known, str(raw.get("listed_at", "")))
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
            self.listed_at,
        )

    def to_be_listed(self, answered: str) -> bool:
        """Say whether the numbers of all issues are due: changes do not tell what is gone.

        Args:
            answered: The ``Date`` of the forge's last answer.
        """
        now = _date(answered)
        if now is None:
            return False
        try:
            return now - _instant(self.listed_at) >= _LISTED_EVERY
        except ValueError:
            return True

    def listed(self, answered: str) -> "Cursor":
        """Return the cursor once all numbers were listed, by an answer of that ``Date``."""
        now = _date(answered)
        return replace(self, listed_at=now.isoformat()) if now else self

    def text(self) -> str:
        """Return what the store keeps."""
        return json.dumps(
            {
                "reading": self.reading,
                "updated_at": self.updated_at,
                "known": dict(self.known),
                "listed_at": self.listed_at,
            }
        )


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, TypeError):
        return None


def _instant(text: str) -> datetime:
    found = fields.instant({"updated_at": text}, "updated_at")
    if found is None:
        raise ValueError("updated_at is missing")
    return found
