"""The tokens that forges gave this process: as secret as those that were put into its hands."""

from typing import Final

_GIVEN: Final[set[str]] = set()


def note(token: str) -> None:
    """Remember *token*, also once another has taken its place: a sentence may still quote it."""
    _GIVEN.add(token)


def given() -> frozenset[str]:
    """Return every token that was given so far."""
    return frozenset(_GIVEN)
