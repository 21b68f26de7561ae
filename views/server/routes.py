"""Answers that are not pages: health, tables as CSV, and reports. GET only, by strict patterns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from programme.errors import ConfigError, WaymarkError
from reports import files
from snapshots.week_names import is_name
from snapshots.weeks import LATEST
from views.downloads import csv
from views.shown import Shown

_NAME: Final = re.compile(r"^[a-z][a-z_]{1,40}$")
_PROGRAMME: Final = re.compile(r"^[a-z0-9-]{1,64}$")
_NO_STORE: Final = {"cache-control": "no-store"}

#: Gives the live edition, or that of a frozen week by its name.
Read = Callable[[str], Shown]


@dataclass(frozen=True)
class Health:
    """How it stands with the store.

    Attributes:
        well: Whether it answers.
        last_good_at: When a source was last synced well; None where that is not known.
        now: Aware instant, from which the age is counted.
    """

    well: bool
    last_good_at: datetime | None
    now: datetime

    def __str__(self) -> str:
        """Say it in lines that a machine can read, too."""
        if not self.well:
            return "The store does not answer.\n"
        if self.last_good_at is None:
            return "ok\nlast good sync: never\n"
        # An earlier clock, as a demonstration's, makes no age below nothing.
        age = max(int((self.now - self.last_good_at).total_seconds()), 0)
        at = self.last_good_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"ok\nlast good sync: {at}\nage in seconds: {age}\n"


def routes(read: Read, health_of: Callable[[], Health]) -> list[Route]:
    """Return ``/healthz``, ``/tables/{name}.csv``, ``/runs.csv`` and those of reports.

    ``/snapshots/{programme}/{week}`` is the report as plain HTML, which needs no script; with the
    ending of another form, ``.pdf`` and so on, it is that. ``live`` names the live figures.

    Args:
        read: Gives what is shown, given the name of a week, empty for now; may raise WaymarkError.
        health_of: Tells whether the store answers, and how old the last good sync is.
    """

    async def health(request: Request) -> Response:
        found = await run_in_threadpool(health_of)
        return PlainTextResponse(
            str(found), status_code=200 if found.well else 503, headers=_NO_STORE
        )

    async def table(request: Request) -> Response:
        week = request.query_params.get("week", "")
        return await run_in_threadpool(_table, request.path_params["name"], week, read)

    async def runs(request: Request) -> Response:
        week, source, outcome = (
            request.query_params.get(name, "") for name in ("week", "source", "outcome")
        )
        return await run_in_threadpool(_runs, week, source, outcome, read)

    async def report(request: Request) -> Response:
        asked = request.path_params["week"], request.path_params.get("form", "html")
        return await run_in_threadpool(_report, request.path_params["programme"], *asked, read)

    return [
        Route("/healthz", health, methods=["GET"]),
        Route("/runs.csv", runs, methods=["GET"]),
        Route("/tables/{name}.csv", table, methods=["GET"]),
        Route("/snapshots/{programme}/{week}.{form}", report, methods=["GET"]),
        Route("/snapshots/{programme}/{week}", report, methods=["GET"]),
    ]


def _names_week(week: str) -> bool:
    return week == LATEST or is_name(week)


def _missing(what: str) -> Response:
    return PlainTextResponse(f"There is no such {what}.\n", status_code=404, headers=_NO_STORE)


def _failed(error: WaymarkError) -> Response:
    return PlainTextResponse(f"{error}\n", status_code=503, headers=_NO_STORE)


def _table(name: str, week: str, read: Read) -> Response:
    if not _NAME.fullmatch(name) or (week and not _names_week(week)):
        return _missing("table")
    try:
        shown = read(week)
        if week and not shown.frozen:
            return _missing("week")
        content = csv(name, shown)
    except KeyError:
        return _missing("table")
    except WaymarkError as error:
        return _failed(error)
    return _attached(content, "text/csv; charset=utf-8; header=present", f"{name}.csv")


def _runs(week: str, source: str, outcome: str, read: Read) -> Response:
    if week and not _names_week(week):
        return _missing("week")
    try:
        shown = read(week)
        if week and not shown.frozen:
            return _missing("week")
        if shown.runs is None or (source and source not in shown.runs.names):
            return _missing("source")
        content = shown.runs.csv(source=source, outcome=outcome)
    except WaymarkError as error:
        return _failed(error)
    return _attached(content, "text/csv; charset=utf-8; header=present", "runs.csv")


def _report(programme: str, week: str, form: str, read: Read) -> Response:
    live = week == files.LIVE
    known = _PROGRAMME.fullmatch(programme) and (live or _names_week(week))
    if not known or form not in files.FORMS:
        return _missing("report")
    try:
        shown = read("" if live else week)
        if programme != files.slug(str(shown.header["programme"])) or shown.frozen == live:
            return _missing("report")
        content = files.file(shown, form, now=shown.now, weeks=shown.weeks)
    except ConfigError:
        return _missing("report")
    except WaymarkError as error:
        return _failed(error)
    media_type = files.FORMS[form]
    if form == "html":
        return Response(content, media_type=media_type, headers=_NO_STORE)
    return _attached(content, media_type, files.file_name(shown, form))


def _attached(content: bytes, media_type: str, name: str) -> Response:
    return Response(
        content,
        media_type=media_type,
        headers={**_NO_STORE, "content-disposition": f'attachment; filename="{name}"'},
    )
