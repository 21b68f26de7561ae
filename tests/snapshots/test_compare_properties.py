"""What holds of any two editions."""

from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from programme import frames
from snapshots.changes import KINDS, TABLE
from snapshots.compare import compare
from snapshots.edition import Edition
from snapshots.package import table_csv
from tests.snapshots.editions import make_edition, make_settings

_SETTINGS = make_settings(("Care", "Tax"))
_TITLE = st.sampled_from(["Pay", "Sign in", "=cmd()", "<b>", "‮x", "a\nb", "’", "Pay "])
_DAY = st.none() | st.dates(pd.Timestamp("2026-06-01").date(), pd.Timestamp("2028-01-01").date())
_DAYS = st.none() | st.sampled_from([0.0, 0.5, 2.8, 10.0, 30.0])
_RATING = st.sampled_from(["green", "amber", "red", "not_rated"])


def _rows(keys: st.SearchStrategy[Any], **columns: st.SearchStrategy[Any]) -> Any:
    """Draw rows by their keys, of which each stands once."""
    row = st.fixed_dictionaries(columns)
    return st.dictionaries(keys, row, max_size=5).map(
        lambda drawn: [{**dict(key), **values} for key, values in drawn.items()]
    )


def _keys(**columns: st.SearchStrategy[Any]) -> Any:
    names = list(columns)
    return st.tuples(*columns.values()).map(lambda values: tuple(zip(names, values, strict=True)))


_PROJECT = st.sampled_from(["Care", "Tax"])
_ITEM = st.integers(1, 8).map(lambda n: f"github.com/a/b#{n}")
TABLES = st.fixed_dictionaries(
    {
        "increments": _rows(
            _keys(project=_PROJECT, increment=_TITLE | st.just("")),
            state=st.sampled_from(["open", "finished", "removed"]),
            p80_on=_DAY, target_on=_DAY, baseline_on=_DAY, finished_on=_DAY,
            url=st.sampled_from(["", *(f"https://github.com/a/b/milestone/{n}" for n in range(4))]),
        ),
        "items": _rows(
            _keys(item=_ITEM), project=_PROJECT, increment=_TITLE | st.just(""),
            state=st.sampled_from(["open", "finished", "dropped"]),
        ),
        "risks": _rows(
            _keys(item=_ITEM), project=_PROJECT, title=_TITLE, increment=_TITLE,
            state=st.sampled_from(["open", "retired", "happened"]),
            exposure_days=_DAYS, impact_days=_DAYS,
        ),
        "projects": _rows(
            _keys(project=st.sampled_from(["", "Care", "Tax"])),
            indicated_rating=_RATING, p80_on=_DAY, exposure_days=_DAYS,
        ),
        "sources": _rows(
            _keys(source=st.sampled_from(["github.com/a/b", "github.com/a/c", "folder"])),
            project=_PROJECT, kind=st.sampled_from(["github", "recorded"]),
            last_ok_at=st.sampled_from([None, "2026-03-01T00:00:00Z"]),
        ),
    }
)  # fmt: skip


def _edition(week: int, tables: dict[str, Any]) -> Edition:
    return make_edition(week, settings=_SETTINGS, **tables)


@given(TABLES)
@settings(max_examples=15)
def test_an_edition_does_not_differ_from_itself(tables: dict[str, Any]) -> None:
    """Whatever is in it."""
    edition = _edition(10, tables)

    assert compare(edition, edition).changes.empty


@given(TABLES, TABLES, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_rows_changes_nothing(
    first: dict[str, Any], second: dict[str, Any], dice: Any
) -> None:
    """So that tables read from CSV give the same list as those they were written from."""
    before, after = _edition(10, first), _edition(11, second)

    shuffled = []
    for edition in (before, after):
        tables = {
            name: table.sample(frac=1, random_state=dice.randrange(2**31))
            for name, table in edition.snapshot.tables.items()
        }
        shuffled.append(replace(edition, snapshot=replace(edition.snapshot, tables=tables)))

    expected = compare(before, after).changes
    pd.testing.assert_frame_equal(expected, compare(*shuffled).changes)


@given(TABLES, TABLES)
@settings(max_examples=15)
def test_the_table_keeps_its_contract_and_its_order(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """It can be written; the largest effect stands first, and what has none last."""
    table = compare(_edition(10, first), _edition(11, second)).changes

    frames.check(table, TABLE)
    assert table["order"].tolist() == list(range(1, len(table) + 1))
    assert set(table["kind"]) <= set(KINDS)
    assert (table["sentence"].str.len() > 0).all()
    sizes = table["effect_days"].abs().fillna(-1).tolist()
    assert sizes == sorted(sizes, reverse=True)
    table_csv(table, TABLE)


@given(TABLES, TABLES)
@settings(max_examples=15)
def test_back_again_is_the_same_way(first: dict[str, Any], second: dict[str, Any]) -> None:
    """What moved a date later one way moves it as much earlier the other way."""
    forth, back = _edition(10, first), _edition(11, second)

    effects = []
    for before, after in ((forth, back), (back, forth)):
        table = compare(before, after).changes
        dated = table[table["kind"].isin(["forecast", "target"])]
        effects.append(sorted(dated["effect_days"].dropna().tolist()))

    assert effects[0] == sorted(-days for days in effects[1])


@given(TABLES, TABLES, st.sets(st.sampled_from(["increments", "items", "risks", "projects",
                                                "sources", "run_chart"])))  # fmt: skip
@settings(max_examples=15)
def test_what_one_edition_lacks_is_never_compared(
    first: dict[str, Any], second: dict[str, Any], lacking: set[str]
) -> None:
    """An older snapshot, whatever it lacks, can be compared."""
    older = make_edition(10, settings=_SETTINGS, without=tuple(lacking), **first)
    later = _edition(11, second)

    kinds = set(compare(older, later).changes["kind"])
    if "risks" in lacking:
        assert not any(kind.startswith("risk_") for kind in kinds)
    if "items" in lacking:
        assert not any(kind.startswith("scope") for kind in kinds)
    if "increments" in lacking:
        assert not any(kind.startswith("increment_") for kind in kinds)
