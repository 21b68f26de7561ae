"""The plan: in what order the open work of each project is done, and how much of it there is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import pandas as pd

from metrics.parts.cuts import cut_at
from metrics.parts.dependencies import must_follow
from metrics.parts.expected import expected_counts, still_to_come
from metrics.parts.explained import explained, part
from metrics.parts.increment_history import Increment
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.observed_increments import increments
from metrics.parts.turns import queue, waits
from metrics.parts.work import work_items
from programme import frames
from programme.frames import COUNT, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.settings_projects import Project
from programme.weeks import local_date

TABLE: Final = Contract(
    "plan",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "increment": Column(TEXT, "title; empty = work in no increment", key=True, empty=False),
        "turn": Column(COUNT, "1 is worked first", empty=False),
        "target_on": Column(ON, "date worked to"),
        "open_count": Column(COUNT, "open items in it", empty=False),
        "expected_count": Column(COUNT, "size expected of it until it has been broken down"),
        "not_broken_down_count": Column(
            COUNT, "by how many that exceeds its items that are not dropped", empty=False
        ),
    },
)


def plan(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Put the open increments of each delivery project into the order in which they are worked.

    Args:
        inputs: ``facts.milestones``, ``history``, ``increment_spells`` and the table
            ``dependencies``.
        as_of: Aware instant.
        settings: For the time zone, the projects, their order and the sizes expected.

    Returns:
        TABLE: a row for each open increment, and one with an empty title for what is open in none.
        The order is that of the dates worked to, undated ones last, of equal ones the earlier
        created first, and none before those that it must come after. What is still open in a
        finished or removed increment is in none here.
    """
    work = work_items(inputs["history"], settings)
    rows = [
        row
        for project in settings.projects
        if project.kind == "delivery"
        for row in _rows(project, work[work["project"] == project.name], inputs, as_of, settings)
    ]
    if not rows:
        return frames.empty(TABLE)
    table = pd.DataFrame(rows)
    table["target_on"] = table["target_on"].astype(ON)
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def _rows(
    project: Project, work: pd.DataFrame, inputs: Frames, as_of: datetime, settings: Settings
) -> Iterator[dict[str, Any]]:
    cut, today = cut_at(as_of), local_date(as_of, settings.programme.zone)
    told = increments(project, inputs["facts.milestones"], work, inputs["increment_spells"])
    sizes = {
        state: {str(title): int(count) for title, count in held.groupby("increment").size().items()}
        for state, held in work.groupby("state")
    }
    left, done = sizes.get("open", {}), sizes.get("finished", {})
    counted = {title: left.get(title, 0) + done.get(title, 0) for title in {*left, *done}}
    finished = [one.title for one in told if _is_finished(one, left, cut)]
    waiting = [one.title for one in told if waits(one, cut, left.get(one.title, 0))]
    expected = expected_counts(
        project, [counted.get(title, 0) for title in finished], waiting, today
    )
    to_come = still_to_come(expected, counted)
    remaining = {title: left.get(title, 0) + to_come.get(title, 0) for title in waiting}
    after = must_follow(inputs["dependencies"], project.name, remaining)
    targets = {one.title: one.target(cut, today)[0] for one in told}
    order = queue(told, remaining, cut, today, after)
    elsewhere = sum(left.values()) - sum(left.get(title, 0) for title in order if title)
    for turn, title in enumerate(order, start=1):
        if title or elsewhere:
            yield {
                "project": project.name,
                "increment": title,
                "turn": turn,
                "target_on": targets.get(title),
                "open_count": left.get(title, 0) if title else elsewhere,
                "expected_count": expected.get(title),
                "not_broken_down_count": to_come.get(title, 0),
            }


def _is_finished(increment: Increment, left: dict[str, int], cut: int) -> bool:
    """Say whether an increment is finished: without milestones, once none of its items is open."""
    if increment.milestones:
        return increment.state(cut) == "finished"
    return not left.get(increment.title)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the open items of an increment.

    Args:
        inputs: ``history`` and the table ``plan``.
        key: ``project`` and ``increment``.
        as_of: Not used; the frames end there.
        settings: For the projects.

    Returns:
        EXPLAINED: of ``open_count`` the items.
    """
    work = work_items(inputs["history"], settings)
    waiting = work[(work["project"] == key["project"]) & (work["state"] == "open")]
    table = inputs["plan"]
    titles = table.loc[table["project"] == key["project"], "increment"]
    held = waiting["increment"].where(waiting["increment"].isin(titles), "")
    return explained([part("open_count", waiting[held == key["increment"]])])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.milestones", "history", "increment_spells", "dependencies"),
    compute=plan,
    explain=explain,
    explain_inputs=("plan",),
    question="In what order is the open work done?",
    unit="pieces of work",
    definition="The increments of each project that are not finished, in the order in which they "
    "are taken to be worked, with the pieces of work left in each. An increment that has not been "
    "broken down yet has as many as are expected of it.",
    formula="left = open_count + not_broken_down_count\n"
    "turn: by target_on, undated last; never before an increment that it must come after",
    reads_as="Forecasts take this order: what has an earlier turn is finished first.",
    misleads="Teams work on several things at once. How much of the past work was out of turn is "
    "measured (planned_work), and that part of the pace goes to the increments whose turn "
    "has not come yet.",
    source="docs/forecast.md",
    page="",
)
