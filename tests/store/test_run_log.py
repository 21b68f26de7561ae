"""The log of runs: a page at a time, and how each source stands by it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from programme.errors import SourceError
from programme.rows import Batch
from store import LoggedRun, Store
from tests.builders import at, make_item

LATER = at(400)
_NUMBERS = count()


def run(
    store: Store, day: float, *, source: str = "app", fails: str = "", took: float = 0, **more: Any
) -> None:
    """Sync a source on a day; *fails* is why it does not go well."""

    def clock() -> datetime:
        return at(day) + timedelta(seconds=took)

    with (
        suppress(SourceError),
        store.writing(source, "github", at(day), clock=clock, **more) as writer,
    ):
        writer.write(Batch((make_item(title=f"Title {day}"),), requests=3))
        if fails:
            raise SourceError(fails)


def newest(store: Store, *names: str, limit: int = 50, **asked: Any) -> list[tuple[str, datetime]]:
    """Return source and beginning of each run that is listed."""
    found = store.logged(asked.pop("t", LATER), names or ("app",), limit=limit, **asked)
    return [(one.source, one.started_at) for one in found.runs]


def test_a_run_is_told_whole(store: Store) -> None:
    """When it began and ended, how, what it asked for and what came of it."""
    run(store, 1, took=75.5, full=True)
    run(store, 2, fails="app answered with an error of its own (503); try later.", took=2)

    failed, good = store.logged(LATER, ["app"], limit=50).runs

    assert good == LoggedRun(
        "app", "github", at(1), at(1) + timedelta(seconds=75.5), "ok", True, 3, 1, ""
    )
    assert good.duration == timedelta(seconds=75.5)
    assert failed == LoggedRun(
        *("app", "github", at(2), at(2) + timedelta(seconds=2), "failed", False, 3, 0),
        "app answered with an error of its own (503); try later.",
    )


def test_the_newest_comes_first_whatever_clocks_said(store: Store) -> None:
    """Runs that ended at one instant, or by a clock that went back, stand as they were written."""
    for day, source in ((2, "app"), (2, "api"), (2, "app"), (1, "api")):
        run(store, day, source=source)

    assert newest(store, "app", "api") == [
        ("api", at(1)), ("app", at(2)), ("api", at(2)), ("app", at(2)),
    ]  # fmt: skip


def test_what_is_asked_for_is_listed_and_nothing_else(store: Store) -> None:
    """By source, by outcome, by instant; a source that was never read has no run."""
    run(store, 1)
    run(store, 2, fails="No.")
    run(store, 3, source="api")

    assert newest(store, "app", "api", "never") == [("api", at(3)), ("app", at(2)), ("app", at(1))]
    assert newest(store, "app", "api", outcome="failed") == [("app", at(2))]
    assert newest(store, "app", "api", outcome="ok") == [("api", at(3)), ("app", at(1))]
    assert newest(store, "app", "api", t=at(2)) == [("app", at(2)), ("app", at(1))]
    assert newest(store, "app", t=at(0.5)) == []
    assert newest(store, "never") == []
    assert store.logged(LATER, [], limit=50).count == 0


def test_pages_hold_every_run_once(store: Store) -> None:
    """One after the other, with the number of all of them on each."""
    for day in range(7):
        run(store, day)

    pages = [store.logged(LATER, ["app"], limit=3, offset=offset) for offset in (0, 3, 6, 9)]

    assert [page.count for page in pages] == [7, 7, 7, 7]
    assert [one.started_at for page in pages for one in page.runs] == [
        at(day) for day in reversed(range(7))
    ]
    assert [len(page.runs) for page in pages] == [3, 3, 1, 0]


NEVER: dict[str, Any] = {
    **{"kind": "", "last_ok_at": None, "failed": False, "message": "", "request_count": 0},
    "failing_since": None,
}


@pytest.mark.parametrize(
    ("days", "last_ok_at", "failing_since"),
    [
        ("", None, None),
        ("+", at(0), None),
        ("-", None, at(0)),
        ("+-", at(0), at(1)),
        ("+--", at(0), at(1)),
        ("-+", at(1), None),
        ("--+--", at(2), at(3)),
        ("-+-+-", at(3), at(4)),
    ],
    ids=lambda value: value if isinstance(value, str) and value else "none",
)
def test_how_a_source_stands(
    store: Store, days: str, last_ok_at: datetime | None, failing_since: datetime | None
) -> None:
    """It fails since the first failure that no good run has followed; another has no say in it."""
    for day, outcome in enumerate(days):
        run(store, day, source="api")
        run(store, day, fails="No." if outcome == "-" else "")

    told = store.last_runs(LATER, ["app", "api", "never"])

    failed = failing_since is not None
    of_last = {
        "kind": "github",
        "failed": failed,
        "message": "No." * failed,
        "request_count": 3,
    }
    assert told["app"] == {
        **(NEVER | of_last if days else NEVER),
        "last_ok_at": last_ok_at,
        "failing_since": failing_since,
    }
    assert not told["api"]["failed"]
    assert told["never"] == NEVER


def test_what_came_later_was_not_known(store: Store) -> None:
    """By an earlier instant the source did not fail, then failed, then did not again."""
    for day, why in ((1, ""), (2, "No."), (3, "No."), (4, "")):
        run(store, day, fails=why)

    told = [store.last_runs(at(day), ["app"])["app"] for day in (0, 1, 2, 3, 4)]

    assert [one["failing_since"] for one in told] == [None, None, at(2), at(2), None]
    assert [one["last_ok_at"] for one in told] == [None, at(1), at(1), at(1), at(4)]


def plain(runs: Sequence[LoggedRun], names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Tell the same by going through all runs, the oldest first."""
    told = {name: dict(NEVER) for name in names}
    for one in runs:
        of, good = told[one.source], one.outcome == "ok"
        of["failing_since"] = None if good else of["failing_since"] or one.started_at
        of["last_ok_at"] = one.finished_at if good else of["last_ok_at"]
        of |= {"kind": one.kind, "failed": not good, "message": one.message}
        of["request_count"] = one.request_count
    return told


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    history=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.booleans()), max_size=12
    ),
    day=st.integers(0, 3),
)
def test_one_query_tells_what_all_runs_tell(
    store: Store, history: list[tuple[str, int, bool]], day: int
) -> None:
    """Whatever happened in whatever order, also by a clock that goes back."""
    example = next(_NUMBERS)
    names = [f"{letter}{example}" for letter in "abc"]
    for letter, on, good in history:
        why = "" if good else f"Not on day {on}."
        run(store, on, source=f"{letter}{example}", fails=why)

    found = store.logged(at(day), names, limit=99)

    assert store.last_runs(at(day), names) == plain(found.runs[::-1], names)


def test_a_page_is_read_and_no_more(store: Store) -> None:
    """However many runs there are, two statements, and as many rows as are shown."""
    for day in range(30):
        run(store, day, fails="No." * (day % 3 == 1))
    asked: list[str] = []
    event.listen(
        store._engine, "before_cursor_execute", lambda *told: asked.append(told[2].split()[0])
    )

    found = store.logged(LATER, ["app"], limit=5, offset=5)
    assert asked.count("SELECT") == 2
    assert len(found.runs) == 5

    asked.clear()
    store.last_runs(LATER, ["app", "api"])
    assert len([word for word in asked if word in {"SELECT", "WITH"}]) == 1
