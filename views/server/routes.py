"""Answers that are not pages: health, and tables as CSV. GET only, names by strict pattern."""

import re
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from programme.errors import WaymarkError
from views.downloads import csv
from views.shown import Shown

_NAME: Final = re.compile(r"^[a-z][a-z_]{1,40}$")
_NO_STORE: Final = {"cache-control": "no-store"}


def routes(read: Callable[[], Shown], healthy: Callable[[], bool]) -> list[Route]:
    """Return ``/healthz`` and ``/tables/{name}.csv``.

    Args:
        read: Gives what is shown now; may raise WaymarkError.
        healthy: Whether the store answers.
    """

    async def health(request: Request) -> Response:
        well = await run_in_threadpool(healthy)
        return PlainTextResponse(
            "ok\n" if well else "The store does not answer.\n",
            status_code=200 if well else 503,
            headers=_NO_STORE,
        )

    async def table(request: Request) -> Response:
        return await run_in_threadpool(_table, request.path_params["name"], read)

    return [
        Route("/healthz", health, methods=["GET"]),
        Route("/tables/{name}.csv", table, methods=["GET"]),
    ]


def _table(name: str, read: Callable[[], Shown]) -> Response:
    if not _NAME.fullmatch(name):
        return PlainTextResponse("There is no such table.\n", status_code=404, headers=_NO_STORE)
    try:
        content = csv(name, read())
    except KeyError:
        return PlainTextResponse("There is no such table.\n", status_code=404, headers=_NO_STORE)
    except WaymarkError as error:
        return PlainTextResponse(f"{error}\n", status_code=503, headers=_NO_STORE)
    return Response(
        content,
        media_type="text/csv; charset=utf-8; header=present",
        headers={**_NO_STORE, "content-disposition": f'attachment; filename="{name}.csv"'},
    )
