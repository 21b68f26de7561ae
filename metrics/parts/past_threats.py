"""Which sized risks threatened each increment at a past instant."""

from bisect import bisect_left
from collections import defaultdict

import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.measure import Frames
from metrics.parts.risk_history import RiskHistory, risk_histories
from metrics.parts.threats import Threat
from programme.settings import Settings


class PastThreats:
    """The risks of some projects, by increment, at any instant."""

    def __init__(self, inputs: Frames, settings: Settings) -> None:
        """Tell the history of every risk.

        Args:
            inputs: ``history``, ``state_spells``, ``label_spells`` and ``increment_spells``.
            settings: For the projects' kinds and the meaning of labels.
        """
        history = inputs["history"]
        told = risk_histories(history, inputs["state_spells"], inputs["label_spells"], settings)
        keys = {(risk.source, risk.number) for risk in told}
        issues = zip(history["source"], history["number"], strict=True)
        names = dict(zip(issues, history["item"], strict=True))
        self._risks: defaultdict[str, list[tuple[str, RiskHistory]]] = defaultdict(list)
        for risk in told:
            self._risks[risk.project].append((names[risk.source, risk.number], risk))
        self._held = _held(inputs["increment_spells"], keys)

    def at(self, project: str, cut: int) -> dict[str, tuple[Threat, ...]]:
        """Return the open sized risks of each increment of a project, by item."""
        found: defaultdict[str, list[Threat]] = defaultdict(list)
        for item, risk in sorted(self._risks.get(project, []), key=lambda named: named[0]):
            place = bisect_left(risk.spells, cut, key=lambda spell: spell.start) - 1
            title = self._increment(risk, cut)
            if place < 0 or not title or not risk.spells[place].live:
                continue
            score = risk.spells[place].score
            if score.probability is not None and score.impact_days is not None:
                found[title].append(Threat.scored(item, score.probability, score.impact_days))
        return {title: tuple(threats) for title, threats in found.items()}

    def _increment(self, risk: RiskHistory, cut: int) -> str:
        held = self._held.get((risk.source, risk.number), [])
        return next((title for start, end, title in held if start < cut <= end), "")


def _held(
    spells: pd.DataFrame, keys: set[tuple[str, int]]
) -> dict[tuple[str, int], list[tuple[int, int, str]]]:
    """Return from when to when each of some issues was in which increment."""
    found: defaultdict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
    since, until = micros_of(spells["from_at"]).tolist(), micros_of(spells["until_at"]).tolist()
    issues = zip(spells["source"], spells["number"], spells["increment"], strict=True)
    for (source, number, title), start, end in zip(issues, since, until, strict=True):
        if (source, number) in keys:
            last = 2**63 - 1 if end == MISSING else end
            found[source, number].append((start, last, title))
    return dict(found)
