"""One increment: what is shown of it, and what is said where there is nothing."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def _page(address: str, people: int, changes: dict[str, float | None]) -> None:
    from dataclasses import replace

    import pandas as pd
    import streamlit as st

    from tests.views.snapshot import shown
    from views import one_increment

    st.cache_data.clear()
    if address:
        st.query_params["increment"] = address
    given = shown()
    table = given.table("increments")
    none = table.head(1).assign(increment="", state="open", target_on=None, remaining_count=14)
    kinds = table.dtypes.to_dict()
    risks = given.table("risks").assign(increment="Pay for support", **changes)
    whole = shown(increments=pd.concat([table, none]).astype(kinds), risks=risks)
    projects = tuple(
        project.model_copy(update={"people": people}) for project in given.settings.projects
    )
    one_increment.show(
        replace(whole, settings=given.settings.model_copy(update={"projects": projects}))
    )


def run(address: str = "", people: int = 9, **changes: Any) -> AppTest:
    """Draw the page of an increment; *changes* are columns of its risks."""
    app = AppTest.from_function(_page, args=(address, people, changes), default_timeout=60).run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    """Return the page's HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def test_without_a_choice_it_is_the_one_least_sure_of_its_date() -> None:
    """Position, burn-up, risks, split, open work and scope, in this order."""
    app = run()
    text = text_of(app)

    assert app.selectbox[0].value == "Care portal/Pay for support"
    headings = [
        *("<bdi>Pay for support</bdi></a></h2>", "How far it is", "What could hold it up"),
        *("How it could be split", "Work that is open", "How its scope has changed"),
    ]
    assert sorted(headings, key=text.index) == headings
    assert len(app.get("plotly_chart")) == 1
    assert "22 of 39 pieces of work are finished. One more was dropped." in text
    assert "There is about a 20% chance of making" in text


def test_open_work_is_listed_the_one_started_longest_ago_first() -> None:
    """With links; what was not started comes last, and finished work is not listed."""
    text = text_of(run())
    rows = text[text.index('<caption class="hidden">Open pieces') :]
    titles = ["Show what is owed", "Take a card payment", "Send a receipt"]

    assert sorted(titles, key=rows.index) == titles
    assert "Choose an amount" not in rows
    assert 'href="https://github.example.org/council/care/issues/42"' in rows
    assert "Not started" in rows


def test_the_proposal_is_held_against_the_whole() -> None:
    """Each part with its date, its chance and why; and the command that writes it down."""
    text = text_of(run())

    assert "It could be split into 2 parts. The first, of 10 pieces of work, would be ready" in text
    assert "49 days before all of it" in text
    for cell in ("As it is", "Part 1", "about a 65% chance", "8 of 10 have the word"):
        assert cell in text
    assert (
        "python waymark.py propose --increment &#x27;Pay for support&#x27; "
        "--project &#x27;Care portal&#x27; --out parts.txt"
    ) in text


def test_the_scope_is_summed_up_and_told_by_week() -> None:
    """Kinds of movement that never happened have no column."""
    text = text_of(run())
    rows = text[text.index('<caption class="hidden">Weeks in which its scope changed') :]

    assert "19 added. It held 39 pieces of work at the end of last week." in text
    assert "11 earlier weeks with changes are in the download." in text
    assert ">Added<" in rows
    assert ">Moved out<" not in rows


@pytest.mark.parametrize(
    ("buys", "said"),
    [
        (None, []),
        (9.0, ["Dealing with ‘Supplier identity check is late’ brings the date 9 days forward."]),
    ],
)
def test_what_dealing_with_a_risk_buys(buys: float | None, said: list[str]) -> None:
    """Once the forecast says so; until then nothing is claimed."""
    text = text_of(run(buys_days=buys))

    assert "Expected delay (days)" in text
    assert [sentence for sentence in said if sentence not in text] == []
    assert ("brings the date" in text) is bool(said)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Highways/Report a pothole", ["It was finished on", "No piece of work was in it at"]),
        ("Highways/Follow a repair", ["It is small enough to be steered, so no split is"]),
        ("Care portal/Carers’ own accounts", ["What is left of it cannot be split."]),
        ("Highways/Skip permits", ["About 22 more are expected: it has not been broken down"]),
        ("Care portal/",
         ["Not yet planned", "14 open pieces of work are in no milestone",
          "Work in no milestone was never agreed, so its scope cannot change.",
          "No open risk is recorded for it."]),
    ],
)  # fmt: skip
def test_an_address_chooses_and_nothing_is_said_in_words(address: str, said: list[str]) -> None:
    """No heading is left empty; work in no increment has its page, too."""
    app = run(address)
    text = text_of(app)

    assert app.selectbox[0].value == address
    assert [sentence for sentence in said if sentence not in text] == []
    assert "</h2><h2>" not in text


def test_an_address_that_leads_nowhere_says_so() -> None:
    """The title is shown as text."""
    text = text_of(run("Care portal/<b>Gone</b>"))

    assert "There is no milestone ‘Care portal/&lt;b&gt;Gone&lt;/b&gt;’ any more." in text
    assert "<bdi>Pay for support</bdi>" in text


def test_a_choice_stands_in_the_address() -> None:
    """So that it can be sent to someone."""
    app = run()
    app.selectbox[0].set_value("Highways/Skip permits").run()

    assert app.query_params["increment"] in ("Highways/Skip permits", ["Highways/Skip permits"])


def test_a_small_teams_work_is_not_shown_by_week_or_by_piece() -> None:
    """Neither its burn-up, its scope, its items nor its parts."""
    app = run(people=3)
    text = text_of(app)

    assert len(app.get("plotly_chart")) == 0
    assert text.count("could be taken for a person") == 4
    assert "Show what is owed" not in text
    assert "waymark.py propose" not in text


def test_what_is_finished_has_no_sections_on_what_is_to_come() -> None:
    """Neither risks, open work nor a split; its history stays."""
    text = text_of(run("Care portal/Ask for help online"))

    assert "How far it is" in text
    assert "How its scope has changed" in text
    for heading in ("What could hold it up", "Work that is open", "How it could be split"):
        assert heading not in text
