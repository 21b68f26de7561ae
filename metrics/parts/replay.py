"""Replay events into spells: which state, labels and increment each issue had, and when.

In short: events lead from creation to the moment the issue was observed; where they do not lead
to what the forge said then, the forge is right from its ``updated_at`` on, and a doubt is noted for
the data-quality table. The definition in full: docs/tables.md, "State of an item at an instant".
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from metrics.parts.names import Names, Sighting
from metrics.parts.spells import Spell, cut, increments_by_label, merged, overlay_dropped
from metrics.parts.story import Event, Story, tell
from programme import frames
from programme.labels import matches, record_type
from programme.settings import Project, Settings

_NAT = np.iinfo(np.int64).min


def replay(
    facts: Mapping[str, pd.DataFrame], *, as_of: datetime, settings: Settings
) -> dict[str, pd.DataFrame]:
    """Turn what is known as of an instant into spells.

    Args:
        facts: ITEMS, ITEM_LABELS, EVENTS, MILESTONES and LABELS by name; unchanged.
        as_of: Aware instant; spells that begin later are left out, those that end later still hold.
        settings: For label types, start signals and where increments come from.

    Returns:
        The frames HISTORY, STATE_SPELLS, LABEL_SPELLS, INCREMENT_SPELLS and DOUBTS by name.
    """
    now = int(pd.Timestamp(as_of).asm8.astype("datetime64[us]").astype("int64"))
    label_names = _names(facts["labels"], "label_key", "label")
    milestone_names = _names(facts["milestones"], "milestone_key", "title")
    carried = _carried(facts["item_labels"], label_names)
    told = set(facts["events"]["source"].unique())
    happened = _events_by_item(facts["events"])
    projects = {project.name: project for project in settings.projects}
    out: dict[str, list[tuple[Any, ...]]] = {contract.name: [] for contract in frames.REPLAYED}

    for item in _records(facts["items"]):
        source, number = item["source"], item["number"]
        project = projects[item["project"]]
        story = tell(
            item,
            carried.get((source, number), ()),
            happened.get((source, number), ()),
            labels=label_names.setdefault(source, Names(())),
            milestones=milestone_names.setdefault(source, Names(())),
            told=source in told,
        )
        labels = {name: cut(spells, now) for name, spells in story.labels.items()}
        labels = {name: spells for name, spells in labels.items() if spells}
        _add_history(out, item, project, settings, story, labels, milestone_names[source], now)
    return {contract.name: _frame(out[contract.name], contract) for contract in frames.REPLAYED}


def _add_history(
    out: dict[str, list[tuple[Any, ...]]],
    item: Mapping[str, Any],
    project: Project,
    settings: Settings,
    story: Story,
    labels: Mapping[str, list[Spell]],
    milestones: Names,
    now: int,
) -> None:
    """Add one issue's rows to every frame."""
    source, number = item["source"], item["number"]
    kinds = settings.labels.type
    not_done = [s for name, held in labels.items() if matches(name, kinds.not_done) for s in held]
    states = cut(merged(overlay_dropped(story.states, not_done, story.gone_at)), now)
    if project.increments.from_ == "labels":
        parts = increments_by_label(labels, project.increments.prefix)
    else:
        parts = merged([s.named(milestones.name(s.what)) for s in story.milestones])
    ignored = set(project.increments.ignore)
    parts = [spell for spell in cut(parts, now) if spell.what not in ignored]
    started = [
        spell.start
        for name, held in labels.items()
        if matches(name, settings.labels.started.any_of)
        for spell in held
    ]
    on_now = [name for name, held in labels.items() if any(s.end is None for s in held)]
    record = record_type(on_now, settings.labels, project.kind)
    state = states[-1]
    reopened = any(
        before.what != "open" and after.what == "open"
        for before, after in zip(states, states[1:], strict=False)
    )
    increment = parts[-1].what if parts and parts[-1].end is None else ""
    out["history"].append(
        (
            source,
            number,
            item["project"],
            item["item"],
            item["title"],
            record or "",
            state.what,
            increment,
            item["created_at"],
            min(started, default=_NAT),
            state.start if state.what != "open" else _NAT,
            reopened,
            item["url"],
            item["lines"],
        )
    )
    out["state_spells"] += [(source, number, s.start, _until(s), s.what) for s in states]
    out["label_spells"] += [
        (source, number, name, s.start, _until(s)) for name, held in labels.items() for s in held
    ]
    out["increment_spells"] += [(source, number, s.start, _until(s), s.what) for s in parts]
    out["doubts"] += [(source, number, check, detail) for check, detail in story.doubts]


def _until(spell: Spell) -> int:
    return _NAT if spell.end is None else spell.end


def _micros(column: pd.Series) -> list[int]:
    values = column.dt.tz_convert(None).to_numpy(dtype="datetime64[us]").astype("int64")
    return [int(value) for value in values]


def _columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    return {
        name: _micros(frame[name])
        if isinstance(frame[name].dtype, pd.DatetimeTZDtype)
        else frame[name].tolist()
        for name in frame.columns
    }


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield each row as a dict, instants as microseconds."""
    columns = _columns(frame)
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _names(observed: pd.DataFrame, key: str, name: str) -> dict[str, Names]:
    sightings: dict[str, list[Sighting]] = {}
    for row in _records(observed.sort_values("seen_from", kind="stable")):
        until = None if row["seen_until"] == _NAT else row["seen_until"]
        sightings.setdefault(row["source"], []).append(
            Sighting(row[key], row[name], row["seen_from"], until)
        )
    return {source: Names(seen) for source, seen in sightings.items()}


def _carried(
    item_labels: pd.DataFrame, names: dict[str, Names]
) -> dict[tuple[str, int], list[str]]:
    """Return the label keys that each issue carries, teaching *names* those it has not seen."""
    carried: dict[tuple[str, int], list[str]] = {}
    for row in _records(item_labels):
        names.setdefault(row["source"], Names(())).learn(row["label_key"], row["label"])
        carried.setdefault((row["source"], row["number"]), []).append(row["label_key"])
    return carried


def _events_by_item(events: pd.DataFrame) -> dict[tuple[str, int], list[Event]]:
    ordered = events.sort_values(["source", "number", "at", "position"], kind="stable")
    happened: dict[tuple[str, int], list[Event]] = {}
    for row in _records(ordered):
        happened.setdefault((row["source"], row["number"]), []).append(
            Event(
                at=row["at"],
                kind=row["kind"],
                key=row["label_key"] or row["milestone_key"],
                name=row["label"] or row["milestone"],
                reason=row["reason"],
            )
        )
    return happened


def _frame(rows: list[tuple[Any, ...]], contract: frames.Contract) -> pd.DataFrame:
    if not rows:
        return frames.empty(contract)
    columns = dict(zip(contract.columns, zip(*rows, strict=True), strict=True))
    data = {}
    for name, column in contract.columns.items():
        if column.dtype == frames.AT:
            micros = np.array(columns[name], dtype="int64").astype("datetime64[us]")
            data[name] = pd.Series(micros).dt.tz_localize("UTC")
        else:
            data[name] = pd.Series(list(columns[name]), dtype=column.dtype)
    return pd.DataFrame(data)
