"""What is said of a repository that has another name at its forge than in the configuration."""

import re
from typing import Final

_PATH: Final = re.compile(r"[\w.-]+(?:/[\w.-]+)+")


def moved(source: str, path: str) -> str:
    """Say that *source* is called otherwise now, in a sentence; empty if it is not.

    Args:
        source: Its name in the configuration, ``host/owner/repo``.
        path: What its forge calls it, without the host; empty = not known.
    """
    host = source.partition("/")[0]
    now = f"{host}/{path}"
    if not _PATH.fullmatch(path) or now.casefold() == source.casefold():
        return ""
    return (
        f"{source} is called {now} now; put the new name into the configuration, and its history "
        "goes on."
    )
