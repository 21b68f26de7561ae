"""Flow health: how fast the work grows, and whether pace, work under way and time agree."""

from datetime import date, datetime
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from metrics.parts import weekly
from metrics.parts.cuts import MISSING, micros, micros_of
from metrics.parts.exact import (
    MILLIONTHS,
    added,
    as_millionths,
    in_days,
    millionths,
    quotient,
    ratio,
)
from metrics.parts.explained import counted, explained, of_project, part, split
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.recent import LEAST_ITEMS, LEAST_WEEKS, WINDOW_WEEKS, recently
from metrics.parts.work import delivery_projects, start_signal, work_items
from programme import frames
from programme.frames import COUNT, DAYS, TEXT, Column, Contract
from programme.settings import Settings
from programme.settings_projects import Project
from programme.weeks import local_midnight, week_start

TABLE: Final = Contract(
    "flow_health",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "growth_week_count": Column(
            COUNT, "whole weeks looked at for growth: of the last 26, those after the baseline",
            empty=False,
        ),
        "arrived_count": Column(COUNT, "items that arrived in them", empty=False),
        "finished_count": Column(COUNT, "items finished in them", empty=False),
        "growth_ratio": Column(DAYS, "arrived_count ÷ finished_count; empty = too few to say"),
        "week_count": Column(COUNT, "whole weeks looked at from here on, at most 26", empty=False),
        "mean_wip": Column(DAYS, "mean of wip_count at their ends; empty = no start signal"),
        "mean_finished_per_week": Column(DAYS, "mean of items finished a week"),
        "item_count": Column(COUNT, "items finished in them with a known start", empty=False),
        "elapsed_days": Column(DAYS, "their exact days from start to finish", empty=False),
        "mean_cycle_time_days": Column(DAYS, "elapsed_days ÷ item_count; empty = no item"),
        "littles_law_ratio": Column(
            DAYS, "mean_wip ÷ (mean throughput × mean cycle time), 1 if they agree"
        ),
    },
)  # fmt: skip


class _Sums(NamedTuple):
    """What is counted of one project, or of all.

    Attributes:
        growth_weeks, arrived, finished: Of the weeks after the baseline.
        weeks, done, wip: Of all weeks: how many, items finished, and wip added up.
        items, elapsed: Items with a known start, and their millionths of a day.
    """

    growth_weeks: int
    arrived: int
    finished: int
    weeks: int
    done: int
    wip: int
    items: int
    elapsed: int

    def littles_law(self) -> Any:
        """Return wip / weeks ÷ (done / weeks / 7 × elapsed / items), in whole numbers."""
        return ratio(self.wip * 7 * self.items * MILLIONTHS, self.done * self.elapsed)


