"""What a replay came to, as frames: one row an issue, a spell or a doubt."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING
from metrics.parts.doubts import Doubt
from metrics.parts.happenings import Issues
from metrics.parts.label_track import LabelTrack
from metrics.parts.spells import FOREVER, Spells
from metrics.parts.tracks import OPEN, STATES
from programme import frames
from programme.labels import MARKS, marks, matches, record_of
from programme.settings import Settings


def history_frame(
    of: Issues,
    states: Spells,
    worn: LabelTrack,
    parts: Spells,
    titles: Sequence[str],
    parents: np.ndarray,
    settings: Settings,
) -> pd.DataFrame:
    """Sum up each issue in one row of HISTORY."""
    count = len(of)
    latest = states.where(states.last)
    state, since = np.full(count, OPEN), np.full(count, MISSING)
    state[latest.owner] = latest.what
    since[latest.owner] = latest.start
    back = (
        (states.owner[1:] == states.owner[:-1])
        & (states.what[:-1] != OPEN)
        & (states.what[1:] == OPEN)
    )
    reopened = np.zeros(count, dtype=bool)
    reopened[states.owner[1:][back]] = True

    begins = worn.flags(lambda name: matches(name, settings.labels.started.any_of))
    starts = worn.spells.where(begins[worn.spells.owner])
    started = np.full(count, FOREVER)
    np.minimum.at(started, worn.issue[starts.owner], starts.start)

    increment = np.full(count, len(titles))
    here = parts.where(parts.last & (parts.end == FOREVER))
    increment[here.owner] = here.what
    frame = of.frame
    table = frame[["source", "number", "project", "item", "title"]].copy()
    table["record"] = _records(of, worn, parents, settings)
    table["state"] = _taken(STATES, state)
    table["increment"] = _taken([*titles, ""], increment)
    table["created_at"] = frame["created_at"]
    table["started_at"] = _at(np.where(started == FOREVER, MISSING, started))
    table["closed_at"] = _at(np.where(state == OPEN, MISSING, since))
    table["reopened"] = reopened
    table["url"] = frame["url"]
    table["lines"] = frame["lines"]
    return frames.conform(table, frames.HISTORY)


def _records(of: Issues, worn: LabelTrack, parents: np.ndarray, settings: Settings) -> Any:
    """Return which kind of record each issue's present labels make it; empty = work.

    An issue that is an increment itself is none of the work in it.
    """
    meant = worn.values(lambda name: marks(name, settings.labels))
    now = worn.spells.where(worn.spells.end == FOREVER)
    found = np.zeros(len(of), dtype=np.int64)
    np.bitwise_or.at(found, worn.issue[now.owner], meant[now.owner])
    registers = {p.name for p in settings.projects if p.kind == "risk-register"}
    if registers:
        found[of.frame["project"].isin(registers).to_numpy(dtype=bool)] = MARKS
    kinds = [record_of(marked) or "" for marked in range(MARKS)] + ["risk", "increment"]
    is_work = np.array([not kind for kind in kinds])
    found[parents[is_work[found[parents]]]] = MARKS + 1
    return _taken(kinds, found)


def spell_frame(
    contract: frames.Contract, of: Issues, spells: Spells, what: str, names_of: Sequence[str]
) -> pd.DataFrame:
    """Return spells of issues as the frame of *contract*, whose column *what* has their names."""
    table = of.frame[["source", "number"]].take(spells.owner).reset_index(drop=True)
    table["from_at"], table["until_at"] = _at(spells.start), _until(spells)
    table[what] = _taken(names_of, spells.what)
    return frames.conform(table, contract)


def label_frame(of: Issues, worn: LabelTrack) -> pd.DataFrame:
    """Return LABEL_SPELLS."""
    spells = worn.spells
    table = of.frame[["source", "number"]].take(worn.issue[spells.owner]).reset_index(drop=True)
    codes, unique = pd.factorize(worn.name)
    table["label"] = _taken(unique, codes[spells.owner])
    table["from_at"], table["until_at"] = _at(spells.start), _until(spells)
    return frames.conform(table, frames.LABEL_SPELLS)


def doubt_frame(of: Issues, doubts: Sequence[Doubt]) -> pd.DataFrame:
    """Return DOUBTS."""
    place = np.concatenate([doubt.issues for doubt in doubts]).astype(np.int64)
    if not len(place):
        return frames.empty(frames.DOUBTS)
    table = of.frame[["source", "number"]].take(place).reset_index(drop=True)
    table["check"] = [doubt.check for doubt in doubts for _ in doubt.issues]
    table["detail"] = [detail for doubt in doubts for detail in doubt.details]
    return frames.conform(table, frames.DOUBTS)


def _taken(names_of: Sequence[str], numbers: np.ndarray) -> Any:
    """Return the name of each number, as text of a frame."""
    known = pd.array([*names_of], dtype=frames.dtype(frames.TEXT))
    return known.take(numbers) if len(numbers) else known[:0]


def _until(spells: Spells) -> pd.DatetimeIndex:
    return _at(np.where(spells.end == FOREVER, MISSING, spells.end))


def _at(instants: np.ndarray) -> pd.DatetimeIndex:
    # MISSING is how NaT is written.
    return pd.DatetimeIndex(instants.view("datetime64[us]")).tz_localize("UTC")
