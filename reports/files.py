"""Every form in which an edition leaves the product, as the bytes of a file."""

import os
import re
from datetime import datetime
from typing import Final

from programme.settings import Settings
from programme.teams import withheld
from snapshots import frozen_settings, week_names
from snapshots.edition import Edition
from snapshots.pack import packed
from snapshots.package import files_of
from snapshots.seal import sealed
from snapshots.shared import shared
from snapshots.snapshot import Snapshot
from snapshots.weeks import Weeks

#: Each form with its media type, in the order in which they are offered.
FORMS: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "ics": "text/calendar; charset=utf-8",
}
LIVE: Final = "live"


def name(edition: Edition) -> str:
    """Return what an edition is called: ``live``, ``2026-W47`` or ``2026-W47-r1``."""
    header = edition.header
    if not edition.frozen:
        return LIVE
    return week_names.name(str(header["iso_week"]), int(header["revision"]))


def slug(programme: str) -> str:
    """Return the name of a programme as it stands in addresses and names of files."""
    return re.sub(r"[^a-z0-9]+", "-", programme.lower()).strip("-")[:64].strip("-") or "programme"


def file_name(edition: Edition, form: str) -> str:
    """Return the name of an edition's file in one form."""
    return f"{slug(str(edition.header['programme']))}-{name(edition)}.{form}"


def file(
    edition: Edition,
    form: str,
    *,
    now: datetime,
    weeks: Weeks | None = None,
    whole: bool = False,
) -> bytes:
    """Return an edition in one form.

    Where there is a small team, the zip file that readers are given is not the one that was frozen:
    no team's work stands in it that is not shown on pages.

    Args:
        edition: The live one, or that of a frozen week.
        form: One of FORMS.
        now: Aware instant at which it is written.
        weeks: Keep the zip file of a frozen week, which is never made a second time.
        whole: Whether a zip file is for whoever runs Waymark, to be restored, not for readers.

    Raises:
        WaymarkError: If there is no browser to print a PDF with, or the frozen bytes have changed.
    """
    # Each is loaded when it is asked for: drawing and slides take a second to load.
    if form == "zip":
        if not whole and withheld(edition.settings.projects):
            return _packed(shared(edition), edition.settings)
        if weeks and edition.frozen:
            return weeks.content(edition)
        return _packed(sealed(edition.snapshot), edition.settings)
    if form == "ics":
        from reports.calendar import calendar

        return calendar(edition)
    if form == "pptx":
        from reports.slides.deck import slides

        return slides(edition, now=now)
    from reports.html import html

    page = html(edition, now=now)
    if form == "html":
        return page
    from reports.pdf import pdf

    return pdf(page, environment=os.environ)


def _packed(snapshot: Snapshot, settings: Settings) -> bytes:
    return packed({**files_of(snapshot), frozen_settings.NAME: frozen_settings.dump(settings)})
