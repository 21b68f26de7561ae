"""Security headers on every answer, and a refusal for hosts that are not ours."""

import base64
import hashlib
import logging
import re
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

STATIC: Final = Path(streamlit.__file__).with_name("static")
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_YEAR: Final = 31_536_000
_LOG = logging.getLogger(__name__)


@cache
def content_security_policy() -> str:
    """Return the policy; it allows the inline scripts of Streamlit's own page by their hashes."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    hashes = "".join(f" 'sha256-{_digest(script)}'" for script in _INLINE.findall(page))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


@cache
def _plotly() -> str:
    """Return the address of the chunk that draws charts, so that it loads while the page starts."""
    return next((f"/static/js/{p.name}" for p in STATIC.glob("static/js/PlotlyChart.*.js")), "")


class SecurityHeaders:
    """ASGI middleware, outermost of ours: nothing leaves without the headers.

    The framework answers a failure outside of all middleware; so failures end here, too.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its host is ours, and add headers to what comes back."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        secure = scope.get("scheme") in {"https", "wss"}
        answered = False

        async def with_headers(message: Message) -> None:
            nonlocal answered
            if message["type"] in {"http.response.start", "websocket.accept"}:
                answered = True
                message.setdefault("headers", [])
                _add(MutableHeaders(raw=message["headers"]), secure)
            await send(message)

        if scope["type"] == "websocket":
            # Streamlit itself refuses a socket from another host or page.
            await self._app(scope, receive, with_headers)
            return
        app = self._app
        if not is_host_allowed(Headers(scope=scope).get("host")):
            app = PlainTextResponse("This host is not served here.\n", status_code=400)
        try:
            await app(scope, receive, with_headers)
        except Exception:
            if answered:
                raise
            _LOG.exception("A request failed")
            failed = PlainTextResponse("Waymark could not answer; try again.\n", status_code=500)
            await failed(scope, receive, with_headers)


def _add(headers: MutableHeaders, secure: bool) -> None:
    headers["content-security-policy"] = content_security_policy()
    headers["x-content-type-options"] = "nosniff"
    headers["referrer-policy"] = "no-referrer"
    headers["permissions-policy"] = (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), "
        "microphone=(), payment=(), usb=()"
    )
    headers["cross-origin-opener-policy"] = "same-origin"
    headers["cross-origin-resource-policy"] = "same-origin"
    if secure:
        headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"
    if headers.get("content-type", "").startswith("text/html") and _plotly():
        headers["link"] = f"<{_plotly()}>; rel=modulepreload"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
