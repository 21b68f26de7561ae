"""Read a risk's size from its labels, rule by rule.

Rules: docs/labels.md, and docs/tables.md, "Risk scores". Nothing is guessed: a value that the
configuration does not know leaves that part unknown, and a doubt says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from programme.labels import IMPACT, PROBABILITY, Label, matches, normal
from programme.settings_labels import Labels
from programme.values import MOST_DAYS

#: Checks under which doubts about risk labels stand in data_quality.
TWO_VALUES: Final = "risk_two_values"
UNKNOWN_VALUE: Final = "risk_unknown_value"

_BANDS = ("very-low", "low", "medium", "high", "very-high")
_DIGITS = {str(number): band for number, band in enumerate(_BANDS, start=1)}
_SAME = (frozenset({"medium", "moderate"}), frozenset({"very-high", "critical", "almost-certain"}))
_HAPPENED = ("outcome::happened",)

_PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)-?%")
_DAYS = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?:-?(?:d|day|days))?")
_GBP = re.compile(r"(-?)£?([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)-?(k|m|bn)?")
_TIMES = {None: 1, "k": 10**3, "m": 10**6, "bn": 10**9}
# Beyond these a label is a slip of the pen; sums stay exact when printed with six places.
_MOST_DAYS = Decimal(MOST_DAYS)
_MOST_GBP = Decimal(10) ** 11
_PLACES = Decimal("0.000001")


class Doubt(NamedTuple):
    """What a label leaves open: name of the data-quality check, and what was met."""

    check: str
    detail: str


@dataclass(frozen=True)
class Score:
    """What a set of labels says about a risk; None or empty = not known.

    Attributes:
        probability: 0 to 1.
        impact_days: Calendar days lost if it happens.
        impact_gbp: Pounds lost if it happens.
        category: Key of ``[labels.risk_category]``.
        proximity_weeks: How soon it could hit.
        treatment: One of ``[labels.treatment].values``.
        owner_role: Value of the role's label, in normal form.
        happened: Whether the labels say that it happened.
        actual_days: Calendar days that it cost once it had.
        doubts: One per value that is not known or not alone.
    """

    probability: Decimal | None
    impact_days: Decimal | None
    impact_gbp: Decimal | None
    category: str
    proximity_weeks: Decimal | None
    treatment: str
    owner_role: str
    happened: bool
    actual_days: Decimal | None
    doubts: tuple[Doubt, ...]

    @cached_property
    def exposure_days(self) -> Decimal | None:
        """Probability times days, to six places; None while the risk is unsized."""
        return _product(self.probability, self.impact_days)

    @cached_property
    def exposure_gbp(self) -> Decimal | None:
        """Probability times pounds, to six places; None if either is unknown."""
        return _product(self.probability, self.impact_gbp)

    @property
    def sized(self) -> bool:
        """Whether probability and days are both known."""
        return self.exposure_days is not None


class _Value(NamedTuple):
    """One label and the number it stands for; None = its value is not known."""

    label: str
    number: Decimal | None


class Reader:
    """Reads label sets under one ``[labels]`` configuration, each distinct set once."""

    def __init__(self, mapping: Labels) -> None:
        """Bring the configuration into normal form."""
        self._mapping = mapping
        self._probability = _table(mapping.probability)
        self._days = _table(mapping.impact_days)
        self._level_probability = _table(
            {name: level.probability for name, level in mapping.risk_level.items()}
        )
        self._level_days = _table(
            {name: level.impact_days for name, level in mapping.risk_level.items()}
        )
        self._proximity = _table(mapping.proximity)
        self._owner = normal(mapping.owner_role.prefix).text
        self._treatments = [normal(value).text for value in mapping.treatment.values]
        self._read: dict[frozenset[str], Score] = {}

    def score(self, labels: Iterable[str]) -> Score:
        """Return what *labels*, the names that a risk carries at one instant, say about it."""
        held = frozenset(labels)
        if held not in self._read:
            self._read[held] = self._score(sorted(held))
        return self._read[held]

    def _score(self, held: Sequence[str]) -> Score:
        doubts: dict[Doubt, None] = {}
        percents: list[_Value] = []
        chances: list[_Value] = []
        days: list[_Value] = []
        impacts: list[_Value] = []
        pounds: list[_Value] = []
        actual: list[_Value] = []
        weeks: list[_Value] = []
        level_chances: list[_Value] = []
        level_days: list[_Value] = []
        for name in held:
            label = normal(name)
            if label.scope in PROBABILITY:
                if "%" in label.value:
                    percents.append(_Value(name, _percent(label.value)))
                else:
                    chances.append(_Value(name, _band(label, self._probability)))
            elif label.scope in IMPACT:
                impacts.append(_Value(name, _band(label, self._days)))
            elif label.scope == "impact-days":
                days.append(_Value(name, _number_of_days(label.value)))
            elif label.scope == "actual-days":
                actual.append(_Value(name, _number_of_days(label.value)))
            elif label.scope == "impact-gbp":
                pounds.append(_Value(name, _pounds(label.value)))
            elif label.scope == "proximity":
                weeks.append(_Value(name, _lookup(label, self._proximity)))
            elif label.scope == "risk" and not matches(name, self._mapping.type.risk):
                level_chances.append(_Value(name, _lookup(label, self._level_probability)))
                level_days.append(_Value(name, _lookup(label, self._level_days)))
        return Score(
            probability=_highest((percents, chances, level_chances), doubts),
            impact_days=_highest((days, impacts, level_days), doubts),
            impact_gbp=_highest((pounds,), doubts),
            category=self._category(held, doubts),
            proximity_weeks=_nearest(weeks, doubts),
            treatment=self._treatment(held, doubts),
            owner_role=self._owner_role(held, doubts),
            happened=any(matches(name, _HAPPENED) for name in held),
            actual_days=_highest((actual,), doubts),
            doubts=tuple(doubts),
        )

    def _category(self, held: Sequence[str], doubts: dict[Doubt, None]) -> str:
        """Return the first category, in the configuration's order, that a label names."""
        found = {
            category: name
            for category, wanted in self._mapping.risk_category.items()
            for name in held
            if matches(name, wanted)
        }
        known = set(found.values())
        for name in held:
            if normal(name).scope == "risk-category" and name not in known:
                doubts[_unknown(name)] = None
        return _first(found, doubts)

    def _treatment(self, held: Sequence[str], doubts: dict[Doubt, None]) -> str:
        scoped = {
            normal(name).value: name
            for name in held
            if normal(name).scope in {"treatment", "risk-treatment"}
        }
        for value, name in scoped.items():
            if value not in self._treatments:
                doubts[_unknown(name)] = None
        return _first({v: scoped[v] for v in self._treatments if v in scoped}, doubts)

    def _owner_role(self, held: Sequence[str], doubts: dict[Doubt, None]) -> str:
        scoped = {normal(name).value: name for name in held if normal(name).scope == self._owner}
        return _first({value: scoped[value] for value in sorted(scoped) if value}, doubts)


