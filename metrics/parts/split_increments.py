"""Oversized increments of a project, split into parts, each with its date."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pandas as pd

from metrics.parts.belonging import BINDS, UNMARKED, Trait, telling, traits, urgency
from metrics.parts.dependencies import Wait, waiting
from metrics.parts.forecast import Outlook
from metrics.parts.increment_rows import ProjectRows
from metrics.parts.measure import Frames
from metrics.parts.oversize import oversized
from metrics.parts.splitting import Piece, split
from metrics.parts.work import work_items
from programme.settings import IncrementSize, Settings

#: Key of the row of the unsplit increment.
WHOLE: Final = ""
_NAMES: Final = {"parent": "are part of", "label": "carry the label", "word": "have the word"}


@dataclass(frozen=True)
class Part:
    """One part, or the unsplit increment.

    Attributes:
        name: ``1``, ``2`` …, with leading zeros so that names sort as numbers do; WHOLE = unsplit.
        items: Its open pieces of work in the order in which they can be worked; rows of HISTORY.
        before: Open pieces of work that are listed elsewhere and come before it.
        p80: Day by which it is finished with a chance of 80 in 100.
        chance: Of being finished by the increment's target, 0 to 1.
        why: What is too large, or why these pieces are together and stand here.
    """

    name: str
    items: pd.DataFrame
    before: pd.DataFrame
    p80: date | None
    chance: float | None
    why: str


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
    work = work_items(inputs["history"], settings)
    waits = waiting(inputs["facts.links"], inputs["facts.events"], as_of)
    projects = {project.name: project for project in settings.projects}
    for name, rows in large.groupby("project"):
        ours = work[work["project"] == name]
        known = ProjectRows(projects[name], ours, inputs, as_of, settings)
        for row in rows.to_dict("records"):
            items = ours[(ours["increment"] == row["increment"]) & (ours["state"] == "open")]
            places = _split(items, inputs, waits, known.outlook, settings)
            parts = tuple(_parts(row, items, places, waits, known, settings.increments))
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


def _split(
    items: pd.DataFrame,
    inputs: Frames,
    waits: Sequence[Wait],
    ahead: Outlook,
    settings: Settings,
) -> list[tuple[list[int], list[Piece]]]:
    """Return the places of each part among *items*, and the pieces at them."""
    carried = _still(inputs["label_spells"], "until_at", "label")
    links = inputs["facts.links"]
    parents = _still(links[links["kind"] == "parent"], "seen_until", "link_key")
    urgencies, told = [], []
    for source, number, title in zip(items["source"], items["number"], items["title"], strict=True):
        labels = carried.get((source, number), [])
        urgencies.append(urgency(labels))
        told.append(traits(title, labels, parents.get((source, number), []), settings.labels))
    pieces = [Piece(*one) for one in zip(urgencies, telling(told), strict=True)]
    most = room(ahead, settings.increments, len(items))
    places = split(pieces, _pairs(items, inputs, waits), most)
    return [(part, [pieces[place] for place in part]) for part in places]


def _still(rows: pd.DataFrame, until: str, value: str) -> dict[tuple[str, int], list[str]]:
    """Return what issues have now, by source and number."""
    now = rows[rows[until].isna()]
    held: dict[tuple[str, int], list[str]] = {}
    for source, number, one in zip(now["source"], now["number"], now[value], strict=True):
        held.setdefault((source, number), []).append(one)
    return held


def _pairs(items: pd.DataFrame, inputs: Frames, waits: Sequence[Wait]) -> list[tuple[int, int]]:
    """Return which of *items* wait for which, through open issues elsewhere perhaps, by places."""
    history = inputs["history"]
    still = history[history["state"] == "open"]
    keys = zip(still["source"], still["number"], strict=True)
    by_issue = dict(zip(keys, still["item"].str.lower(), strict=True))
    names = set(by_issue.values())
    after: dict[str, list[str]] = {}
    for source, number, blocker in waits:
        if (source, number) in by_issue and blocker in names:
            after.setdefault(by_issue[source, number], []).append(blocker)
    ours = {name: place for place, name in enumerate(items["item"].str.lower())}
    return [
        (place, ours[other])
        for name, place in ours.items()
        for other in sorted(_reached(name, after, ours))
    ]


def _reached(start: str, after: Mapping[str, list[str]], ours: Mapping[str, int]) -> set[str]:
    """Return the first of *ours* on every way from *start*, without it."""
    to_do, met = [start], {start}
    while to_do:
        for other in after.get(to_do.pop(), []):
            if other not in met:
                met.add(other)
                to_do += [] if other in ours else [other]
    return (met & ours.keys()) - {start}


def _parts(
    row: Mapping[str, Any],
    items: pd.DataFrame,
    places: Sequence[tuple[list[int], list[Piece]]],
    waits: Sequence[Wait],
    known: ProjectRows,
    limits: IncrementSize,
) -> Iterator[Part]:
    queue = known.waiting_before(row["increment"]) if len(items) else items
    p80 = None if pd.isna(row["p80_on"]) else row["p80_on"].date()
    chance = None if pd.isna(row["p_on_time"]) else float(row["p_on_time"])
    yield Part(WHOLE, items, queue, p80, chance, _why_whole(row, len(places)))
    target = None if pd.isna(row["target_on"]) else row["target_on"].date()
    ahead = known.outlook
    through = known.before(row["increment"]) if len(items) else 0
    width = len(str(len(places)))
    for number, (part, pieces) in enumerate(places, start=1):
        through += len(part)
        held = items.iloc[part]
        yield Part(
            f"{number:0{width}d}",
            held,
            queue,
            ahead.p80(through),
            ahead.chance(through, target) if target else None,
            _why(pieces, ahead, limits),
        )
        queue = pd.concat([queue, held])


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
    """Return what binds a part most, and how many of it, if that is at least half of several."""
    found = Counter(trait for piece in pieces for trait in piece.traits)
    shared = [
        (-number * BINDS[trait.kind], trait)
        for trait, number in found.items()
        if number > 1 and 2 * number >= len(pieces)
    ]
    return (found[min(shared)[1]], min(shared)[1]) if shared else None
