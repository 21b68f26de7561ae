"""Oversized increments of a project, split into parts, each with its date."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.parts.belonging import BINDS, UNMARKED, Trait
from metrics.parts.forecast import Outlook
from metrics.parts.measure import Frames
from metrics.parts.oversize import oversized
from metrics.parts.schedule import Schedule
from metrics.parts.schedules import schedules
from metrics.parts.split_pieces import Told
from metrics.parts.splitting import Piece, split
from metrics.parts.turns import queued
from metrics.parts.work import work_items
from programme.settings import Settings
from programme.settings_measures import IncrementSize

#: Key of the row of the unsplit increment.
WHOLE: Final = ""
_NAMES: Final = {"parent": "are part of", "label": "carry the label", "word": "have the word"}


@dataclass(frozen=True)
class Part:
    """One part, or the unsplit increment.

    Attributes:
        name: ``1``, ``2`` …, with leading zeros so that names sort as numbers do; WHOLE = unsplit.
        waiting: The open pieces of work of the project; rows of HISTORY.
        places: Of these, its own, in the order in which they can be worked.
        places_before: Of these, those that are listed elsewhere and come before it.
        p80: Day by which it is finished with a chance of 80 in 100.
        chance: Of being finished by the increment's target, 0 to 1.
        why: What is too large, or why these pieces are together and stand here.
    """

    name: str
    waiting: pd.DataFrame
    places: np.ndarray
    places_before: np.ndarray
    p80: date | None
    chance: float | None
    why: str

    @property
    def items(self) -> pd.DataFrame:
        """Its open pieces of work, in the order in which they can be worked."""
        return self.waiting.iloc[self.places]

    @property
    def before(self) -> pd.DataFrame:
        """The open pieces of work that come before it."""
        return self.waiting.iloc[self.places_before]


@dataclass(frozen=True)
class Proposal:
    """How one increment would split; the unsplit increment is the first of its *parts*."""

    project: str
    increment: str
    parts: tuple[Part, ...]


def proposals(
    inputs: Frames, as_of: datetime, settings: Settings, *, only: str | None = None
) -> Iterator[Proposal]:
    """Propose how to split each oversized increment, in the order of project and title.

    Args:
        inputs: As for the measure ``proposals``.
        as_of: Aware instant.
        settings: The programme's.
        only: Title of the only increments that are wanted; None = all.
    """
    table = inputs["increments"]
    large = table[table["oversized"]]
    if only is not None:
        large = large[large["increment"] == only]
    if large.empty:
        return
    work = work_items(inputs["history"], settings).sort_values(["source", "number"])
    open_now = work[(work["state"] == "open") & work["increment"].isin(large["increment"])]
    told = Told(open_now, inputs, as_of, settings.labels)
    schedule_of = schedules(inputs, inputs["risks"], as_of=as_of, settings=settings)
    for name, rows in large.groupby("project"):
        ours = work[(work["project"] == name) & (work["state"] == "open")]
        for row in rows.to_dict("records"):
            parts = tuple(_parts(row, ours, told, schedule_of[str(name)], settings.increments))
            yield Proposal(str(name), row["increment"], parts)


def room(ahead: Outlook, limits: IncrementSize, most: int) -> int:
    """Return how many pieces of work a part may have, at least 1.

    As many as are likely to be finished within the longest length of an increment if begun today;
    without a forecast, the number alone counts.

    Args:
        ahead: The pace of the project.
        limits: ``[increments]`` of the configuration.
        most: More are not asked for.
    """
    low, high = 1, max(min(limits.max_items, most), 1)
    if ahead.p80(1) is None:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        p80 = ahead.p80(middle)
        if p80 is None or oversized(ahead.today, p80, middle, limits):
            high = middle - 1
        else:
            low = middle
    return low


def _parts(
    row: Mapping[str, Any],
    waiting: pd.DataFrame,
    told: Told,
    schedule: Schedule,
    limits: IncrementSize,
) -> Iterator[Part]:
    title, ahead = row["increment"], schedule.outlook
    mine = (waiting["increment"] == title).to_numpy(dtype=bool)
    items = waiting[mine]
    pieces = told.pieces(items)
    parts = split(pieces, told.waits(items), room(ahead, limits, len(items)))
    before = queued(schedule.order, title, waiting["increment"]).to_numpy(dtype=bool) & ~mine
    own, queue = np.flatnonzero(mine), np.flatnonzero(before)
    p80 = None if pd.isna(row["p80_on"]) else row["p80_on"].date()
    chance = None if pd.isna(row["p_on_time"]) else float(row["p_on_time"])
    yield Part(WHOLE, waiting, own, queue, p80, chance, _why_whole(row, len(parts)))
    target = None if pd.isna(row["target_on"]) else row["target_on"].date()
    width, count = len(str(len(parts))), 0
    for number, part in enumerate(parts, start=1):
        count += len(part)
        # Asked for a date and for a chance: drawn once.
        finished = cache(partial(schedule.part_finished, title, count))
        yield Part(
            f"{number:0{width}d}",
            waiting,
            own[part],
            queue,
            ahead.dates_of(finished).p80,
            ahead.chance_of(target, finished) if target else None,
            _why([pieces[place] for place in part], ahead, limits),
        )
        queue = np.concatenate([queue, own[part]])


def _why_whole(row: Mapping[str, Any], parts: int) -> str:
    said = [row["oversized_reason"]]
    if parts < 2:
        said.append("What is left of it cannot be split.")
    if row["not_broken_down_count"]:
        said.append(
            f"{row['not_broken_down_count']} more pieces of work are expected in it and are in no "
            "part yet."
        )
    return " ".join(said)


def _why(pieces: Sequence[Piece], ahead: Outlook, limits: IncrementSize) -> str:
    """Say why a part is too large, or how urgent it is and what its pieces have in common."""
    count = len(pieces)
    p80 = ahead.p80(count)
    if oversized(ahead.today, p80, count, limits):
        if p80 is not None and count == 1:
            return (
                f"One piece of work alone is likely to take {(p80 - ahead.today).days} days, more "
                f"than {limits.max_days_p80}. Make smaller pieces of it."
            )
        return (
            f"These {count} pieces of work wait for one another in a circle: they cannot be split."
        )
    urgent = sum(piece.urgency < UNMARKED for piece in pieces)
    said = [f"{urgent} of {count} are marked as high in value or risk."] if urgent else []
    if common := _common(pieces):
        number, trait = common
        said.append(f'{number} of {count} {_NAMES[trait.kind]} "{trait.value}".')
    apart = "They have nothing in common" if count > 1 else "It has nothing in common with others"
    return " ".join(said) or f"{apart} that labels, links or titles tell."


def _common(pieces: Sequence[Piece]) -> tuple[int, Trait] | None:
    """Return what binds a part most, and how many of it: at least two, and a quarter."""
    found = Counter(trait for piece in pieces for trait in piece.traits)
    shared = [
        (-number * BINDS[trait.kind], trait)
        for trait, number in found.items()
        if number > 1 and 4 * number >= len(pieces)
    ]
    return (found[min(shared)[1]], min(shared)[1]) if shared else None