def _product(chance: Decimal | None, loss: Decimal | None) -> Decimal | None:
    if chance is None or loss is None:
        return None
    return (chance * loss).quantize(_PLACES)


def _table(numbers: Mapping[str, float]) -> dict[str, Decimal]:
    # A float's shortest text is what the configuration says, exactly.
    return {normal(name).text: Decimal(str(number)) for name, number in numbers.items()}


def _lookup(label: Label, known: Mapping[str, Decimal]) -> Decimal | None:
    """Return the number of the whole label, else of its value, else of a word that means the same.

    A whole label in the configuration (``"severity::1" = 60``) maps that scope alone.
    """
    for text in (label.text, label.value):
        if text in known:
            return known[text]
    for words in _SAME:
        if label.value in words:
            return next((known[word] for word in sorted(words) if word in known), None)
    return None


def _band(label: Label, known: Mapping[str, Decimal]) -> Decimal | None:
    found = _lookup(label, known)
    # GitLab's severity::1 is the worst, everybody else's 1 the least: no digit of it is read.
    if found is None and label.scope != "severity" and label.value in _DIGITS:
        return known.get(_DIGITS[label.value])
    return found


def _percent(value: str) -> Decimal | None:
    found = _PERCENT.fullmatch(value)
    number = Decimal(found[1]) / 100 if found else None
    return number if number is not None and 0 <= number <= 1 else None


def _number_of_days(value: str) -> Decimal | None:
    found = _DAYS.fullmatch(value)
    number = Decimal(found[1]) if found else None
    return number if number is not None and 0 <= number <= _MOST_DAYS else None


def _pounds(value: str) -> Decimal | None:
    found = _GBP.fullmatch(value)
    if not found or found[1]:
        return None
    number = Decimal(found[2].replace(",", "")) * _TIMES[found[3]]
    return number if number <= _MOST_GBP else None


def _highest(kinds: Iterable[Sequence[_Value]], doubts: dict[Doubt, None]) -> Decimal | None:
    """Let the first kind of value that is there decide, by its highest; unknown if one is."""
    answers = []
    for values in kinds:
        for value in values:
            if value.number is None:
                doubts[_unknown(value.label)] = None
        known = {value.number for value in values if value.number is not None}
        if len(known) > 1:
            doubts[_two(value.label for value in values)] = None
        if values:
            whole = all(value.number is not None for value in values)
            answers.append(max(known) if whole else None)
    return answers[0] if answers else None


def _nearest(values: Sequence[_Value], doubts: dict[Doubt, None]) -> Decimal | None:
    """As ``_highest``, but of two the nearer is the graver."""
    if _highest((values,), doubts) is None:
        return None
    return min(value.number for value in values if value.number is not None)


def _first(found: Mapping[str, str], doubts: dict[Doubt, None]) -> str:
    """Return the first value, with a doubt when labels name several; empty of none."""
    if len(found) > 1:
        doubts[Doubt(TWO_VALUES, f"{' and '.join(sorted(found.values()))}: the first counts")] = (
            None
        )
    return next(iter(found), "")


def _two(labels: Iterable[str]) -> Doubt:
    return Doubt(TWO_VALUES, f"{' and '.join(sorted(labels))}: the graver counts")


def _unknown(label: str) -> Doubt:
    return Doubt(UNKNOWN_VALUE, f"{label}: not a value we know")
