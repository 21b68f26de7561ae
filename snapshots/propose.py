"""How one increment could split, worked out from the store on demand."""

import difflib
from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from metrics import registry
from metrics.parts.replay import replay
from metrics.parts.split_increments import Proposal, proposals
from programme.errors import ConfigError, WaymarkError
from programme.settings import Settings
from programme.wording.words import listing, quoted, visible
from snapshots.facts import facts
from snapshots.measure import require_synced
from store import Store


def propose(
    settings: Settings, store: Store, increment: str, *, project: str | None, as_of: datetime
) -> Proposal:
    """Propose how to split one increment that is too large.

    Args:
        settings: The programme's.
        store: Where its sources were synced to.
        increment: Title of the increment.
        project: Name of its project; None = the only one that has such an increment.
        as_of: Aware instant; what happened exactly then has happened.

    Returns:
        What ``proposals.csv`` has of it, with the items.

    Raises:
        ConfigError: If there is no such project or increment, or several projects have one.
        WaymarkError: If it is not too large, nothing was ever synced, or the store fails.
    """
    names = [one.name for one in settings.projects if one.kind == "delivery"]
    if project is not None:
        if project not in names:
            raise ConfigError(f"There is no project {quoted(project)}; {_near(project, names)}")
        names = [project]
    require_synced(settings, store)
    narrowed = settings.of_projects(names)
    known = facts(store.read(as_of, narrowed.source_names), narrowed)
    replayed = replay(known, as_of=as_of, settings=narrowed)
    chosen = registry.needed(["increments"])
    given = registry.given(chosen, known, replayed, as_of=as_of, settings=narrowed)
    tables = registry.compute(chosen, given, as_of=as_of, settings=narrowed)
    held = _holder(tables["increments"], increment)
    ours = settings.of_projects([held])
    found = [
        one
        for one in proposals({**given, **tables}, as_of, ours, only=increment)
        if one.project == held
    ]
    if not found:
        raise WaymarkError(
            f"{quoted(increment)} of {visible(held)} is not too large; there is nothing to split."
        )
    return found[0]


def _holder(table: pd.DataFrame, increment: str) -> str:
    """Return the only project that has an increment of this title."""
    rows = table[table["increment"] != ""]
    holders = sorted(rows.loc[rows["increment"] == increment, "project"])
    if not holders:
        titles = sorted(set(rows["increment"]))
        raise ConfigError(f"There is no increment {quoted(increment)}; {_near(increment, titles)}")
    if len(holders) > 1:
        raise ConfigError(
            f"{listing([visible(name) for name in holders])} each have an increment "
            f"{quoted(increment)}; choose one with --project."
        )
    return str(holders[0])


def _near(wanted: str, there: Sequence[str]) -> str:
    """Say which names there are that are most like the one that is wanted, or some of them."""
    if not there:
        return "there is none at all."
    near = difflib.get_close_matches(wanted, there, n=1)
    if near:
        return f"did you mean {quoted(near[0])}?"
    some = listing([quoted(name) for name in there[:5]])
    return f"there are {len(there)}, among them {some}." if len(there) > 5 else f"there is {some}."
