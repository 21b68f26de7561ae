"""Open a page and note what a reader's browser would have met."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

#: Streamlit looks for its base path on deep links; both are answered with 404.
KNOWN_404 = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Look:
    """An open page with what it asked for and complained about."""

    page: Page
    own: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@contextmanager
def looking(
    browser: BrowserContext, url: str, path: str, *, width: int = 1280, height: int = 800
) -> Iterator[Look]:
    """Open *path* and wait until the page and its charts are drawn."""
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": height})
    look = Look(page, urlsplit(url).netloc)

    def asked(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != look.own:
            look.strangers.append(address)

    def said(kind: str, text: str, address: str) -> None:
        if kind == "error" and not urlsplit(address).path.endswith(KNOWN_404):
            look.errors.append(f"{text} {address}")

    page.on("request", lambda request: asked(request.url))
    page.on("console", lambda m: said(m.type, m.text, m.location.get("url", "")))
    page.on("pageerror", lambda error: look.errors.append(str(error)))
    try:
        page.goto(f"{url}/{path}")
        drawn(page)
        yield look
    finally:
        page.close()


def drawn(page: Page) -> None:
    """Wait for the footer, then for quiet, then for every chart."""
    page.locator(".st-key-footer a").wait_for(timeout=60_000)
    page.locator("[data-test-script-state='notRunning']").wait_for(timeout=30_000)
    for chart in page.locator(".stPlotlyChart").all():
        chart.locator(".main-svg").first.wait_for(timeout=30_000)
