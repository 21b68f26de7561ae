"""Programmes drawn by hypothesis: what happens to the issues and milestones of many projects.

A history is that of one project. Measuring fifty projects takes little longer than measuring one,
so a programme is drawn with many at once, and an example of a property is one project's history.
All of a programme is one draw of bytes, three for each deed, since many small draws take longer
than what is tested. Nought is no deed, so that a failing programme shrinks to the few that matter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from programme import frames
from programme.rows import Batch, EventRow, ItemRow, LabelRef, MilestoneRow
from programme.settings import Settings
from programme.weeks import local_midnight
from tests.metrics.frames import make_settings

#: Most deeds of one project's history.
DEEDS: Final = 20
#: Weeks before the programme's start in which issues may already have been created.
_EARLIER: Final = 1
#: Places of things: work (0, 1) and a risk (2) in source *a*, work (3) and a risk (4) in *b*,
#: milestones of *a* (5, 6) and *b* (7), labels of either (8, 9); some are more eventful.
_THINGS: Final = (*[0] * 8, *[1] * 4, *[2] * 7, *[3] * 4, *[4] * 3, 5, 5, 6, 7, 8, 9)
_ISSUES: Final = 5
# fmt: off
_WORK: Final = (
    "doing", "doing", "blocked", "wontfix", "status::review", "points::3", "points::0.1",
    "part::Pay", "part: Book", "on hold", "workflow/waiting", "points::odd",
)
#: These turn work into a record, or a record into another.
_CHANGING: Final = ("decision::sponsor", "risk", "achievement", "probability::35%")
_RISK: Final = (
    "risk::high", "risk::medium", "probability::35%", "probability::high", "probability::huge",
    "impact::low", "impact-days::2.5", "impact-days::7.77", "impact-gbp::50k", "outcome::happened",
    "risk-category::security", "خطر",
)
_RENAMED: Final = {
    "doing": "in progress", "wontfix": "later", "points::3": "points::5", "risk::high": "risk::low",
}
# fmt: on
_RENAMABLE: Final = tuple(_RENAMED)
_LABELS: Final = tuple(dict.fromkeys((*_WORK, *_CHANGING, *_RISK)))


@dataclass(frozen=True)
class Scene:
    """How a programme is configured, and when it happens.

    Attributes:
        zone: Its time zone.
        monday: Local date of the first deeds; the programme starts on a Wednesday later.
        size: Source of sizes.
        signal: Whether a start signal is configured.
        calendar: Its section of the configuration.
    """

    zone: str
    monday: date
    size: str = ""
    signal: bool = True
    calendar: Mapping[str, Any] = field(default_factory=dict, hash=False)


#: The clocks change while these happen.
SCENES: Final = (
    Scene("Europe/London", date(2026, 2, 2), "weight"),
    Scene("Pacific/Auckland", date(2026, 2, 23), "label:points::*"),
    Scene("America/St_Johns", date(2025, 9, 1), signal=False),
    Scene("Europe/London", date(2025, 9, 8), "field:Estimate",
          calendar={"country": "GB", "subdivision": "ENG", "working_days": True,
                    "quiet": [{"name": "Election", "from": date(2025, 10, 20),
                               "to": date(2025, 11, 9), "pace": 0.25}]}),
)  # fmt: skip
#: They do not while these do, nor in the weeks around them.
STEADY: Final = (
    Scene("Europe/London", date(2026, 4, 6), "weight"),
    Scene("Pacific/Auckland", date(2026, 4, 13), "label:points::*"),
    Scene("America/St_Johns", date(2025, 3, 17), signal=False),
    Scene("UTC", date(2025, 12, 1), "weight"),
)


class Deed(NamedTuple):
    """Something done to a thing: an issue, a milestone, or a source's labels."""

    thing: int
    what: int
    moment: int


History = tuple[Deed, ...]
#: Every project in which anything happens begins with a milestone in each source.
_PLANNED: Final = (Deed(5, 0, 0), Deed(7, 0, 0))


