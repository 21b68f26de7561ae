"""Every page draws the test's snapshot, and what is missing or gone wrong, without a fault."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.views.snapshot import shown

PAGES = [
    *("sponsor", "increments", "one_increment", "what_if", "throughput", "risk", "slippage"),
    *("how_sure", "records", "data_quality", "runs", "about"),
]
EMPTY = {
    "milestones": ("increments", "milestone_trend", "forecast_scores"),
    "risks": ("risks", "risk_burndown"),
    "weeks": ("throughput", "flow", "run_chart", "risk_burndown", "milestone_trend"),
    "findings": ("data_quality",),
    "work": ("items", "burn_up", "scope", "proposals"),
    "flow": ("ageing", "flow_health", "flow_efficiency", "time_in_state"),
}  # fmt: skip


def _page(name: str, without: tuple[str, ...]) -> None:
    import importlib

    import streamlit as st

    from tests.views.snapshot import shown
    from views import skeleton

    given = shown()
    given = shown(**{table: given.table(table).head(0) for table in without})
    page = importlib.import_module(f"views.{name}")
    st.cache_data.clear()
    skeleton.notices(given)
    page.show(given)


def _text(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_draws(name: str) -> None:
    """One h1, no exception, and the clock's notice."""
    app = AppTest.from_function(_page, args=(name, ()), default_timeout=60).run()
    assert not app.exception
    text = _text(app)
    assert text.count("<h1>") == 1
    assert "Demonstration: the clock stands at 9am on Sunday 22 November 2026." in text


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        # Each page without something, and each thing missing on some pages; all in the deep run.
        pytest.param(name, missing, marks=[pytest.mark.deep] * ((page + place) % 3 > 0))
        for page, name in enumerate(PAGES)
        for place, missing in enumerate(EMPTY)
    ],
)
def test_a_page_draws_without(name: str, missing: str) -> None:
    """Missing tables are said in words; nothing is made up."""
    app = AppTest.from_function(_page, args=(name, EMPTY[missing]), default_timeout=60).run()
    assert not app.exception
    text = _text(app)
    assert "NaN" not in text
    assert "NaT" not in text
    assert "&lt;NA&gt;" not in text


def test_a_failed_source_is_named_on_every_page() -> None:
    """The notice names the source, its last good time and why."""

    def page() -> None:
        from tests.views.snapshot import shown
        from views import skeleton

        sources = shown().table("sources")
        failed = sources.assign(state=["failed", "ok"], message=["It answered 503", ""])
        skeleton.notices(shown(sources=failed))

    text = _text(AppTest.from_function(page, default_timeout=60).run())
    assert "github.example.org/council/care could not be collected." in text
    assert "Its last good data is from 6am on Sunday 22 November 2026. It answered 503." in text


def test_keys_choose_the_increments_that_decide() -> None:
    """Without keys all decide; with them only those named, and all of projects without keys."""
    given = shown()
    assert given.keys == []
    first, *rest = given.settings.projects
    keyed = first.model_copy(
        update={"increments": first.increments.model_copy(update={"key": ("Pay for support",)})}
    )
    settings = given.settings.model_copy(update={"projects": (keyed, *rest)})
    chosen = type(given)(given.snapshot, settings, given.now).keys
    assert ("Care portal", "Pay for support") in chosen
    assert ("Care portal", "Book a care assessment online") not in chosen
    assert ("Highways", "Skip permits") in chosen


def test_the_risk_page_tells_what_dealing_with_a_risk_buys() -> None:
    """In words, in the table of open risks; without any such days the column is not there."""

    def page(known: bool) -> None:
        import streamlit as st

        from tests.views.snapshot import shown
        from views import risk

        st.cache_data.clear()
        risks = shown().table("risks")
        late = risks["title"] == "Supplier identity check is late"
        told = risks.assign(buys_days=risks["buys_days"].mask(late, 9.0))
        risk.show(shown(risks=told) if known else shown())

    told, unknown = (
        _text(AppTest.from_function(page, args=(known,), default_timeout=60).run())
        for known in (True, False)
    )
    heading = "Dealing with it brings its date forward by"
    assert f'data-label="{heading}"><div>9 days</div>' in told
    assert told.count("No date to tell") == 3
    assert heading not in unknown


def test_slippage_tells_seen_dates_from_agreed_ones() -> None:
    """A date that config.toml does not give was seen, not agreed; too large a size is told."""

    def page() -> None:
        import streamlit as st

        from tests.views.snapshot import shown
        from views import slippage

        st.cache_data.clear()
        given = shown()
        care, *rest = given.settings.projects
        care = care.model_copy(
            update={"baselines": {"Pay for support": given.settings.programme.started_on}}
        )
        settings = given.settings.model_copy(update={"projects": (care, *rest)})
        large = given.table("increments")
        named = large["increment"] == "Pay for support"
        large = large.assign(oversized_reason=named.map({True: "It holds 71", False: ""}))
        slippage.show(type(given)(shown(increments=large).snapshot, settings, given.now))

    text = _text(AppTest.from_function(page, default_timeout=60).run())
    dated = shown().table("increments")["baseline_on"].notna().sum()
    assert text.count("first seen, not agreed") == dated - 1
    assert "<bdi>Pay for support</bdi></strong>: It holds 71." in text
    assert "2 of 3 finished milestones were later than at first." in text


def test_throughput_shows_sizes_and_working_days_where_they_are_configured() -> None:
    """Beside counts and calendar days; without a configuration neither is spoken of."""

    def page(configured: bool) -> None:
        import streamlit as st

        from programme.settings_calendar import Calendar
        from programme.settings_measures import Measures
        from tests.views.snapshot import shown
        from views import throughput

        st.cache_data.clear()
        given = shown()
        changes = {
            "measures": Measures(size="label:points::*"),
            "calendar": Calendar(country="GB", subdivision="ENG", working_days=True),
        }
        settings = given.settings.model_copy(update=changes if configured else {})
        tables = {
            "throughput": given.table("throughput").assign(arrived_size=2.0, finished_size=1.0),
            "flow": given.table("flow").assign(backlog_size=40.0, wip_size=2.5),
            "service_levels": given.table("service_levels").assign(p85_working_days=9.0),
        }
        made = shown(**tables) if configured else given
        throughput.show(type(given)(made.snapshot, settings, given.now))

    told, plain = (
        _text(AppTest.from_function(page, args=(configured,), default_timeout=60).run())
        for configured in (True, False)
    )
    assert "By size (points): " in told
    assert "42.5 still to do" in told
    assert "85 in 100 took at most (working days)" in told
    assert "85 in 100 took at most (days)" in told
    assert "By size" not in plain
    assert "working days" not in plain
