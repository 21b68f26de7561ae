"""Projects: counts, forecast, risk and indicated rating of each, and of the programme."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from metrics.parts import sizes
from metrics.parts.explained import FORECAST, explained, exposed, flagged, of_project, part
from metrics.parts.forecast import NOTHING_LEFT, TOGETHER, Dates, because
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.project_ratings import Standing, rate_programme, rate_project
from metrics.parts.ratings import stale_reason
from metrics.parts.schedules import INPUTS as SCHEDULE_INPUTS
from metrics.parts.schedules import schedules
from metrics.parts.work import by_state, start_signal, work_items
from programme import frames
from programme.frames import COUNT, DAYS, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.settings_projects import Project
from programme.weeks import local_date

TABLE: Final = Contract(
    "projects",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "item_count": Column(COUNT, "items, dropped ones included", empty=False),
        "finished_count": Column(COUNT, "of them finished", empty=False),
        "dropped_count": Column(COUNT, "of them dropped", empty=False),
        "remaining_count": Column(COUNT, "of them open", empty=False),
        "wip_count": Column(COUNT, "of the open ones begun; empty without a start signal"),
        "p50_on": Column(ON, "day by which it is finished with a chance of 50 in 100"),
        "p80_on": Column(ON, "day by which it is finished with a chance of 80 in 100"),
        "p95_on": Column(ON, "day by which it is finished with a chance of 95 in 100"),
        "no_forecast_reason": Column(TEXT, "why there is no date; empty if there is one"),
        "exposure_days": Column(DAYS, "expected delay of the open risks that are sized"),
        "unsized_count": Column(COUNT, "open risks that are not sized", empty=False),
        "indicated_rating": Column(TEXT, "green | amber | red | not_rated", empty=False),
        "rating_reason": Column(TEXT, "the test that decides, one sentence", empty=False),
        "remaining_size": sizes.column("remaining_count"),
    },
)
_REGISTER: Final = Dates(reason="A risk register holds no work to forecast.")
_NO_WORK: Final = Dates(reason="We cannot forecast this yet because it holds no work.")


def projects(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Sum up each project and the programme.

    Args:
        inputs: ``history``, the tables that a schedule needs, and ``increments``, ``risks`` and
            ``sources``.
        as_of: Aware instant.
        settings: For the projects, their key increments, the tolerance and the thresholds.

    Returns:
        TABLE: one row per project. A project is finished when all its open items are.
    """
    today = local_date(as_of, settings.programme.zone)
    work = work_items(inputs["history"], settings)
    schedule_of = schedules(inputs, inputs["risks"], as_of=as_of, settings=settings)
    rows: list[dict[str, Any]] = []
    for project in settings.projects:
        own = work[work["project"] == project.name]
        counts = _counts(own, settings)
        dates = _REGISTER
        if project.kind == "delivery":
            dates = schedule_of[project.name].all_dates()
            if own.empty:
                dates = _NO_WORK
        risks = _risks(inputs["risks"], project)
        standing = _standing(project, inputs, dates.reason, risks["exposure_days"], today, as_of)
        rating = rate_project(standing, settings)
        rows.append(_row(project.name, counts, dates, risks, rating))
    table = pd.DataFrame(rows)
    remaining = sizes.remaining(inputs["items"], table[["project"]], settings)
    return _table(table.assign(remaining_size=remaining))


