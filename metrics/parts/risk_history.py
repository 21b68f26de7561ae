"""What every risk was like over time: whether it was one, whether open, and its size.

Instants are microseconds since 1970, UTC; what it means to cut at one: metrics/parts/cuts.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.risk_scores import Reader, Score
from programme.labels import PROBABILITY, marks, normal, record_of, record_type
from programme.settings import Settings
from programme.settings_labels import Labels

Key = tuple[str, int]
_Held = list[tuple[int, int | None, str]]


@dataclass(frozen=True)
class RiskSpell:
    """A stretch in which neither state nor labels of an issue changed, nor its increment.

    Attributes:
        start: Microseconds since 1970, UTC; inclusive.
        is_risk: Whether the issue was a risk then.
        is_open: Whether it was open.
        score: What its labels said.
        increment: Title of the increment it was in; empty = in none, or not asked for.
    """

    start: int
    is_risk: bool
    is_open: bool
    score: Score
    increment: str = ""

    @property
    def live(self) -> bool:
        """Whether it was a risk still to deal with."""
        return self.is_risk and self.is_open


@dataclass(frozen=True)
class RiskHistory:
    """One issue that is or was a risk, and its spells without gaps from its creation on."""

    source: str
    number: int
    project: str
    spells: tuple[RiskSpell, ...]


def risk_histories(
    history: pd.DataFrame,
    state_spells: pd.DataFrame,
    label_spells: pd.DataFrame,
    settings: Settings,
    *,
    increment_spells: pd.DataFrame | None = None,
) -> list[RiskHistory]:
    """Tell the history of every issue that ever was a risk.

    Args:
        history: HISTORY frame.
        state_spells: STATE_SPELLS frame.
        label_spells: LABEL_SPELLS frame.
        settings: For the projects' kinds and the meaning of labels.
        increment_spells: INCREMENT_SPELLS frame; None where nobody asks for increments.

    Returns:
        One entry per issue of a risk register, and per issue of another project whose labels made
        it a risk at some instant, in the order of *history*.
    """
    kinds = {project.name: project.kind for project in settings.projects}
    registers = {name for name, kind in kinds.items() if kind == "risk-register"}
    telling = [name for name in label_spells["label"].unique() if _may_make_risk(name, settings)]
    hits = label_spells[label_spells["label"].isin(telling)]
    wanted = set(zip(hits["source"], hits["number"], strict=True))
    rows = [
        (source, number, project)
        for source, number, project in zip(
            history["source"], history["number"], history["project"], strict=True
        )
        if project in registers or (source, number) in wanted
    ]
    keys = {(source, number) for source, number, _ in rows}
    states, labels = _spells(state_spells, "state", keys), _spells(label_spells, "label", keys)
    parts = {} if increment_spells is None else _spells(increment_spells, "increment", keys)
    reading = _Reading(settings.labels)
    told = [
        RiskHistory(
            source,
            number,
            project,
            tuple(
                _told(
                    states[source, number],
                    labels[source, number],
                    parts.get((source, number), []),
                    reading,
                    register=project in registers,
                )
            ),
        )
        for source, number, project in rows
    ]
    return [risk for risk in told if any(spell.is_risk for spell in risk.spells)]


class _Reading:
    """What sets of labels say: each distinct set, of which there are few, is read once."""

    def __init__(self, mapping: Labels) -> None:
        self._mapping = mapping
        self._reader = Reader(mapping)
        self._read: dict[frozenset[str], tuple[bool, Score]] = {}

    def of(self, labels: frozenset[str]) -> tuple[bool, Score]:
        """Say whether the labels alone make an issue a risk, and how large it is."""
        if labels not in self._read:
            found = 0
            for label in labels:
                found |= marks(label, self._mapping)
            self._read[labels] = record_of(found) == "risk", self._reader.score(labels)
        return self._read[labels]


def _may_make_risk(label: str, settings: Settings) -> bool:
    """Say whether *label* can be part of what makes an issue a risk."""
    alone = record_type((label,), settings.labels, "delivery") == "risk"
    return alone or normal(label).scope in PROBABILITY


def _spells(frame: pd.DataFrame, what: str, keys: Iterable[Key]) -> defaultdict[Key, _Held]:
    """Return (start, end, what) of every wanted issue."""
    wanted = set(keys)
    spells: defaultdict[Key, _Held] = defaultdict(list)
    for source, number, start, end, value in zip(
        # An array of texts is gone through faster as objects.
        frame["source"].to_numpy(dtype=object),
        frame["number"].tolist(),
        micros_of(frame["from_at"]).tolist(),
        micros_of(frame["until_at"]).tolist(),
        frame[what].to_numpy(dtype=object),
        strict=True,
    ):
        if (source, number) in wanted:
            spells[source, number].append((start, None if end == MISSING else end, value))
    return spells


def _told(
    states: _Held, labels: _Held, parts: _Held, reading: _Reading, *, register: bool
) -> Iterator[RiskSpell]:
    created = min(start for start, _, _ in states)
    turns = {start for start, _, _ in states}
    for start, end, _ in (*labels, *parts):
        turns |= {start} if end is None else {start, end}
    last = None
    for at in sorted(turn for turn in turns if turn >= created):
        carried = frozenset(_at(labels, at))
        is_open, increment = next(_at(states, at)) == "open", next(_at(parts, at), "")
        # One that is closed otherwise, or carries a label twice, is as it was.
        if last == (carried, is_open, increment):
            continue
        last = carried, is_open, increment
        is_risk, score = reading.of(carried)
        yield RiskSpell(
            start=at,
            is_risk=register or is_risk,
            is_open=is_open,
            score=score,
            increment=increment,
        )


def _at(spells: _Held, instant: int) -> Iterator[str]:
    """Yield what holds at an instant."""
    return (
        what for start, end, what in spells if start <= instant and (end is None or instant < end)
    )
