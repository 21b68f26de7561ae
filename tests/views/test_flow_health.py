"""How work flows, compactly, and what is provisional says so."""

import pytest
from streamlit.testing.v1 import AppTest


def _section(project: str, people: int | None) -> None:
    import streamlit as st

    from tests.views.snapshot import shown
    from views import flow_health

    st.cache_data.clear()
    given = shown()
    care, *rest = given.settings.projects
    care = care.model_copy(update={"people": people})
    settings = given.settings.model_copy(update={"projects": (care, *rest)})
    flow_health.section(type(given)(given.snapshot, settings, given.now), project)


def drawn(project: str = "", people: int | None = 9) -> str:
    """Draw the section and return its HTML."""
    app = AppTest.from_function(_section, args=(project, people), default_timeout=60).run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def test_measures_come_with_how_to_read_them() -> None:
    """Growth, blocked work and the provisional share of time not held up."""
    text = drawn()

    assert "Above 1, more is added than is finished." in text
    assert "30 pieces of work, 120 days together" in text
    assert "Share of time not held up (provisional)" in text
    assert "At most 75%" in text
    assert "Provisional: we are still trying out this measure." in text
    for name in ("flow_health", "flow_efficiency", "time_in_state"):
        assert f'href="tables/{name}.csv"' in text


@pytest.mark.parametrize(
    ("project", "with_percentiles"), [("", False), ("Care portal", True)], ids=["whole", "one"]
)
def test_states_have_percentiles_in_a_project_and_a_mean_together(
    project: str, with_percentiles: bool
) -> None:
    """A word means another thing in another team."""
    text = drawn(project)

    assert ("Half spent at most (days)" in text) == with_percentiles
    assert ("Days each, on average" in text) != with_percentiles
    assert ("Too few to say" in text) == with_percentiles
    assert "In review" in text
    assert "Ready (workflow)" in text


@pytest.mark.parametrize("project", ["Care portal", "Other teams"])
def test_a_small_team_has_no_figures_of_its_own(project: str) -> None:
    """Nor has the group it is shown in: these figures cannot be added up."""
    text = drawn(project, people=3)

    assert "These figures are given of the whole programme and of larger teams." in text
    assert "At most" not in text