@dataclass(frozen=True)
class Programme:
    """A drawn programme.

    Attributes:
        scene: How it is configured.
        slot: Place in its week of the moment at which it is measured.
        histories: One for each project; some are empty.
        tame: Whether everything is told by events, closings with their reason; no label or
            milestone is renamed, nothing is deleted, no issue turns from work to record or back.
        split: Whether each source is a project of its own, instead of two making one.
        week: In which it is measured, counted from the first deeds; later is the future.
    """

    scene: Scene
    slot: int
    histories: tuple[History, ...]
    tame: bool = False
    split: bool = False
    week: int = 12

    @property
    def as_of(self) -> datetime:
        """The instant at which it is measured."""
        return self.at(self.week * 16 + self.slot)

    @property
    def end(self) -> datetime:
        """An instant after which nothing happens."""
        return self.at(255) + timedelta(days=7)

    @property
    def settings(self) -> Settings:
        """Its configuration."""
        return _settings(self.scene, len(self.histories), self.split)

    def at(self, moment: int) -> datetime:
        """Return the instant that a byte means: a week, and a place in it, often at its edge."""
        return _instants(self.scene.monday, self.scene.zone)[moment]

    def moved(self, weeks: int) -> "Programme":
        """Return the same programme so many weeks later."""
        monday = self.scene.monday + timedelta(weeks=weeks)
        return replace(self, scene=replace(self.scene, monday=monday))

    def sources(self) -> Iterator[tuple[int, str, str]]:
        """Yield place of the project, name and project's name of each source."""
        for place in range(len(self.histories)):
            for side in "ab":
                source = f"p{place:02}-{side}"
                yield place, source, source.title() if self.split else source[:3].title()

    def __repr__(self) -> str:
        """Tell what happens, without projects in which nothing does."""
        lines = [f"{self.scene}, measured at {self.as_of.isoformat()}"]
        for place, history in enumerate(self.histories):
            lines += [f"P{place:02} {deed} {self.at(deed.moment)}" for deed in history]
        return "\n  ".join(lines)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # Hypothesis would print every field of a failing one; what failed is told already.
        printer.text(f"{type(self).__name__}(…)")


@st.composite
def programmes(
    draw: st.DrawFn, projects: int, *, tame: bool = False, scenes: Sequence[Scene] = SCENES
) -> Programme:
    """Draw a programme of so many projects."""
    size = 2 + projects * (1 + 3 * DEEDS)
    drawn = draw(st.binary(min_size=size, max_size=size))
    histories = []
    for start in range(2, size, 1 + 3 * DEEDS):
        length = 3 * (drawn[start] % (DEEDS + 1))
        block = drawn[start + 1 : start + 1 + length]
        deeds = (
            Deed(_THINGS[block[n] % len(_THINGS)], block[n + 1], block[n + 2])
            for n in range(0, length, 3)
        )
        histories.append(tuple(sorted((d for d in deeds if d.what), key=lambda d: d.moment)))
    scene = scenes[drawn[0] % len(scenes)]
    return Programme(scene, drawn[1] % 16, tuple(histories), tame)


@lru_cache(maxsize=64)
def _instants(monday: date, zone_name: str) -> tuple[datetime, ...]:
    zone = ZoneInfo(zone_name)
    found = []
    for week in range(16):
        first = monday + timedelta(weeks=week)
        begins = local_midnight(first, zone)
        ends = local_midnight(first + timedelta(weeks=1), zone)
        found += [begins, begins + timedelta(microseconds=1), ends - timedelta(microseconds=1)]
        for place in range(13):
            local = datetime.combine(first, time(0, 20)) + timedelta(hours=13 * place)
            found.append(local.replace(tzinfo=zone).astimezone(UTC))
    # In the order of time within each week, so that bytes in order are instants in order.
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def _settings(scene: Scene, projects: int, split: bool) -> Settings:
    started_on = scene.monday + timedelta(weeks=_EARLIER, days=2)
    made = Programme(scene, 0, ((),) * projects, split=split)
    names: dict[str, list[str]] = {}
    for _, source, project in made.sources():
        names.setdefault(project, []).append(source)
    labels: dict[str, Any] = {} if scene.signal else {"started": {"any_of": []}}
    base = make_settings(
        programme={"started_on": started_on, "time_zone": scene.zone},
        labels=labels,
        measures={"size": scene.size},
        calendar=scene.calendar,
        risk={"tolerance": {"total_days": 30}},
        # Small histories have increments that are too large, too.
        increments={"max_items": 1},
    ).model_dump(by_alias=True)
    base["projects"] = [
        _project(name, sources, int(name[1:3]), started_on) for name, sources in names.items()
    ]
    return Settings.model_validate(base)


