"""The page of weeks: all at a glance, one compared with another, files and words."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from snapshots.statements import declare
from snapshots.weeks import Weeks
from tests.views.weekly import NOW, kept
from views import about
from views.pages import PAGES

WEEK = "choose-of", "choose-against"


def _page(given: dict, query: dict[str, str]) -> None:  # type: ignore[type-arg]  # run apart
    import streamlit as st

    from tests.views.weekly import shown
    from views import skeleton, weeks

    if "asked" not in st.session_state:
        st.session_state["asked"] = True
        st.query_params.from_dict(query)
    page = shown(**given)
    skeleton.notices(page)
    weeks.show(page)


def opened(query: dict[str, str] | None = None, **given: Any) -> AppTest:
    """Open the page with this address."""
    app = AppTest.from_function(_page, args=(given, query or {}), default_timeout=90).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    """Return what is on the page but its widgets."""
    return "\n".join(element.proto.body for element in app.get("html"))


def text(app: AppTest) -> str:
    """Return the words on the page."""
    plain = re.sub('<span class="date">(.*?)</span>', r"\1", html(app))
    return " ".join(re.sub("<[^>]*>", " ", plain).split())


def test_all_weeks_at_a_glance() -> None:
    """The newest first, each with its rating and how it came about, by word and mark."""
    page = opened()
    rows = re.findall(r"<tr.*?</tr>", html(page))
    told = [" ".join(re.sub("<[^>]*>", " ", row).split()) for row in rows]
    weeks = [row for row in told if row.startswith("Week 4") or row.startswith("Week ")]

    assert [row.split(",")[0] for row in weeks if "Rating" not in row][-3:] == [
        "Week 6",
        "Week 5",
        "Week 4",
    ]
    assert "Not rated" in weeks[-1]
    assert weeks[-3].endswith("● Recorded, taken late")
    assert weeks[-2].endswith("● Recorded")
    assert weeks[-1].endswith("○ Rebuilt from events")
    assert 'href="./?week=2026-W06"' in html(page)


def test_now_is_compared_with_the_last_report() -> None:
    """As long as nobody chooses."""
    page = opened()

    assert [box.value for box in page.selectbox] == ["live", "2026-W06"]
    assert "Changed since Tuesday’s report." in text(page)


def test_no_rating_is_chosen_beforehand() -> None:
    """Nobody declares Green by not looking."""
    page = opened(writes=True)
    page.text_input[1].set_value("The supplier is late.")
    page.button[1].click().run()

    assert page.radio[0].value is None
    assert page.error[0].value == "No rating is chosen; declare green, amber or red."


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"of": "2026-W06"}, "Compared with last week."),
        ({"of": "2026-W06", "against": "2026-W04"}, "Compared with 2 weeks ago."),
        ({"of": "2026-W05"}, "the other was recorded at the time"),
        ({"of": "nonsense", "against": "../etc"}, "Changed since Tuesday’s report."),
    ],
)
def test_any_two_weeks_are_compared(query: dict[str, str], said: str) -> None:
    """As the address says; what it says of no week is left."""
    assert said in text(opened(query))


def test_a_choice_stands_in_the_address() -> None:
    """So that it can be sent to somebody."""
    page = opened()
    page.selectbox[0].set_value("2026-W05").run()

    assert page.query_params["of"] == "2026-W05"
    assert page.selectbox[1].value == "2026-W04"


def test_each_form_can_be_taken_along() -> None:
    """Of the week that is chosen."""
    links = re.findall(r'href="(snapshots/[^"]*)"', html(opened({"of": "2026-W05"})))

    assert links == [
        f"snapshots/social-care-online/2026-W05.{form}"
        for form in ("html", "pdf", "pptx", "zip", "ics")
    ]


def test_a_frozen_week_is_where_a_reader_left_it() -> None:
    """And now can still be chosen, to compare it with."""
    page = opened(week="2026-W05")

    assert page.selectbox[0].value == "2026-W05"
    assert "Week 5, 26 January to 1 February 2026" in text(page)
    page.selectbox[1].set_value("live").run()
    assert not page.exception


def test_before_the_first_week_is_frozen() -> None:
    """What will be here, and when."""
    said = text(opened(empty=True))

    assert "No week is frozen yet. The last whole week is frozen by itself on Monday" in said
    assert "All weeks" not in said


def test_whoever_may_not_write_is_told_how() -> None:
    """No field is shown that would not be taken."""
    page = opened()

    assert not page.text_area
    assert "waymark.py note" in text(page)


def test_a_note_and_a_rating_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written on the page, and there for the next report; names are masked."""
    page = opened(writes=True)
    page.text_area[0].set_value("Ask jo@example.org about it.")
    page.button[0].click().run()
    assert "The note on 2026-W07 is kept." in text(page)
    page.radio[0].set_value("amber")
    page.text_input[1].set_value("The supplier is late.")
    page.button[1].click().run()
    assert "Amber is declared." in text(page)

    settings, store = kept()
    until = Weeks.of(store, settings.programme.name).edition("latest").as_of.replace(year=2027)
    note = store.note(settings.programme.name, "2026-W07", until)
    declared = store.declared(settings.programme.name, until)
    assert note is not None
    assert note.text == "Ask [name removed] about it."
    assert declared is not None
    assert (declared.rating, declared.role) == ("amber", "Senior responsible owner")


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "The note is missing."), ("word " * 151, "The note has 151 words; 150 are the most.")],
)
def test_what_cannot_be_kept_is_said_where_it_was_written(words: str, said: str) -> None:
    """And what was written stays in its field."""
    page = opened(writes=True)
    page.text_area[0].set_value(words)
    page.button[0].click().run()

    assert [error.value for error in page.error] == [said]
    assert page.text_area[0].value == words


