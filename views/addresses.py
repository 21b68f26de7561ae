"""Several choices in one parameter of the address, which pages hand on with one value each."""

from collections.abc import Mapping
from urllib.parse import quote, unquote

#: Left as they are; all that parts one choice from the next is written as ``%2C``.
_PLAIN = " /#'’"


def packed(choices: Mapping[str, str]) -> str:
    """Return names, each with what was chosen of it, as one text: ``Pay online:12,Sign in``."""
    return ",".join(
        f"{quote(name, _PLAIN)}:{quote(value, _PLAIN)}"
        if value or not name
        else quote(name, _PLAIN)
        for name, value in choices.items()
    )


def unpacked(text: str) -> dict[str, str]:
    """Return what ``packed`` was given; whatever else somebody wrote gives some names or none."""
    parts = [part.partition(":") for part in text.split(",")] if text else []
    return {unquote(name): unquote(value) for name, _, value in parts}
