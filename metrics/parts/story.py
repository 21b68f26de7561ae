"""What one issue went through, told from its events and checked against the forge's own word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from metrics.parts.names import Names
from metrics.parts.spells import Spell

_NAT = np.iinfo(np.int64).min
_DROPPED = {"not_planned", "duplicate", "moved"}


class Event(NamedTuple):
    """One event; instants are microseconds since 1970, UTC."""

    at: int
    kind: str
    key: str
    name: str
    reason: str


@dataclass
class Story:
    """Spells of one issue.

    Attributes:
        states: open, finished, dropped by closings alone, without gaps from creation on.
        labels: Spells of each label, by present name.
        milestones: Spells of milestones, by key; none while it is in no milestone.
        gone_at: When it was found gone from the forge, or None.
        doubts: Pairs of check and detail.
    """

    states: list[Spell] = field(default_factory=list)
    labels: dict[str, list[Spell]] = field(default_factory=dict)
    milestones: list[Spell] = field(default_factory=list)
    gone_at: int | None = None
    doubts: list[tuple[str, str]] = field(default_factory=list)


def tell(
    item: Mapping[str, Any],
    carried: Sequence[str],
    events: Sequence[Event],
    *,
    labels: Names,
    milestones: Names,
    told: bool,
) -> Story:
    """Tell the story of one issue.

    Args:
        item: A row of ITEMS, instants as microseconds (NaT as the least integer).
        carried: Keys of the labels it carries, by the forge's last word.
        events: Its events, in order.
        labels: The source's labels over time.
        milestones: The source's milestones over time.
        told: Whether the source tells events at all; without, nothing is missing.
    """
    created = item["created_at"]
    # An event before the creation is a clock's mistake: it counts from the creation on.
    moved = [event._replace(at=max(event.at, created)) for event in events]
    story = Story(gone_at=None if item["gone_at"] == _NAT else max(item["gone_at"], created))
    if any(event.at < created for event in events):
        story.doubts.append(("event_before_creation", ""))
    # What the forge said at updated_at can be held against events up to the moment we heard it.
    heard = max(item["seen_from"], item["updated_at"])
    _tell_states(story, item, [e for e in moved if e.kind in {"closed", "reopened"}], heard, told)
    _tell_labels(story, item, carried, moved, labels, heard)
    _tell_milestones(story, item, moved, milestones, heard)
    return story


def _tell_states(
    story: Story, item: Mapping[str, Any], events: Sequence[Event], heard: int, told: bool
) -> None:
    created, forge = item["created_at"], item["state"]
    turns: list[tuple[int, str]] = [(created, "open")]
    for event in events:
        if event.at <= heard:
            turns.append((event.at, _closing(event, item)))
    wanted = "open" if forge == "open" else _outcome(item["reason"] or "completed")
    last_at, last = turns[-1]
    if forge != "open" and last == "open":
        at = item["closed_at"] if item["closed_at"] != _NAT else item["updated_at"]
        if at < created:
            story.doubts.append(("closed_before_created", ""))
        turns.append((max(at, last_at), wanted))
        if told:
            story.doubts.append(("closing_event_missing", ""))
    elif forge == "open" and last != "open":
        turns.append((max(item["updated_at"], last_at), "open"))
        story.doubts.append(("reopening_event_missing", ""))
    elif forge != "open" and item["reason"] and wanted != last:
        turns.append((max(item["updated_at"], last_at), wanted))
        story.doubts.append(("closing_reason_changed", f"{last}, now {wanted}"))
    turns += [(event.at, _closing(event, item)) for event in events if event.at > heard]
    ends = [at for at, _ in turns[1:]]
    story.states = [
        Spell(what, at, end) for (at, what), end in zip(turns, [*ends, None], strict=True)
    ]


def _closing(event: Event, item: Mapping[str, Any]) -> str:
    if event.kind == "reopened":
        return "open"
    # A closing without a reason means the reason the forge gives for the last one.
    return _outcome(event.reason or item["reason"] or "completed")


def _outcome(reason: str) -> str:
    return "dropped" if reason in _DROPPED else "finished"


def _tell_labels(
    story: Story,
    item: Mapping[str, Any],
    carried: Sequence[str],
    events: Sequence[Event],
    names: Names,
    heard: int,
) -> None:
    """Labels that no event names were there from the start, as was one first taken off."""
    turns: dict[str, list[tuple[int, bool]]] = {}
    for event in events:
        if event.kind in {"labelled", "unlabelled"}:
            key = names.key(event.key, event.name, event.at)
            turns.setdefault(key, []).append((event.at, event.kind == "labelled"))
    for key in dict.fromkeys([*carried, *turns]):
        known = turns.get(key, [])
        on = not known or not known[0][1]
        spells = [(item["created_at"], on)]
        spells += [turn for turn in known if turn[0] <= heard]
        if spells[-1][1] != (key in carried):
            spells.append((max(item["updated_at"], spells[-1][0]), key in carried))
            said = "carried" if key in carried else "not carried"
            story.doubts.append(("label_not_in_events", f"{names.name(key)}: {said}"))
        spells += [turn for turn in known if turn[0] > heard]
        story.labels.setdefault(names.name(key), []).extend(_on_spells(names.name(key), spells))


def _on_spells(name: str, turns: Sequence[tuple[int, bool]]) -> list[Spell]:
    out: list[Spell] = []
    since: int | None = None
    for at, on in turns:
        if on and since is None:
            since = at
        elif not on and since is not None:
            if at > since:
                out.append(Spell(name, since, at))
            since = None
    if since is not None:
        out.append(Spell(name, since, None))
    return out


def _tell_milestones(
    story: Story,
    item: Mapping[str, Any],
    events: Sequence[Event],
    names: Names,
    heard: int,
) -> None:
    """Where no event names its milestone, the issue was in it from creation."""
    now = item["milestone_key"]
    known = [
        (event.at, event.kind == "milestoned", names.key(event.key, event.name, event.at))
        for event in events
        if event.kind in {"milestoned", "demilestoned"}
    ]
    first = ""
    if known and not known[0][1]:
        first = known[0][2]
    elif now and all(key != now for _, _, key in known):
        first = now
    turns = [(item["created_at"], first)]
    for at, put, key in known:
        if at <= heard:
            _turn(turns, at, put, key)
    if turns[-1][1] != now:
        turns.append((max(item["updated_at"], turns[-1][0]), now))
        story.doubts.append(("milestone_not_in_events", names.name(now) if now else "none"))
    for at, put, key in known:
        if at > heard:
            _turn(turns, at, put, key)
    ends = [at for at, _ in turns[1:]]
    story.milestones = [
        Spell(key, at, end)
        for (at, key), end in zip(turns, [*ends, None], strict=True)
        if key and end != at
    ]


def _turn(turns: list[tuple[int, str]], at: int, put: bool, key: str) -> None:
    """Apply one event; taking an issue out of a milestone it has already left changes nothing."""
    if put:
        turns.append((at, key))
    elif turns[-1][1] == key:
        turns.append((at, ""))
