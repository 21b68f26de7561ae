"""Replay events into spells: which state, labels and increment each issue had, and when.

How events are told is in tracks.py and memberships.py; this puts what they tell together.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from metrics.parts import tracks
from metrics.parts.cuts import MISSING, micros
from metrics.parts.doubts import Doubt
from metrics.parts.groups import Grouped, grouped, grouping
from metrics.parts.happenings import Issues, happened, issues, names
from metrics.parts.label_track import LabelTrack
from metrics.parts.memberships import milestones
from metrics.parts.names import Names
from metrics.parts.replayed_frames import doubt_frame, history_frame, label_frame, spell_frame
from metrics.parts.spells import (
    FOREVER,
    Spell,
    Spells,
    bears,
    increments_by_label,
    joined,
    overlay,
)
from metrics.parts.tracks import DROPPED, OPEN, STATES
from programme import frames
from programme.labels import matches
from programme.settings import Settings
from programme.settings_projects import Project


def replay(
    facts: Mapping[str, pd.DataFrame], *, as_of: datetime, settings: Settings
) -> dict[str, pd.DataFrame]:
    """Turn what is known as of an instant into spells.

    Args:
        facts: ITEMS, ITEM_LABELS, EVENTS, MILESTONES, LINKS and LABELS by name; unchanged.
        as_of: Aware instant; spells that begin later are left out, those that end later still hold.
        settings: For label types, start signals and where increments come from.

    Returns:
        The frames HISTORY, STATE_SPELLS, LABEL_SPELLS, INCREMENT_SPELLS and DOUBTS by name.
    """
    if facts["items"].empty:
        return {contract.name: frames.empty(contract) for contract in frames.REPLAYED}
    now = micros(as_of)
    of = issues(facts["items"])
    events = happened(facts["events"], of)
    label_names = names(facts["labels"], "label_key", "label", of.sources)
    known = facts["milestones"][facts["milestones"]["kind"] == ""]
    milestone_names = names(known, "milestone_key", "title", of.sources)
    carried = _carried(facts["item_labels"], of, label_names)

    worn, label_doubts = tracks.labels(events, of, carried, label_names)
    worn = LabelTrack(worn.issue, worn.name, worn.spells.cut(now))
    states, state_doubts = tracks.states(events, of)
    states = _with_dropped(states, of, worn, settings).merged().cut(now)
    parts, titles, milestone_doubts = milestones(events, of, milestone_names)
    parts, titles = _increments(parts, titles, of, worn, settings)
    parents = np.zeros(0, dtype=np.int64)
    for kind in ("parent", "iteration"):
        if chosen := grouping(settings, kind):
            found = grouped(events, of, facts["links"], facts["milestones"], now, kind)
            parts, titles = _replaced(parts, titles, of, chosen, found)
            ours = of.frame["project"].isin([project.name for project in chosen])
            parents = np.union1d(parents, found.parents[ours.to_numpy()[found.parents]])
    parts = parts.cut(now)
    early = Doubt("event_before_creation", *_once(events.issue[events.early]))
    return {
        "history": history_frame(of, states, worn, parts, titles, parents, settings),
        "state_spells": spell_frame(frames.STATE_SPELLS, of, states, "state", STATES),
        "label_spells": label_frame(of, worn),
        "increment_spells": spell_frame(frames.INCREMENT_SPELLS, of, parts, "increment", titles),
        "doubts": doubt_frame(of, [early, *state_doubts, *label_doubts, *milestone_doubts]),
    }


def _carried(
    item_labels: pd.DataFrame, of: Issues, known: Sequence[Names]
) -> tuple[np.ndarray, np.ndarray]:
    """Return issue and key of each label carried, teaching *known* the names it has not seen."""
    issue = of.places(item_labels)
    key = item_labels["label_key"].to_numpy(dtype=object)
    for place, called, name in zip(issue.tolist(), key, item_labels["label"], strict=True):
        if place >= 0:
            known[of.source[place]].learn(called, name)
    return issue[issue >= 0], key[issue >= 0]


def _with_dropped(states: Spells, of: Issues, worn: LabelTrack, settings: Settings) -> Spells:
    """Turn finished stretches into dropped ones: of labels that mean not done, and of what is gone.

    Few issues have either, so these are looked at one by one.
    """
    marked = worn.flags(lambda name: matches(name, settings.labels.type.not_done))
    on = worn.spells.where(marked[worn.spells.owner])
    marks_of: dict[int, list[tuple[int, int]]] = {}
    for issue, start, end in zip(
        worn.issue[on.owner].tolist(), on.start.tolist(), on.end.tolist(), strict=True
    ):
        marks_of.setdefault(issue, []).append((start, end))
    gone = of.gone != MISSING
    closed = np.zeros(len(of), dtype=bool)
    closed[states.owner[states.what != OPEN]] = True
    told = closed & np.isin(np.arange(len(of)), list(marks_of)) | gone
    if not told.any():
        return states
    gone_at = np.where(gone, np.maximum(of.gone, of.created), FOREVER)
    rows: dict[int, list[tuple[int, int, int]]] = {}
    chosen = states.where(told[states.owner])
    for issue, what, start, end in zip(
        *(array.tolist() for array in (chosen.owner, chosen.what, chosen.start, chosen.end)),
        strict=True,
    ):
        rows.setdefault(issue, []).append((what, start, end))
    laid = [
        (issue, *spell)
        for issue, held in rows.items()
        for spell in overlay(
            held, marks_of.get(issue, ()), int(gone_at[issue]), is_open=OPEN, dropped=DROPPED
        )
    ]
    kept = states.where(~told[states.owner])
    columns = np.array(laid, dtype=np.int64).T
    owner, what, start, end = (
        np.concatenate([old, new])
        for old, new in zip((kept.owner, kept.what, kept.start, kept.end), columns, strict=True)
    )
    order = np.lexsort([start, owner])
    # Stretches without length keep their place, so that the order within an instant holds.
    return Spells(owner, what, start, end).where(order)


def _increments(
    parts: Spells, titles: list[str], of: Issues, worn: LabelTrack, settings: Settings
) -> tuple[Spells, list[str]]:
    """Return the spells of increments: of labels where a project says so; ignored ones left out."""
    project = of.frame["project"].to_numpy(dtype=object)
    numbers = {title: number for number, title in enumerate(titles)}
    rows: list[tuple[int, int, int, int]] = []
    kept = np.ones(len(parts), dtype=bool)
    for chosen in settings.projects:
        ours = project == chosen.name
        ignored = [numbers[title] for title in chosen.increments.ignore if title in numbers]
        if chosen.increments.from_ == "labels":
            kept &= ~ours[parts.owner]
            for issue, spells in _by_label(worn, ours, chosen.increments.prefix).items():
                for spell in increments_by_label(spells, chosen.increments.prefix):
                    if spell.what not in chosen.increments.ignore:
                        what = numbers.setdefault(spell.what, len(numbers))
                        rows.append((issue, what, spell.start, spell.end))
        elif ignored:
            kept &= ~(ours[parts.owner] & np.isin(parts.what, ignored))
    parts = parts.where(kept)
    if not rows:
        return parts, list(numbers)
    return joined(parts, Spells(*np.array(rows, dtype=np.int64).T)).merged(), list(numbers)


def _replaced(
    parts: Spells, titles: list[str], of: Issues, projects: Sequence[Project], found: Grouped
) -> tuple[Spells, list[str]]:
    """Put the spells *found* in the place of those of *projects*, ignored ones left out."""
    project = of.frame["project"].to_numpy(dtype=object)
    numbers = {title: number for number, title in enumerate(titles)}
    what = np.array([numbers.setdefault(title, len(numbers)) for title in found.titles], np.int64)
    spells = found.spells.named(what[found.spells.what])
    for chosen in projects:
        ours = project == chosen.name
        parts = parts.where(~ours[parts.owner])
        ignored = [numbers[title] for title in chosen.increments.ignore if title in numbers]
        ours = ours[spells.owner] & ~np.isin(spells.what, ignored)
        parts = joined(parts, spells.where(ours))
    return parts, list(numbers)


def _by_label(worn: LabelTrack, ours: np.ndarray, prefix: str) -> dict[int, dict[str, list[Spell]]]:
    """Return for each of our issues the spells of its labels that bear *prefix*, by name."""
    chosen = worn.flags(lambda name: bears(name, prefix)) & ours[worn.issue]
    spells = worn.spells.where(chosen[worn.spells.owner])
    found: dict[int, dict[str, list[Spell]]] = {}
    for pair, start, end in zip(
        spells.owner.tolist(), spells.start.tolist(), spells.end.tolist(), strict=True
    ):
        name = worn.name[pair]
        held = found.setdefault(int(worn.issue[pair]), {}).setdefault(name, [])
        held.append(Spell(name, start, end))
    return found


def _once(places: np.ndarray) -> tuple[np.ndarray, list[str]]:
    unique = np.unique(places)
    return unique, [""] * len(unique)
