"""The page on which another plan is tried out: its choices, its address and what it says."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.views.planned import RISK

LEAVE, DEALT, DATES = (f"what-if-{name}-Portal" for name in ("leave", "dealt", "dates"))


def _page(query: dict[str, str]) -> None:
    import streamlit as st

    from tests.views.planned import shown
    from views import what_if

    if "asked" not in st.session_state:
        st.session_state["asked"] = True
        st.query_params.from_dict(query)
    what_if.show(shown())


def opened(**query: str) -> AppTest:
    """Open the page with these choices in its address."""
    given = {"project": "Portal", **query}
    app = AppTest.from_function(_page, args=(given,), default_timeout=60).run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    """Return the words on the page, blocks apart."""
    html = "\n".join(element.proto.body for element in app.get("html"))
    html = re.sub('<span class="date">(.*?)</span>', r"\1", html)
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def rows(app: AppTest) -> list[str]:
    """Return the names of the rows of the table."""
    html = "\n".join(element.proto.body for element in app.get("html"))
    return [re.sub("<[^>]*>", "", name) for name in re.findall('<th scope="row".*?</th>', html)]


def test_before_a_choice_the_dates_stand_as_they_are() -> None:
    """Nothing is said to change, and everything can be chosen."""
    app = opened()

    assert "As things stand Choose a change to see what it would do to the dates." in text(app)
    assert ["Sign in", "Pay online", "Not yet planned", "The project as a whole"] == rows(app)
    assert ["Sign in", "Pay online", "Work not yet planned"] == app.multiselect(LEAVE).options
    assert ["The supplier is late: expected delay 20 days"] == app.multiselect(DEALT).options
    assert ["Sign in", "Pay online"] == app.multiselect(DATES).options


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"dealt": RISK},
            "Dealing with ‘The supplier is late’ brings ‘Sign in’ forward by 30 days, to 5 July "
            "2026. The project as a whole would be finished by 12 July 2026, 23 days sooner.",
        ),
        (
            {"leave": "Pay online"},
            "Leaving out ‘Pay online’ brings ‘Sign in’ forward by 14 days, to 21 July 2026.",
        ),
        (
            {"leave": "Pay online:7"},
            "Leaving out 7 pieces of ‘Pay online’ brings ‘Pay online’ forward by 7 days, to 5 July "
            "2026. The project as a whole keeps its date, 4 August 2026.",
        ),
        (
            {"pace": "25% more", "leave": ":"},
            "Leaving out work not yet planned and 25% more pace brings ‘",
        ),
        (
            {"pace": "25% more", "leave": "Pay online:3,Sign in:2", "dealt": RISK},
            "These 4 changes together bring ‘Sign in’ forward by",
        ),
        (
            {"dates": "Sign in:2026-08-31"},
            "No forecast moves. There is more than a 95% chance that ‘Sign in’ is ready by 31 "
            "August 2026, instead of less than a 5% chance by 26 June 2026.",
        ),
        ({"pace": "Half a person more"}, "Half a person more moves no date."),
        ({"leave": "Sign in:1"}, "Leaving out one piece of ‘Sign in’ moves no date."),
    ],
)
def test_the_address_holds_a_choice(query: dict[str, str], said: str) -> None:
    """Whoever opens it sees what was seen when it was sent."""
    assert f"What it would do {said}" in text(opened(**query))


@pytest.mark.parametrize(
    "query",
    [
        {"leave": "Gone,Pay:12"},
        {"dealt": "forge.example/portal#902,forge.example/portal#903"},
        {"dates": "Sign in:tomorrow"},
        {"dates": "Sign in:9999-12-31"},
        {"dates": "Sign in:2026-06-26"},
        {"leave": "%,%zz,9", "dealt": ",", "pace": "Twice"},
    ],
    ids=str,
)
def test_what_cannot_be_chosen_is_passed_over(query: dict[str, str]) -> None:
    """What is gone, cannot delay anything, is no date or the present one changes nothing."""
    assert "As things stand" in text(opened(**query))


@pytest.mark.parametrize("size", ["-1", "999", "9" * 5000, "²"])
def test_a_size_that_cannot_be_left_out_means_all(size: str) -> None:
    """Whatever number somebody wrote into the address, the increment that it names is left out."""
    assert "Leaving out ‘Pay online’ brings" in text(opened(leave=f"Pay online:{size}"))


def test_choosing_changes_the_page_and_its_address() -> None:
    """An increment is left out, then its last part alone; a date is moved."""
    app = opened()
    app.multiselect(LEAVE).select("Pay online").run()
    assert "Pay online" == app.query_params["leave"]
    assert "Left out" in text(app)

    how_much = app.selectbox("what-if-leave of 'Pay online' in 'Portal'")
    assert "How much of ‘Pay online’ to leave out" == how_much.label
    assert ["All of it: 15 pieces of work", "Its last part: 7 pieces of work"] == how_much.options[
        :2
    ]
    how_much.select("Its last part: 7 pieces of work").run()
    assert "Pay online:7" == app.query_params["leave"]
    assert "Leaving out 7 pieces of ‘Pay online’" in text(app)

    app.multiselect(DATES).select("Sign in").run()
    of_sign_in = "what-if-dates of 'Sign in' in 'Portal'"
    assert date(2026, 6, 26) == app.date_input(of_sign_in).value
    app.date_input(of_sign_in).set_value(date(2026, 8, 31)).run()
    assert "Sign in:2026-08-31" == app.query_params["dates"]
    assert "more than a 95% chance of 31 August 2026" in text(app)


def test_start_again_takes_everything_back() -> None:
    """The choices, and what stood in the address; the project stays."""
    app = opened(leave="Pay online:7", dealt=RISK, dates="Sign in:2026-08-31", pace="25% more")
    app.button[0].click().run()

    assert "As things stand" in text(app)
    assert {"project": "Portal"} == dict(app.query_params)


def test_what_is_taken_for_granted_is_said() -> None:
    """Only of what was chosen; half a person of eight is a sixteenth."""
    said = text(opened(pace="Half a person more"))

    assert "The team is taken to finish 6.2% more from today." in said
    assert "A risk that is dealt with" not in said
    assert "A risk that is dealt with" in text(opened(dealt=RISK))


def test_what_keeps_its_date_is_counted() -> None:
    """The table has what changes and the project; the other increments are one sentence."""
    app = opened(dealt=RISK)

    assert ["Sign in", "The project as a whole"] == rows(app)
    assert "One other milestone keeps its date." in text(app)


def test_a_project_without_a_forecast_says_why() -> None:
    """There is nothing to try then."""
    app = opened(project="Library")

    assert "We cannot forecast this yet because only 2 whole weeks of work are known" in text(app)
    assert not app.multiselect


def test_a_project_that_is_too_slow_can_be_helped() -> None:
    """Two years are too long for a date; without most of the work there is one."""
    app = opened(project="Archive")
    assert "We cannot forecast this yet because at the present pace it would take" in text(app)

    app = opened(project="Archive", leave="Scan:550")
    assert "Leaving out 550 pieces of ‘Scan’ gives ‘Scan’ a date: " in text(app)


def _choices(query: dict[str, str]) -> None:
    from datetime import date

    import pandas as pd
    import streamlit as st

    from views.what_if_choices import Offered, choose

    if "project" not in st.session_state:
        st.session_state["project"], st.session_state["today"] = "Web", date(2026, 6, 1)
        st.query_params.from_dict(query)
    offered = Offered(
        project=st.session_state["project"],
        left={"Pay": 5, "": 3},
        targets={"Pay": None},
        parts={},
        risks=pd.DataFrame({"item": [], "title": [], "exposure_days": []}),
        people=8,
        today=st.session_state["today"],
    )
    st.text(choose(offered)[0].targets)


def test_a_page_left_open_overnight_goes_on() -> None:
    """The day on which it was opened can be chosen no more: the present one stands in."""
    app = AppTest.from_function(_choices, args=({"dates": "Pay"},)).run()
    assert "{'Pay': datetime.date(2026, 6, 1)}" == app.text[0].value

    app.session_state["today"] = date(2026, 6, 2)
    app.run()
    assert not app.exception
    assert "{'Pay': datetime.date(2026, 6, 2)}" == app.text[0].value


def test_another_project_with_a_name_made_of_two_is_another() -> None:
    """What was chosen of Pay in Web is not what was chosen of Web-Pay."""
    app = AppTest.from_function(_choices, args=({"leave": "Pay:2", "dates": "Pay"},)).run()
    app.session_state["project"] = "Web-Pay"
    assert not app.run().exception
