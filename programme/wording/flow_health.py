"""Growth, blocked work and flow efficiency, in sentences and short figures."""

from typing import Any

from programme.wording.words import capital, count, days, known, number, sentence


def growth(row: Any) -> str:
    """Return how many pieces of work were added for each one finished: ``1.1``."""
    return f"{float(row.growth_ratio):,.2f}" if known(row.growth_ratio) else ""


def growth_read(row: Any) -> str:
    """Say how to read growth, with the counts behind it.

    Args:
        row: A row of the flow_health table.
    """
    weeks = int(row.growth_week_count)
    if not known(row.growth_ratio):
        return "Too little has been finished since the work was first agreed to say."
    return (
        "Above 1, more is added than is finished. In "
        f"{count(weeks, 'week', 'weeks')}, {number(int(row.arrived_count))} were added and "
        f"{number(int(row.finished_count))} finished."
    )


def blocked(row: Any) -> str:
    """Return how much of the finished work was blocked, and for how long together.

    Args:
        row: The row of the state ``blocked`` of the time_in_state table; None without one.
    """
    if row is None:
        return ""
    pieces = count(int(row.item_count), "piece of work", "pieces of work").capitalize()
    return f"{pieces}, {days(float(row.total_days))} together" if row.item_count else "None"


def blocked_read(row: Any) -> str:
    """Say how to read blocked time, and what is blocked now; the row is that of ``blocked``."""
    if row is None:
        return "No label says that work is or was blocked."
    now = count(int(row.open_count), "open piece of work is", "open pieces of work are")
    return (
        "Time open with a label that says blocked, of work since finished. "
        f"{sentence(f'{now} blocked now')}"
    )


def efficiency(row: Any) -> str:
    """Return the share of time in which work was not held up: ``At most 88%``."""
    ratio = row.flow_efficiency_ratio
    return f"At most {float(ratio) * 100:.0f}%" if known(ratio) else ""


def efficiency_read(row: Any) -> str:
    """Say how to read flow efficiency, or why there is none.

    Args:
        row: A row of the flow_efficiency table.
    """
    tried = "Provisional: we are still trying out this measure."
    if known(row.flow_efficiency_ratio):
        held_up = count(int(row.held_up_count), "piece", "pieces")
        return (
            "Time from start to finish that was neither blocked nor waiting. Waiting that no label "
            f"tells counts as work. {held_up.capitalize()} of {number(int(row.item_count))} "
            f"{'was' if row.held_up_count == 1 else 'were'} held up. {tried}"
        )
    if row.item_count and not row.held_up_count:
        return f"No label tells of waiting, so it cannot be told from work. {tried}"
    return f"Too little was finished in the last 26 weeks to say. {tried}"


def state_name(state: str) -> str:
    """Return a state as a reader wants it: ``In review``, ``Ready (workflow)``."""
    scope, _, value = state.rpartition("::")
    name = value.replace("-", " ")
    name = capital(name)
    return name if scope in {"", "status"} else f"{name} ({scope})"
