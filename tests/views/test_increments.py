"""When will it be ready: each increment leads to its page, and work in none is not lost."""

from streamlit.testing.v1 import AppTest


def _page(project: str, rough: int) -> None:
    import streamlit as st

    from tests.views.snapshot import shown
    from views import increments

    st.cache_data.clear()
    if project:
        st.query_params["project"] = project
    table = shown().table("increments")
    none = table.head(1).assign(increment="", state="open", target_on=None, remaining_count=14)
    rows = table.assign(not_broken_down_count=rough)
    import pandas as pd

    increments.show(shown(increments=pd.concat([rows, none]).astype(table.dtypes.to_dict())))


def drawn(project: str = "", rough: int = 0) -> str:
    """Draw the page; its HTML."""
    app = AppTest.from_function(_page, args=(project, rough), default_timeout=60).run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_finding_the_dates_and_how_sure_they_are() -> None:
    """Least sure first, in the table as in the drawing."""
    text = drawn()

    assert "2 of 6 open milestones with a date are likely to miss the date worked to" in text
    table = text[text.index('<caption class="hidden">Open milestones') :]
    names = ["Pay for support", "Book a care", "Discounts: the rest", "Skip permits", "Carers’"]
    assert sorted(names, key=table.index) == names
    assert "about a 20% chance" in table
    assert "22 of 39 finished" in table
    assert "Too large" in table


def test_each_increment_leads_to_its_own_page() -> None:
    """Open, finished, and work in none; the chosen project goes along."""
    text = drawn("Care portal")

    for address in ("Care+portal%2FPay+for+support", "Care+portal%2FAsk+for+help+online",
                    "Care+portal%2F"):  # fmt: skip
        assert f'href="one-increment?project=Care+portal&amp;increment={address}"' in text
    assert "Skip permits" not in text


def test_work_in_no_increment_is_told() -> None:
    """With its own heading, each project's with a link."""
    assert "14 open pieces of work are in no milestone, and so not yet planned." in drawn()


def test_the_key_explains_the_hatching() -> None:
    """Only where anything is hatched."""
    assert "mark stroke hatched" in drawn(rough=22)
    assert "22 more expected" in drawn(rough=22)
    assert "Not broken down yet" in drawn(rough=22)
    assert "hatched" not in drawn()
