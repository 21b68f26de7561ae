"""Flow efficiency: the share of the time from start to finish in which work was not held up."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from metrics.parts.cuts import MISSING, micros_of
from metrics.parts.exact import added, as_millionths, in_days, millionths, ratio
from metrics.parts.explained import explained, of_project, part, split
from metrics.parts.label_time import label_stretches, open_stretches, spent, states_of
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.recent import LEAST_ITEMS, recently
from metrics.parts.work import delivery_projects, start_signal, work_items
from programme import frames
from programme.frames import COUNT, DAYS, TEXT, Column, Contract
from programme.labels import BLOCKED, WAITING
from programme.settings import Settings

TABLE: Final = Contract(
    "flow_efficiency",
    {
        "project": Column(TEXT, "project; empty = the whole programme", key=True, empty=False),
        "item_count": Column(
            COUNT,
            "items finished in the last 26 whole weeks whose start is known and came before",
            empty=False,
        ),
        "held_up_count": Column(
            COUNT, "of them blocked or waiting for any time in between", empty=False
        ),
        "elapsed_days": Column(
            DAYS, "their exact days from start to finish, closed time included", empty=False
        ),
        "active_days": Column(
            DAYS, "of these, the days open and neither blocked nor waiting", empty=False
        ),
        "flow_efficiency_ratio": Column(
            DAYS, "active_days ÷ elapsed_days, 0 to 1; empty = too few items, or none was held up"
        ),
    },
)


def flow_efficiency(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Take the time blocked, waiting or closed out of the time from start to finish.

    Args:
        inputs: ``history``, ``state_spells`` and ``label_spells``.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone, the projects and ``[labels]`` (started, blocked, waiting).

    Returns:
        TABLE: a row for each delivery project. Elapsed time runs from the first start signal to
        the finishing that stands, in days of 24 hours, exact. Under 20 items there is no ratio,
        nor where none was held up: then the labels tell nothing of waiting.
    """
    work = _measured(inputs, as_of, settings)
    projects = delivery_projects(settings)
    project = pd.Index(projects).get_indexer(pd.Index(work["project"]))
    figures = [work[name].to_numpy() for name in ("held_up", "elapsed", "active")]
    sums = [added(project, figure, len(projects)) for figure in (np.ones_like(project), *figures)]
    rows = [
        _row(title, int(items), int(held), int(millionths(elapsed)), int(millionths(active)))
        for title, items, held, elapsed, active in zip(projects, *sums, strict=True)
    ]
    return frames.conform(pd.DataFrame(rows, columns=list(TABLE.columns)), TABLE)


def _measured(inputs: Frames, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Return the items that are measured.

    Returns:
        Rows of HISTORY with ``elapsed`` and ``active``, microseconds, and ``held_up``, whether it
        was blocked or waiting for any time between.
    """
    work = work_items(inputs["history"], settings)
    begins, ends = micros_of(work["started_at"]), micros_of(work["closed_at"])
    measured = (work["state"] == "finished").to_numpy() & recently(ends, as_of, settings)
    measured &= (begins != MISSING) & (begins <= ends) & start_signal(settings)
    work, begins, ends = work[measured], begins[measured], ends[measured]

    open_time = open_stretches(work, inputs["state_spells"]).clipped(begins, ends)
    told = states_of(inputs["label_spells"], settings.labels)
    idle = {label: 0 for label, state in told.items() if state in {BLOCKED, WAITING}}
    held_up, _, held_for = spent(open_time, label_stretches(work, inputs["label_spells"], idle))
    is_open = added(open_time.row, open_time.until_at - open_time.from_at, len(work))
    waited = added(held_up, held_for, len(work))
    return work.assign(held_up=waited > 0, elapsed=ends - begins, active=is_open - waited)


def programme_flow_efficiency(
    tables: Frames, *, as_of: datetime, settings: Settings
) -> pd.DataFrame:
    """Add up the projects whose labels tell of waiting.

    Args:
        tables: ``flow_efficiency`` of all projects.
        as_of: Not used.
        settings: Not used.

    Returns:
        TABLE: one row with an empty project. A project in which nothing was held up would count
        as one that never waits, so it is left out.
    """
    telling = tables["flow_efficiency"]
    telling = telling[telling["held_up_count"] > 0]
    row = _row(
        "",
        int(telling["item_count"].sum()),
        int(telling["held_up_count"].sum()),
        sum(as_millionths(telling["elapsed_days"])),
        sum(as_millionths(telling["active_days"])),
    )
    return frames.conform(pd.DataFrame([row]), TABLE)


def _row(project: str, items: int, held_up: int, elapsed: int, active: int) -> dict[str, object]:
    enough = items >= LEAST_ITEMS and held_up > 0
    return {
        "project": project,
        "item_count": items,
        "held_up_count": held_up,
        "elapsed_days": in_days(elapsed),
        "active_days": in_days(active),
        "flow_efficiency_ratio": ratio(active, elapsed) if enough else pd.NA,
    }


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the items measured, with their days.

    Args:
        inputs: ``history``, ``state_spells`` and ``label_spells``.
        key: ``project``.
        as_of: Aware instant; the running part-week is left out.
        settings: For the time zone, the projects and ``[labels]`` (started, blocked, waiting).

    Returns:
        EXPLAINED of both counts and of ``elapsed_days`` and ``active_days``, whose ratio is the
        flow efficiency. Days are off by less than a millionth each, so that they add up to the
        cell. The programme has no item of a project in which nothing was held up.
    """
    measured = of_project(_measured(inputs, as_of, settings), key)
    by_project = [
        own
        for _, own in measured.groupby("project")
        if key["project"] != "" or own["held_up"].any()
    ]
    return explained(
        one
        for own in by_project
        for one in (
            part("item_count", own),
            part("held_up_count", own[own["held_up"]]),
            split("elapsed_days", own, own["elapsed"].to_numpy(), millionths),
            split("active_days", own, own["active"].to_numpy(), millionths),
        )
    )


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("history", "state_spells", "label_spells"),
    compute=flow_efficiency,
    total=programme_flow_efficiency,
    explain=explain,
    question="For what share of the time from start to finish is work not held up?",
    unit="days of 24 hours, and a ratio",
    definition="Of the time from the first start signal to the finish (elapsed), the share in "
    "which work was open and neither blocked nor waiting (active), over all items finished in the "
    "last 26 whole weeks. It is made from the sums, not as a mean of ratios.",
    formula="flow_efficiency_ratio = active_days / elapsed_days",
    reads_as="The ratio is the most it can be: waiting that no label tells counts as active.",
    misleads="Labels tell no night, weekend or queue, and a team that labels its waiting honestly "
    "looks worse than one that does not. Work that is held up and never finished is not in it.",
    source="Modig & Åhlström, This is Lean (flow efficiency); definitions: docs/tables.md",
    page="Throughput",
    provisional=True,
)