def flow_health(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Compare arrivals with finishes, and work under way with what pace and time suggest.

    Args:
        inputs: ``history`` and the tables ``throughput`` and ``flow``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the time zone, the projects, their baselines and the start signals.

    Returns:
        TABLE: a row for each delivery project. Growth looks at weeks that begin after the day on
        which the project's first baseline was agreed, or else the programme began. Ratios are
        empty under 20 items or 7 weeks. Source of the law: Little 1961, L = λW, with W exact: the
        day that ``cycle_time_days`` adds would stand for work that no week's end sees.
    """
    projects = delivery_projects(settings)
    weeks, ends = (
        _last_weeks(table[table["project"] != ""])
        for table in (inputs["throughput"], inputs["flow"])
    )
    place, place_of_ends = (
        pd.Index(projects).get_indexer(pd.Index(table["project"])) for table in (weeks, ends)
    )
    after = weeks["week_start"].to_numpy(dtype="datetime64[D]") > _baselines(settings)[place]
    arrived, finished = (
        weeks[name].to_numpy(dtype=np.int64) for name in ("arrived_count", "finished_count")
    )
    wip = ends["wip_count"].to_numpy(dtype=np.int64, na_value=0)
    timed = _timed(inputs["history"], as_of, settings)
    own = pd.Index(projects).get_indexer(pd.Index(timed["project"]))
    spent = timed["elapsed"].to_numpy()
    sums = (
        added(where, figures, len(projects)).tolist()
        for where, figures in (
            (place, after),
            (place, arrived * after),
            (place, finished * after),
            (place, np.ones_like(finished)),
            (place, finished),
            (place_of_ends, wip),
            (own, np.ones_like(spent)),
        )
    )
    elapsed = millionths(added(own, spent, len(projects))).tolist()
    rows = [
        _row(project, _Sums(*counts), start_signal(settings))
        for project, *counts in zip(projects, *sums, elapsed, strict=True)
    ]
    return frames.conform(pd.DataFrame(rows, columns=list(TABLE.columns)), TABLE)


def programme_flow_health(tables: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Work out the same of all projects together.

    Args:
        tables: ``flow_health`` of all projects; ``throughput`` and ``flow`` with the programme's
            rows.
        as_of: Not used; the weeks end before it.
        settings: Not used.

    Returns:
        TABLE: one row with an empty project. Growth adds up what each project counts after its own
        baseline; its weeks are those of the project with the most.
    """
    own = tables["flow_health"]
    throughput, flow = (
        _last_weeks(table[table["project"] == ""])
        for table in (tables["throughput"], tables["flow"])
    )
    sums = _Sums(
        growth_weeks=int(own["growth_week_count"].max()) if len(own) else 0,
        arrived=int(own["arrived_count"].sum()),
        finished=int(own["finished_count"].sum()),
        weeks=len(throughput),
        done=int(throughput["finished_count"].sum()),
        wip=int(flow["wip_count"].sum()),
        items=int(own["item_count"].sum()),
        elapsed=sum(as_millionths(own["elapsed_days"])),
    )
    return frames.conform(pd.DataFrame([_row("", sums, start_signal(settings))]), TABLE)


def _baselines(settings: Settings) -> np.ndarray:
    """Return of each delivery project the day after which its growth is looked at."""
    begun = [_baseline(p, settings) for p in settings.projects if p.kind == "delivery"]
    return np.array(begun, dtype="datetime64[D]")


def _baseline(project: Project, settings: Settings) -> date:
    """Return the day on which the project's work was first agreed."""
    agreed = [
        baseline.agreed_on
        for dates in project.baselines.values()
        if isinstance(dates, tuple)
        for baseline in dates
    ]
    return min(agreed, default=settings.programme.started_on)


def _last_weeks(table: pd.DataFrame) -> pd.DataFrame:
    """Return the last 26 weeks; every project has the same."""
    return table[_lately(table[table.columns[1]])]


def _lately(week: pd.Series) -> pd.Series:
    """Say which are of the last 26 weeks."""
    return week > week.max() - pd.Timedelta(weeks=WINDOW_WEEKS)


def _timed(history: pd.DataFrame, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Return the items finished in the weeks, with ``elapsed``, microseconds from the start."""
    work = work_items(history, settings)
    begins, ends = micros_of(work["started_at"]), micros_of(work["closed_at"])
    programme = settings.programme
    first = micros(local_midnight(week_start(programme.started_on), programme.zone))
    measured = (work["state"] == "finished").to_numpy() & recently(ends, as_of, settings)
    measured &= (begins != MISSING) & (begins <= ends) & (ends >= first) & start_signal(settings)
    return work[measured].assign(elapsed=(ends - begins)[measured])


def _row(project: str, sums: _Sums, told: bool) -> dict[str, object]:
    """Make a row; without a start signal (*told*) nothing is known of work under way."""
    grown = sums.growth_weeks >= LEAST_WEEKS and sums.finished >= LEAST_ITEMS
    lawful = sums.weeks >= LEAST_WEEKS and sums.items >= LEAST_ITEMS
    return {
        "project": project,
        "growth_week_count": sums.growth_weeks,
        "arrived_count": sums.arrived,
        "finished_count": sums.finished,
        "growth_ratio": ratio(sums.arrived, sums.finished) if grown else pd.NA,
        "week_count": sums.weeks,
        "mean_wip": ratio(sums.wip, sums.weeks) if told else pd.NA,
        "mean_finished_per_week": ratio(sums.done, sums.weeks),
        "item_count": sums.items,
        "elapsed_days": in_days(sums.elapsed),
        "mean_cycle_time_days": ratio(sums.elapsed, sums.items * MILLIONTHS),
        "littles_law_ratio": sums.littles_law() if lawful else pd.NA,
    }


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items behind the counts, means and days.

    Args:
        inputs: ``history`` and ``state_spells``.
        key: ``project``.
        as_of: Aware instant; the last week is the last one that ended by then.
        settings: For the time zone, the projects, their baselines and the start signals.

    Returns:
        EXPLAINED: of ``arrived_count`` and ``finished_count`` each item with the number of weeks
        that count it; of the two means of weeks, with that number ÷ ``week_count``; of
        ``item_count``; and of ``elapsed_days`` with its own. Means and days are off by less than a
        millionth each, so that they add up to the cell. The other figures are worked out of these.
    """
    grid = weekly.grid(inputs["history"], inputs["state_spells"], as_of=as_of, settings=settings)
    moved, stocks = grid.movements(), grid.stocks()
    weeks = grid.weeks["week_start"]
    lately = np.full(len(grid.items), int((~_lately(weeks)).sum()))
    agreed = _baselines(settings)[grid.project]
    grown = np.searchsorted(weeks.to_numpy(dtype="datetime64[D]"), agreed, side="right")
    grown = np.maximum(grown, lately)
    week_count = int(_lately(weeks).sum())
    ours = of_project(grid.items, key)

    def mean(column: str, counted_in: weekly.Weeks) -> pd.DataFrame:
        times = _times(counted_in, lately)[ours.index]
        some = times > 0
        return split(column, ours[some], times[some], partial(quotient, under=week_count))

    timed = of_project(_timed(inputs["history"], as_of, settings), key)
    return explained(
        [
            *(
                counted(name, ours, _times(moved[name], grown)[ours.index])
                for name in ("arrived_count", "finished_count")
            ),
            mean("mean_wip", stocks["wip_count"]),
            mean("mean_finished_per_week", moved["finished_count"]),
            part("item_count", timed),
            *(
                split("elapsed_days", own, own["elapsed"].to_numpy(), millionths)
                for _, own in timed.groupby("project")
            ),
        ]
    )


def _times(counted_in: weekly.Weeks, since: np.ndarray) -> np.ndarray:
    """Say of each item how many weeks count it, from the place of a week in *since* on."""
    first = np.maximum(counted_in.first, since[counted_in.item])
    return added(counted_in.item, np.maximum(counted_in.until - first, 0), len(since))


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "throughput", "flow"),
    compute=flow_health,
    total=programme_flow_health,
    explain=explain,
    explain_inputs=("state_spells",),
    question="Is more work added than is finished, and do the figures of flow agree?",
    unit="ratios, pieces of work and days of 24 hours",
    definition="Growth: how much work arrived for each piece finished, over those of the last 26 "
    "whole weeks that begin after the day the plan was first agreed (else after the programme "
    "began). Little's law: mean work under way equals mean pace times mean time from start to "
    "finish; the ratio of the two sides says whether the records agree.",
    formula="growth_ratio = arrived_count / finished_count\n"
    "mean_cycle_time_days = elapsed_days / item_count\n"
    "littles_law_ratio = mean_wip / (mean_finished_per_week / 7 * mean_cycle_time_days)",
    reads_as="A growth_ratio above 1 means that work arrives faster than it is finished; a "
    "littles_law_ratio far from 1 means that starts or finishes are missing in the records.",
    misleads="Growth counts pieces: splitting one into three counts as new work though nothing "
    "was added. Little's law holds while work under way stays about level, so a programme that "
    "starts or winds down is off 1 without any fault in its records.",
    source="Magennis, split rate (growth); Little 1961 (L = λW); definitions: docs/tables.md",
    page="Throughput",
)
