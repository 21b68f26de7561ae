"""What people say of a programme: the rating a role declares, and the note on a week."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from programme.errors import ConfigError
from programme.settings import Settings
from programme.weeks import WEEK, local_date, monday_of
from snapshots import week_names
from snapshots.header import NOTHING_SAID
from sources.privacy import configured_names, mask
from store import Declaration, Note, Store

RATINGS: Final = ("green", "amber", "red")
MOST_WORDS: Final = 150
_LONGEST_ROLE: Final = 80
_LONGEST_REASON: Final = 400
_LONGEST_NOTE: Final = 1500


@dataclass(frozen=True)
class Statements:
    """Keeps what somebody writes on a page.

    Attributes:
        settings: The programme's.
        store: Where it is kept.
        now: Aware instant at which it is written.
    """

    settings: Settings
    store: Store
    now: datetime

    @property
    def week(self) -> str:
        """The week that is reported next."""
        return next_week(self.settings, self.store, now=self.now)

    @property
    def declared(self) -> Declaration | None:
        """The rating that was declared last."""
        return self.store.declared(self.settings.programme.name, self.now)

    def noted(self, week: str) -> Note | None:
        """Return the note that stands on a week."""
        return self.store.note(self.settings.programme.name, week, self.now)

    def declare(self, rating: str, reason: str, role: str) -> Declaration:
        """Keep a rating: see ``declare``."""
        return declare(self.settings, self.store, rating, reason, role, now=self.now)

    def note(self, week: str, text: str, role: str) -> Note:
        """Keep a note on a week: see ``write_note``."""
        return write_note(self.settings, self.store, week, text, role, now=self.now)


def declare(
    settings: Settings, store: Store, rating: str, reason: str, role: str, *, now: datetime
) -> Declaration:
    """Keep the rating that a role declares.

    Args:
        settings: The programme's.
        store: Where it is kept; earlier ones stay there, too.
        rating: green | amber | red.
        reason: Why, in a sentence or two; @names, e-mail addresses and phone numbers are masked.
        role: Who declares it.
        now: Aware instant.

    Raises:
        ConfigError: If something is missing, too long or unknown.
        WaymarkError: If the store fails.
    """
    if not rating:
        raise ConfigError("No rating is chosen; declare green, amber or red.")
    if rating not in RATINGS:
        raise ConfigError(f"{rating!r} is no rating; declare green, amber or red.")
    declaration = Declaration(
        programme=settings.programme.name,
        declared_at=now,
        rating=rating,
        reason=reason_of(settings, reason),
        role=role_of(settings, role),
    )
    store.declare(declaration)
    return declaration


def write_note(
    settings: Settings, store: Store, week: str, text: str, role: str, *, now: datetime
) -> Note:
    """Keep a note on a week, to stand on its report; a later one takes its place.

    Args:
        settings: The programme's.
        store: Where it is kept.
        week: ISO week, such as ``2026-W47``.
        text: At most 150 words; @names, e-mail addresses and phone numbers are masked.
        role: Who writes it.
        now: Aware instant.

    Raises:
        ConfigError: If something is missing or too long, or the week is yet to come.
        WaymarkError: If the store fails.
    """
    words = len(text.split())
    if words > MOST_WORDS:
        raise ConfigError(f"The note has {words} words; {MOST_WORDS} are the most.")
    today = local_date(now, settings.programme.zone)
    if monday_of(week) > today:
        raise ConfigError(f"{week} has not begun yet.")
    note = Note(
        programme=settings.programme.name,
        week=week,
        written_at=now,
        text=_said(settings, "The note", text, _LONGEST_NOTE),
        role=role_of(settings, role),
    )
    store.write_note(note)
    return note


def next_week(settings: Settings, store: Store, *, now: datetime) -> str:
    """Return the week that is reported next: the last whole one until it is recorded.

    Args:
        settings: The programme's.
        store: Where weeks are kept.
        now: Aware instant.
    """
    last = week_names.last_whole(now, settings.programme.zone)
    recorded = {one.week for one in store.weeks(settings.programme.name) if one.basis == "recorded"}
    return week_names.after(last) if last in recorded else last


def said(settings: Settings, store: Store, week: str, *, now: datetime) -> dict[str, Any]:
    """Return the fields of a header that tell what people said up to a week's report.

    Args:
        settings: The programme's.
        store: Where it is kept.
        week: ISO week of the report. What was said after the week that follows it is not of it.
        now: Aware instant; what is said later is not known yet.
    """
    zone, programme = settings.programme.zone, settings.programme.name
    until = min(now, week_names.ends_at(week, zone) + WEEK)
    fields = dict(NOTHING_SAID)
    if declared := store.declared(programme, until):
        fields |= {
            "declared_rating": declared.rating,
            "declared_on": local_date(declared.declared_at, zone).isoformat(),
            "declared_by_role": declared.role,
            "declared_reason": declared.reason,
        }
    if note := store.note(programme, week, until):
        fields |= {"note": note.text, "note_by_role": note.role}
    return fields


def reason_of(settings: Settings, text: str) -> str:
    """Return a reason on one line, with @names, e-mail addresses and phone numbers masked.

    Raises:
        ConfigError: If it is missing or too long.
    """
    return _said(settings, "The reason", text, _LONGEST_REASON)


def role_of(settings: Settings, text: str) -> str:
    """Return a role as ``reason_of`` returns a reason."""
    return _said(settings, "The role", text, _LONGEST_ROLE)


def _said(settings: Settings, what: str, text: str, longest: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > longest:
        raise ConfigError(f"{what} is longer than {longest} characters.")
    masked = mask(plain, configured_names(settings), longest=longest)
    if not re.search(r"\w", masked):  # nothing but characters that cannot be seen, or dashes
        raise ConfigError(f"{what} is missing.")
    return masked
