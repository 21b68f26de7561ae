"""Chains: how likely several dates are all made, and which increments decide the last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd

from metrics.parts import chains as parts
from metrics.parts.chains import Chain, Member
from metrics.parts.explained import explained, part
from metrics.parts.forecast import Dates, because
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.schedule import Schedule
from metrics.parts.schedules import INPUTS as SCHEDULE_INPUTS
from metrics.parts.schedules import schedules
from metrics.parts.work import work_items
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings

TABLE: Final = Contract(
    "chains",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "chain": Column(
            TEXT, "titles in the order of work; empty = all key increments", key=True, empty=False
        ),
        "increment_count": Column(COUNT, "increments in it", empty=False),
        "target_on": Column(ON, "latest date worked to"),
        "p_on_time": Column(DAYS, "chance that all of them that have a date make it, 0 to 1"),
        "p80_on": Column(ON, "day by which the last is finished with a chance of 80 in 100"),
        "decides_share": Column(DAYS, "share of trials in which it is finished last, 0 to 1"),
        "no_forecast_reason": Column(TEXT, "why there is no p80_on; empty if there is one"),
    },
)
_NOTHING_LEFT: Final = "No key increment has work left, so no forecast is needed."


def chains(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Give the chance of each chain of increments, and of all key increments of each project.

    Args:
        inputs: The tables that a schedule needs, and ``risks``.
        as_of: Aware instant.
        settings: For the projects and their key increments.

    Returns:
        TABLE: for each delivery project a row with an empty ``chain``, and one for each chain.
    """
    schedule_of = schedules(inputs, inputs["risks"], as_of=as_of, settings=settings)
    rows: list[dict[str, Any]] = []
    for project, key in _key_of(settings, schedule_of).items():
        schedule = schedule_of[project]
        members = [Member(schedule, title) for title in key]
        dates = parts.last_day(members) if members else Dates(reason=_NOTHING_LEFT)
        rows.append(_row(project, "", members, dates, None))
        found = parts.chains(project, schedule, key)
        for chain, share in zip(found, _shares(found, schedule_of), strict=True):
            held = [Member(schedule, title) for title in chain.titles]
            # Whatever a chain holds is finished before its last, which has this date elsewhere.
            dates = schedule.dates(chain.titles[-1])
            rows.append(_row(project, chain.name, held, dates, share))
    return _table(rows)


