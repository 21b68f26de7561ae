"""The list of work that takes longer than usual: oldest first, by piece of work, no small team."""

import pytest
from streamlit.testing.v1 import AppTest


def _section(people: dict[str, int | None], project: str, copies: int) -> None:
    import pandas as pd
    import streamlit as st

    from tests.views.snapshot import shown
    from views import ageing

    st.cache_data.clear()
    given = shown()
    rows = pd.concat(
        [
            given.table("ageing").assign(item=lambda t, n=n: t["item"] + f"{n}")
            for n in range(copies)
        ]
    )
    first = rows["item"].iloc[0]
    items = pd.DataFrame(
        {"project": [rows["project"].iloc[0]], "item": [first], "url": ["https://x.example/1"]}
    )
    given = shown(ageing=rows.reset_index(drop=True), items=items)
    projects = tuple(
        project.model_copy(update={"people": people.get(project.name, project.people)})
        for project in given.settings.projects
    )
    settings = given.settings.model_copy(update={"projects": projects})
    ageing.section(type(given)(given.snapshot, settings, given.now), project)


def drawn(people: dict[str, int | None] | None = None, project: str = "", copies: int = 1) -> str:
    """Draw the section and return its HTML."""
    app = AppTest.from_function(_section, args=(people or {}, project, copies), default_timeout=60)
    app.run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def test_it_is_listed_oldest_first_with_its_project_and_a_link() -> None:
    """Only what is older than the days in which 85 in 100 of its project finish."""
    text = drawn()

    places = [text.index(f"Piece {name}") for name in ("0.0", "1.0", "2.0", "0.1", "1.1", "2.1")]
    assert places == sorted(places)
    assert "Piece 0.2" not in text
    assert "Of 9 pieces of work under way, 6 are taking longer than usual." in text
    assert (
        '<a href="https://x.example/1" rel="noopener noreferrer"><bdi>Piece 0.0</bdi></a>' in text
    )
    assert 'href="tables/ageing.csv"' in text


def test_at_most_ten_are_listed_and_the_rest_counted() -> None:
    """The download has all."""
    text = drawn(copies=3)

    assert text.count('scope="row"') == 10
    assert "The 10 oldest of 18 are listed; the download has all." in text


def test_one_project_shows_its_own() -> None:
    """Where it may stand alone."""
    text = drawn(project="Highways")

    assert "Piece 2.0" in text
    assert "Piece 0.0" not in text
    assert "Of 3 pieces of work under way, 2 are taking longer than usual." in text


@pytest.mark.parametrize("people", [3, None], ids=["small", "size not stated"])
def test_a_small_teams_work_is_counted_and_not_listed(people: int | None) -> None:
    """Nor that of the team it is shown together with, from whose rows it could be told."""
    text = drawn({"Care portal": people})

    assert "Piece 0.0" not in text
    assert "Piece 2.0" not in text  # Highways, the next smallest
    assert "Piece 1.0" in text
    assert "4 pieces of work are not listed: a team of fewer than five" in text
    hidden = drawn({"Care portal": people}, project="Other teams")
    assert "Piece" not in hidden.replace("Pieces", "").replace("Piece of work", "")
    assert "4 pieces of work are not listed" in hidden
