"""The changes between two editions as they are read: in groups, a sentence each."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from programme.wording import changed_scope
from snapshots.changes import GROUPS
from snapshots.changes_of_scope import named
from snapshots.same_increments import Place

_SCOPE = "scope_"


class Group(NamedTuple):
    """Changes that belong together.

    Attributes:
        name: One of ``changes.GROUPS``.
        sentences: At least one, in the order of the table.
    """

    name: str
    sentences: tuple[str, ...]


def grouped(changes: pd.DataFrame, *, several: bool) -> tuple[Group, ...]:
    """Return changes in groups, those without any left out.

    What came into, left and was finished in one increment is one sentence.

    Args:
        changes: ``changes.TABLE``, or some of its rows.
        several: Whether projects must be told apart.
    """
    ordered = changes.sort_values("order")
    groups = []
    for name, kinds in GROUPS.items():
        rows = ordered[ordered["kind"].isin(kinds)]
        if len(rows):
            groups.append(Group(name, tuple(_sentences(rows, several))))
    return tuple(groups)


def only_method(changes: pd.DataFrame) -> bool:
    """Say whether nothing changed but perhaps the way in which it is measured."""
    return bool(changes["kind"].isin(GROUPS["method"]).all())


def _sentences(rows: pd.DataFrame, several: bool) -> Iterator[str]:
    counted = rows[rows["kind"].str.startswith(_SCOPE)]
    counts: dict[Place, dict[str, int]] = {}
    for project, increment, kind, value in zip(
        *(counted[name] for name in ("project", "increment", "kind", "after")), strict=True
    ):
        counts.setdefault((project, increment), {})[kind.removeprefix(_SCOPE)] = int(value)
    for row in rows.itertuples():
        if not str(row.kind).startswith(_SCOPE):
            yield str(row.sentence)
        elif found := counts.pop((row.project, row.increment), None):
            yield changed_scope.scope(named((row.project, row.increment), several=several), found)


def told_count(changes: pd.DataFrame, together: frozenset[str]) -> int:
    """Return how many changes a reader of the list meets: a link to it promises no more.

    How the two were compared is no change, and what one increment's work came to is one.

    Args:
        changes: ``changes.TABLE``.
        together: As for ``shareable_changes``.
    """
    groups = grouped(shareable_changes(changes, together), several=True)
    return sum(len(group.sentences) for group in groups if group.name != "method")


def shareable_changes(changes: pd.DataFrame, together: frozenset[str]) -> pd.DataFrame:
    """Return what changed without what a small team has done since, and how it is rated.

    Args:
        changes: ``changes.TABLE``.
        together: Projects that are not shown on their own, as ``programme.teams.withheld`` says.
    """
    of_team = changes["kind"].isin(["rating", *GROUPS["scope"], *GROUPS["pace"]])
    return changes[~(of_team & changes["project"].isin(together))]
