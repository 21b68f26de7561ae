"""Which week a reader saw last: kept in the reader's own browser, never in the store."""

from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from snapshots.week_names import is_name

#: Holds two weeks: the one seen before the newest one came, and the newest one seen.
COOKIE: Final = "waymark_weeks"
_YEAR: Final = 31_536_000


def since(cookies: Mapping[str, str]) -> str:
    """Return the week that a reader had seen before the newest one; empty = not known.

    Args:
        cookies: Of the reader's request, by name.
    """
    before, _ = _two(cookies.get(COOKIE, ""))
    return before


def seen(value: str, newest: str) -> str:
    """Return what is kept in the browser once the newest week has been seen.

    Args:
        value: What was kept there until now; empty = nothing.
        newest: Name of the newest frozen week.
    """
    before, last = _two(value)
    return value if last == newest else f"{last or before}.{newest}"


def _two(value: str) -> tuple[str, str]:
    """Return the two weeks that the cookie holds; empty what it does not."""
    before, _, last = value.partition(".")
    known = is_name(last) and (not before or is_name(before))
    return (before, last) if known else ("", "")


class LastLooked:
    """ASGI middleware: an answer that is a page notes the newest week in the browser."""

    def __init__(self, app: ASGIApp, newest: Callable[[], str]) -> None:
        """Wrap *app*.

        Args:
            app: What answers.
            newest: Gives the name of the newest frozen week; empty where there is none.
        """
        self._app, self._newest = app, newest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the cookie to a page that comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kept = _kept(Headers(scope=scope).get("cookie", ""))

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if headers.get("content-type", "").startswith("text/html"):
                    await self._note(headers, kept, scope.get("scheme") == "https")
            await send(message)

        await self._app(scope, receive, noted)

    async def _note(self, headers: MutableHeaders, kept: str, secure: bool) -> None:
        newest = await run_in_threadpool(self._newest)
        if newest:
            headers.append(
                "set-cookie",
                f"{COOKIE}={seen(kept, newest)}; Max-Age={_YEAR}; Path=/; HttpOnly; SameSite=Lax"
                + ("; Secure" if secure else ""),
            )


def _kept(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
