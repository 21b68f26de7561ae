"""Settings that must be safe, and what is offered as CSV."""

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from programme.errors import ConfigError
from snapshots.contracts import contracts
from tests.loops import run
from tests.views.snapshot import shown
from views.downloads import csv, offered
from views.server.headers import SecurityHeaders
from views.server.safe_settings import require_safe_settings, unsafe_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client.showErrorDetails", "full"),
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.enableStaticServing", True),
        ("server.allowedHosts", []),
        ("browser.gatherUsageStats", True),
        ("runner.magicEnabled", True),
        ("server.maxUploadSize", 200),
    ],
)
def test_unsafe_settings_are_refused(name: str, value: object) -> None:
    """The file in the repository is safe; one changed setting is named."""
    assert unsafe_settings() == []
    before = config.get_option(name)
    config.set_option(name, value)
    try:
        with pytest.raises(ConfigError, match=name):
            require_safe_settings()
    finally:
        config.set_option(name, before)


@pytest.mark.parametrize("name", [name for name in contracts() if offered(name)])
def test_every_offered_table_can_be_written(name: str) -> None:
    """Each name leads to CSV with a header row."""
    if name not in shown().snapshot.tables:
        pytest.skip("the test's snapshot lacks it")
    header = csv(name, shown()).split(b"\r\n")[0].decode()
    assert header.split(",") == list(contracts()[name].columns)


@pytest.mark.parametrize("name", ["items", "header", "nothing", ""])
def test_other_names_are_not_offered(name: str) -> None:
    """Item tables are read by page, never given whole."""
    with pytest.raises(KeyError):
        csv(name, shown())


def _sent(app: ASGIApp, kind: str) -> list[Message]:
    """Let *app* answer a request behind our headers; give what it sent."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": kind, "method": "GET", "path": "/", "headers": headers}
    run(SecurityHeaders(app)(scope, receive, send))
    return sent


def test_a_failure_is_answered_with_the_headers_and_without_its_words() -> None:
    """What went wrong stays in the log."""

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("a secret")

    start, body = _sent(failing, "http")

    assert start["status"] == 500
    assert b"default-src 'none'" in dict(start["headers"])[b"content-security-policy"]
    assert b"secret" not in body["body"]


def test_a_socket_is_opened_with_the_headers() -> None:
    """The answer that opens a socket is an answer like any other."""

    async def opening(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    (accepted,) = _sent(opening, "websocket")

    assert dict(accepted["headers"])[b"x-content-type-options"] == b"nosniff"
