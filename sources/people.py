"""Persons whom a forge's own fields name, so that titles can be rid of them where no @ marks them.

"Follow up on jdoe-42's comment" names a person as surely as "@jdoe-42" does. Only names that are no
ordinary word are looked for: somebody may be called ``test``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sources.privacy import REMOVED

_WORD = re.compile(r"\w(?:[\w.-]*\w)?")
_SHORTEST = 4


@dataclass(frozen=True)
class People:
    """Distinctive logins and full names, in lower case, by their first word."""

    by_first_word: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, answers: Iterable[Any]) -> "People":
        """Collect whoever the people fields of a forge's JSON name, bots and teams left out."""
        names: dict[str, set[str]] = {}
        for name in _names(answers):
            first = _WORD.match(name)
            if first and len(name) >= _SHORTEST and _distinctive(name):
                names.setdefault(first[0].lower(), set()).add(name.lower())
        return cls(
            {first: tuple(sorted(found, key=len, reverse=True)) for first, found in names.items()}
        )

    def masked(self, text: str) -> str:
        """Replace every one of these names in *text*, as a whole word and in any case."""
        if not self.by_first_word:
            return text
        pieces: list[str] = []
        done = 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            for name in self.by_first_word.get(word[0].lower(), ()):
                end = word.start() + len(name)
                whole = not text[end : end + 1].isalnum()
                if whole and text[word.start() : end].lower() == name:
                    pieces += [text[done : word.start()], REMOVED]
                    done = end
                    break
        return "".join(pieces) + text[done:]


NOBODY = People({})


def _distinctive(name: str) -> bool:
    """Say whether *name* has what ordinary words lack: a digit, a joint, or a capital inside."""
    return bool(re.search(r"[\d_.\s-]|[a-z][A-Z]", name))


def _names(answer: Any) -> Iterator[str]:
    """Yield logins, user names and full names of every user object inside *answer*."""
    if isinstance(answer, dict):
        login = answer.get("login") or answer.get("username")
        if isinstance(login, str):
            if answer.get("type") not in {"Organization", "Bot"}:
                yield login
                if isinstance(answer.get("name"), str):
                    yield answer["name"]
            return
        for value in answer.values():
            if isinstance(value, dict | list):
                yield from _names(value)
    elif isinstance(answer, Iterable) and not isinstance(answer, str):
        for value in answer:
            yield from _names(value)
