"""The last week seen is kept in the reader's browser, or in the link."""

import pytest
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message

from tests.loops import run
from views.server.last_looked import COOKIE, LastLooked, seen, since


@pytest.mark.parametrize(
    ("kept", "newest", "then", "before"),
    [
        ("", "2026-W46", ".2026-W46", ""),
        (".2026-W46", "2026-W46", ".2026-W46", ""),
        (".2026-W46", "2026-W47", "2026-W46.2026-W47", "2026-W46"),
        ("2026-W46.2026-W47", "2026-W47", "2026-W46.2026-W47", "2026-W46"),
        ("2026-W46.2026-W47", "2026-W51-r1", "2026-W47.2026-W51-r1", "2026-W47"),
        ("<script>", "2026-W46", ".2026-W46", ""),
    ],
    ids=["first visit", "same week", "next week", "again", "weeks later", "no value of ours"],
)
def test_what_a_browser_keeps(kept: str, newest: str, then: str, before: str) -> None:
    """The newest week seen, and the one seen before it came."""
    assert seen(kept, newest) == then
    assert since({COOKIE: then}) == before


@pytest.mark.parametrize("value", ["", ".", "2026-W46", "x.y", "2026-W46.2026-W47; Path=/x"])
def test_what_is_no_value_of_ours_says_nothing(value: str) -> None:
    """Whoever writes it."""
    assert since({COOKIE: value}) == ""


def answered(answer: Response, newest: str = "2026-W46", scheme: str = "http") -> str:
    """Return the cookie that comes with an answer; empty = none."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    app = LastLooked(answer, newest=lambda: newest)
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "scheme": scheme}
    run(app(scope, receive, send))
    return MutableHeaders(raw=sent[0]["headers"]).get("set-cookie", "")


def test_only_a_page_notes_the_week() -> None:
    """Neither scripts nor health checks are readers; no script can read it."""
    assert answered(PlainTextResponse("no page")) == ""
    cookie = answered(HTMLResponse("<p>page</p>"))
    assert cookie.startswith("waymark_weeks=.2026-W46; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_https_it_is_sent_over_https_alone() -> None:
    """As every cookie is."""
    assert answered(HTMLResponse("<p>page</p>"), scheme="https").endswith("; Secure")


def test_before_the_first_week_nothing_is_noted() -> None:
    """There is nothing to have seen."""
    assert answered(HTMLResponse("<p>page</p>"), newest="") == ""