def _project(name: str, sources: Sequence[str], place: int, started_on: date) -> dict[str, Any]:
    by_label = {"from": "labels", "prefix": "part::"}
    return {
        "name": name,
        "kind": "risk-register" if place % 7 == 6 else "delivery",
        "people": 9,
        "sources": [{"kind": "recorded", "path": f"/recorded/{source}"} for source in sources],
        "increments": by_label if place % 3 == 2 else {"ignore": ["Backlog"]},
        "baselines": {"Pay": started_on + timedelta(days=40)} if place % 2 else {},
        "order": {"Pay": ["Book"]} if place % 5 < 2 else {},
        "gates": {"Book": [started_on + timedelta(days=days) for days in (75, 110)]}
        if place % 4 == 1
        else {},
    }


class Seen(NamedTuple):
    """What was seen of a milestone or a label, from and until when."""

    since: datetime
    until: datetime | None
    what: Any


@dataclass
class Forge:
    """One source as its forge knows it at an instant.

    Attributes:
        items: By number; those deleted are left out of what it says, and kept here.
        gone: When an issue was deleted, by number.
        events: In the order in which they happened.
        milestones, labels: Observations by key, oldest first, made at every change.
        untold: Numbers of issues, and what they were given without an event: a label, or ``in``
            and the key of a milestone.
    """

    side: str
    path: str
    items: dict[int, ItemRow] = field(default_factory=dict)
    gone: dict[int, datetime] = field(default_factory=dict)
    events: list[EventRow] = field(default_factory=list)
    milestones: dict[str, list[Seen]] = field(default_factory=dict)
    labels: dict[str, list[Seen]] = field(default_factory=dict)
    untold: set[tuple[int, str]] = field(default_factory=set)

    def batch(self) -> Batch:
        """Return what a pull of everything brings."""
        return Batch(
            items=tuple(row for number, row in self.items.items() if number not in self.gone),
            events=tuple(self.events),
            milestones=tuple(s[-1].what for s in self.milestones.values() if s[-1].until is None),
            labels=tuple(s[-1].what for s in self.labels.values()) or None,
            numbers=frozenset(self.items.keys() - self.gone.keys()),
        )

    def name(self, label: str) -> str:
        """Return what a label is called now."""
        seen = self.labels.get(label)
        return seen[-1].what.name if seen else label

    def see(self, kept: list[Seen], at: datetime, what: Any) -> None:
        """Note that something is as it is from now on; None = it is gone."""
        if kept and kept[-1].until is None:
            kept[-1] = kept[-1]._replace(until=at)
        if what is not None:
            # Of two that begin at one instant, the later is what was seen.
            if kept and kept[-1].since == at:
                kept.pop()
            kept.append(Seen(at, None, what))


def forges(programme: Programme, until: datetime) -> dict[str, Forge]:
    """Tell what the forge of each source knows at an instant."""
    found: dict[str, Forge] = {}
    for place, history in enumerate(programme.histories):
        both = [Forge(side, f"p{place:02}-{side}") for side in "ab"]
        for deed in (*_PLANNED, *history) if history else ():
            at = programme.at(deed.moment)
            if at > until:
                break
            if deed.thing < _ISSUES:
                _to_issue(both[deed.thing >= 3], deed, at, programme.tame)
            elif deed.thing < 8:
                _to_milestone(both[deed.thing == 7], deed, at, programme.tame)
            elif not programme.tame:
                _to_labels(both[deed.thing - 8], deed, at)
        found |= {forge.path: forge for forge in both}
    return found


def _to_labels(forge: Forge, deed: Deed, at: datetime) -> None:
    label = _RENAMABLE[deed.what % len(_RENAMABLE)]
    name = _RENAMED[label] if forge.name(label) == label else label
    forge.see(forge.labels.setdefault(label, []), at, LabelRef(label, name))


