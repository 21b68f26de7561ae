"""What the log of syncs says: whether everything is read, since when not, and how a run went."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from programme.wording.words import capital, count, day, instant, known, number, sentence, visible

UNREADABLE: Final = "The log of syncs cannot be read now."
NONE_FOUND: Final = "No run fits what is chosen."
OUTCOMES: Final = {"ok": "Read well", "failed": "Failed"}
_NO_REASON: Final = "It did not say why."
#: So many different reasons are told in the headline; the table has all of them.
_MOST_REASONS: Final = 3


def nothing_synced(reasons: Sequence[str]) -> str:
    """Say why there are no figures at all.

    Args:
        reasons: Of the syncs that failed, one sentence each; empty = none was tried yet.
    """
    if not reasons:
        return "Nothing has been synced yet; run `python waymark.py sync` first."
    different = list(dict.fromkeys(reasons))
    more = len(different) - _MOST_REASONS
    rest = [
        f"And {count(more, 'other reason', 'other reasons')}; `python waymark.py sync` tells all."
    ]
    told = [*different[:_MOST_REASONS], *(rest if more > 0 else [])]
    return " ".join(["No source could be read yet.", *told])


def headline(standing: pd.DataFrame, zone: ZoneInfo) -> str:
    """Say whether all sources are read well, or how many are not, and since when.

    Args:
        standing: Of sources, as RunLog.standing gives it.
        zone: The programme's time zone.
    """
    if standing.empty:
        return "There is no source to be read yet."
    by_state = {str(state): rows for state, rows in standing.groupby("state")}
    told = []
    if "failed" in by_state:
        since = by_state["failed"]["failing_since"]
        has, them = _part(by_state["failed"], standing, "has", "have")
        told.append(f"{them} {has} been failing{_first(since, zone, ' since')}.")
    if "stale" in by_state:
        was, them = _part(by_state["stale"], standing, "was", "were")
        last = _first(by_state["stale"]["last_ok_at"], zone, ", at")
        told.append(f"{them} {was} last read over a day ago{last}.")
    if "never" in by_state:
        has, them = _part(by_state["never"], standing, "has", "have")
        told.append(f"{them} {has} never been read.")
    if "ok" in by_state:
        good = by_state["ok"]
        was, them = _part(good, standing, "was", "were")
        them = ("The other one" if len(good) == 1 else "The others") if told else them
        told.append(f"{them} {was} read well{_first(good['last_ok_at'], zone, ' at')}.")
    return " ".join(told)


def _part(rows: pd.DataFrame, of: pd.DataFrame, one: str, many: str) -> tuple[str, str]:
    """Return the verb, and which of the sources they are: ``2 of 5 sources``."""
    verb = one if len(rows) == 1 else many
    if len(rows) == len(of):
        return verb, "The only source" if len(of) == 1 else f"All {number(len(of))} sources"
    some = "One" if len(rows) == 1 else number(len(rows))
    return verb, f"{some} of {number(len(of))} sources"


def _first(instants: pd.Series, zone: ZoneInfo, before: str) -> str:
    """Return the instant of all, or of the first of them; empty where none is known."""
    given = instants.dropna()
    if given.empty:
        return ""
    told = instant(given.min(), zone)
    if len(given) == len(instants) and given.min() == given.max():
        return f"{before} {told}"
    return f", the first of them {before.lstrip(' ,')} {told}"


def reasons(standing: pd.DataFrame) -> list[str]:
    """Return why sources fail: what the first said, and of how many others the same is true.

    Args:
        standing: As for ``headline``.
    """
    failed = standing[standing["state"] == "failed"].sort_values("failing_since", kind="stable")
    # A message names its source; without the name, those of one cause are the same.
    causes = [
        str(row.message).replace(str(row.source), "\N{BULLET}") for row in failed.itertuples()
    ]
    groups = [rows for _, rows in failed.groupby(causes, sort=False)]
    told = []
    for rows in groups[:_MOST_REASONS]:
        others = count(len(rows) - 1, "other source", "other sources")
        same = f" The same is true of {others}." if len(rows) > 1 else ""
        told.append(f"{why(rows.iloc[0])}{same}")
    if (left := len(groups) - _MOST_REASONS) > 0:
        more = count(left, "more reason stands", "more reasons stand")
        told.append(f"{capital(more)} beside the sources.")
    return told


def why(row: Any) -> str:
    """Return in a sentence what the last sync of a source said, or that it said nothing.

    Args:
        row: Of what RunLog.standing gives, or of a run.
    """
    said = visible(str(row.message))
    # The name of a source is written as it is.
    return (said if said.startswith(str(row.source)) else sentence(said)) or _NO_REASON


def why_beside(row: Any) -> str:
    """Return the same to stand beside the source's name, which is not said again.

    Args:
        row: As for ``why``.
    """
    said = visible(str(row.message)).removeprefix(str(row.source))
    return sentence(said.removeprefix(":")) or _NO_REASON


def failing(row: Any, zone: ZoneInfo) -> str:
    """Say beside a failed source since when it fails, as far as it is known, and why.

    Args:
        row: Of what RunLog.standing gives.
        zone: The programme's time zone.
    """
    since = f"Since {moment(row.failing_since, zone)}. " if known(row.failing_since) else ""
    return f"{since}{why_beside(row)}"


def listed(standing: pd.DataFrame, zone: ZoneInfo) -> list[str]:
    """Say of which owners and groups the repositories could not be listed; none where all were.

    Args:
        standing: Of owners and groups, as RunLog.standing gives it.
        zone: The programme's time zone.
    """
    return [
        f"The repositories of {row.source} could not be listed since "
        f"{instant(row.failing_since, zone)}; those found before are still read. {why(row)}"
        for row in standing[standing["state"] == "failed"].itertuples()
    ]


def until(at: datetime, zone: ZoneInfo) -> str:
    """Say up to when the log of a frozen week goes."""
    return f"This is how it stood when the week was frozen, at {instant(at, zone)}."


def rest(left: int) -> str:
    """Say how many sources the short list leaves out; empty where it leaves out none."""
    return f"{capital(count(left, 'more source', 'more sources'))}: see Data quality." * (left > 0)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as a row of a log has it, read in *zone*: ``16 November 2026, 07:00``."""
    local = at.astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def duration(took: timedelta) -> str:
    """Return how long a run took: ``2 minutes 5 seconds``, or hours and minutes."""
    seconds = int(took.total_seconds())
    if seconds < 1:
        return "Less than a second"
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    units = [(hours, "hour"), (minutes, "minute"), (left, "second")]
    if hours:
        units.pop()
    parts = [
        f"{number(value)}\N{NO-BREAK SPACE}{unit}{'s' * (value != 1)}"
        for value, unit in units
        if value
    ]
    return " ".join(parts)


def asked_for(whole: bool) -> str:
    """Say what a run asked a source for."""
    return "Everything" if whole else "What changed"


def shown(first: int, last: int, of: int) -> str:
    """Say which runs a page shows, the newest first."""
    if of <= last - first + 1:
        return f"{capital(count(of, 'run', 'runs'))}, the newest first."
    return f"Runs {number(first)} to {number(last)} of {number(of)}, the newest first."


def left_out(found: int, most: int) -> str:
    """Say that a file does not hold all runs; empty where it does."""
    return f"The file holds the newest {number(most)} of {number(found)} runs." * (found > most)
