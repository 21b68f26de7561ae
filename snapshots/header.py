"""The header of a snapshot: what it is of, as of when, from which data, and what it comes to."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from programme.settings import Settings
from programme.weeks import iso_week, local_date, local_midnight, week_start
from programme.wording.ratings import rating_word
from programme.wording.words import sentence
from snapshots.cells import instant
from snapshots.seal import canonical

APP_VERSION: Final = "0.1.0"
SCHEMA_VERSION: Final = "1"
#: Raised whenever a formula changes; label mappings, thresholds, sizes and calendar are added as
#: a hash.
_FORMULAS: Final = "2"

#: Of a snapshot of which nobody has said anything.
NOTHING_SAID: Final[dict[str, Any]] = {
    "declared_rating": None,
    "declared_on": None,
    "declared_by_role": None,
    "declared_reason": None,
    "note": None,
    "note_by_role": None,
}
#: Of a snapshot that is not frozen; ``basis`` of one that is: recorded | rebuilt.
LIVE: Final[dict[str, Any]] = {
    "basis": "live",
    "revision": 0,
    "revised_reason": None,
    "revised_by_role": None,
    "taken_late": False,
    "compared_with_week": None,
    "compared_with_rating": None,
    "disagreed_count": 0,
    "settings_sha256": None,
    "previous_sha256": None,
}


def header(
    settings: Settings,
    tables: Mapping[str, pd.DataFrame],
    *,
    as_of: datetime,
    taken_at: datetime,
    config_sha256: str,
) -> dict[str, Any]:
    """Describe a snapshot of *tables*.

    ``iso_week`` is the week that *as_of* ends or lies in, ``cut_off_at`` the end of the last whole
    week, ``data_through_at`` the oldest of the sources' last good syncs. No rating is declared yet.

    Args:
        settings: The programme's.
        tables: Every measure's table by name.
        as_of: Aware instant of the figures.
        taken_at: Aware instant at which they were taken.
        config_sha256: Hash of the configuration's bytes.

    Returns:
        The fields of ``header.json`` but its ``sha256`` (see ``snapshots.seal``).
    """
    zone = settings.programme.zone
    # Sunday 24:00 belongs to the week that it ends.
    last_moment = local_date(as_of - timedelta(microseconds=1), zone)
    rating, reason = _indicated(tables)
    return {
        "schema_version": SCHEMA_VERSION,
        "definitions_version": definitions_version(settings),
        "app_version": APP_VERSION,
        "programme": settings.programme.name,
        "outcome": settings.programme.outcome,
        "as_of": instant(as_of),
        "iso_week": iso_week(last_moment),
        "cut_off_at": instant(local_midnight(week_start(local_date(as_of, zone)), zone)),
        "taken_at": instant(taken_at),
        "config_sha256": config_sha256,
        "data_through_at": _data_through(tables, as_of),
        **NOTHING_SAID,
        "indicated_rating": rating,
        "rating_reason": reason,
        "headline": _headline(settings.programme.name, rating, reason),
        **LIVE,
    }


def definitions_version(settings: Settings) -> str:
    """Name the definitions in force: our formulas, and the team's own choices."""
    sections = {"labels", "ratings", "increments", "measures", "calendar"}
    own = settings.model_dump(mode="json", include=sections)
    return f"{_FORMULAS}+{hashlib.sha256(canonical(own)).hexdigest()[:12]}"


def _indicated(tables: Mapping[str, pd.DataFrame]) -> tuple[str, str]:
    """Read the programme's rating and its reason off the row of the whole programme."""
    projects = tables["projects"]
    row = projects[projects["project"] == ""].iloc[0]
    return str(row["indicated_rating"]), str(row["rating_reason"])


def _data_through(tables: Mapping[str, pd.DataFrame], as_of: datetime) -> str | None:
    last_ok = tables["sources"]["last_ok_at"].dropna()
    return None if last_ok.empty else instant(min(last_ok.min(), pd.Timestamp(as_of)))


def _headline(name: str, rating: str, reason: str) -> str:
    return f"{name}: {rating_word(rating)}. {sentence(reason)}".strip()