def _to_milestone(forge: Forge, deed: Deed, at: datetime, tame: bool) -> None:
    title = ("Pay", "Book", "Pay")[deed.thing - 5]
    kept = forge.milestones.setdefault(str(deed.thing), [])
    if not kept:
        row = MilestoneRow(
            key=str(deed.thing), title=title, state="open",
            due=(at.date() + timedelta(days=50)).isoformat(), start=None,
            created_at=at, updated_at=at, closed_at=None, url="",
        )  # fmt: skip
        forge.see(kept, at, row)
        return
    if kept[-1].until is not None:
        return  # it is gone
    row = kept[-1].what
    what = deed.what % 5
    if what == 1:
        moved = date.fromisoformat(row.due) + timedelta(days=7) if row.due else at.date()
        row = replace(row, due=moved.isoformat())
    elif what == 2:
        row = replace(row, due=None)
    elif what == 3 and not tame:
        row = replace(row, title=title if row.title != title else f"{title} online")
    elif what == 4:
        is_open = row.state == "open"
        told = at if is_open and forge.side == "a" else None
        row = replace(row, state="closed" if is_open else "open", closed_at=told)
    elif what == 0 and not tame and deed.what > 200:
        forge.see(kept, at, None)
        return
    forge.see(kept, at, replace(row, updated_at=at))


def _to_issue(forge: Forge, deed: Deed, at: datetime, tame: bool) -> None:
    number, (more, what) = deed.thing + 1, divmod(deed.what, 16)
    if number in forge.gone:
        return
    risk = number in {3, 5}
    item = forge.items.get(number)
    if item is None:
        item = _born(forge, number, at)
    item = replace(item, updated_at=at)
    pool = (_RISK if risk else _WORK) if tame or more < 12 else _CHANGING
    if tame and what == 13:
        what = 5
    if what in {1, 2, 3, 4, 15}:
        # One without a reason is read by that of the last closing, which may be in the future.
        reason = {3: "not_planned", 4: None, 15: "duplicate"}.get(what, "completed")
        reason = reason or ("completed" if tame else None)
        _event(forge, number, at, "closed", reason=reason)
        item = replace(item, state="closed", reason=reason, closed_at=at)
    elif what == 5:
        _event(forge, number, at, "reopened")
        item = replace(item, state="open", reason=None, closed_at=None)
    elif what in {6, 7, 8, 9}:
        item = _labelled(forge, item, pool[more % len(pool)], at, told=tame or what != 9)
    elif what in {10, 11, 12}:
        item = _planned(forge, item, more, at, told=tame or what != 12)
    elif what == 13 and item.state == "open":  # without an event
        item = replace(item, state="closed", reason=None, closed_at=at)
    elif what == 13:
        item = replace(item, state="open", reason=None, closed_at=None)
    elif what == 14 and more == 15 and not tame:
        forge.gone[number] = at
        return
    forge.items[number] = item


def _born(forge: Forge, number: int, at: datetime) -> ItemRow:
    labels = {3: ("risk", "risk::medium"), 5: ("risk",)}.get(number, ())
    return ItemRow(
        number=number, item=f"forge.example/{forge.path}#{number}", title=f"Issue {number}",
        state="open", reason=None, labels=tuple(LabelRef(name, name) for name in labels),
        milestone_key=None, created_at=at, updated_at=at, closed_at=None,
        url=f"https://forge.example/{forge.path}/{number}", lines={"Outcome": "It works"},
        size=(None, 0.1, 3, 0.25, 5)[number - 1],
    )  # fmt: skip


def _labelled(forge: Forge, item: ItemRow, label: str, at: datetime, *, told: bool) -> ItemRow:
    carried = [held.key for held in item.labels]
    kind = "unlabelled" if label in carried else "labelled"
    # One that an event only ever takes off was there from the start; so none tells of its end, or
    # what happens later would change what was before.
    told = told and (label not in carried or (item.number, label) not in forge.untold)
    if label not in carried:
        (forge.untold.discard if told else forge.untold.add)((item.number, label))
    if told:
        # REST events know names alone, GitLab's ids too.
        key = label if forge.side == "b" else None
        _event(forge, item.number, at, kind, label_key=key, label=forge.name(label))
    keys = [key for key in carried if key != label] if label in carried else [*carried, label]
    # The names are those of the last time that the issue was pulled.
    return replace(item, labels=tuple(LabelRef(key, forge.name(key)) for key in keys))


