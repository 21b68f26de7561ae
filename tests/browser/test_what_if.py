"""A plan is tried out by keyboard, and from an address; hostile titles stay text."""

from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import HOSTILE, Site
from tests.browser.looking import looking
from tests.browser.test_pages import AXE, TAGS
from views.addresses import packed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_CHOSEN = (
    "what-if?project=Council+tax+online&leave=Business+rates:5,Council+tax+support"
    "&pace=Half+a+person+more&dates=Business+rates:2027-03-19"
    "&dealt=github.exampleton.example/revenues/council-tax-online%23182"
)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_what_if_is_accessible_and_fits(browser: BrowserContext, site: Site, width: int) -> None:
    """With every kind of choice made: no axe violation, no sideways scroll."""
    with looking(browser, site.url, _CHOSEN, width=width) as look:
        page = look.page
        expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
        expect(page.get_by_text("New date of ‘Business rates’")).to_be_visible(timeout=30_000)
        page.evaluate(AXE)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        assert [violation["id"] for violation in found["violations"]] == []
        for box in ("html", ".stMain"):
            assert page.evaluate("s => document.querySelector(s).scrollWidth", box) <= width
        assert look.errors == []
        assert look.strangers == []
        assert page.locator("table tbody th").last.inner_text() == "The project as a whole"


def test_a_plan_is_tried_out_by_keyboard(browser: BrowserContext, site: Site) -> None:
    """An increment is left out with the keys alone; the address says so, and is taken back."""
    with looking(browser, site.url, "what-if?project=Council+tax+online") as look:
        page = look.page
        page.get_by_role("combobox", name="Leave out").focus()
        for key in ("ArrowDown", "Enter", "Escape"):
            page.keyboard.press(key)
        expect(page.get_by_role("heading", name="What it would do")).to_be_visible(timeout=30_000)
        assert "leave=Council+tax+support" in page.url
        again = page.get_by_role("button", name="Start again")
        for _ in range(20):
            page.keyboard.press("Tab")
            if again.evaluate("button => button === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="As things stand")).to_be_visible(timeout=30_000)
        assert "leave" not in page.url


def test_titles_in_labels_are_text(browser: BrowserContext, hostile_site: Site) -> None:
    """Increments are left out and their dates moved, so that their titles stand in labels."""
    every = dict.fromkeys(HOSTILE, "")
    moved = dict.fromkeys(HOSTILE, "2027-05-01")
    path = f"what-if?leave={quote(packed(every))}&dates={quote(packed(moved))}"
    with looking(browser, hostile_site.url, path) as look:
        page = look.page
        # Only the first has work left.
        asked = [f"How much of ‘{HOSTILE[0]}", *(f"New date of ‘{one[:30]}" for one in HOSTILE[:3])]
        for text in asked:
            label = page.locator(".st-key-what-if label").filter(has_text=text)
            expect(label).to_have_count(1, timeout=30_000)
        assert page.locator("img[src*='tracker'], a[href^='http://tracker']").count() == 0
        assert look.strangers == []
        assert look.errors == []
