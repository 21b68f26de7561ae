"""Tables as readers take them away: no small team's work stands in them on its own."""

from dataclasses import replace
from typing import Final

import pandas as pd

from programme.teams import shareable, withheld
from snapshots.change_groups import shareable_changes
from snapshots.edition import Edition
from snapshots.package import printed
from snapshots.snapshot import Snapshot

#: Tables that say nothing of a team's work, so that a small team may stand in them. In any other,
#: one of a new measure included, it may not stand alone.
NOT_OF_WORK: Final = {
    "increments",
    "milestone_trend",
    "promises",
    "forecast_scores",
    "risks",
    "risk_breakdown",
    "risk_burndown",
    "decisions",
    "achievements",
    "learnings",
    "data_quality",
    "sources",
}
#: Field of the header that names the teams whose work was left out; only a shared file has it.
WITHHELD: Final = "withheld_projects"


def shared_table(name: str, table: pd.DataFrame, together: frozenset[str]) -> pd.DataFrame:
    """Return a table without the work of teams that are not shown on their own.

    Args:
        name: Its name.
        table: As it was measured.
        together: Projects, as ``programme.teams.withheld`` gives them.
    """
    if name == "changes":
        return shareable_changes(table, together)
    if name not in NOT_OF_WORK and "project" in table.columns:
        return shareable(table, together)
    return table


def shared(edition: Edition) -> Snapshot:
    """Return a snapshot as readers take it away; the whole one where there is no small team.

    Its header keeps the hash of the whole one, and says whose work is left out.
    """
    together = withheld(edition.settings.projects)
    if not together:
        return edition.snapshot
    made = {
        name: shared_table(name, table, together) for name, table in edition.snapshot.tables.items()
    }
    header = {**edition.header, WITHHELD: sorted(together)}
    return replace(edition.snapshot, header=header, tables=made, printed=printed(made))