def _sponsor(since: str, query: dict[str, str]) -> None:
    import streamlit as st

    from tests.views.weekly import shown
    from views import sponsor

    st.query_params.from_dict(query)
    sponsor.show(shown(since=since))


@pytest.mark.parametrize(
    ("since", "query", "link", "said"),
    [
        ("", {}, "weeks", "since Tuesday’s report."),
        ("2026-W04", {}, "weeks?against=2026-W04", "since you last looked, in week 4."),
        ("", {"since": "2026-W05"}, "against=2026-W05", "since you last looked, in week 5."),
        ("2026-W06", {}, "weeks", "since Tuesday’s report."),
        ("2019-W01", {}, "weeks", "since Tuesday’s report."),
    ],
    ids=["first visit", "browser", "link", "this week", "no such week"],
)
def test_the_sponsor_s_page_leads_to_what_is_new(
    since: str, query: dict[str, str], link: str, said: str
) -> None:
    """Since the reader last looked, as browser or link tell; else since the last report."""
    settings, store = kept()
    declare(settings, store, "red", "The date is gone.", "SRO", now=NOW)
    app = AppTest.from_function(_sponsor, args=(since, query), default_timeout=90).run()
    assert not app.exception
    links = re.findall(r'<a href="(weeks[^"]*)"[^>]*>See .*? (since .*?)</a>', html(app))

    assert len(links) == 1
    assert link in links[0][0]
    assert links[0][1] == said


def _frozen(name: str) -> None:
    import importlib

    from tests.views.weekly import shown
    from views import skeleton

    page = shown("2026-W05")
    skeleton.notices(page)
    importlib.import_module(f"views.{name}").show(page)


@pytest.mark.parametrize("name", [page.__name__.rpartition(".")[2] for page in (*PAGES, about)])
def test_every_page_draws_a_frozen_week(name: str) -> None:
    """From the frozen week alone, which it says."""
    app = AppTest.from_function(_frozen, args=(name,), default_timeout=90).run()

    assert not app.exception
    assert "Week 5, 26 January to 1 February 2026" in text(app)
    assert html(app).count("<h1>") == 1


def test_the_page_of_a_frozen_week_leads_to_its_changes() -> None:
    """Both weeks stand in the link, whatever the reader chose before."""
    app = AppTest.from_function(_frozen, args=("sponsor",), default_timeout=90).run()
    links = re.findall(r'<a href="(weeks[^"]*)"[^>]*>See .*? (since .*?)</a>', html(app))

    assert links == [("weeks?of=2026-W05&amp;against=2026-W04", "since week 4.")]


def _made_before(basis: str) -> None:
    from dataclasses import replace

    import streamlit as st

    from snapshots.compare import with_changes
    from snapshots.edition import Edition
    from tests.views.weekly import shown
    from views import sponsor

    page = shown()
    assert page.weeks is not None
    week = {"recorded": "2026-W05", "rebuilt": "2026-W04"}[basis]
    made = with_changes(Edition(page.snapshot, page.settings), page.weeks.edition(week))
    st.query_params.clear()
    sponsor.show(replace(page, snapshot=made))


@pytest.mark.parametrize(
    ("basis", "link", "since"),
    [
        ("recorded", "weeks?against=2026-W05", "since the report of 2 February 2026."),
        ("rebuilt", "weeks?against=2026-W04", "since the end of week 4."),
    ],
)
def test_a_week_frozen_meanwhile_is_not_the_one_compared_with(
    basis: str, link: str, since: str
) -> None:
    """Figures made a moment earlier tell of the week before, and say so."""
    settings, store = kept()
    declare(settings, store, "red", "The date is gone.", "SRO", now=NOW)
    app = AppTest.from_function(_made_before, args=(basis,), default_timeout=90).run()
    assert not app.exception

    assert re.findall(r'<a href="(weeks[^"]*)"[^>]*>See .*? (since .*?)</a>', html(app)) == [
        (link, since)
    ]