def programme_projects(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Sum up the programme.

    Args:
        tables: ``projects``, those that a schedule needs, ``increments``, ``risks`` and ``sources``
            of all projects.
        as_of: Aware instant.
        settings: For the projects, their key increments, the tolerance and the thresholds.

    Returns:
        TABLE: one row with an empty project. The programme is finished when its last project is,
        trial by trial.
    """
    today = local_date(as_of, settings.programme.zone)
    rows = {row["project"]: row for row in tables["projects"].to_dict("records")}
    counts: dict[str, Any] = {
        name: sum(row[name] for row in rows.values())
        for name in ("item_count", "finished_count", "dropped_count", "remaining_count")
    }
    begun = sum(row["wip_count"] for row in rows.values()) if start_signal(settings) else None
    risks = {
        "exposure_days": round(sum(row["exposure_days"] for row in rows.values()), 6),
        "unsized_count": sum(row["unsized_count"] for row in rows.values()),
    }
    dates = _latest(rows, tables, as_of, settings)
    # Once for all: to look through all increments for each project would take seconds.
    of_project = {
        name: dict(list(tables[name].groupby("project"))) for name in ("increments", "sources")
    }
    standings = [
        _standing(
            project,
            {
                name: found.get(project.name, tables[name].iloc[:0])
                for name, found in of_project.items()
            },
            rows[project.name]["no_forecast_reason"],
            rows[project.name]["exposure_days"],
            today,
            as_of,
        )
        for project in settings.projects
    ]
    rating = rate_programme(standings, risks["exposure_days"], dates.reason, settings)
    row = _row("", {**counts, "wip_count": begun}, dates, risks, rating)
    left = sizes.total(tables["projects"]["remaining_size"])
    return _table(pd.DataFrame([row]).assign(remaining_size=left))


def _table(table: pd.DataFrame) -> pd.DataFrame:
    for name in ("p50_on", "p80_on", "p95_on"):
        table[name] = table[name].astype(ON)
    return frames.conform(table.sort_values("project"), TABLE)


def _counts(work: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    counts = {name: int(flag.sum()) for name, flag in _flags(work, settings).items()}
    return {"wip_count": None, **counts}


def _flags(work: pd.DataFrame, settings: Settings) -> dict[str, np.ndarray]:
    """Say of each item in which counts it is."""
    flags = by_state(work)
    if start_signal(settings):
        begun = work["started_at"].notna().to_numpy()
        flags["wip_count"] = flags["remaining_count"] & begun
    return flags


def _risks(risks: pd.DataFrame, project: Project) -> dict[str, Any]:
    """Sum the open risks of a project; six places are exact in a float of this size."""
    held = risks[(risks["project"] == project.name) & (risks["state"] == "open")]
    return {
        "exposure_days": round(float(held["exposure_days"].sum()), 6),
        "unsized_count": int((~held["sized"]).sum()),
    }


def _standing(
    project: Project,
    inputs: Frames,
    no_forecast_reason: str,
    exposure: float,
    today: date,
    as_of: datetime,
) -> Standing:
    table, sources = inputs["increments"], inputs["sources"]
    return Standing(
        project=project,
        increments=table[(table["project"] == project.name) & (table["increment"] != "")],
        no_forecast_reason=no_forecast_reason,
        exposure_days=exposure,
        stale=stale_reason(sources[sources["project"] == project.name], as_of),
        today=today,
    )


def _row(
    name: str, counts: Mapping[str, Any], dates: Dates, risks: Mapping[str, Any], rating: Any
) -> dict[str, Any]:
    return {
        "project": name,
        **counts,
        "p50_on": dates.p50,
        "p80_on": dates.p80,
        "p95_on": dates.p95,
        "no_forecast_reason": dates.reason,
        **risks,
        "indicated_rating": rating.value,
        "rating_reason": rating.reason,
    }


def _latest(
    rows: Mapping[str, Mapping[str, Any]], tables: Frames, as_of: datetime, settings: Settings
) -> Dates:
    """Return when the last project is finished: the latest of each trial, not of the dates."""
    schedule_of = schedules(tables, tables["risks"], as_of=as_of, settings=settings)
    waiting = {name: one for name, one in schedule_of.items() if one.left}
    for name, schedule in waiting.items():
        if rows[name]["no_forecast_reason"]:
            if len(schedule_of) == 1:
                return Dates(reason=rows[name]["no_forecast_reason"])
            return Dates(reason=because(f"in {name} {schedule.obstacle()}"))
    if not schedule_of:
        return _REGISTER
    if not waiting:
        empty = not any(row["item_count"] for row in rows.values())
        return _NO_WORK if empty else Dates(reason=NOTHING_LEFT)
    latest = np.maximum.reduce([schedule.all_finished() for schedule in waiting.values()])
    found = next(iter(waiting.values())).outlook.dates_of(lambda: latest)
    return Dates(reason=because(TOGETHER)) if found.reason else found


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items of a project, or of the programme, and its open risks.

    Args:
        inputs: ``history`` and the tables ``items`` and ``risks``.
        key: ``project``.
        as_of: Not used; the frames end there.
        settings: For the projects and the start signals.

    Returns:
        EXPLAINED: of each count; of ``p50_on``, ``p80_on`` and ``p95_on`` all open items; of
        ``exposure_days`` and ``unsized_count`` the open risks; of ``remaining_size`` the open
        items that have a size, with it.
    """
    work = of_project(work_items(inputs["history"], settings), key)
    flags = _flags(work, settings)
    waiting = work[flags["remaining_count"]]
    risks = of_project(inputs["risks"], key)
    return explained(
        [
            *flagged(work, flags),
            *(part(name, waiting) for name in FORECAST),
            exposed(risks),
            part("unsized_count", risks[(risks["state"] == "open") & ~risks["sized"]]),
            sizes.still(of_project(inputs["items"], key)),
        ]
    )


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", *SCHEDULE_INPUTS, "increments", "risks", "sources"),
    compute=projects,
    total=programme_projects,
    explain=explain,
    question="Where does each project stand?",
    unit="pieces of work, dates and calendar days",
    definition="Each project, and the whole programme: its pieces of work, the days by which "
    "what is open is finished with a chance of 50, 80 and 95 in 100, the expected delay of its "
    "open risks, and its indicated rating.",
    formula="remaining_count = item_count - finished_count - dropped_count\n"
    "indicated_rating = the worst over the key increments of: p_on_time, slip_rate,\n"
    "  exposure_days / tolerance and the age of the data; too little data = not_rated",
    reads_as="The rating is the worst of its tests over the key increments, with the reason that "
    "decides. It is worked out from the figures and no delivery confidence assessment.",
    misleads="The rating knows only what the records tell: a programme may be green and have "
    "trouble that nobody wrote down. Teams cut their work differently, so the counts of two "
    "projects cannot be compared.",
    source="Thresholds: docs/configuration.md; Monte Carlo forecast: docs/forecast.md",
    page="Sponsor's page",
)
