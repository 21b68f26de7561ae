"""Take README's picture of the sponsor's page from a dashboard that serves the demonstration.

    python -m scripts.picture http://localhost:8501/

Needs the packages of the tests and Debian's chromium.
"""

import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

PICTURE: Final = Path(__file__).resolve().parent.parent / "docs" / "sponsor.png"
_SIZE: Final = {"width": 1280, "height": 1560}


def main(address: str) -> None:
    """Save the upper part of the page once its charts are drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": _SIZE["width"], "height": _SIZE["height"]})
        page.goto(address)
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
