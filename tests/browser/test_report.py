"""The HTML report in a browser: accessible, wide and narrow, with scripts off, asking nobody."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from reports.html import html
from snapshots.edition import Edition
from tests.browser.test_pages import AXE, TAGS
from tests.reports.reports import edition, hostile
from tests.views.snapshot import AS_OF

#: Between the margins of a sheet of A4, in pixels.
A4 = 680

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module", params=[edition, hostile], ids=["full", "hostile"])
def report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Edition]:
    """Write a report; give its address and what it tells."""
    make: Callable[[], Edition] = request.param
    made = make()
    place: Path = tmp_path_factory.mktemp("report") / "report.html"
    place.write_bytes(html(made, now=AS_OF))
    return place.as_uri(), made


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """Open a page that notes every address it asks for and every complaint."""
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("report", "width"),
    [(edition, 1280), (edition, 320), pytest.param(hostile, 320, marks=pytest.mark.deep)],
    ids=["full-1280", "full-320", "hostile-320"],
    indirect=["report"],
)
def test_it_is_accessible_at_home_and_fits(
    page: Page, report: tuple[str, Edition], width: int
) -> None:
    """No axe violation, no address asked but its own, no complaint, no sideways scroll."""
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [report[0]]
    assert complaints == []
    page.locator("summary").first.click()  # all tables of figures are made alike
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    violations = [
        (v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found["violations"]
    ]
    assert violations == []
    charts = page.locator("svg.chart:visible")
    assert charts.count() == page.locator("figure").count()
    for chart in charts.all():
        box = chart.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_with_scripts_off_every_block_is_read(
    browser: BrowserContext, report: tuple[str, Edition]
) -> None:
    """All eight, and what stands behind them; tables of figures open by hand."""
    own: Browser | None = browser.browser
    assert own is not None
    context = own.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report[0])
    for heading in (
        *("Where we are", "Decisions we need from you", "When it will be ready"),
        *("What could go wrong", "Is the work moving?", "What people can now use"),
        *("What we learned", "How sure are we?", "All open milestones", "About these figures"),
    ):
        assert page.get_by_role("heading", name=heading, exact=True, level=2).is_visible()
    first = page.locator("details").first
    first.locator("summary").click()
    assert first.locator("table").is_visible()
    context.close()


def test_on_paper_no_chart_is_cut_and_no_heading_is_left_alone(
    page: Page, report: tuple[str, Edition]
) -> None:
    """The wide drawings alone are printed; the rules that keep parts together are in force."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 1000})
    page.goto(report[0])
    for part in page.locator("table:visible, figure").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= A4
    for figure in page.locator("figure").all():
        assert figure.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    for heading in page.locator("h2:visible, h3:visible, caption:visible").all():
        assert heading.evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    assert page.locator(".on-narrow:visible").count() == 0
    assert page.locator(".on-wide:visible").count() == page.locator("figure").count()
    assert page.locator("thead:visible").first.evaluate("e => getComputedStyle(e).display") == (
        "table-header-group"
    )


def test_text_of_charts_is_ink(page: Page, report: tuple[str, Edition]) -> None:
    """Axe does not see SVG text, so its colour is read here."""
    page.goto(report[0])
    fills = page.evaluate(
        "() => [...document.querySelectorAll('svg.chart text')].map(t => getComputedStyle(t).fill)"
    )
    assert set(fills) == {"rgb(11, 12, 12)"}
