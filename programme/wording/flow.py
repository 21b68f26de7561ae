"""Work waiting and under way, in sentences."""

from typing import Any

import pandas as pd

from programme.wording.words import count, day, known, number


def headline(last: Any) -> str:
    """State the finding of the flow chart in one line.

    Args:
        last: The last row of the flow table of one project or the programme.
    """
    done, waiting = int(last.finished_total), int(last.backlog_count)
    under_way = int(last.wip_count) if known(last.wip_count) else 0
    left = waiting + under_way
    if left == 0 and done == 0:
        return "No work has arrived yet"
    if left == 0:
        return f"All {count(done, 'piece of work is', 'pieces of work are')} finished"
    return f"{number(done)} pieces of work are finished and {number(left)} are still to do"


def growth(flow: pd.DataFrame, weekly: pd.DataFrame) -> str:
    """Say whether what is still to do grew over the weeks given.

    Args:
        flow: Rows of the flow table of one project or the programme, oldest first.
        weekly: Rows of the throughput table, the movements of the same weeks. What they add up
            to is the change since before the first of these weeks.
    """
    if flow.empty:
        return ""
    last = flow.iloc[-1]
    now = int(last.backlog_count) + (int(last.wip_count) if known(last.wip_count) else 0)
    change = int(
        weekly["arrived_count"].sum()
        - weekly["finished_count"].sum()
        - weekly["dropped_count"].sum()
        + weekly["reopened_count"].sum()
    )
    text = f"{count(now, 'piece of work is', 'pieces of work are').capitalize()} still to do"
    if change == 0:
        return f"{text}, as many as at the start of these weeks."
    way = "more" if change > 0 else "fewer"
    return f"{text}, {number(abs(change))} {way} than at the start of these weeks."


def sizes(flow: pd.DataFrame, weekly: pd.DataFrame, unit: str) -> str:
    """Say what came, what was finished and what is still to do by size; empty without sizes.

    Args:
        flow: Rows of the flow table of one project or the programme, oldest first.
        weekly: Rows of the throughput table of the same weeks.
        unit: What sizes are taken from, such as ``weight``.
    """
    if flow.empty or not known(flow["backlog_size"].iloc[-1]):
        return ""
    last = flow.iloc[-1]
    left = last.backlog_size + (last.wip_size if known(last.wip_size) else 0)
    added, done = weekly["arrived_size"].sum(), weekly["finished_size"].sum()
    return (
        f"By size ({unit}): {number(added)} added and {number(done)} finished in these weeks, "
        f"{number(left)} still to do. Work without a size adds nothing here."
    )


def description(flow: pd.DataFrame, weekly: pd.DataFrame) -> str:
    """Describe the flow chart, for those who cannot see it; the tables are those of ``growth``."""
    last = flow.iloc[-1]
    done = number(int(last.finished_total))
    text = f"All work that had arrived by {day(last.week_end)}: {done} finished"
    if int(last.dropped_total):
        text += f", {number(int(last.dropped_total))} dropped"
    if known(last.wip_count):
        text += f", {number(int(last.wip_count))} under way"
    return f"{text} and {number(int(last.backlog_count))} waiting. {growth(flow, weekly)}"
