"""The sponsor's page: who is shown, what was agreed, and where to look further."""

import re
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from programme.settings import Settings
from tests.conftest import ROOT
from tests.views.snapshot import AS_OF, shown
from views.skeleton import _invented


def _page(people, keys, agreed, tables):  # type: ignore[no-untyped-def]
    from datetime import date

    import streamlit as st

    from tests.views.snapshot import shown
    from views import sponsor
    from views.shown import Shown

    given = shown(**tables)
    first, *rest = given.settings.projects
    increments = first.increments.model_copy(update={"key": keys})
    plans = dict.fromkeys(agreed, date(2026, 12, 1))
    update = {"people": people, "increments": increments, "baselines": plans}
    first = first.model_copy(update=update)
    settings = given.settings.model_copy(update={"projects": (first, *rest)})
    st.query_params["project"] = "Council tax"
    sponsor.show(Shown(given.snapshot, settings, given.now))


def _text(
    *,
    people: int = 9,
    keys: tuple[str, ...] = (),
    agreed: tuple[str, ...] = (),
    **tables: Any,
) -> str:
    app = AppTest.from_function(_page, args=(people, keys, agreed, tables), default_timeout=60)
    app.run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def _ratings(text: str) -> str:
    return text.partition('<ul class="key">')[2].partition("</ul>")[0]


def test_the_position_names_projects_roles_and_the_rule() -> None:
    """Each project has its rating; who answers and how ratings come about stands beneath."""
    text = _text()
    row = _ratings(text)
    assert re.findall("<bdi>(.*?)</bdi>", row) == ["Care portal", "Council tax", "Highways"]
    assert row.count("<li>") == 3
    assert "Red: less than an even chance of a key date. Green: at least 4 in 5." in text
    assert "Senior responsible owner: Director of Adult Services. Digital lead: Head of" in text
    assert "the other milestones" not in text
    assert text.count("first seen, not agreed") == 3


def test_a_small_team_is_not_rated_on_its_own() -> None:
    """A team of fewer than five is a person or two, so its rating does not stand alone."""
    row = _ratings(_text(people=4))
    assert "Care portal" not in row
    assert row.count("<li>") < 3


def test_why_the_least_sure_date_is_at_risk() -> None:
    """A milestone too large to be steered is said to be so, with what to do."""
    increments = shown().table("increments")
    reason = "It holds 82 pieces of work, more than 40. Split off a part."
    least = increments["increment"] == "Pay for support"
    large = increments.assign(oversized_reason=increments["oversized_reason"].mask(least, reason))
    assert f"<bdi>Pay for support</bdi>: {reason}" in _text(increments=large)
    assert "It holds" not in _text(increments=increments.assign(oversized_reason=""))


def test_key_milestones_lead_to_the_others() -> None:
    """The link keeps the query string; what was agreed does not look like what was seen."""
    name = "Book a care assessment online"
    text = _text(keys=(name,), agreed=(f"{name} ",))
    assert "Slippage shows the other milestones." in text
    assert 'href="slippage?project=Council+tax"' in text
    assert 'href="data-quality?project=Council+tax"' in text
    assert 'href="how-sure?project=Council+tax"' in text
    assert text.count("first seen, not agreed") == 2


def test_a_milestone_leads_to_what_would_bring_it_forward() -> None:
    """Its name leads to its own page here, and from there to the forge."""
    own = "one-increment?project=Council+tax&amp;increment=Highways%2FFollow+a+repair"
    assert f'href="{own}"' in _text()


def test_the_lead_tells_what_moved_last_week() -> None:
    """Of the milestone that the lead speaks of, a date that moved in the last whole week."""
    trend = shown().table("milestone_trend")
    mine = trend["increment"] == "Pay for support"
    last = trend["week_end"] == trend["week_end"].max()
    steady = trend.assign(target_on=trend["target_on"].mask(mine, pd.Timestamp("2027-03-10")))
    moved = steady.assign(
        target_on=steady["target_on"].mask(mine & last, pd.Timestamp("2027-03-31"))
    )
    assert "last week, from" not in _text(milestone_trend=steady)
    text = re.sub("<[^>]*>", "", _text(milestone_trend=moved))
    assert "Its date moved 3 weeks later last week, from 10 March to 31 March 2027." in text


def _programme(*folders: str) -> Settings:
    return Settings.model_validate(
        {
            "programme": {"name": "P", "outcome": "O", "sro_role": "R", "started_on": AS_OF.date()},
            "projects": [
                {"name": folder, "sources": [{"kind": "recorded", "path": folder}]}
                for folder in folders
            ],
        }
    )


def test_only_the_shipped_recordings_are_called_invented() -> None:
    """A recording of a real programme is no invention."""
    ours = f"{ROOT}/sample/care-online"
    assert _invented(_programme(ours, f"{ROOT}/sample/highways-online"))
    assert not _invented(_programme(ours, "/srv/sample/care"))
    assert not _invented(shown().settings)


def test_past_dates_that_came_true_are_told() -> None:
    """In one sentence; of too few forecasts nothing is said."""
    told = shown().table("forecast_scores")

    assert "Of 12 past ‘4 in 5’ dates, 9 came true; about 10 should have." in _text()
    assert "past ‘4 in 5’ dates" not in _text(forecast_scores=told.head(9))


def test_the_risk_that_is_best_dealt_with_is_named() -> None:
    """Of those shown, for a key milestone; without days nothing is said, here or on Risk."""
    known = shown().table("risks")
    care = known["project"] == "Care portal"
    told = known.assign(
        increment=known["increment"].mask(care, "Pay for support"),
        buys_days=known["buys_days"].mask(care, 9.0),
    )
    said = (
        "Dealing with ‘Supplier identity check is late’ brings the date of ‘Pay for support’ "
        "9 days forward."
    )
    assert said in _text(risks=told)
    assert "Dealing with" not in _text()
    assert "Dealing with" not in _text(risks=told, keys=("Book a care assessment online",))
