"""Every page, wide and narrow: accessible, quiet, at home, and within its width."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.conftest import Site
from tests.browser.looking import drawn, looking

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = {
    "": "Exampleton Online",
    "increments": "When will it be ready?",
    "one-increment": "What would bring it forward?",
    "throughput": "Is the work moving?",
    "risk": "What could go wrong?",
    "slippage": "How far have the dates moved?",
    "what-if": "What if we changed the plan?",
    "how-sure": "Can we believe it?",
    "decisions-and-learning": "What was decided, finished and learned?",
    "weeks": "Weeks",
    "data-quality": "How good are the records?",
    "runs": "Is everything being read?",
    "about": "Help, privacy and accessibility",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items(), ids=[p or "sponsor" for p in PAGES])
def test_a_page_is_accessible_quiet_and_at_home(
    browser: BrowserContext, site: Site, path: str, heading: str
) -> None:
    """No axe violation, no console error, no stranger asked, no sideways scroll, one h1."""
    with looking(browser, site.url, path, width=320) as look:
        page = look.page
        page.evaluate(AXE)
        # As on a telephone, then with the window drawn wide.
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
            violations = [
                (v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found["violations"]
            ]
            assert violations == []
            for box in ("html", ".stMain"):
                wide = page.evaluate("s => document.querySelector(s).scrollWidth", box)
                assert wide <= width
        assert page.locator("h1").all_inner_texts() == [heading]
        assert heading.split()[0] in page.title() or page.title().endswith("– Waymark")
        assert page.locator("[role=status]").count() == 1
        assert "Figures as at 7am on Monday 16 November 2026" in page.inner_text("[role=status]")
        assert "Demonstration: the clock stands at" in page.inner_text(".notices")
        assert look.errors == []
        assert look.strangers == []
        for figure in page.locator("[class*='st-key-figure-']").all():
            _has_words_and_table(figure)
            # What weeks came to stands in no table of one of them.
            if path != "weeks":
                _has_download(site, page, figure)


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.deep), 320])
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("throughput?week=2026-11-02", "Finished: 9"),
        ("risk?week=2026-11-08", "Expected delay: 46.8 days"),
        (
            "one-increment?increment=Highways+online/Parking+permits"
            "&at=Highways+online/Parking+permits/2026-11-08",
            "In it: 24",
        ),
        pytest.param(
            "slippage?milestone=Highways+online/Parking+permits",
            "Still to do: 8",
            marks=pytest.mark.deep,
        ),
        ("data-quality?source=care-online", "Found: 332"),
    ],
    ids=["throughput", "risk", "one-increment", "slippage", "data-quality"],
)
def test_a_list_of_work_is_accessible_and_fits(
    browser: BrowserContext, site: Site, path: str, said: str, width: int
) -> None:
    """An address that chooses a row opens its list: no axe violation, no sideways scroll."""
    with looking(browser, site.url, path, width=width) as look:
        page = look.page
        page.get_by_role("heading", name=said).wait_for(timeout=30_000)
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        assert [violation["id"] for violation in found["violations"]] == []
        for box in ("html", ".stMain"):
            assert page.evaluate("s => document.querySelector(s).scrollWidth", box) <= width
        assert look.errors == []
        links = page.locator("[class*='st-key-expander-'] table a").all()
        assert links
        assert all((link.get_attribute("href") or "").startswith("https://") for link in links)


def _has_words_and_table(figure: Locator) -> None:
    """A chart is named by its description, and followed by its figures."""
    name = figure.locator("[role=figure]").get_attribute("aria-label") or ""
    assert any(letter.isdigit() for letter in name)
    assert name != figure.locator(".finding").inner_text()
    assert figure.locator("details tbody tr").count() >= 1


def _has_download(site: Site, page: Page, figure: Locator) -> None:
    """The figures of a chart can be taken along as CSV."""
    link = figure.locator(".download a").first
    assert "CSV" in link.inner_text()
    answer = page.request.get(f"{site.url}/{link.get_attribute('href')}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/csv")


def test_the_first_screen_answers_the_sponsor(browser: BrowserContext, site: Site) -> None:
    """The first three blocks fit 1280 by 800 in at most 220 words; all stand in their order."""
    with looking(browser, site.url, "") as look:
        sections = look.page.locator("section.block")
        box = sections.nth(2).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
        blocks = [look.page.inner_text("h1"), *(sections.nth(n).inner_text() for n in range(3))]
        assert len(" ".join(blocks).split()) <= 220
        assert look.page.locator(".position .tag").inner_text() in {
            "● Green", "▲ Amber", "■ Red", "○ Not rated",
        }  # fmt: skip
        assert look.page.locator("h2").all_inner_texts() == [
            "Where we are",
            "Decisions we need from you",
            "When it will be ready",
            "What could go wrong",
            "Is the work moving?",
            "What people can now use",
            "What we learned",
            "How sure are we?",
        ]


def test_pages_keep_the_query_and_filter_by_it(browser: BrowserContext, site: Site) -> None:
    """A project in the address is shown, and is still there on the next page."""
    with looking(browser, site.url, "throughput?project=Highways+online") as look:
        page = look.page
        assert "Highways online" in page.locator(".measure").first.inner_text()
        page.get_by_role("link", name="Risk", exact=True).click()
        page.get_by_role("heading", name="What could go wrong?").wait_for()
        drawn(page)
        assert "project=Highways+online" in page.url
        assert "Highways online" in page.locator(".measure").first.inner_text()
        page.get_by_role("radio", name="Council tax online").click()
        page.get_by_text("Expected delay from open risks, Council tax online").first.wait_for()
        assert "project=Council+tax+online" in page.url


def test_an_increment_leads_to_its_own_page(browser: BrowserContext, site: Site) -> None:
    """By a link that keeps the chosen project; another one is chosen there, and in the address."""
    with looking(browser, site.url, "increments?project=Highways+online") as look:
        page = look.page
        page.locator(".stMain table").get_by_role("link", name="School streets").click()
        page.get_by_role("heading", level=2, name="School streets").wait_for()
        drawn(page)
        assert "project=Highways+online" in page.url
        assert "increment=Highways+online%2FSchool+streets" in page.url
        # The list is long, so a reader types.
        page.get_by_role("combobox").first.fill("Not yet planned (High")
        page.get_by_role("option", name="Not yet planned (Highways online)").click()
        page.get_by_role("heading", level=2, name="Not yet planned").wait_for()
        assert page.url.endswith("increment=Highways+online%2F")
        assert look.errors == []


def test_the_table_says_what_the_chart_draws(browser: BrowserContext, site: Site) -> None:
    """The bars of the pace chart are the figures in the table beside it."""
    with looking(browser, site.url, "throughput") as look:
        page = look.page
        figure = page.locator("[class*='st-key-figure-throughput']")
        figure.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=30_000)
        bars = page.evaluate(
            "() => [...document.querySelector(\"[class*='st-key-figure-throughput'] "
            '.js-plotly-plot").data[0].y]'
        )
        figure.locator("summary").click()
        cells = figure.locator("details tbody tr td:nth-child(2)").all_inner_texts()
        assert [float(text.replace(",", "")) for text in cells] == bars


def test_keyboard_reaches_links_and_figures(browser: BrowserContext, site: Site) -> None:
    """Tab goes from the skip link over the pages to the tables, and nothing holds it."""
    with looking(browser, site.url, "") as look:
        page = look.page
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("() => (document.activeElement.innerText || '').split('\\n')[0]")
            )
        assert reached.index("Throughput") < reached.index("Risk")
        assert "Show these figures as a table" in reached
        assert any(text.startswith("Download") for text in reached)


def test_text_of_axes_is_ink(browser: BrowserContext, site: Site) -> None:
    """Axe does not see SVG text, so its colour is read here."""
    with looking(browser, site.url, "throughput") as look:
        look.page.locator(".js-plotly-plot text", has_text="Pieces").first.wait_for()
        fills = look.page.evaluate(
            "() => [...document.querySelectorAll('.js-plotly-plot text')]"
            ".filter(t => t.textContent).map(t => getComputedStyle(t).fill)"
        )
        assert set(fills) == {"rgb(11, 12, 12)"}


def test_runs_are_chosen_by_keyboard_and_taken_along(browser: BrowserContext, site: Site) -> None:
    """A source is typed, the address keeps it, and the file holds the same runs."""
    with looking(browser, site.url, "runs") as look:
        page = look.page
        assert page.get_by_text("All 3 sources were read well at 7am").count() == 1
        page.get_by_role("combobox", name="Source").fill("care")
        page.get_by_role("option", name="care-online").click()
        page.get_by_text("One run, the newest first.").wait_for()
        drawn(page)
        assert page.url.endswith("?source=care-online")
        link = page.get_by_role("link", name="Download these runs, CSV")
        answer = page.request.get(f"{site.url}/{link.get_attribute('href')}")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        assert [line.split(",")[0] for line in answer.text().split()] == ["source", "care-online"]
        assert look.errors == []
        assert look.strangers == []
