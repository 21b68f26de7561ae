"""Titles from a forge are text, whatever they look like."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import FINISHED, HOSTILE, Site
from tests.browser.looking import drawn, looking

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    "path",
    [
        *("", "one-increment", "what-if", "slippage", "decisions-and-learning"),
        *(
            pytest.param(path, marks=pytest.mark.deep)
            for path in ("increments", "risk", "how-sure", "data-quality")
        ),
    ],
)
def test_titles_are_shown_as_written_and_call_nobody(
    browser: BrowserContext, hostile_site: Site, path: str
) -> None:
    """No image is fetched, no script runs, no markup is read, no address is followed."""
    with looking(browser, hostile_site.url, path) as look:
        page = look.page
        assert look.strangers == []
        assert look.errors == []
        assert "taken" not in page.title()
        assert page.locator("img[src*='tracker']").count() == 0
        # A title stands in the query of the link to its own page, which is ours.
        tracking = "a[href*='tracker']:not([href^='one-increment?'])"
        assert page.locator(f"{tracking}, a[href^='javascript']").count() == 0
        text = page.locator(".stMain").text_content() or ""
        if path in {"increments", "what-if", "risk", "slippage"}:
            for title in HOSTILE:
                assert title in text
        finished = path in {"how-sure", "decisions-and-learning"}
        shown = FINISHED if finished else "One ![p](http://tracker.example/p.png)"
        # There is but one project to choose.
        assert shown in text or path == "what-if"


def test_a_title_is_safe_in_an_address(browser: BrowserContext, hostile_site: Site) -> None:
    """The link to an increment leads to its page, which shows the title as it is written."""
    with looking(browser, hostile_site.url, "increments") as look:
        page = look.page
        page.locator(".stMain table").get_by_role("link", name=HOSTILE[1]).click()
        page.get_by_role("heading", level=2, name=HOSTILE[1]).wait_for()
        drawn(page)
        assert "taken" not in page.title()
        assert look.strangers == []
        assert look.errors == []


def test_the_frame_and_the_direction_of_text_are_safe_too(
    browser: BrowserContext, hostile_site: Site
) -> None:
    """What stands in config.toml is text; a right-to-left title is isolated."""
    with looking(browser, hostile_site.url, "") as look:
        assert look.page.inner_text("h1") == "Hostile <b>programme</b> :red[x]"
        assert look.page.inner_text(".lede") == "![i](http://tracker.example/outcome.png)"
        assert HOSTILE[1] in look.page.locator("bdi").all_inner_texts()
