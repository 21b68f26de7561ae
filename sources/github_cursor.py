"""Where the next pull of a GitHub repository goes on, as the store keeps it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from sources.github_stretches import Stretch, written


@dataclass(frozen=True)
class Cursor:
    """What one pull leaves to the next.

    Attributes:
        since: Issues changed at or after this instant are to be read, as GitHub writes instants.
        count: How many issues there were.
        top: The highest number among them; whatever is new bears a higher one.
        optional: Which of ``github_optional.OPTIONAL`` the forge has, so that it need not be asked.
        reading: Fingerprint of how rows are made; another one means that all must be read again.
        labels_tag: What the forge calls its present list of labels; empty = it does not say.
    """

    since: str
    count: int
    top: int
    optional: tuple[str, ...]
    reading: str
    labels_tag: str = ""

    @classmethod
    def parse(cls, text: str | None, reading: str) -> "Cursor | None":
        """Read a cursor; None where there is none, or none that may be gone on from."""
        try:
            held = json.loads(text or "")
            found = cls(
                written(datetime.fromisoformat(held["since"])),
                int(held["count"]),
                int(held["top"]),
                tuple(map(str, held["optional"])),
                str(held["reading"]),
                str(held.get("labels_tag", "")),
            )
        except (ValueError, LookupError, TypeError):
            return None  # written by another version
        return found if found.reading == reading else None

    def text(self) -> str:
        """Return it as the store keeps it."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class BrokenOff:
    """What a pull that broke off leaves to the next one.

    Attributes:
        begun: Where it began; None = at the beginning.
        left: What of the list of issues is still to be read.
        held: The next pull but one begins here at the latest; empty = it does not matter.
        lost: Whether that must begin from the beginning.
        whole: Whether nothing had to be left out.
        optional: Which of ``github_query.OPTIONAL`` the forge has.
        reading: Fingerprint of how rows are made.
    """

    begun: Cursor | None
    left: tuple[Stretch, ...]
    held: str
    lost: bool
    whole: bool
    optional: tuple[str, ...]
    reading: str

    @classmethod
    def parse(cls, text: str | None, reading: str) -> "BrokenOff | None":
        """Read a cursor; None where it is none of a pull that broke off."""
        try:
            found = _HELD.validate_json(text or "")
        except ValueError:
            return None
        return found if found.reading == reading and found.left else None

    def text(self) -> str:
        """Return it as the store keeps it."""
        return _HELD.dump_json(self).decode()


_HELD: Final = TypeAdapter(BrokenOff)
