"""How a label is read: one normal form, and what kind of record it makes of an issue.

Rules: docs/labels.md. ``Risk-Category: Security`` and ``risk_category::security`` are the
same label to us.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from programme.settings_labels import Labels

RecordType = Literal["risk", "decision", "achievement", "learning"]
RECORD_TYPES: tuple[RecordType, ...] = ("risk", "decision", "achievement", "learning")

_SEPARATOR = re.compile(r"\s*(?:::|:|/|=)\s*")
_GAP = re.compile(r"[\s_-]+")


class Label(NamedTuple):
    """A label in normal form: everything before the last separator, and the value after it."""

    scope: str
    value: str

    @property
    def text(self) -> str:
        """The whole label, ``scope::value``, or the value alone."""
        return f"{self.scope}::{self.value}" if self.scope else self.value


@lru_cache(maxsize=65536)
def normal(label: str) -> Label:
    """Return *label* trimmed, lower-cased, gaps as ``-`` and every separator as ``::``."""
    parts = [_GAP.sub("-", part.strip().lower()) for part in _SEPARATOR.split(label.strip())]
    return Label("::".join(parts[:-1]), parts[-1])


def after_prefix(label: str, prefix: str) -> str:
    """Return what stands after *prefix* in *label*, written as the team wrote it.

    Both are compared in normal form: ``Increment: Pay online`` has ``increment::`` before
    ``Pay online``.
    """
    separators = normal(prefix + "x").text.count("::")
    if separators:
        return _SEPARATOR.split(label.strip(), maxsplit=separators)[-1].strip()
    return label.strip()[len(prefix.strip()) :].strip()


def matches(label: str, wanted: Iterable[str]) -> bool:
    """Say whether *label* is one of *wanted*, both in normal form."""
    return normal(label) in {normal(entry) for entry in wanted}


#: Scopes of labels that tell how likely something is, and what it costs by words.
PROBABILITY: Final = frozenset({"probability", "likelihood", "chance"})
IMPACT: Final = frozenset({"impact", "severity", "consequence"})
_ANY_IMPACT: Final = IMPACT | {"impact-days", "impact-gbp"}
#: Marks of a label; those of an issue are the marks of all its labels together.
_A_PROBABILITY, _AN_IMPACT = 1, 2
_OF_TYPE = {kind: 4 << place for place, kind in enumerate(RECORD_TYPES)}
#: Every sum of marks is less.
MARKS: Final = 4 << len(RECORD_TYPES)


def marks(label: str, mapping: Labels) -> int:
    """Return what *label* says about the kind of record, as a sum of marks.

    Args:
        label: The label's name.
        mapping: ``[labels]`` of the configuration.
    """
    held = normal(label)
    found = _A_PROBABILITY * (held.scope in PROBABILITY)
    found |= _AN_IMPACT * (held.scope in _ANY_IMPACT)
    for kind in RECORD_TYPES:
        if matches(label, getattr(mapping.type, kind)):
            found |= _OF_TYPE[kind]
    return found | (_OF_TYPE["risk"] if held.scope == "risk" else 0)


def record_of(found: int) -> RecordType | None:
    """Say which kind of record the marks of all of an issue's labels make it; None = it is work."""
    if found & _A_PROBABILITY and found & _AN_IMPACT:
        return "risk"
    return next((kind for kind in RECORD_TYPES if found & _OF_TYPE[kind]), None)


BLOCKED: Final = "blocked"
WAITING: Final = "waiting"


def work_state(label: str, mapping: Labels) -> str:
    """Return the state of work that *label* tells; empty if it tells none.

    Args:
        label: As the team writes it.
        mapping: ``[labels]`` of the configuration.

    Returns:
        ``blocked`` for every label that means so, else ``waiting`` for every one that means that,
        else ``blocked`` for a state that has this word in its name (``workflow::X - blocked``),
        else the label in normal form (``status::in-review``) if it is one of the states.
    """
    if matches(label, mapping.blocked.any_of):
        return BLOCKED
    if matches(label, mapping.waiting.any_of):
        return WAITING
    plain = normal(label)
    scopes = {normal(scope).text for scope in mapping.states.scopes}
    scoped = plain.scope in scopes
    if scoped and not matches(label, mapping.states.any_of) and _says_blocked(plain.value):
        return BLOCKED
    return plain.text if scoped or matches(label, mapping.states.any_of) else ""


def _says_blocked(value: str) -> bool:
    words = value.split("-")
    return BLOCKED in words and not {"not", "no", "never"} & {*words}


def record_type(labels: Iterable[str], mapping: Labels, project_kind: str) -> RecordType | None:
    """Say which kind of record the labels make of an issue; None = it is work.

    Args:
        labels: The issue's label names at one instant.
        mapping: ``[labels]`` of the configuration.
        project_kind: ``delivery`` or ``risk-register``; every issue of a register is a risk.
    """
    if project_kind == "risk-register":
        return "risk"
    found = 0
    for label in labels:
        found |= marks(label, mapping)
    return record_of(found)
