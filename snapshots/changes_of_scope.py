"""Changes of scope: the work added to, taken out of and finished in each increment."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from programme.wording import changed_scope as say
from programme.wording.changes import REMEASURED, both
from programme.wording.ratings import named as quoted
from snapshots.both import COUNTS, Both, Row
from snapshots.same_increments import Place

_COLUMNS = ("item", "increment", "state")


def changes_of_scope(editions: Both) -> Iterator[Row]:
    """Yield how many pieces of work each increment gained, lost and finished (rules C4 and C5).

    A piece of work is in the scope of an increment while it is in it and not dropped. In scope now
    and not before: *moved in* if it was elsewhere, else *added*; in scope before and not now:
    *removed* if it was dropped or is gone, else *moved out*. *Finished* now and not before;
    *reopened*: finished or dropped before and not any more.
    """
    tables = editions.pair("items", *_COLUMNS)
    if tables is None:
        return
    places: dict[Place, int] = {}
    old = _placed(tables[0], editions, places, editions.now)
    new = _placed(tables[1], editions, places, {})
    names = list(places)
    if editions.rests_on_changed(COUNTS):
        yield from _both(old, new, names, editions)
        return
    found = {names[at]: counts for at, counts in _counts(old, new).items()}
    for (project, increment), counts in sorted(found.items()):
        name = named((project, increment), several=editions.several)
        for what, value in counts.items():
            said = say.scope(name, {what: value})
            yield Row(f"scope_{what}", said, project, increment, after=str(value))


def _placed(
    table: pd.DataFrame, editions: Both, places: dict[Place, int], now: Mapping[Place, Place]
) -> pd.DataFrame:
    """Return items with the increment that each is in, by its number.

    Args:
        table: ``items`` of one edition.
        editions: For what is left out.
        places: The number of each increment; those that are met first are added.
        now: What increments are called in the later edition.
    """
    kept = editions.collected(table)
    kept = kept[~kept["project"].isin(editions.regrouped)]
    by = ["project", "increment"]
    met = kept[by].drop_duplicates()
    numbers = []
    for place in zip(met["project"], met["increment"], strict=True):
        numbers.append(places.setdefault(now.get(place, place), len(places)))
    # Groups are numbered in the order in which they are met.
    group = kept.groupby(by, sort=False).ngroup().to_numpy()
    at = np.array(numbers, dtype="int64")[group]
    return kept[["item", "state"]].assign(place=at)


def _counts(old: pd.DataFrame, new: pd.DataFrame) -> dict[int, dict[str, int]]:
    """Count item by item what happened, at the place that gained or lost it."""
    both_of = old.merge(new, on="item", how="outer", suffixes=("_old", "_new"))
    was, now = both_of["state_old"].fillna(""), both_of["state_new"].fillna("")
    same = both_of["place_old"] == both_of["place_new"]
    was_in, is_in = was.isin(["open", "finished"]), now.isin(["open", "finished"])
    gained, lost = is_in & ~(was_in & same), was_in & ~(is_in & same)
    moved = was.ne("") & now.ne("") & ~same
    ended = was.isin(["finished", "dropped"])
    flags = {
        "added": (gained & ~moved, "place_new"),
        "removed": (lost & ~moved, "place_old"),
        "moved_in": (gained & moved, "place_new"),
        "moved_out": (lost & moved, "place_old"),
        "finished": (now.eq("finished") & was.ne("finished"), "place_new"),
        "reopened": (ended & now.ne("") & was.ne(now), "place_new"),
    }
    counts: dict[int, dict[str, int]] = {}
    for what, (flag, at) in flags.items():
        for place, value in both_of.loc[flag, at].value_counts(sort=False).items():
            counts.setdefault(int(place), {})[what] = int(value)
    return counts


def _both(
    old: pd.DataFrame, new: pd.DataFrame, names: Sequence[Place], editions: Both
) -> Iterator[Row]:
    """Yield the scope of both editions where labels mean something else than before (rule C2)."""
    before, after = _stocks(old), _stocks(new)
    for at in sorted(before.keys() | after.keys(), key=names.__getitem__):
        was, now = (side.get(at, (0, 0)) for side in (before, after))
        if was != now:
            shown = say.progress(*now), say.progress(*was)
            said = both(named(names[at], several=editions.several), *shown, REMEASURED)
            yield Row("scope", said, *names[at], "", shown[1], shown[0])


def _stocks(items: pd.DataFrame) -> dict[int, tuple[int, int]]:
    """Return of each place how many pieces are finished, and how many are in scope."""
    scope = items[items["state"].isin(["open", "finished"])]
    finished = (scope["state"] == "finished").groupby(scope["place"]).agg(["sum", "size"])
    return {int(at): (int(done), int(size)) for at, done, size in finished.itertuples()}


def named(place: Place, *, several: bool) -> str:
    """Return an increment, or work in none, as the object of a sentence.

    Args:
        place: Its project and title.
        several: Whether projects must be told apart.
    """
    project, increment = place
    shown = project if several else ""
    if increment:
        return quoted(increment, shown)
    return f"{say.UNPLANNED} ({shown})" if shown else say.UNPLANNED
