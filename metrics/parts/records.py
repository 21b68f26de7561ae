"""Issues that tell of the work and are none of it: decisions, achievements and learnings."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

import pandas as pd

from metrics.parts.cuts import MISSING, day_of, micros_of
from metrics.parts.measure import Frames
from metrics.parts.risk_scores import Reader
from programme import frames
from programme.labels import RecordType, record_type
from programme.settings import Settings

_KEYS: Final = ["source", "number"]


class _Worn(NamedTuple):
    """A label of an issue: its name, and microseconds since 1970, UTC; *end* is exclusive."""

    name: str
    start: int
    end: int | None

    def at(self, instant: int) -> bool:
        return self.start <= instant and (self.end is None or instant < self.end)


def records(inputs: Frames, kind: RecordType, settings: Settings) -> pd.DataFrame:
    """Return the issues that are records of one *kind*.

    Args:
        inputs: ``history`` and ``label_spells``; ``as_of`` is where they end.
        kind: As HISTORY names it.
        settings: For the meaning of labels and the time zone.

    Returns:
        Rows of HISTORY, by project and item, with ``became_on`` (the day on which its labels first
        made it one of this kind) and ``owner_role`` (as its labels tell it now, in normal form).
    """
    history = inputs["history"]
    found = history[history["record"] == kind].sort_values(["project", "item"], ignore_index=True)
    worn = _labels(inputs["label_spells"], found)
    reader = Reader(settings.labels)
    zone = settings.programme.zone
    became, roles = [], []
    for *key, created in zip(
        found["source"], found["number"], micros_of(found["created_at"]).tolist(), strict=True
    ):
        labels = worn[key[0], key[1]]
        became.append(day_of(_became(created, labels, kind, settings), zone))
        roles.append(reader.score(one.name for one in labels if one.end is None).owner_role)
    return found.assign(
        became_on=pd.Series(became, index=found.index, dtype=frames.ON),
        owner_role=pd.Series(roles, index=found.index, dtype=frames.TEXT),
    )


def _labels(label_spells: pd.DataFrame, of: pd.DataFrame) -> dict[tuple[str, int], list[_Worn]]:
    """Return the labels that each issue ever wore; most programmes have few such issues."""
    spells = label_spells[label_spells["number"].isin(of["number"])].merge(of[_KEYS], on=_KEYS)
    worn: defaultdict[tuple[str, int], list[_Worn]] = defaultdict(list)
    for source, number, name, start, end in zip(
        *(spells[column] for column in (*_KEYS, "label")),
        micros_of(spells["from_at"]).tolist(),
        micros_of(spells["until_at"]).tolist(),
        strict=True,
    ):
        worn[source, number].append(_Worn(name, start, None if end == MISSING else end))
    return worn


def _became(created: int, labels: Iterable[_Worn], kind: RecordType, settings: Settings) -> int:
    """Return the first instant at which *labels* made an issue a record of *kind*."""
    ends = (label.end for label in labels if label.end is not None)
    turns = {created, *(label.start for label in labels), *ends}
    for at in sorted(turn for turn in turns if turn >= created):
        held = [label.name for label in labels if label.at(at)]
        if record_type(held, settings.labels, "delivery") == kind:
            return at
    return created