def _planned(forge: Forge, item: ItemRow, choice: int, at: datetime, *, told: bool) -> ItemRow:
    there = [key for key, seen in forge.milestones.items() if seen[-1].until is None]
    key = [*there, None][choice % (len(there) + 1)]
    # As of labels: none tells of the end of what it was put into without an event.
    told = told and (item.number, f"in {item.milestone_key}") not in forge.untold
    if key != item.milestone_key:
        (forge.untold.discard if told else forge.untold.add)((item.number, f"in {key}"))
    for kind, of in (("demilestoned", item.milestone_key), ("milestoned", key)):
        if told and of and key != item.milestone_key:
            title = forge.milestones[of][-1].what.title
            by_id = of if forge.side == "b" else None
            _event(forge, item.number, at, kind, milestone_key=by_id, milestone=title)
    return replace(item, milestone_key=key)


def _event(forge: Forge, number: int, at: datetime, kind: str, **more: Any) -> None:
    place = len(forge.events) + 1
    forge.events.append(
        EventRow(number=number, key=str(place), at=at, position=place, kind=kind, **more)
    )


def facts(programme: Programme, seen_at: datetime | None = None) -> dict[str, pd.DataFrame]:
    """Make what is known of a programme as of its ``as_of``.

    Args:
        programme: A drawn one.
        seen_at: When issues were first seen; by default at ``as_of``, and if that was later, the
            past is rebuilt. Milestones and labels of *a* sources are seen at every change.

    Returns:
        The frames of ``frames.FACTS`` by name.
    """
    as_of = programme.as_of
    at = seen_at or as_of
    told = forges(programme, at)
    rows: dict[str, list[tuple[Any, ...]]] = {contract.name: [] for contract in frames.FACTS}
    for _, source, project in programme.sources():
        forge = told[source]
        items = [row for row in forge.items.values() if row.created_at <= as_of]
        here = {row.number for row in items}
        gone = {number: when for number, when in forge.gone.items() if when <= as_of}
        rows["items"] += [
            (source, row.number, project, row.item, row.title, row.state, row.reason or "",
             row.milestone_key or "", row.created_at, row.updated_at, row.closed_at, at,
             gone.get(row.number), row.url, dict(row.lines), row.size)
            for row in items
        ]  # fmt: skip
        rows["item_labels"] += [(source, row.number, *held) for row in items for held in row.labels]
        rows["events"] += [
            (source, e.number, e.at, e.position, e.kind, e.label_key or "", e.label or "",
             e.milestone_key or "", e.milestone or "", e.reason or "")
            for e in forge.events if e.number in here
        ]  # fmt: skip
        for key, seen in forge.milestones.items():
            if seen[0].since <= as_of:  # created by then
                rows["milestones"] += [
                    (source, key, since, until if until and until <= as_of else None, project,
                     row.title, row.state, row.due, row.start, row.created_at, row.updated_at,
                     row.closed_at, row.url, dict(row.lines), row.kind)
                    for since, until, row in seen if since <= as_of
                ]  # fmt: skip
        if forge.side == "a":
            rows["labels"] += [
                (source, key, since, until if until and until <= as_of else None, label.name)
                for key, seen in forge.labels.items()
                for since, until, label in seen
                if since <= as_of
            ]
        oldest = min((e.at for e in forge.events), default=None)
        rows["sources"].append(
            (source, "recorded", project, as_of, False, "", 1, len(forge.events), oldest)
        )
    return {contract.name: frame(contract, rows[contract.name]) for contract in frames.FACTS}


def frame(contract: frames.Contract, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Make a frame of *contract* from rows in the order of its columns, a column at a time."""
    if not rows:
        return frames.empty(contract)
    columns = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            name: _column(column.dtype, values)
            for (name, column), values in zip(contract.columns.items(), columns, strict=True)
        }
    )


def _column(dtype: str, values: Sequence[Any]) -> Any:
    if dtype == frames.AT:
        naive = [value.replace(tzinfo=None) if value else None for value in values]
        return pd.DatetimeIndex(np.array(naive, dtype=frames.ON)).tz_localize("UTC")
    if dtype == frames.ON:
        return np.array([value or "NaT" for value in values], dtype=frames.ON)
    if dtype == frames.OBJECT:
        out = np.empty(len(values), dtype=object)
        out[:] = values
        return out
    return pd.array(list(values), dtype=frames.dtype(dtype))
