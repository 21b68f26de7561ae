"""Which increment must come after which: by ``[projects.order]``, and by issues that wait.

An issue that waits for an issue of another increment makes its increment wait for the other one,
while both issues are open. An issue that is an increment itself waits as such.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

import pandas as pd

from metrics.parts.groups import own_groups
from programme import frames
from programme.frames import COUNT, TEXT, Column, Contract
from programme.settings_projects import Project

DEPENDENCIES: Final = Contract(
    "dependencies",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title of what waits", key=True, empty=False),
        "after": Column(TEXT, "title of what must be finished before it", key=True, empty=False),
        "basis": Column(TEXT, "order, as configured | links", empty=False),
        "link_count": Column(
            COUNT, "links by which its open issues wait for open ones of the other"
        ),
        "broken": Column("bool", "whether it is set aside, as it would close a circle"),
    },
)
Pair = tuple[str, str]


class Between(NamedTuple):
    """One open issue of an increment that waits for one of another increment."""

    increment: str
    after: str
    source: str
    number: int


#: An issue by its source and number, and the key of one that it waits for.
Wait = tuple[str, int, str]


def dependencies(
    project: Project,
    titles: Collection[str],
    facts: Mapping[str, pd.DataFrame],
    history: pd.DataFrame,
    as_of: datetime,
) -> pd.DataFrame:
    """Return what the increments of a project wait for as of an instant.

    Args:
        project: Whose order counts.
        titles: Of its increments; an order that names others says nothing of these.
        facts: ``links``, ``events`` and ``milestones`` by name.
        history: HISTORY frame.
        as_of: Aware instant.

    Returns:
        DEPENDENCIES. Those that are not *broken* go in no circle: taken are the configured ones,
        then those of links, most links first, of equally many by name; one that would close a
        circle is broken.
    """
    between = waits_between(project, facts, history, as_of)
    waits = Counter((wait.increment, wait.after) for wait in between)
    ordered = [
        (title, before)
        for title, earlier in project.order.items()
        for before in dict.fromkeys(earlier)
        if title in titles and before in titles
    ]
    linked = sorted(set(waits) - set(ordered), key=lambda pair: (-waits[pair], pair))
    rows = [
        {
            "project": project.name,
            "increment": pair[0],
            "after": pair[1],
            "basis": "order" if pair in ordered else "links",
            "link_count": waits[pair],
            "broken": broken,
        }
        for pair, broken in _without_circles([*ordered, *linked])
    ]
    if not rows:
        return frames.empty(DEPENDENCIES)
    table = pd.DataFrame(rows).sort_values(DEPENDENCIES.keys)
    return frames.conform(table, DEPENDENCIES)


def waits_between(
    project: Project, facts: Mapping[str, pd.DataFrame], history: pd.DataFrame, as_of: datetime
) -> list[Between]:
    """Return which open issues of a project wait for open ones of another of its increments.

    Args:
        project: The project.
        facts: ``links``, ``events`` and ``milestones`` by name.
        history: HISTORY frame.
        as_of: Aware instant.
    """
    waits = waiting(facts["links"], facts["events"], as_of)
    if not waits:
        return []
    open_now = history[(history["project"] == project.name) & (history["state"] == "open")]
    held = _increments(project, open_now, facts["milestones"])
    issues = zip(open_now["source"], open_now["number"], strict=True)
    named = dict(zip(issues, open_now["item"].str.lower(), strict=True))
    found = []
    for source, number, blocker in waits:
        pair = held.get(named.get((source, number), ""), ""), held.get(blocker, "")
        if pair[0] != pair[1] and "" not in pair:
            found.append(Between(*pair, source, number))
    return found


def must_follow(
    table: pd.DataFrame, project: str, titles: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return by title what each increment must come after, without circles.

    Args:
        table: DEPENDENCIES of any projects.
        project: Name of the only one that counts.
        titles: Of its increments as they are; blanks around them do not matter in *table*.
    """
    if table.empty:
        return {}
    known = {title.strip(): title for title in titles}
    found: dict[str, tuple[str, ...]] = {}
    ours = table[(table["project"] == project) & ~table["broken"]]
    for title, before in zip(ours["increment"], ours["after"], strict=True):
        increment, earlier = known.get(title.strip()), known.get(before.strip())
        if increment is not None and earlier is not None:
            found[increment] = (*found.get(increment, ()), earlier)
    return found


def waiting(links: pd.DataFrame, events: pd.DataFrame, as_of: datetime) -> list[Wait]:
    """Return which issues waited for which at an instant.

    Once links were asked for, what was seen last by then counts. Before that, events tell; and
    where none tells of a link, it stands as it was first seen.

    Args:
        links: LINKS frame.
        events: EVENTS frame.
        as_of: Aware instant.

    Returns:
        In order.
    """
    rows = links[links["kind"] == "blocker"]
    asked = links.groupby("source")["asked_from"].min().to_dict()
    rows = rows.sort_values("seen_from", kind="stable")
    seen = dict(zip(_waits(rows, "link_key"), rows["seen_until"].isna(), strict=True))
    told: dict[Wait, list[tuple[pd.Timestamp, str]]] = {}
    kinds = events[events["kind"].isin(["blocked", "unblocked"])]
    for pair, at, kind in zip(
        _waits(kinds, "milestone_key"), kinds["at"], kinds["kind"], strict=True
    ):
        told.setdefault(pair, []).append((at, kind))
    now = pd.Timestamp(as_of)
    found = []
    for pair in sorted({*seen, *told}):
        happened = told.get(pair, [])
        if (pair[0] in asked and asked[pair[0]] <= now) or not happened:
            waits = seen.get(pair, False)
        else:
            by_then = [kind for at, kind in happened if at <= now]
            waits = by_then[-1] == "blocked" if by_then else happened[0][1] == "unblocked"
        if waits:
            found.append(pair)
    return found


def _waits(rows: pd.DataFrame, key: str) -> Iterator[Wait]:
    return zip(rows["source"], rows["number"], rows[key], strict=True)


def _increments(project: Project, issues: pd.DataFrame, milestones: pd.DataFrame) -> dict[str, str]:
    """Return the increment of each open issue by its name; an increment is in itself."""
    held = dict(zip(issues["item"].str.lower(), issues["increment"], strict=True))
    held.update({key: "" for key in issues.loc[issues["record"] != "", "item"].str.lower()})
    parents = milestones[(milestones["project"] == project.name) & (milestones["kind"] == "parent")]
    told = own_groups(parents).sort_values("seen_from")
    last = dict(zip(told["milestone_key"], told["title"], strict=True))
    for name in issues.loc[issues["record"] == "increment", "item"].str.lower():
        title = last.get(name, "")
        held[name] = "" if title in project.increments.ignore else title
    return held


def _without_circles(pairs: Iterable[Pair]) -> list[tuple[Pair, bool]]:
    """Say of each pair, in turn, whether it would close a circle with those taken before it."""
    after: dict[str, set[str]] = {}
    out = []
    for pair in pairs:
        increment, before = pair
        circle = _leads_to(after, before, increment)
        if not circle:
            after.setdefault(increment, set()).add(before)
        out.append((pair, circle))
    return out


def _leads_to(after: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Say whether *start* must come after *end*, through others perhaps, or is it."""
    waiting_on, met = [start], {start}
    while waiting_on:
        here = waiting_on.pop()
        if here == end:
            return True
        waiting_on += after.get(here, set()) - met
        met |= after.get(here, set())
    return False
