"""Which teams may be shown on their own: a team of one is a person.

Teams of fewer than five people, or whose size config.toml does not state, are shown together as
"Other teams"; if that group is itself under five people, the next smallest team joins it.
"""

from collections.abc import Sequence

import pandas as pd

from programme.settings_projects import LEAST_PEOPLE, Project
from programme.wording.words import listing

OTHERS = "Other teams"


def merged(projects: Sequence[Project]) -> frozenset[str]:
    """Return the names of the projects that are shown together and never alone."""
    delivery = [project for project in projects if project.kind == "delivery"]
    by_size = sorted(delivery, key=lambda project: project.people or 0)
    group: list[Project] = []
    for project in by_size:
        small = (project.people or 0) < LEAST_PEOPLE
        exposed = bool(group) and sum(p.people or 0 for p in group) < LEAST_PEOPLE
        if small or exposed:
            group.append(project)
    return frozenset(project.name for project in group)


def withheld(projects: Sequence[Project]) -> frozenset[str]:
    """Return the names of the projects whose work is not shown by week or by piece.

    These are the merged ones, but not a single team: its work is all of the programme's.
    """
    several = sum(project.kind == "delivery" for project in projects) > 1
    return merged(projects) if several else frozenset()


def notice(projects: Sequence[Project]) -> str:
    """Say which teams are not shown on their own, and why.

    Empty with a single team: there is nothing that it could be told apart from.
    """
    together = sorted(merged(projects))
    if not together or sum(project.kind == "delivery" for project in projects) < 2:
        return ""
    one = len(together) == 1
    return (
        f"{listing(together)} {'is' if one else 'are'} not shown on {'its' if one else 'their'} "
        "own: a team of fewer than five, or of a size not stated, could be taken for a person."
    )


def shareable(table: pd.DataFrame, together: frozenset[str]) -> pd.DataFrame:
    """Return a table of counts by project in which no small team stands alone.

    Args:
        table: A table of the snapshot with ``project``.
        together: Projects to be merged, as ``merged`` gives them.

    Returns:
        The table without their rows; where its counts can be added up, with one row a week for
        "Other teams" if the group is not the whole programme.
    """
    small = table["project"].isin(together)
    kept = table[~small]
    alone = set(table["project"].unique()) - together - {""}
    columns = set(table.columns)
    stocks = {"week_end", "finished_total", "backlog_count"} <= columns
    if not (stocks or {"week_start", "arrived_count"} <= columns) or not small.any() or not alone:
        return kept
    week = "week_end" if stocks else "week_start"
    counts = [name for name in table.columns if name not in {"project", week}]
    added = table[small].groupby(week, as_index=False)[counts].sum(min_count=1)
    return pd.concat([kept, added.assign(project=OTHERS)[list(table.columns)]], ignore_index=True)
