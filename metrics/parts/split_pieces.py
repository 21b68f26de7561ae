"""What is told of the pieces of work that are to be split: what binds them, what waits for what."""

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from metrics.parts.belonging import telling, traits, urgency
from metrics.parts.dependencies import waiting
from metrics.parts.measure import Frames
from metrics.parts.splitting import Piece
from metrics.parts.work import places
from programme.settings_labels import Labels

#: An issue by its source and number.
Issue = tuple[str, int]


class Told:
    """What labels, parents and links tell of some pieces of work at one instant."""

    def __init__(
        self, items: pd.DataFrame, inputs: Frames, as_of: datetime, labels: Labels
    ) -> None:
        """Read what is told.

        Args:
            items: Rows of HISTORY, of all that will be asked about.
            inputs: ``facts.links``, ``facts.events``, ``history`` and ``label_spells``.
            as_of: Aware instant.
            labels: ``[labels]`` of the configuration.
        """
        links = inputs["facts.links"]
        self._mapping = labels
        self._labels = _still(items, inputs["label_spells"], "until_at", "label")
        parents = links[links["kind"] == "parent"]
        self._parents = _still(items, parents, "seen_until", "link_key")
        self._after = _after(inputs, as_of)

    def pieces(self, items: pd.DataFrame) -> list[Piece]:
        """Return how urgent each of *items* is, and what it has in common with some others."""
        urgencies, found = [], []
        named = items[["source", "number", "title"]]
        for source, number, title in named.itertuples(index=False):
            issue = source, number
            labels = self._labels.get(issue, [])
            urgencies.append(urgency(labels))
            found.append(traits(title, labels, self._parents.get(issue, []), self._mapping))
        return [Piece(*one) for one in zip(urgencies, telling(found), strict=True)]

    def waits(self, items: pd.DataFrame) -> list[tuple[int, int]]:
        """Return which of *items* wait for which, by places, through open issues elsewhere too."""
        ours = {name: place for place, name in enumerate(items["item"].str.lower())}
        return [
            (place, ours[other])
            for name, place in ours.items()
            if name in self._after
            for other in sorted(_reached(name, self._after, ours))
        ]


def _still(
    items: pd.DataFrame, rows: pd.DataFrame, until: str, value: str
) -> dict[Issue, list[str]]:
    """Return what each of *items* has now, by the rows that no other has ended."""
    now = rows[rows[until].isna()]
    now = now[places(now, items) >= 0]
    held: dict[Issue, list[str]] = {}
    for source, number, one in zip(now["source"], now["number"], now[value], strict=True):
        held.setdefault((source, number), []).append(one)
    return held


def _after(inputs: Frames, as_of: datetime) -> dict[str, list[str]]:
    """Return which open issues each open issue waits for, by name."""
    waits = waiting(inputs["facts.links"], inputs["facts.events"], as_of)
    if not waits:
        return {}
    still = inputs["history"][inputs["history"]["state"] == "open"]
    issues = zip(still["source"], still["number"], strict=True)
    by_issue = dict(zip(issues, still["item"].str.lower(), strict=True))
    names = set(by_issue.values())
    after: dict[str, list[str]] = {}
    for source, number, blocker in waits:
        if (source, number) in by_issue and blocker in names:
            after.setdefault(by_issue[source, number], []).append(blocker)
    return after


def _reached(start: str, after: Mapping[str, list[str]], ours: Mapping[str, int]) -> set[str]:
    """Return the first of *ours* on every way from *start*, without it."""
    to_do, met = [start], {start}
    while to_do:
        for other in after.get(to_do.pop(), []):
            if other not in met:
                met.add(other)
                to_do += [] if other in ours else [other]
    return (met & ours.keys()) - {start}
