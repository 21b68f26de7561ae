"""Entry of the dashboard: page script and ASGI ``app`` in one.

``python -m uvicorn dashboard:app --no-server-header`` or ``streamlit run dashboard.py``; the
environment variable ``WAYMARK_CONFIG`` names another configuration. The clock is read here.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from programme.errors import WaymarkError
from snapshots.live import live
from snapshots.week_names import is_name
from sync.schedule import keep_fresh
from views import about, skeleton
from views.filters import asked_for
from views.pages import PAGES
from views.server.binding import may_write
from views.server.compression import CompressedStatic, compress_all
from views.server.headers import SecurityHeaders
from views.server.last_looked import LastLooked, since
from views.server.routes import Health, routes
from views.server.safe_settings import require_safe_settings
from views.shown import Shown

CONFIG = Path(os.environ.get("WAYMARK_CONFIG") or Path(__file__).with_name("config.toml"))

#: How often the store and the configuration are looked at while nobody reads.
_LOOK_SECONDS = 15


def read(week: str = "") -> Shown:
    """Return what is shown now, or a frozen week.

    Args:
        week: Name of the week, ``2026-W47``; empty = the live figures, as where there is no such
            week, which is then said.

    Raises:
        WaymarkError: If there is nothing to show.
    """
    now = datetime.now(UTC)
    followed = live(CONFIG.resolve())
    current = followed.read(now)
    shown = Shown(
        current.snapshot,
        current.settings,
        current.settings.programme.as_of or now,
        current.problems,
        followed.explain,
    )
    shown = replace(shown, runs=followed.runs(shown))
    try:
        # What is wrong with the list of weeks is told by current.problems already.
        weeks = followed.weeks()
    except WaymarkError:
        return shown
    shown = replace(shown, weeks=weeks)
    if not week:
        return shown
    try:
        frozen = weeks.edition(week)
    except WaymarkError as error:
        return replace(shown, problems=(*shown.problems, str(error)))
    return Shown(
        frozen.snapshot,
        frozen.settings,
        shown.now,
        weeks=weeks,
        current=shown,
        runs=followed.runs(frozen),
    )


def newest_week() -> str:
    """Return the name of the newest frozen week; empty where there is none."""
    try:
        return next(reversed(live(CONFIG.resolve()).weeks().names), "")
    except WaymarkError:
        return ""


def asked() -> Shown:
    """Return what this reader asks for, and whether they may write.

    Raises:
        WaymarkError: If there is nothing to show.
    """
    week = asked_for("week")
    # A page that lists the work of one week calls it by its first or last day.
    shown = read(week if is_name(week) else "")
    followed = live(CONFIG.resolve())
    writes = may_write(st.context.headers.to_dict())
    return replace(
        shown,
        since=since(st.context.cookies.to_dict()),
        statements=followed.statements(shown.now) if writes and shown.weeks is not None else None,
    )


def health() -> Health:
    """Say whether the store answers, and how old the last good sync is."""
    followed = live(CONFIG.resolve())
    well = followed.healthy()
    return Health(well, followed.last_good_at() if well else None, datetime.now(UTC))


def main() -> None:
    """Draw one page."""
    try:
        shown = asked()
    except WaymarkError as error:
        skeleton.message(
            live(CONFIG.resolve()).programme,
            "There are no figures to show yet",
            str(error),
        )
        return
    pages = [
        st.Page(
            partial(page.show, shown),
            title=page.TITLE,
            url_path=page.PATH,
            default=page is PAGES[0],
        )
        for page in PAGES
    ]
    help_page = st.Page(partial(about.show, shown), title=about.TITLE, url_path=about.PATH)
    current = st.navigation([*pages, help_page], position="hidden")
    programme = shown.settings.programme.name
    skeleton.head(programme, current.title)
    skeleton.masthead("" if current is pages[0] else programme, skeleton.freshness(shown))
    skeleton.navigation(pages, current)
    skeleton.notices(shown)
    current.run()
    skeleton.footer(help_page)


def warm_up() -> None:
    """Do what the first reader would otherwise wait for."""
    compress_all()
    look()


async def keep_warm() -> None:
    """Work out new figures before a reader asks, who would have to wait for them."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        await asyncio.to_thread(look)


def look() -> None:
    """Take up what has changed; what is wrong is said on the page."""
    with suppress(WaymarkError):
        read()


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Answer nobody before the first figures are there; then keep the store fresh."""
    await asyncio.to_thread(warm_up)
    tasks = [asyncio.create_task(keep_fresh(CONFIG.resolve())), asyncio.create_task(keep_warm())]
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


if __name__ == "__main__" and st.runtime.exists():
    main()
else:
    require_safe_settings()
    app = App(
        __file__,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(LastLooked, newest=newest_week),
            Middleware(CompressedStatic),
        ],
        routes=routes(read, health),
        lifespan=lifespan,
    )
