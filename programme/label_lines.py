"""Lines of config.toml that would have a label understood which is not.

A line is a proposal to be read by someone who knows the team: numbers in it are those of the middle
of the scale, or of the band that a word stands for in plain English.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from programme.labels import IMPACT, PROBABILITY, Label, matches, normal
from programme.settings_labels import Labels


class Line(NamedTuple):
    """Where a label would have to stand, and as what.

    Attributes:
        table: Below ``[labels]``: ``type``, ``probability``.
        key: In that table; a value of a label, or the name of a list of labels.
        value: What it stands for; a label or value to be added to the list ``key``.
    """

    table: str
    key: str
    value: float | str | Mapping[str, float] | tuple[str, ...]


_MIDDLE: Final = "medium"
_BANDS: Final = {
    **dict.fromkeys(("rare", "remote", "improbable", "negligible", "trivial"), "very-low"),
    **dict.fromkeys(("unlikely", "minor", "small"), "low"),
    **dict.fromkeys(("possible", "significant"), _MIDDLE),
    **dict.fromkeys(("likely", "probable", "major", "serious", "large"), "high"),
    **dict.fromkeys(("certain", "severe", "extreme", "catastrophic", "blocker"), "very-high"),
}
_WEEKS: Final = 12
_LEVEL: Final = {"probability": 0.40, "impact_days": 14.0}
#: Words that place a whole label in a list; the first set that has one of its words counts.
_LISTS: Final = (
    ("type", "decision", frozenset({"decision", "decisions"})),
    ("type", "not_done", frozenset({"duplicate", "invalid", "won't", "cancelled"})),
    ("blocked", "any_of", frozenset({"blocked", "blocker", "blocking", "impediment", "stuck"})),
    ("waiting", "any_of", frozenset({"waiting", "hold", "paused", "parked"})),
    ("started", "any_of", frozenset({"progress", "doing", "wip"})),
    ("type", "risk", frozenset({"risk", "risks"})),
)
#: A label that has one of these words but not the scope for it can be read in no list.
_SCALES: Final = PROBABILITY | IMPACT | {"priority"}
_RISK_LIKE: Final = _SCALES | {
    *("decision", "decisions", "blocked", "blocker", "blocking", "impediment"),
    *("exposure", "threat", "proximity", "treatment", "mitigation"),
    *("security", "privacy", "vulnerability", "critical", "urgent"),
}
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def words(label: str) -> frozenset[str]:
    """Return the words of a label in normal form."""
    return frozenset(re.split(r"::|-", normal(label).text))


def risk_like(label: str) -> bool:
    """Say whether a label looks as if it spoke of risks, of decisions or of what is held up."""
    return any(word in _RISK_LIKE or word.startswith("risk") for word in words(label))


def line(label: str, mapping: Labels) -> Line | None:
    """Return the line that would have a label understood; None if none would.

    Args:
        label: As the team writes it; one that is not understood.
        mapping: ``[labels]`` of the configuration.
    """
    read = normal(label)
    return _of_scale(read, label, mapping) or _of_list(read, label)


def _of_scale(read: Label, label: str, mapping: Labels) -> Line | None:
    """Return the line of a label whose scope is understood, and whose value is not."""
    scope, value = read
    band = _BANDS.get(value, _MIDDLE)
    if not value:
        return None
    if scope in PROBABILITY:
        return None if "%" in value else Line("probability", value, mapping.probability[band])
    if scope in IMPACT:
        # A digit of severity is the worst here, the least there: mapped for its scope alone.
        key = read.text if scope == "severity" and value.isdigit() else value
        return Line("impact_days", key, float(mapping.impact_days[band]))
    return {
        "risk": Line("risk_level", value, _LEVEL),
        "risk-category": Line("risk_category", value, (label,)),
        "proximity": Line("proximity", value, _WEEKS),
        "treatment": Line("treatment", "values", value),
        "risk-treatment": Line("treatment", "values", value),
    }.get(scope)


def _of_list(read: Label, label: str) -> Line | None:
    found = words(label)
    if not read.value or found & _SCALES or read.scope.startswith("impact-"):
        return None
    if read.scope == "health":  # work that is at risk is no entry of a register
        return None
    if any(word.startswith("risk") for word in found):
        found |= {"risk"}
    return next((Line(table, key, label) for table, key, of in _LISTS if found & of), None)


def toml(lines: Iterable[tuple[Line, str]], mapping: Labels) -> list[str]:
    """Return the lines as TOML, ready to be pasted; what a list holds already is kept.

    Args:
        lines: Each with a comment; the first one of a table and key counts, and all of a list.
        mapping: ``[labels]`` of the configuration.
    """
    tables: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    lists: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one, comment in lines:
        if isinstance(one.value, str):
            held = lists[one.table, one.key] or [*getattr(getattr(mapping, one.table), one.key)]
            new = [] if matches(one.value, held) else [one.value]
            lists[one.table, one.key] = held = [*held, *new]
            tables[one.table][one.key] = (_value(held), "")
        else:
            tables[one.table].setdefault(one.key, (_value(one.value), comment))
    told = []
    for table, keys in tables.items():
        told += ["", f"[labels.{table}]"]
        told += [f"{_key(key)} = {value}{comment}" for key, (value, comment) in keys.items()]
    return told[1:]


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _text(text)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(of)}" for key, of in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f"{value:g}"


def _text(text: str) -> str:
    """Return *text* as a basic string of TOML; letters that do not show go by number."""
    return '"' + "".join(_letter(letter) for letter in text) + '"'


def _letter(letter: str) -> str:
    if letter in {'"', "\\"}:
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"
