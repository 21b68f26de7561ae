"""The page of runs: whether all is read, since when not, and every run, a page at a time."""

import re
from typing import Any

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from snapshots.run_log import MOST_IN_FILE, PAGE_ROWS
from tests.builders import at
from tests.views.logged import CARE, HOSTILE, OWNER, REFUSED, ROADS, TAX, kept, shown
from views.server.routes import _runs


def _page(query: dict[str, str], unread: bool) -> None:
    from dataclasses import replace

    import streamlit as st

    from tests.views.logged import shown
    from views import runs

    if "asked" not in st.session_state:
        st.session_state["asked"] = True
        st.query_params.from_dict(query)
        st.cache_data.clear()
    given = shown()
    runs.show(replace(given, runs=None) if unread else given)


def opened(query: dict[str, str] | None = None, *, unread: bool = False) -> AppTest:
    """Open the page with this address."""
    app = AppTest.from_function(_page, args=(query or {}, unread), default_timeout=90).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    """Return what is on the page but its widgets."""
    return "\n".join(element.proto.body for element in app.get("html"))


def words(markup: str) -> str:
    """Return the words of *markup*."""
    plain = re.sub("""<span class="date">(.*?)</span>""", r"\1", markup)
    return " ".join(re.sub("<[^>]*>", " ", plain).split())


def rows(app: AppTest, table: int) -> list[str]:
    """Return the words of each row of a table of the page."""
    body = re.findall("<tbody.*?</tbody>", html(app))[table]
    return [words(row) for row in re.findall("<tr.*?</tr>", body)]


def test_what_fails_comes_first_with_its_reason() -> None:
    """As the headline, and source by source, with since when and the last good data."""
    app = opened()
    said = words(html(app))

    assert "2 of 3 sources have been failing, the first of them since 4am on Tuesday" in said
    assert f"{TAX} {REFUSED}" in said
    assert f"The repositories of {OWNER} could not be listed since midday on" in said
    names = [row.split()[0] for row in rows(app, 0)]
    assert names == [TAX, ROADS, OWNER, CARE]
    assert rows(app, 0)[0] == (
        f"{TAX} ■ Failed Since 13 January 2026, 04:00. Refused the token in T (401); "
        "it may have expired, so put a new one there. 13 January 2026, 00:00"
    )
    assert rows(app, 0)[3] == f"{CARE} Up to date 14 January 2026, 16:48"


def test_what_is_said_of_sources_is_what_data_quality_says() -> None:
    """State, last good data and message, at any instant."""
    for day in (8.2, 10, 12):
        given = shown(at(day))
        assert given.runs is not None
        standing = given.runs.standing()
        told = standing[~standing["listed"]].reset_index(drop=True)
        table = given.table("sources")
        for column in ("source", "state", "last_ok_at", "message"):
            assert told[column].tolist() == table[column].tolist(), (day, column)
        assert told["failing_since"].notna().tolist() == (table["state"] == "failed").tolist()


def test_runs_are_listed_the_newest_first() -> None:
    """With what each took, asked and changed; of another programme there is none."""
    app = opened()

    assert len(rows(app, 1)) == PAGE_ROWS
    assert rows(app, 1)[0] == (
        f"14 January 2026, 16:48 {CARE} ● Read well Less than a second 3 0 What changed"
    )
    assert "Runs 1 to 50 of 63, the newest first." in words(html(app))
    assert "another" not in html(app)
    assert "Not of this programme" not in html(app)


def test_words_of_a_failure_are_text() -> None:
    """Whatever they look like."""
    page = html(opened())
    assert "<script" not in page
    assert words(page).count(HOSTILE.replace("<", "&lt;").replace(">", "&gt;")) > 2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"outcome": "failed"}, 22),
        ({"source": TAX, "outcome": "failed"}, 11),
        ({"source": OWNER}, 2),
        ({"source": CARE, "outcome": "failed"}, 0),
        ({"source": "github.com/another/programme", "outcome": "perhaps"}, 63),
    ],
    ids=["outcome", "both", "owner", "none", "unknown"],
)
def test_an_address_chooses(query: dict[str, str], count: int) -> None:
    """By source and outcome; what nobody offers chooses nothing."""
    app = opened(query)
    listed = rows(app, 1) if count else []
    assert len(listed) == min(count, PAGE_ROWS)
    assert count == 63 or all(query.get("source", "") in row for row in listed)
    if not count:
        assert "No run fits what is chosen." in words(html(app))


@pytest.mark.parametrize(("page", "first"), [("2", 51), ("99", 51), ("0", 1), ("9" * 40, 1)])
def test_an_address_names_a_page(page: str, first: int) -> None:
    """The last one where there are not so many, the first one where it is no number."""
    app = opened({"page": page})
    assert f"Runs {first} to " in words(html(app))
    assert len(rows(app, 1)) == (13 if first > 1 else 50)


def test_another_choice_begins_at_its_first_page() -> None:
    """The address forgets the page of the choice before."""
    app = opened({"page": "2"})
    app.selectbox[1].set_value("ok").run()

    assert app.query_params == {"outcome": "ok"}
    assert "41 runs, the newest first." in words(html(app))
    app.selectbox[1].set_value("").run()
    assert app.query_params == {}


def test_a_page_asks_for_its_rows_alone() -> None:
    """Three statements when it is opened, none when it is drawn again."""
    _, store = kept()
    shown()
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2].split()[0])

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        app = opened({"page": "2"})
        assert [word for word in asked if word in {"SELECT", "WITH"}] == [
            "WITH",
            "SELECT",
            "SELECT",
        ]
        asked.clear()
        app.run()
        assert asked == []
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


def test_a_log_that_cannot_be_read_is_said() -> None:
    """In place of the figures; no table is empty."""
    page = html(opened(unread=True))
    assert "The log of syncs cannot be read now." in page
    assert "<table" not in page


def test_the_file_holds_what_is_chosen() -> None:
    """The newest first, formulas made harmless, and only what belongs to the programme."""
    page = html(opened({"source": ROADS, "outcome": "failed"}))
    query = "?source=github.com%2Fcouncil%2Froads&amp;outcome=failed"
    assert f'href="runs.csv{query}"' in page

    answer = _runs("", ROADS, "failed", lambda week: shown())
    lines = bytes(answer.body).decode().split("\r\n")

    assert answer.status_code == 200
    assert lines[0] == (
        "source,kind,started_at,finished_at,duration_seconds,outcome,whole,request_count,"
        "changed_count,message"
    )
    assert len(lines) == 1 + 10 + 1
    assert lines[1].startswith(f"{ROADS},github,2026-01-14T20:00:00Z,2026-01-14T20:00:00Z,0,failed")
    assert MOST_IN_FILE >= 63
    assert bytes(_runs("", "", "", lambda week: shown()).body).count(b"\r\n") == 64


@pytest.mark.parametrize(
    ("week", "source"),
    [("", "github.com/another/programme"), ("../x", ""), ("2026-W01", "")],
    ids=["another's source", "no week", "not frozen"],
)
def test_no_file_of_anything_else(week: str, source: str) -> None:
    """404, and nothing told."""
    assert _runs(week, source, "", lambda week: shown()).status_code == 404
