"""Frozen weeks as a reader meets them: pages of then, files, and what the browser remembers."""

import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Site
from tests.browser.looking import looking
from tests.browser.test_server import ask

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WEEK = "/snapshots/exampleton-online/2026-W46"
BLOCKS = [
    "Where we are", "Decisions we need from you", "When it will be ready", "What could go wrong",
    "Is the work moving?", "What people can now use", "What we learned", "How sure are we?",
]  # fmt: skip


@pytest.mark.parametrize("name", ["2026-W46", "latest"])
def test_the_report_is_a_plain_page(site: Site, name: str) -> None:
    """It needs no script: all eight blocks are in what the server sends."""
    status, headers, body = ask(site, f"/snapshots/exampleton-online/{name}")
    text = body.decode()

    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "<script" not in text
    headings = [" ".join(re.sub("<[^>]*>", "", h).split()) for h in re.findall("<h2.*?</h2>", text)]
    assert headings[: len(BLOCKS)] == BLOCKS


@pytest.mark.parametrize("form", ["zip", "ics", "pptx"])
def test_a_week_is_taken_along(site: Site, form: str) -> None:
    """Twice the same bytes, named after programme and week."""
    status, headers, body = ask(site, f"{WEEK}.{form}")

    assert status == 200
    assert headers["content-disposition"].endswith(f'filename="exampleton-online-2026-W46.{form}"')
    assert headers["cache-control"] == "no-store"
    assert ask(site, f"{WEEK}.{form}")[2] == body


def test_the_live_figures_are_taken_along_too(site: Site) -> None:
    """Sealed, and saying that they are live."""
    _, _, body = ask(site, "/snapshots/exampleton-online/live.zip")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        header = json.loads(archive.read("header.json"))

    assert header["basis"] == "live"
    assert len(header["sha256"]) == 64


def test_a_table_of_a_frozen_week_is_that_week_s(site: Site) -> None:
    """A link on one of its pages does not give today's figures."""
    _, _, now = ask(site, "/tables/throughput.csv")
    _, _, then = ask(site, "/tables/throughput.csv?week=2026-W45")

    assert b",2026-11-09," in now
    assert b",2026-11-09," not in then
    assert b",2026-11-02," in then


@pytest.mark.parametrize(
    "path",
    [
        "/snapshots/exampleton-online/2026-W01",
        "/snapshots/exampleton-online/2026-W46.exe",
        "/snapshots/exampleton-online/2026-W46.zip.zip",
        "/snapshots/another/2026-W46",
        "/snapshots/exampleton-online/..%2f..%2fconfig.toml",
        "/snapshots/..%2f/2026-W46",
        "/tables/throughput.csv?week=2019-W01",
        "/tables/throughput.csv?week=..%2f",
    ],
)
def test_nothing_else_is_given(site: Site, path: str) -> None:
    """One plain sentence, and no file."""
    status, _, body = ask(site, path)

    assert status in {400, 404, 503}
    assert b"[programme]" not in body
    assert len(body) < 200


@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_says_that_it_is_of_a_frozen_week(
    browser: BrowserContext, site: Site, width: int
) -> None:
    """On every page, with the way back; no chart or table is of another day."""
    with looking(browser, site.url, "risk?week=2026-W45", width=width) as look:
        notice = look.page.locator(".notices")
        assert "Week 45, 2 to 8 November 2026" in notice.inner_text()
        assert "rebuilt from events" in notice.inner_text()
        assert "Figures as at the end of Sunday 8 November 2026" in look.page.inner_text(
            "[role=status]"
        )
        assert look.errors == []
        notice.get_by_role("link", name="Back to now.").click()
        look.page.get_by_text("Figures as at 7am on Monday 16 November 2026").wait_for()
        assert "week=" not in look.page.url


def test_a_week_that_is_not_there_is_said(browser: BrowserContext, site: Site) -> None:
    """The live figures stand, and why."""
    with looking(browser, site.url, "?week=2026-W01") as look:
        assert "2026-W01 is not frozen" in look.page.inner_text(".notices")
        assert "7am on Monday 16 November 2026" in look.page.inner_text("[role=status]")


def test_the_browser_remembers_the_week_seen_last(browser: BrowserContext, site: Site) -> None:
    """In a cookie of its own that no script can read."""
    with looking(browser, site.url, "weeks"):
        kept = [one for one in browser.cookies(site.url) if one["name"] == "waymark_weeks"]

    assert [(one["value"], one["httpOnly"]) for one in kept] == [(".2026-W46", True)]
