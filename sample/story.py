"""A story as sample/stories/ tells it in TOML, read into frozen records."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Increment:
    """An increment: its milestone, and the work in it.

    Attributes:
        title: Title of the milestone now, and its key.
        made_on: When the milestone was created.
        dues: Pairs of the day on which a due date was set, and that date; oldest first.
        lines: What its description says: Outcome, Done when, Who benefits.
        demo: Where the finished thing can be seen.
        was: The milestone's title before ``renamed_on``.
        about: What the work is about, for titles ("the pothole report").
        named: Titles of some of the items, written out.
        planned_on: The day on which its work was agreed.
        opens_on: First day on which the team may work on it.
        planned, added: How many items it had then, and how many came later.
        added_until: Last day on which work was added; None = to the end.
        dropped: How many items besides were closed without being done.
        held_by, apart_on: Milestone that held the items until they were moved on that day. All
            increments once held by the same milestone are worked on side by side until then.
    """

    title: str
    made_on: date
    dues: tuple[tuple[date, date], ...]
    lines: tuple[str, ...]
    demo: str
    was: str
    renamed_on: date | None
    about: tuple[str, ...]
    named: tuple[str, ...]
    planned_on: date
    opens_on: date
    planned: int
    added: int
    added_until: date | None
    dropped: int
    held_by: str
    apart_on: date | None


@dataclass(frozen=True)
class Team:
    """A project's people and habits.

    Attributes:
        name: Seeds the chance of the project.
        logins: Pseudonyms of the people.
        pace: Items that a usual week finishes, from a day on; oldest first.
        luck: Picks one of the ways in which its weeks may fall.
        swing: How many items more or fewer a week may finish.
        cycle_days: Usual shortest and longest cycle time, from a day on.
        start_label_share: How much of the work gets the label that says it has begun.
        aside: Share of the work done in the increment that is second in line.
        blocked_share: Share of the work with that label that is blocked for a while.
    """

    name: str
    logins: tuple[str, ...]
    pace: tuple[tuple[date, float], ...]
    luck: int
    swing: float
    cycle_days: tuple[tuple[date, tuple[float, float]], ...]
    start_label_share: float
    aside: float
    blocked_share: float

    def pace_on(self, day: date) -> float:
        """Return the items that a usual week finishes around *day*."""
        return [items for since, items in self.pace if since <= day][-1]

    def cycle_days_on(self, day: date) -> tuple[float, float]:
        """Return the usual shortest and longest cycle time around *day*."""
        return [days for since, days in self.cycle_days if since <= day][-1]


@dataclass(frozen=True)
class Risk:
    """A risk and how it was judged over time.

    Attributes:
        title: What might go wrong.
        increment: Key of the milestone that it threatens; empty for the whole project.
        labels: Those it always had: category, owner, treatment.
        judged: Pairs of a day and the labels that told its size from then on; oldest first. No
            labels: not sized.
        closed_on: When it was closed, if it was.
        happened: Whether it had come true then.
        back_on: When it was opened again, if it was.
    """

    title: str
    increment: str
    labels: tuple[str, ...]
    judged: tuple[tuple[date, tuple[str, ...]], ...]
    closed_on: date | None
    happened: bool
    back_on: date | None


@dataclass(frozen=True)
class Note:
    """A decision, an achievement or a learning; ``label`` says which, ``lines`` describe it.

    ``owner`` is the role that answers for it; empty = no label tells.
    """

    label: str
    owner: str
    title: str
    increment: str
    opened_on: date
    closed_on: date | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """Everything that is told of a project.

    Attributes:
        folder: Where its data is written, below sample/.
        forge: Which form the data has.
        path: Path of the repository on the forge.
        wishes: How many open items nobody has planned.
        in_hand: How many items are begun and not finished at the end.
        pull_requests: How many pull requests stand in the list of issues.
    """

    folder: str
    forge: Literal["github", "gitlab"]
    path: str
    wishes: int
    in_hand: int
    pull_requests: int
    team: Team
    increments: tuple[Increment, ...]
    risks: tuple[Risk, ...]
    notes: tuple[Note, ...]


def load(path: Path) -> Story:
    """Read a story."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Story(
        folder=told["folder"],
        forge=told["forge"],
        path=told["path"],
        wishes=told["wishes"],
        in_hand=told["in_hand"],
        pull_requests=told.get("pull_requests", 0),
        team=_team(told["team"]),
        increments=tuple(_increment(raw) for raw in told["increments"]),
        risks=tuple(_risk(raw) for raw in told["risks"]),
        notes=tuple(_note(raw) for raw in told["notes"]),
    )


def _team(raw: dict[str, Any]) -> Team:
    people = range(raw["people"]["first"], raw["people"]["last"] + 1)
    return Team(
        name=raw["name"],
        logins=tuple(f"user-{number:02d}" for number in people),
        pace=tuple((entry["from"], entry["items_a_week"]) for entry in raw["pace"]),
        luck=raw["luck"],
        swing=raw["swing"],
        cycle_days=tuple(
            (entry["from"], (entry["shortest_days"], entry["longest_days"]))
            for entry in raw["cycle"]
        ),
        start_label_share=raw["start_label_share"],
        aside=raw["aside"],
        blocked_share=raw["blocked_share"],
    )


def _increment(raw: dict[str, Any]) -> Increment:
    planned_on = raw.get("planned_on", raw["made_on"])
    items = raw["items"]
    split = raw.get("split", {})
    return Increment(
        title=raw["title"],
        made_on=raw["made_on"],
        dues=tuple((entry["set_on"], entry["due"]) for entry in raw["dues"]),
        lines=tuple(raw["lines"]),
        demo=raw.get("demo", ""),
        was=raw.get("was", ""),
        renamed_on=raw.get("renamed_on"),
        about=tuple(raw["about"]),
        named=tuple(raw.get("named", ())),
        planned_on=planned_on,
        opens_on=raw.get("opens_on", planned_on),
        planned=items["planned"],
        added=items["added"],
        added_until=items.get("added_until"),
        dropped=items["dropped"],
        held_by=split.get("from", raw["title"]),
        apart_on=split.get("on"),
    )


def _risk(raw: dict[str, Any]) -> Risk:
    return Risk(
        title=raw["title"],
        increment=raw.get("increment", ""),
        labels=tuple(raw["labels"]),
        judged=tuple((entry["on"], tuple(entry["labels"])) for entry in raw["judged"]),
        closed_on=raw.get("closed_on"),
        happened=raw.get("happened", False),
        back_on=raw.get("back_on"),
    )


def _note(raw: dict[str, Any]) -> Note:
    return Note(
        label=raw["label"],
        owner=raw.get("owner", ""),
        title=raw["title"],
        increment=raw.get("increment", ""),
        opened_on=raw["opened_on"],
        closed_on=raw.get("closed_on"),
        lines=tuple(raw["lines"]),
    )
