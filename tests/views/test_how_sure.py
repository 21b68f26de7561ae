"""The page shows how many dates came true, and claims nothing from too few."""

import pytest
from streamlit.testing.v1 import AppTest


def _page(told: int, project: str) -> None:
    import streamlit as st

    from tests.views.snapshot import shown
    from views import how_sure

    st.cache_data.clear()
    if project:
        st.query_params["project"] = project
    scores = shown().table("forecast_scores")
    how_sure.show(shown(forecast_scores=scores.head(told)))


def drawn(told: int = 12, project: str = "") -> tuple[str, int]:
    """Draw the page with so many forecasts; its HTML, and how many charts it has."""
    app = AppTest.from_function(_page, args=(told, project), default_timeout=60).run()
    assert not app.exception
    html = "\n".join(element.proto.body for element in app.get("html"))
    return html, len(app.get("plotly_chart"))


def test_a_chart_its_words_and_its_table() -> None:
    """Nine of twelve dates, the forecasts behind them, and where the figures are to be had."""
    text, charts = drawn()

    assert charts == 1
    assert "Of 12 past ‘4 in 5’ dates, 9 came true; about 10 should have" in text
    assert "These are 12 forecasts of 3 finished milestones." in text
    assert "Dates come true" in text
    assert text.count('<span class="project">') == 12
    assert 'href="tables/forecast_scores.csv"' in text
    assert 'href="about"' in text


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (0, "Nobody can say yet whether our dates come true"),
        (1, "One past forecast can be held against what happened. 10 are needed."),
        (9, "9 past forecasts can be held against what happened. 10 are needed."),
    ],
)
def test_too_few_are_told_in_words(told: int, said: str) -> None:
    """There is no chart of them, though each can be read."""
    text, charts = drawn(told)

    assert charts == 0
    assert said in text
    assert "came true;" not in text
    assert text.count('<span class="project">') == told


def test_one_project_alone() -> None:
    """Four of its forecasts are too few, whatever the whole programme has."""
    text, charts = drawn(project="Highways")

    assert charts == 0
    assert "4 past forecasts" in text
    assert "Ask for help online" not in text
