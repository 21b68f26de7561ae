"""What the forge says of every issue, and every event, as arrays that belong together.

Instants are microseconds since 1970, UTC; MISSING where there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.parts.cuts import micros_of
from metrics.parts.names import Names, Sighting
from metrics.parts.work import places


@dataclass(frozen=True)
class Issues:
    """Every issue, by its place in the frame ITEMS.

    Attributes:
        frame: The frame itself.
        source: Code of its source, as in *sources*.
        sources: Names of the sources.
        created, updated, closed, gone: Instants of the forge's word.
        heard: Until then the forge's word can be held against events: when it was said, or when
            what it says came to be, if that is later.
    """

    frame: pd.DataFrame
    source: np.ndarray
    sources: list[str]
    created: np.ndarray
    updated: np.ndarray
    closed: np.ndarray
    gone: np.ndarray
    heard: np.ndarray

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.created)

    def places(self, frame: pd.DataFrame) -> np.ndarray:
        """Return which issue each row of *frame* speaks of; -1 = none of ours."""
        return places(frame, self.frame)


def issues(items: pd.DataFrame) -> Issues:
    """Take up the frame ITEMS."""
    codes, names = pd.factorize(items["source"])
    updated = micros_of(items["updated_at"])
    return Issues(
        frame=items,
        source=codes,
        sources=[str(name) for name in names],
        created=micros_of(items["created_at"]),
        updated=updated,
        closed=micros_of(items["closed_at"]),
        gone=micros_of(items["gone_at"]),
        heard=np.maximum(micros_of(items["seen_from"]), updated),
    )


@dataclass(frozen=True)
class Events:
    """Every event of our issues, by issue and then in the order in which they happened.

    Attributes:
        issue: Place of the issue.
        at: When; never before the issue's creation, since that is a clock's mistake.
        early: Whether the forge says it happened before the issue's creation.
        kind: One of rows.EVENT_KINDS.
        key, name: Of the label or milestone, as the event gives them; empty without.
        reason: Of a closing; empty without.
    """

    issue: np.ndarray
    at: np.ndarray
    early: np.ndarray
    kind: np.ndarray
    key: np.ndarray
    name: np.ndarray
    reason: np.ndarray

    def where(self, chosen: np.ndarray) -> "Events":
        """Return those that *chosen* (bool or places) picks."""
        return Events(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def happened(events: pd.DataFrame, of: Issues) -> Events:
    """Put the frame EVENTS into order, leaving out those of issues that we do not know."""
    issue, at = of.places(events), micros_of(events["at"])
    order = np.lexsort([events["position"].to_numpy(), at, issue])
    order = order[issue[order] >= 0]
    issue, at = issue[order], at[order]
    text = {
        name: events[name].to_numpy(dtype=object)[order]
        for name in ("kind", "label_key", "label", "milestone_key", "milestone", "reason")
    }
    created = of.created[issue]
    of_label = text["label_key"].astype(bool) | text["label"].astype(bool)
    return Events(
        issue=issue,
        at=np.maximum(at, created),
        early=at < created,
        kind=text["kind"],
        key=np.where(of_label, text["label_key"], text["milestone_key"]),
        name=np.where(of_label, text["label"], text["milestone"]),
        reason=text["reason"],
    )


def names(observed: pd.DataFrame, key: str, name: str, sources: Sequence[str]) -> list[Names]:
    """Return the names of each source's labels or milestones over time.

    Args:
        observed: LABELS or MILESTONES frame.
        key: Its column of keys.
        name: Its column of names.
        sources: Names of the sources.

    Returns:
        One entry per source, in their order.
    """
    sightings: dict[str, list[Sighting]] = {source: [] for source in sources}
    ordered = observed.sort_values("seen_from", kind="stable")
    missing = ordered["seen_until"].isna()
    for source, of, called, since, until, still in zip(
        ordered["source"],
        ordered[key],
        ordered[name],
        micros_of(ordered["seen_from"]).tolist(),
        micros_of(ordered["seen_until"]).tolist(),
        missing,
        strict=True,
    ):
        if source in sightings:
            sightings[source].append(Sighting(of, called, since, None if still else until))
    return [Names(sightings[source]) for source in sources]


def _follow_ids(events: Events, source: np.ndarray, known: Sequence[Names]) -> None:
    """Teach *known* the ids that nothing but events gives, by the last name each bore."""
    last: dict[tuple[int, str], tuple[int, str]] = {}
    for number, key, name, when in zip(
        source.tolist(), events.key, events.name, events.at.tolist(), strict=True
    ):
        if key and not known[number].knows(key) and when >= last.get((number, key), (when, ""))[0]:
            last[number, key] = when, name
    for (number, key), (_, name) in last.items():
        known[number].follow(key, name)


def keys(events: Events, of: Issues, known: Sequence[Names]) -> np.ndarray:
    """Return which label or milestone each event means, as its key.

    Args:
        events: Of labels alone, or of milestones alone.
        of: The issues.
        known: The names of each source over time.
    """
    source = of.source[events.issue]
    _follow_ids(events, source, known)
    asked = zip(source.tolist(), events.key, events.name, events.at.tolist(), strict=True)
    settled: dict[tuple[int, str, str], str | None] = {}
    out = np.empty(len(source), dtype=object)
    for place, (number, key, name, when) in enumerate(asked):
        question = number, key, name
        if question not in settled:
            fixed = known[number].settled(key, name)
            settled[question] = known[number].key(key, name, when) if fixed else None
        answer = settled[question]
        out[place] = known[number].key(key, name, when) if answer is None else answer
    return out