def programme_chains(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Give the chance of all key increments of all projects, and the chains that are last.

    Args:
        tables: ``chains``, those that a schedule needs, and ``risks``, of all projects.
        as_of: Aware instant.
        settings: For the projects and their key increments.

    Returns:
        TABLE with an empty project: one row with an empty ``chain``, and one for each chain, with
        its project before it, that is finished last of all in any trial.
    """
    schedule_of = schedules(tables, tables["risks"], as_of=as_of, settings=settings)
    key_of = _key_of(settings, schedule_of)
    members = [Member(schedule_of[name], title) for name, key in key_of.items() for title in key]
    rows = [_row("", "", members, _latest(tables["chains"], members, schedule_of), None)]
    found = [
        chain
        for name, key in key_of.items()
        for chain in parts.chains(name, schedule_of[name], key)
    ]
    found.sort(key=lambda chain: chain.programme_name)
    own = tables["chains"].set_index(["project", "chain"]).to_dict("index")
    for chain, share in zip(found, _shares(found, schedule_of), strict=True):
        if share:
            figures = own[chain.project, chain.name]
            names = {"project": "", "chain": chain.programme_name}
            rows.append({**figures, **names, "decides_share": share})
    return _table(rows)


def _key_of(settings: Settings, schedule_of: Mapping[str, Schedule]) -> dict[str, list[str]]:
    """Return the key increments of each delivery project."""
    return {
        project.name: parts.key_increments(project, schedule_of[project.name])
        for project in settings.projects
        if project.name in schedule_of
    }


def _shares(found: Sequence[Chain], schedule_of: Mapping[str, Schedule]) -> Sequence[float | None]:
    """Return in which share of trials each chain is finished last; None where one has no trials."""
    ends = [Member(schedule_of[chain.project], chain.titles[-1]) for chain in found]
    if not ends or any(end.schedule.outlook.refused for end in ends):
        return [None] * len(ends)
    return parts.as_printed(parts.decided([end.schedule.finished(end.title) for end in ends]))


def _latest(
    table: pd.DataFrame, members: Sequence[Member], schedule_of: Mapping[str, Schedule]
) -> Dates:
    """Return when the last key increment of the programme is likely to be finished."""
    if not members:
        return Dates(reason=_NOTHING_LEFT)
    whole = table[(table["chain"] == "") & (table["increment_count"] > 0)].sort_values("project")
    refused = whole[whole["no_forecast_reason"] != ""]
    for name, reason in zip(refused["project"], refused["no_forecast_reason"], strict=True):
        if len(schedule_of) == 1:
            return Dates(reason=reason)
        return Dates(reason=because(f"in {name} {schedule_of[name].obstacle()}"))
    return parts.last_day(members)


def _row(
    project: str, chain: str, members: Sequence[Member], dates: Dates, share: float | None
) -> dict[str, Any]:
    return {
        "project": project,
        "chain": chain,
        "increment_count": len(members),
        "target_on": parts.latest_target(members),
        "p_on_time": parts.chance_in_time(members),
        "p80_on": dates.p80,
        "decides_share": share,
        "no_forecast_reason": dates.reason,
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    if not rows:
        return frames.empty(TABLE)
    table = pd.DataFrame(rows)
    for name in ("target_on", "p80_on"):
        table[name] = table[name].astype(ON)
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the open items that have to be finished until the last increment is.

    Args:
        inputs: ``history``, the tables that a schedule needs, and ``risks``.
        key: ``project`` and ``chain``.
        as_of: Aware instant.
        settings: For the projects and their key increments.

    Returns:
        EXPLAINED: of ``p80_on`` and ``p_on_time`` the open items of the increments that are not
        worked after the last one of the chain, or after the last key one.
    """
    only = settings.of_projects([key["project"]]) if key["project"] else settings
    schedule_of = schedules(inputs, inputs["risks"], as_of=as_of, settings=only)
    work = work_items(inputs["history"], only)
    waiting = work[work["state"] == "open"]
    found = []
    for project, title in _ends(key, only, schedule_of):
        ours = waiting[waiting["project"] == project]
        turns = schedule_of[project].order
        items = ours[ours["increment"].isin(turns[: turns.index(title) + 1])]
        found += [part(name, items) for name in ("p80_on", "p_on_time")]
    return explained(found)


def _ends(
    key: Key, settings: Settings, schedule_of: Mapping[str, Schedule]
) -> Iterator[tuple[str, str]]:
    """Yield each project in a row, with the title of its increment whose turn is last."""
    for project, titles in _key_of(settings, schedule_of).items():
        if titles and not key["chain"]:
            yield project, titles[-1]
        for chain in parts.chains(project, schedule_of[project], titles):
            if key["chain"] == (chain.name if key["project"] else chain.programme_name):
                yield project, chain.titles[-1]


MEASURE: Final = Measure(
    table=TABLE,
    inputs=(*SCHEDULE_INPUTS, "risks"),
    compute=chains,
    total=programme_chains,
    explain=explain,
    explain_inputs=("history",),
    question="How likely are all key dates made, and which increments decide when it is over?",
    unit="chances and dates",
    definition="The chance that all key increments of a project, or of the programme, make their "
    "dates, and the same for each chain: an increment that nothing else waits for, with those "
    "that must be finished before it. Counted in the same trials, in which all projects live "
    "through the same weeks.",
    formula="p_on_time = chance, by 10,000 trials, that every one of them with a date worked to is "
    "finished on or before it\n"
    "decides_share = trials in which the chain's last increment is finished last of all / all "
    "trials; those finished on the same day have equal parts\n"
    "sum of decides_share over the chains of a project, or of the programme = 1",
    reads_as="Ten dates with a good chance each are seldom all made: the row of all key increments "
    "says how seldom. Time won on the chain with the largest share brings the end forward most "
    "often; time won elsewhere seldom does.",
    misleads="What is not written down as a dependency is no chain. Where several increments must "
    "come before another, the chain goes through the one that is finished last most often, and "
    "the others are left out of it. Decisions and staff that projects share are not known.",
    source="docs/tables.md, Chains",
    page="Milestones",
)
