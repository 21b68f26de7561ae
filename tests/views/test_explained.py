"""The items behind a figure are listed when asked for, as text, and never those of a small team."""

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from programme.teams import OTHERS
from tests.views.snapshot import shown
from views.explained import listed


def _page(name: str, people: int, fails: bool) -> None:
    import importlib
    from collections.abc import Sequence
    from dataclasses import replace

    import pandas as pd
    import streamlit as st

    from programme.errors import WaymarkError
    from tests.views.snapshot import shown
    from views import explained

    def explain(table: str, key: Sequence[str]) -> pd.DataFrame:
        st.session_state["asked"] = [*st.session_state.get("asked", []), (table, key)]
        if fails:
            raise WaymarkError("The store does not answer.")
        rows = [
            ("finished_count", "Care portal", "a/b#1", "<b>One</b>", 1, "https://a/b/issues/1"),
            ("finished_count", "Highways", "a/c#2", "Two", 1, "javascript:alert(1)"),
            *(("arrived_count", "Care portal", f"a/b#{n}", "", 1, "") for n in range(102)),
            ("exposure_days", "Care portal", "a/b#3", "Risk", 4.5, "https://a/b/issues/3"),
        ]
        columns = ["column", "project", "item", "title", "amount", "url"]
        return pd.DataFrame(rows, columns=columns).astype({"amount": "Float64"})

    given = shown()
    projects = tuple(
        project.model_copy(update={"people": people if project.name == "Highways" else 9})
        for project in given.settings.projects
    )
    settings = given.settings.model_copy(update={"projects": projects})
    st.cache_data.clear()
    importlib.import_module(f"views.{name}").show(
        replace(given, settings=settings, explain=explain)
    )
    assert explained.QUESTION


def _run(name: str, people: int = 9, *, fails: bool = False, **query: str) -> AppTest:
    app = AppTest.from_function(_page, args=(name, people, fails), default_timeout=60)
    for parameter, value in query.items():
        app.query_params[parameter] = value
    app.run()
    assert not app.exception
    return app


def _asked(app: AppTest) -> list[Any]:
    asked: list[Any] = app.session_state.get("asked", [])
    return asked


def _text(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("name", ["throughput", "risk", "slippage", "how_sure", "data_quality"])
def test_nothing_is_worked_out_before_a_row_is_chosen(name: str) -> None:
    """The offers are there, the latest week first, and cost nothing."""
    app = _run(name)

    assert len(app.selectbox) >= 1
    assert [box.value for box in app.selectbox] == [None] * len(app.selectbox)
    assert _asked(app) == []
    if name == "throughput":
        assert app.selectbox[0].options[:2] == [
            "Week of 9 November 2026",
            "Week of 2 November 2026",
        ]


def test_a_chosen_week_lists_its_work_and_stands_in_the_address() -> None:
    """Titles are text, links are https, and long lists say where the rest is."""
    app = _run("throughput")
    app.selectbox[0].select("Week of 2 November 2026").run()

    assert _asked(app) == [("throughput", ("", "2026-11-02"))]
    assert app.query_params["week"] in ("2026-11-02", ["2026-11-02"])
    text = _text(app)
    assert "Finished: 2" in text
    assert '<a href="https://a/b/issues/1" rel="noopener noreferrer"><bdi>&lt;b&gt;One' in text
    assert "javascript:" not in text
    assert "Arrived: 102" in text
    assert "2 more are listed by the command waymark.py explain." in text


def test_an_address_chooses() -> None:
    """So that a list can be sent to someone; what is not there is not chosen."""
    key = ("", "2026-11-08")
    app = _run("risk", week="2026-11-08")

    assert _asked(app) == [("risk_burndown", key)]
    assert "Expected delay: 4.5 days" in _text(app)
    assert _asked(_run("risk", week="1999-01-03")) == []


def test_a_failure_is_a_sentence() -> None:
    """The rest of the page stands."""
    assert "The store does not answer." in _text(_run("risk", week="2026-11-08", fails=True))


def test_a_small_team_is_not_listed() -> None:
    """Its milestones are not offered, and in the programme's lists it is one of the others."""
    large, small = (
        [box for box in _run("slippage", people).selectbox if box.label == "Milestone"][0].options
        for people in (9, 2)
    )
    assert any("(Highways)" in option for option in large)
    assert not any("(Highways)" in option for option in small)

    text = _text(_run("throughput", 2, week="2026-11-02"))
    assert f'<span class="project"><bdi>{OTHERS}</bdi></span>' in text


def test_who_may_be_listed() -> None:
    """The programme and large teams; neither small ones nor what they are shown together as."""
    given = shown()
    assert listed(given, "")
    assert listed(given, "Highways")
    assert not listed(given, OTHERS)
    first, *rest = given.settings.projects
    small = first.model_copy(update={"people": 3})
    settings = given.settings.model_copy(update={"projects": (small, *rest)})
    assert not listed(replace(given, settings=settings), first.name)


def test_without_a_store_nothing_is_offered() -> None:
    """A frozen snapshot has no items to name."""

    def page() -> None:
        import streamlit as st

        from tests.views.snapshot import shown
        from views import risk

        st.cache_data.clear()
        risk.show(shown())

    assert len(AppTest.from_function(page, default_timeout=60).run().selectbox) == 0
