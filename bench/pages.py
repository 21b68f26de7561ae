"""How long a reader waits: server start, first chart in a fresh browser, warm page switch.

    python -m bench.pages [--config PATH] [--runs 5]

Prints the median and the range of each, in seconds. Chromium is Debian's.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHART: Final = ".js-plotly-plot .main-svg"
SWITCH_TO: Final = ("Throughput", "Slippage", "Increments", "One increment")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=ROOT / "config.toml")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with served(arguments.config) as (address, started), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        report("server start to first answer", [started])
        first = []
        for _ in range(arguments.runs + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            began = time.perf_counter()
            page.goto(address)
            page.locator(CHART).first.wait_for()
            first.append(time.perf_counter() - began)
            context.close()
        # The first reader of all waits for the measures too; the median is of the others.
        report("first reader after the start, to the first chart", first[:1])
        report("opening the page to the first chart, fresh profile", first[1:])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.goto(address)
        page.locator(CHART).first.wait_for()
        for name in (*SWITCH_TO, *SWITCH_TO):
            switch(page, name)
        for name in SWITCH_TO:
            taken = []
            for _ in range(arguments.runs):
                other = next(entry for entry in SWITCH_TO if entry != name)
                switch(page, other)
                taken.append(switch(page, name))
            charts = page.locator(".js-plotly-plot").count()
            report(f"warm switch to {name}, to the last of its {charts} charts", taken)
        browser.close()


def switch(page: Page, name: str) -> float:
    """Click on a page's name and wait until its last chart is drawn; return the seconds."""
    began = time.perf_counter()
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("heading", level=1, name=HEADINGS[name]).wait_for()
    expected = page.locator('[class*="stPlotlyChart"]')
    drawn = -1
    while drawn < 1 or drawn < expected.count():
        drawn = page.locator(CHART + ":first-child").count()
        page.wait_for_timeout(10)
    return time.perf_counter() - began


HEADINGS: Final = {
    "Throughput": "Is the work moving?",
    "Slippage": "How far have the dates moved?",
    "Increments": "When will it be ready?",
    "One increment": "What would bring it forward?",
}


def report(what: str, seconds: list[float]) -> None:
    """Print a row."""
    middle = statistics.median(seconds)
    print(f"{what:62} {middle:6.2f} s  ({min(seconds):.2f}-{max(seconds):.2f}, n={len(seconds)})")


@contextmanager
def served(config: Path) -> Iterator[tuple[str, float]]:
    """Serve the dashboard on a free port; give its address and the seconds to its first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(
        [*command, "--no-server-header", "--no-access-log", "--log-level", "warning"],
        cwd=ROOT,
        env={**os.environ, "WAYMARK_CONFIG": str(config.resolve())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        while True:
            try:
                with urllib.request.urlopen(address, timeout=1):
                    break
            except OSError:
                if server.poll() is not None or time.perf_counter() - began > 60:
                    raise
                time.sleep(0.02)
        yield address, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
