"""Every frame's contract: columns, dtypes, whether empty is allowed, and meaning.

Conventions: ``*_at`` are UTC instants, ``*_on`` and ``week_*`` are local dates held as naive
midnight timestamps, ``*_days`` are floats, ``*_count`` integers. Missing is NaT, NaN, <NA> or, for
text, "".
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pandas as pd

from programme.errors import FrameError

AT: Final = "datetime64[us, UTC]"
ON: Final = "datetime64[us]"
TEXT: Final = "str"
COUNT: Final = "Int64"
DAYS: Final = "Float64"
FLAG: Final = "boolean"
OBJECT: Final = "object"


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    Attributes:
        dtype: The pandas dtype as text.
        meaning: What a value says, with its unit.
        key: Whether the column belongs to the key.
        empty: Whether a missing value is allowed.
    """

    dtype: str
    meaning: str
    key: bool = False
    empty: bool = True


@dataclass(frozen=True)
class Contract:
    """A frame's name and columns, in order."""

    name: str
    columns: dict[str, Column]

    @property
    def keys(self) -> list[str]:
        """The key columns, by which a written table is sorted."""
        return [name for name, column in self.columns.items() if column.key]


def empty(contract: Contract) -> pd.DataFrame:
    """Return the typed empty frame of *contract*."""
    # Shallow copies are copy-on-write: what is done to one is not seen in the next.
    return _empty(tuple((n, c.dtype) for n, c in contract.columns.items())).copy(deep=False)


@cache
def _empty(columns: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=of) for name, of in columns})


def conform(frame: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """Return a copy of *frame* with the contract's columns, in its order and dtypes.

    Raises:
        FrameError: If a column is missing or a value does not fit its dtype.
    """
    _require(frame, contract)
    if frame.empty:
        return empty(contract)
    names = list(contract.columns)
    # To pick columns takes longer than to share all of them, of a small frame as of a large one.
    out = frame.copy(deep=False) if list(frame.columns) == names else frame[names]
    for name, found in out.dtypes.items():
        column = contract.columns[name]
        values = out[name]
        if found == dtype(column.dtype) and not (column.dtype == TEXT and values.hasnans):
            continue
        try:
            if column.dtype == TEXT:
                values = values.astype("object").where(values.notna(), "")
            elif column.dtype in {AT, ON} and values.isna().all():
                values = pd.Series(pd.NaT, index=out.index, dtype=column.dtype)
            out[name] = values.astype(column.dtype)
        except (TypeError, ValueError) as error:
            raise FrameError(
                f"{contract.name}.{name} holds {found}, not {column.dtype}."
            ) from error
    out.index = pd.RangeIndex(len(out))
    return out


def check(frame: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """Return *frame* unchanged if it keeps *contract*.

    Raises:
        FrameError: Naming the columns that are missing, of the wrong dtype, or empty where they may
            not be.
    """
    _require(frame, contract)
    dtypes = frame.dtypes
    for name, column in contract.columns.items():
        if dtypes[name] != dtype(column.dtype):
            raise FrameError(f"{contract.name}.{name} holds {dtypes[name]}, not {column.dtype}.")
        if not column.empty and frame[name].hasnans:
            raise FrameError(f"{contract.name}.{name} has empty cells.")
    return frame


@cache
def dtype(name: str) -> Any:
    """Return the pandas dtype of a contract's *name* for it; looking one up takes its time."""
    return pd.api.types.pandas_dtype(name)


def _require(frame: pd.DataFrame, contract: Contract) -> None:
    missing = [name for name in contract.columns if name not in frame.columns]
    if missing:
        raise FrameError(f"{contract.name} lacks the column {', '.join(missing)}.")


def _key(dtype: str, meaning: str) -> Column:
    return Column(dtype, meaning, key=True, empty=False)


def _must(dtype: str, meaning: str) -> Column:
    return Column(dtype, meaning, empty=False)


#: What the store knows as of an instant, with each source's project added. One row an issue.
ITEMS = Contract(
    "items",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "the forge's number of the issue"),
        "project": _must(TEXT, "project of the programme"),
        "item": _must(TEXT, "host/owner/repo#number"),
        "title": _must(TEXT, "masked title"),
        "state": _must(TEXT, "open | closed, as the forge said"),
        "reason": Column(TEXT, "completed | not_planned | duplicate | moved, of the last closing"),
        "milestone_key": Column(TEXT, "the forge's id of its milestone"),
        "created_at": _must(AT, "when it was created"),
        "updated_at": _must(AT, "when the forge last changed it"),
        "closed_at": Column(AT, "when it was last closed, as the forge says"),
        "seen_from": _must(AT, "when this row was first seen; events up to then are told by it"),
        "gone_at": Column(AT, "when a sync found it gone from the forge"),
        "url": Column(TEXT, "https address"),
        "lines": Column(OBJECT, "dict of kept description lines"),
        "size": Column(DAYS, "size by weight or field, at most 3 places; empty = not known"),
    },
)
#: The labels that each of these issues carries, by the forge's last word.
ITEM_LABELS = Contract(
    "item_labels",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "label_key": _key(TEXT, "the forge's id of the label, or its name"),
        "label": _must(TEXT, "its name when the issue was seen"),
    },
)
#: Immutable facts, by item, instant and position.
EVENTS = Contract(
    "events",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "at": _key(AT, "when it happened"),
        "position": _key("int64", "order among events of the item at one instant"),
        "kind": _must(TEXT, "one of rows.EVENT_KINDS"),
        "label_key": Column(TEXT, "the forge's id of the label"),
        "label": Column(TEXT, "name that the label bore"),
        "milestone_key": Column(TEXT, "the forge's id of the milestone; key of a link"),
        "milestone": Column(TEXT, "title that the milestone, or what is linked, bore"),
        "reason": Column(TEXT, "completed | not_planned | duplicate, of a closing"),
    },
)
#: Every observation of every milestone, parent and iteration; the earliest one of each stands
#: before it, too.
MILESTONES = Contract(
    "milestones",
    {
        "source": _key(TEXT, "name of the source"),
        "milestone_key": _key(TEXT, "the forge's id"),
        "seen_from": _key(AT, "first seen so"),
        "seen_until": Column(AT, "seen otherwise, or gone, from then on"),
        "project": _must(TEXT, "project of the programme"),
        "title": _must(TEXT, "masked title"),
        "state": _must(TEXT, "open | closed"),
        "due_on": Column(ON, "due date in the programme's time zone"),
        "start_on": Column(ON, "start date"),
        "created_at": Column(AT, "when it was created"),
        "updated_at": Column(AT, "when the forge last changed it"),
        "closed_at": Column(AT, "when it was closed; GitLab does not say"),
        "url": Column(TEXT, "https address"),
        "lines": Column(OBJECT, "dict of kept description lines"),
        "kind": Column(TEXT, "parent | iteration; empty = milestone"),
    },
)
#: Every observation of what each issue is part of or waits for, where that is asked for; what was
#: seen when it was first asked for stands before that, too.
LINKS = Contract(
    "links",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "kind": _key(TEXT, "parent | iteration | blocker"),
        "link_key": _key(TEXT, "key of the parent or iteration; host/owner/repo#number"),
        "seen_from": _key(AT, "first seen so"),
        "seen_until": Column(AT, "gone from then on"),
        "asked_from": _must(AT, "when links of the issue were first asked for"),
    },
)
#: Every observation of every label that has an id of its own.
LABELS = Contract(
    "labels",
    {
        "source": _key(TEXT, "name of the source"),
        "label_key": _key(TEXT, "the forge's id"),
        "seen_from": _key(AT, "first seen so"),
        "seen_until": Column(AT, "seen otherwise, or gone, from then on"),
        "label": _must(TEXT, "its name"),
    },
)
#: How the last syncs of each configured source went. One row a source, synced or not.
SOURCES = Contract(
    "sources",
    {
        "source": _key(TEXT, "name of the source"),
        "kind": _must(TEXT, "github | gitlab | recorded"),
        "project": _must(TEXT, "project of the programme"),
        "last_ok_at": Column(AT, "when its last good sync ended"),
        "failed": _must("bool", "whether its last sync failed"),
        "message": Column(TEXT, "why, in one sentence"),
        "request_count": _must(COUNT, "HTTP requests of its last sync"),
        "event_count": _must(COUNT, "events known"),
        "oldest_event_at": Column(AT, "the first of them"),
    },
)
FACTS = (ITEMS, ITEM_LABELS, EVENTS, MILESTONES, LINKS, LABELS, SOURCES)

