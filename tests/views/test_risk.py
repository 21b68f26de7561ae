"""The risk page: when the total is within the limit, each category's limit, and the risk map."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

#: Categories of the seven risks of the test's snapshot, in its order.
CATEGORIES = ("supplier", "security", "security", "", "data-protection", "supplier", "people")


def _page(given: dict) -> None:  # type: ignore[type-arg]  # run apart
    from dataclasses import dataclass, replace

    import pandas as pd
    import streamlit as st

    from programme.settings import Settings
    from snapshots.edition import Edition
    from snapshots.snapshot import Snapshot
    from snapshots.weeks import Weeks
    from tests.views.snapshot import shown
    from views import risk

    @dataclass(frozen=True)
    class Before(Weeks):
        """Weeks of which one stands before every other."""

        one: Edition | None = None

        def before(self, week: str) -> Edition | None:
            assert week == "2026-W47"
            return self.one

    st.cache_data.clear()
    st.query_params.from_dict(given.get("query", {}))
    base = shown()
    register = base.table("risks").assign(category=given["categories"])
    changed = given.get("changed", [None] * len(register))
    register["changed_on"] = pd.to_datetime(changed).astype("datetime64[us]")
    burndown = base.table("risk_burndown")
    if "pounds" in given:
        burndown = burndown.assign(exposure_gbp=float(given["pounds"]))
    last = burndown["week_end"].max()
    is_open = register[(register["state"] == "open") & register["sized"]]
    titles = [f"Milestone {place}" for place in range(len(is_open))]
    breakdown = (
        is_open.assign(increment=titles) if given.get("breakdown", True) else is_open.head(0)
    )
    limited = burndown["tolerance_days"].mask(burndown["project"] == "", given.get("limit"))
    settings = Settings.model_validate(
        {**base.settings.model_dump(), "risk": {"tolerance": given["limits"]}}
    )
    now = replace(
        shown(
            risks=register,
            risk_burndown=burndown.assign(tolerance_days=limited),
            risk_breakdown=breakdown.assign(week_end=last),
        ),
        settings=settings,
    )
    if "before" in given:
        earlier = register[~register["title"].isin(given["before"]["without"])]
        earlier = earlier.assign(impact_days=earlier["impact_days"].replace(30, 14))
        mapping = settings.labels.model_copy(update=given["before"].get("labels", {}))
        one = Edition(
            Snapshot({**base.header, "iso_week": "2026-W46"}, {"risks": earlier}, identity="1"),
            settings.model_copy(update={"labels": mapping}),
        )
        kept = Before(None, "Care", (), one)  # type: ignore[arg-type]
        now = replace(now, weeks=kept)
    risk.show(now)


def text(**given: Any) -> str:
    """Return the words on the page."""
    given = {"categories": CATEGORIES, "limits": {"total_days": 30}, **given}
    app = AppTest.from_function(_page, args=(given,), default_timeout=60).run()
    assert not app.exception
    html = " ".join(element.proto.body for element in app.get("html"))
    plain = re.sub('<span class="date">(.*?)</span>', r"\1", html)
    return " ".join(re.sub("<[^>]*>", " ", plain).split())


def test_the_pace_is_told_beside_the_total() -> None:
    """Only against a limit that is passed."""
    assert "last 12 weeks" in text(limit=0.5)
    assert "last 12 weeks" not in text(limit=None)


def test_each_category_stands_beside_its_limit() -> None:
    """Security and data protection have their own lines, first."""
    said = text(limits={"security_days": 10, "supplier_days": 30})
    table = said.split("Within or over")[1].split("Ask which")[0]

    assert "Security is over the limit, of 2 categories with a limit." in said
    assert table.strip() == " ".join(
        [
            "Security 11 days 2 open risks 10 days One day over the limit",
            "Data protection Not known One open risk, 1 not sized None No limit is set",
            "Supplier 20 days One open risk 30 days Within the limit",
            "No category One day One open risk None No limit is set",
        ]
    )


def test_the_limits_are_the_programmes() -> None:
    """Of one project the categories are told alone."""
    said = text(limits={"security_days": 10}, query={"project": "Care portal"})

    assert "Expected delay by category" in said
    assert "Within or over" not in said
    assert "over the limit, of" not in said


def test_without_categories_there_is_no_such_table() -> None:
    """Nor where labels name none."""
    assert "by category" not in text(categories=("",) * 7)


def test_the_risk_map_since_the_last_report() -> None:
    """What came, went and moved is said, in the squares and in the list behind them."""
    said = text(before={"without": ["Map licence ends in March"]})
    table = said.split("Open sized risks, by how likely and how costly")[1]

    assert "One open risk is likely and would cost 22 days or more." in said
    assert "Since the report of week 46, 9 to 15 November 2026: one came and one moved." in said
    assert "Likely 50% to 80% None None None was 1 One risk was none None" in table
    assert "Possible 30% to 50% None None 2 risks None None" in table
    assert "Likely, 22 to 44 days: one risk Supplier identity check is late" in table
    assert "Was: Likely, 11 to 21 days" in table
    assert "Map licence ends in March Highways New here" in table


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, ""),
        ({"before": {"without": [], "labels": {"probability": {"low": 0.1}}}},
         "How labels are read has changed since the last report: nothing is compared."),
    ],
    ids=["no-weeks", "other-labels"],
)  # fmt: skip
def test_a_report_that_cannot_be_compared(given: dict[str, Any], why: str) -> None:
    """No movement is told, and why not."""
    said = text(**given)

    assert why in said
    assert "Possible 30% to 50% None None 2 risks None None" in said
    assert "Since the report" not in said


def test_risks_that_were_left_alone() -> None:
    """The longest first, each with the day by which it could have hit where that is past."""
    days = ["2026-10-01", "2026-09-25", "2026-11-20", None, None, "2026-01-01", None]
    said = text(changed=days)
    table = said.split("Could have hit by Who is dealing with it")[1]

    assert "2 of 5 open risks have not changed for 28 days or more. One could have hit" in said
    assert table.startswith(
        " Address data has duplicates Care portal 25 September 2026 58 Not past Data lead "
        "Supplier identity check is late Care portal 1 October 2026 52 29 October 2026 "
        "Head of digital Ask who deals with each"
    )
    assert "left alone" not in text()


def test_the_total_is_taken_apart() -> None:
    """By project as a start; by what an address asks for; not at all if it says so."""
    assert "Care portal (days)" in text()
    assert "Security (days)" in text(query={"split": "Category"})
    assert "Milestone 1 (days)" in text(query={"split": "Milestone"})
    assert "portal (days)" not in text(query={"split": "Nothing"})


def test_a_week_frozen_before_there_was_a_breakdown() -> None:
    """It is taken apart by project alone, whatever is asked for."""
    said = text(query={"split": "Category"}, breakdown=False)

    assert "Care portal (days)" in said
    assert "Security (days)" not in said


def test_pounds_are_shown_where_there_are_any() -> None:
    """On their own, and only if asked for."""
    assert "expected loss of £90,000" in text(query={"unit": "Pounds"}, pounds=90000)
    assert "expected loss" not in text(query={"unit": "Pounds"})
    assert "days of delay" in text(pounds=90000)


def test_the_risks_to_deal_with_first_and_what_to_do() -> None:
    """In words, before any table; with what is asked of whoever reads it."""
    said = text(limit=0.5)
    before, after = said.split("The 3 biggest risks, by expected delay")

    assert "Ask which risk is dealt with first, and by when, or agree to a higher limit." in before
    assert "Supplier identity check is late Care portal Likely (65%), 30 days" in after
    assert after.index("Supplier identity check") < after.index("What changed in the last week")


def test_security_and_data_protection_have_their_own_lines() -> None:
    """Also where labels name no category at all; each once, in the table where it has a row."""
    heading = "Security and data protection"
    none = f"{heading} Security: no open risks. Data protection: no open risks."

    assert none in text(categories=("",) * 7)
    assert heading not in text()
    assert "Security 11 days 2 open risks" in text()
    assert none in text(categories=("supplier",) * 7)


def test_the_last_week_is_told_once() -> None:
    """In a table of what moved the total, without what did not; else in a sentence."""
    said = text()
    bridge = said.split("What changed in the last week")[1].split("Expected delay by category")[0]

    assert "At the start of the week" in bridge
    assert "No change" not in bridge
    assert "the week before" not in bridge


def test_the_risks_of_each_category_are_listed() -> None:
    """With what each adds."""
    said = text()

    assert "Supplier: one risk Supplier identity check is late Care portal 20 days" in said
