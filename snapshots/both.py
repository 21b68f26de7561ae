"""Two editions side by side: what is in both of them, and what may be compared."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import pandas as pd

from snapshots.edition import Edition
from snapshots.same_increments import Increment, Increments, Place, Work, match, place

#: Sections of the settings on which figures of a kind rest; every figure rests on the formulas.
RATING: Final = frozenset({"labels", "calendar", "ratings", "tolerance"})
FORECAST: Final = frozenset({"labels", "calendar"})
COUNTS: Final = frozenset({"labels"})
#: Parts of [labels] on which nothing rests that is compared.
_NOT_COMPARED: Final = {
    *("states", "blocked", "waiting"),
    *("risk_category", "proximity", "treatment", "owner_role"),
}


class Row(NamedTuple):
    """A row of ``changes.TABLE`` that has no place in the order yet."""

    kind: str
    sentence: str
    project: str = ""
    increment: str = ""
    item: str = ""
    before: str = ""
    after: str = ""
    effect_days: float | None = None


@dataclass(frozen=True)
class Both:
    """An edition and the one it is compared with."""

    before: Edition
    after: Edition

    @cached_property
    def several(self) -> bool:
        """Whether projects must be told apart."""
        return max(len(self.before.settings.projects), len(self.after.settings.projects)) > 1

    def pair(self, name: str, *columns: str) -> tuple[pd.DataFrame, pd.DataFrame] | None:
        """Return a table of both editions without the projects that only one of them has.

        Args:
            name: Of the table.
            columns: Those that are needed.

        Returns:
            None if one of the editions, perhaps an older one, lacks the table or a column.
        """
        found = []
        for edition in (self.before, self.after):
            table = edition.snapshot.tables.get(name)
            if table is None or not {"project", *columns} <= set(table.columns):
                return None
            found.append(table[~table["project"].isin(self.lone_projects)])
        return found[0], found[1]

    @cached_property
    def lone_projects(self) -> frozenset[str]:
        """Names of the projects that only one edition has."""
        old, new = (
            {project.name for project in edition.settings.projects}
            for edition in (self.before, self.after)
        )
        return frozenset(old ^ new)

    @cached_property
    def redefined(self) -> frozenset[str]:
        """What is defined otherwise: formulas, labels, ratings, increments, measures, calendar.

        ``tolerance``, the board's limit, is a decision and no definition, but ratings rest on it.
        """
        old, new = self.before.settings, self.after.settings
        named = ("ratings", "increments", "measures", "calendar")
        found = {name for name in named if getattr(old, name) != getattr(new, name)}
        meant = [labels.model_dump(exclude=_NOT_COMPARED) for labels in (old.labels, new.labels)]
        if meant[0] != meant[1]:
            found.add("labels")
        versions = {str(one.header["definitions_version"]) for one in (self.before, self.after)}
        # Versions that differ for no reason that is seen here were made by another formula.
        unexplained = len(versions) > 1 and not found and old.labels == new.labels
        if unexplained or len({version.partition("+")[0] for version in versions}) > 1:
            found.add("formulas")
        if old.risk != new.risk:
            found.add("tolerance")
        return frozenset(found)

    def rests_on_changed(self, sections: frozenset[str]) -> bool:
        """Say whether figures that rest on *sections* are measured otherwise than before."""
        return bool(self.redefined & (sections | {"formulas"}))

    @cached_property
    def missing(self) -> dict[str, str]:
        """Sources that only one edition has data of, with their project."""
        sources = self.pair("sources", "source", "last_ok_at")
        if sources is None:
            return {}
        collected = [side[side["last_ok_at"].notna()] for side in sources]
        old, new = (dict(zip(one["source"], one["project"], strict=True)) for one in collected)
        return {name: (old | new)[name] for name in sorted(old.keys() ^ new.keys())}

    @cached_property
    def partial(self) -> frozenset[str]:
        """Projects one of whose sources is missing: their sums and forecasts are not compared."""
        return frozenset(self.missing.values())

    @cached_property
    def whole(self) -> bool:
        """Whether sums and forecasts of the whole programme are made of the same in both."""
        return not self.missing and not self.lone_projects

    @cached_property
    def regrouped(self) -> frozenset[str]:
        """Projects whose increments come from elsewhere than before, so that none is the same."""
        old, new = (
            {
                # Which of them are key changes none of them.
                project.name: project.increments.model_copy(update={"key": ()})
                for project in edition.settings.projects
            }
            for edition in (self.before, self.after)
        )
        return frozenset(name for name in old.keys() & new.keys() if old[name] != new[name])

    def collected(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows whose ``item`` does not come from a missing source."""
        if not self.missing:
            return table
        return table[~_repositories(table).isin(self._missing_repositories)]

    @cached_property
    def _missing_repositories(self) -> set[str]:
        """Return the repositories of missing sources, as items name them.

        The items of a recorded source name the repository that was recorded, which the source does
        not: there it is one that only one edition has items of, and that is no source itself.
        """
        known = {name.casefold() for name in self.missing}
        items, sources = self.pair("items", "item"), self.pair("sources", "source", "kind")
        if items is None or sources is None:
            return known
        listed = pd.concat(sources)
        recorded = listed["kind"] == "recorded"
        where = set(listed.loc[recorded & listed["source"].isin(self.missing), "project"])
        old, new = (
            set(_repositories(side[side["project"].isin(where)]).unique()) for side in items
        )
        return known | ((old ^ new) - set(listed.loc[~recorded, "source"].str.casefold()))

    @cached_property
    def increments(self) -> Increments:
        """The increments of both, without those of a missing source or of a regrouped project."""
        tables = self.pair("increments", "increment")
        if tables is None:
            return Increments([], [], [])
        old, new = (
            [row for row in table.to_dict("records") if self._may_be_compared(row)]
            for table in tables
        )
        return match(old, new, self._work)

    def _work(self) -> Work:
        """Return the pieces of work that both editions have, by increment, in each of them."""
        tables = self.pair("items", "item", "increment")
        if tables is None:
            return {}, {}
        shared = set(tables[0]["item"]) & set(tables[1]["item"])
        old, new = (_by_increment(table[table["item"].isin(shared)]) for table in tables)
        return old, new

    def _may_be_compared(self, row: Increment) -> bool:
        address = str(row.get("url", "")).casefold()
        return row["project"] not in self.regrouped and not any(
            address.startswith(f"https://{name.casefold()}/") for name in self.missing
        )

    @cached_property
    def now(self) -> dict[Place, Place]:
        """Where each increment that both have was in the earlier edition, and where it is now."""
        return {place(one.before): place(one.after) for one in self.increments.matched}


def _by_increment(items: pd.DataFrame) -> dict[Place, frozenset[str]]:
    found: dict[Place, set[str]] = {}
    for project, increment, item in zip(
        items["project"], items["increment"], items["item"], strict=True
    ):
        found.setdefault((project, increment), set()).add(item)
    return {place: frozenset(pieces) for place, pieces in found.items()}


def _repositories(table: pd.DataFrame) -> pd.Series:
    """Return the repository that each item is in."""
    return table["item"].str.replace(r"#[^#]*$", "", regex=True).str.casefold()
