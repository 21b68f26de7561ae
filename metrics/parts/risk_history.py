"""What every risk was like over time: whether it was one, whether open, and its size.

Instants are microseconds since 1970, UTC; what it means to cut at one: metrics/parts/cuts.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.risk_scores import Reader, Score
from programme.labels import PROBABILITY, normal, record_type
from programme.settings import Settings

Key = tuple[str, int]


@dataclass(frozen=True)
class RiskSpell:
    """A stretch in which neither state nor labels of an issue changed.

    Attributes:
        start: Microseconds since 1970, UTC; inclusive.
        is_risk: Whether the issue was a risk then.
        is_open: Whether it was open.
        score: What its labels said.
    """

    start: int
    is_risk: bool
    is_open: bool
    score: Score

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
) -> list[RiskHistory]:
    """Tell the history of every issue that ever was a risk.

    Args:
        history: HISTORY frame.
        state_spells: STATE_SPELLS frame.
        label_spells: LABEL_SPELLS frame.
        settings: For the projects' kinds and the meaning of labels.

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
    reader = Reader(settings.labels)
    told = [
        RiskHistory(
            source,
            number,
            project,
            tuple(
                _told(
                    states[source, number],
                    labels[source, number],
                    kinds[project],
                    settings,
                    reader,
                )
            ),
        )
        for source, number, project in rows
    ]
    return [risk for risk in told if any(spell.is_risk for spell in risk.spells)]


def _may_make_risk(label: str, settings: Settings) -> bool:
    """Say whether *label* can be part of what makes an issue a risk."""
    alone = record_type((label,), settings.labels, "delivery") == "risk"
    return alone or normal(label).scope in PROBABILITY


def _spells(
    frame: pd.DataFrame, what: str, keys: Iterable[Key]
) -> defaultdict[Key, list[tuple[int, int | None, str]]]:
    """Return (start, end, what) of every wanted issue."""
    wanted = set(keys)
    spells: defaultdict[Key, list[tuple[int, int | None, str]]] = defaultdict(list)
    for source, number, start, end, value in zip(
        frame["source"],
        frame["number"],
        micros_of(frame["from_at"]).tolist(),
        micros_of(frame["until_at"]).tolist(),
        frame[what],
        strict=True,
    ):
        if (source, number) in wanted:
            spells[source, number].append((start, None if end == MISSING else end, value))
    return spells


def _told(
    states: list[tuple[int, int | None, str]],
    labels: list[tuple[int, int | None, str]],
    kind: str,
    settings: Settings,
    reader: Reader,
) -> Iterator[RiskSpell]:
    created = min(start for start, _, _ in states)
    turns = {start for start, _, _ in states}
    for start, end, _ in labels:
        turns |= {start} if end is None else {start, end}
    for at in sorted(turn for turn in turns if turn >= created):
        held = [name for start, end, name in labels if start <= at and (end is None or at < end)]
        state = next(
            what for start, end, what in states if start <= at and (end is None or at < end)
        )
        yield RiskSpell(
            start=at,
            is_risk=record_type(held, settings.labels, kind) == "risk",
            is_open=state == "open",
            score=reader.score(held),
        )
