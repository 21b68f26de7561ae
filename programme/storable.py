"""Text as a database and a file take it, whatever a forge's JSON held."""

import re
from typing import Final

#: Half a character (a lone surrogate), and NUL, which PostgreSQL does not take.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Replace what no database takes as text."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