# What metrics/parts/replay.py makes of the facts: spells, from_at inclusive, until_at exclusive
# (NaT: it still holds). Consumers cut them at their own instant.

#: One row an issue, work and record alike.
HISTORY = Contract(
    "history",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "project": _must(TEXT, "project of the programme"),
        "item": _must(TEXT, "host/owner/repo#number"),
        "title": _must(TEXT, "masked title"),
        "record": Column(
            TEXT, "risk | decision | achievement | learning | increment at as_of; empty = work"
        ),
        "state": _must(TEXT, "open | finished | dropped at as_of"),
        "increment": Column(TEXT, "increment at as_of; empty = in none"),
        "created_at": _must(AT, "when it was created"),
        "started_at": Column(AT, "first start signal up to as_of"),
        "closed_at": Column(AT, "start of the unbroken run in its present state, if not open"),
        "reopened": _must("bool", "whether it was ever finished or dropped and later open"),
        "url": Column(TEXT, "https address"),
        "lines": Column(OBJECT, "dict of kept description lines"),
    },
)
#: State of each issue over time.
STATE_SPELLS = Contract(
    "state_spells",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "from_at": _key(AT, "inclusive"),
        "until_at": Column(AT, "exclusive; NaT = still"),
        "state": _must(TEXT, "open | finished | dropped"),
    },
)
#: Labels of each issue over time, by their present names.
LABEL_SPELLS = Contract(
    "label_spells",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "label": _key(TEXT, "present name of the label"),
        "from_at": _key(AT, "inclusive"),
        "until_at": Column(AT, "exclusive; NaT = still"),
    },
)
#: Increment of each issue over time, by present titles; no row while it is in none.
INCREMENT_SPELLS = Contract(
    "increment_spells",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "from_at": _key(AT, "inclusive"),
        "until_at": Column(AT, "exclusive; NaT = still"),
        "increment": _must(TEXT, "title of the increment"),
    },
)
#: Where events do not lead to what the forge says, or contradict themselves.
DOUBTS = Contract(
    "doubts",
    {
        "source": _key(TEXT, "name of the source"),
        "number": _key("int64", "number of the issue"),
        "check": _key(TEXT, "name of the data-quality check"),
        "detail": Column(TEXT, "what was met"),
    },
)
REPLAYED = (HISTORY, STATE_SPELLS, LABEL_SPELLS, INCREMENT_SPELLS, DOUBTS)

#: Which items make one row of a table, column by column; in the order of its keys.
EXPLAINED = Contract(
    "explained",
    {
        "column": _key(TEXT, "column of the table that the item is part of"),
        "project": _key(TEXT, "project of the item"),
        "item": _key(TEXT, "host/owner/repo#number; or the milestone or source that was found"),
        "title": Column(TEXT, "masked title"),
        "amount": Column(DAYS, "what it adds: 1 to a count, else days or pounds; may be empty"),
        "url": Column(TEXT, "https address"),
    },
)
