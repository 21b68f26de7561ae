"""What labels say: which record an issue is, and how large a risk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from programme.settings_labels import Labels

PROBABILITY = ("probability", "likelihood", "chance")
IMPACT = ("impact", "severity", "consequence")
DIGITS = {"1": "very-low", "2": "low", "3": "medium", "4": "high", "5": "very-high"}
SAME = {"moderate": "medium", "critical": "very-high", "almost-certain": "very-high"}
HAPPENED = ("outcome", "happened")


@cache
def scoped(label: str) -> tuple[str, str]:
    """Split a label, in its normal form, at its last separator."""
    parts = re.split(r"\s*(?:::|:|/|=)\s*", label.strip().lower())
    parts = [re.sub(r"[\s_]", "-", part) for part in parts]
    return "::".join(parts[:-1]), parts[-1]


def joined(label: str) -> str:
    """Write a label, or the beginning of one, in its normal form with ``::`` at each separator."""
    scope, value = scoped(label)
    return f"{scope}::{value}" if scope else value


def carries(labels: Iterable[str], any_of: Iterable[str]) -> bool:
    """Say whether a label is one of a configured list."""
    return bool({scoped(label) for label in labels} & {scoped(label) for label in any_of})


def work_states(labels: Iterable[str], settings: Labels) -> set[str]:
    """Return the states of work that labels tell."""
    states = set()
    scopes = {scope.strip().lower() for scope in settings.states.scopes}
    for label in labels:
        scope, value = scoped(label)
        if carries([label], settings.blocked.any_of):
            states.add("blocked")
        elif carries([label], settings.waiting.any_of):
            states.add("waiting")
        elif (
            scope in scopes
            and not carries([label], settings.states.any_of)
            and (
                re.search(r"(^|-)blocked(-|$)", value)
                and not re.search(r"(^|-)(not|no|never)(-|$)", value)
            )
        ):
            states.add("blocked")
        elif scope in scopes or carries([label], settings.states.any_of):
            states.add(f"{scope}::{value}" if scope else value)
    return states


def is_risk(labels: Iterable[str], settings: Labels) -> bool:
    """Say whether labels make an issue a risk."""
    scopes = {scoped(label)[0] for label in labels}
    pair = bool(scopes & set(PROBABILITY)) and bool(scopes & {*IMPACT, "impact-days", "impact-gbp"})
    return carries(labels, settings.type.risk) or "risk" in scopes or pair


def kind(labels: Iterable[str], settings: Labels) -> str:
    """Say which kind of record labels make an issue; empty if it is work."""
    types = settings.type
    if is_risk(labels, settings):
        return "risk"
    if carries(labels, types.decision):
        return "decision"
    if carries(labels, types.achievement):
        return "achievement"
    return "learning" if carries(labels, types.learning) else ""


def is_record(labels: Iterable[str], settings: Labels) -> bool:
    """Say whether labels make an issue a record rather than work."""
    return kind(labels, settings) != ""


def happened(labels: Iterable[str]) -> bool:
    """Say whether labels say that a risk came true."""
    return HAPPENED in {scoped(label) for label in labels}


def actual_days(labels: Iterable[str]) -> Decimal | None:
    """Return what labels say a risk cost; the higher of two, unknown if one of them is."""
    parts = (scoped(label) for label in labels)
    return _first([_number(value) for scope, value in parts if scope == "actual-days"])


@dataclass(frozen=True)
class Score:
    """A risk's size; None = not known."""

    probability: Decimal | None
    days: Decimal | None
    gbp: Decimal | None

    @property
    def exposure_days(self) -> Decimal | None:
        """Expected delay in calendar days."""
        if self.probability is None or self.days is None:
            return None
        return self.probability * self.days

    @property
    def exposure_gbp(self) -> Decimal | None:
        """Expected cost in pounds."""
        if self.probability is None or self.gbp is None:
            return None
        return self.probability * self.gbp


def score(labels: Iterable[str], settings: Labels) -> Score:
    """Read each part on its own: a number before a band before a level."""
    parts = [scoped(label) for label in labels]
    percents, days, gbp = [], [], []
    bands: list[Decimal | None] = []
    impacts: list[Decimal | None] = []
    levels: list[tuple[Decimal, Decimal] | None] = []
    for scope, value in parts:
        if scope in PROBABILITY:
            if value.endswith("%"):
                percent = _number(value[:-1])
                fits = percent is not None and percent <= 100
                percents.append(percent / 100 if percent is not None and fits else None)
            else:
                bands.append(_band(value, settings.probability, digits=True))
        elif scope in IMPACT:
            impacts.append(_band(value, settings.impact_days, digits=scope != "severity"))
        elif scope == "impact-days":
            days.append(_number(value))
        elif scope == "impact-gbp":
            gbp.append(_money(value))
        elif scope == "risk":
            levels.append(_level(value, settings))
    level_p = [level and level[0] for level in levels]
    level_d = [level and level[1] for level in levels]
    return Score(
        probability=_first(percents, bands, level_p),
        days=_first(days, impacts, level_d),
        gbp=_first(gbp),
    )


def _first(*kinds: list[Decimal | None]) -> Decimal | None:
    """Return the highest value of the first kind that is there; one unknown makes it unknown."""
    for values in kinds:
        if values:
            known = [value for value in values if value is not None]
            return max(known) if len(known) == len(values) else None
    return None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _money(text: str) -> Decimal | None:
    if text.endswith("k"):
        thousands = _number(text[:-1])
        return None if thousands is None else thousands * 1000
    return _number(text)


def _band(value: str, bands: dict[str, float], *, digits: bool) -> Decimal | None:
    mapped = {scoped(name)[1]: Decimal(str(number)) for name, number in bands.items()}
    if value in mapped:
        return mapped[value]
    if value.isdigit():
        return mapped.get(DIGITS.get(value, "")) if digits else None
    return mapped.get(SAME.get(value, ""))


def _level(value: str, settings: Labels) -> tuple[Decimal, Decimal] | None:
    mapped = {
        scoped(name)[1]: (Decimal(str(level.probability)), Decimal(str(level.impact_days)))
        for name, level in settings.risk_level.items()
    }
    same = {"moderate": "medium", "very-high": "critical", "almost-certain": "critical"}
    return mapped.get(value) or mapped.get(same.get(value, ""))
