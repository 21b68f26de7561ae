"""What the store knows, as the facts that measures take: with projects, and with dates as dates."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from programme import frames
from programme.frames import TEXT
from programme.settings import Settings
from programme.weeks import local_midnight


def facts(known: Mapping[str, pd.DataFrame], settings: Settings) -> dict[str, pd.DataFrame]:
    """Turn the frames of ``Store.read`` into FACTS.

    Args:
        known: Frames by name, without ``project``; milestones with the text columns ``due`` and
            ``start`` as the forge wrote them; one row of sources for each source configured.
        settings: Whose sources these are, and in which time zone an instant is a date.

    Returns:
        The frames of ``frames.FACTS`` by name, of the configuration's sources alone.
    """
    project_of = {source.name: project.name for project, source in settings.sources}
    kind_of = {source.name: source.kind for _, source in settings.sources}
    ours = {name: _ours(frame, project_of) for name, frame in known.items()}
    zone = settings.programme.zone
    milestones, sources = ours["milestones"], ours["sources"]
    milestones = milestones.assign(
        due_on=due_dates(milestones["due"], zone), start_on=due_dates(milestones["start"], zone)
    )
    ours["milestones"] = _ended(milestones, zone)
    # A source that was never synced has no kind in the store.
    ours["sources"] = sources.assign(kind=sources["source"].map(kind_of))
    return {
        contract.name: frames.conform(ours[contract.name], contract) for contract in frames.FACTS
    }


def _ours(frame: pd.DataFrame, project_of: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of the configuration's sources, each with its project."""
    names = frame["source"]
    if len(set(project_of.values())) > 1 or not names.isin(project_of).all():
        frame = frame[names.isin(project_of)]
        return frame.assign(project=frame["source"].map(project_of))
    # Of one project, as nearly always: told once, not looked up for every row.
    return frame.assign(project=pd.array([*set(project_of.values())] * len(frame), dtype=TEXT))


def _ended(milestones: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Let every iteration close with its last day, as nobody closes one."""
    due = milestones["due_on"]
    ended = (milestones["kind"] == "iteration") & (due < pd.Timestamp(date.max))
    if not ended.any():
        return milestones
    last = [
        local_midnight(day.date() + timedelta(days=1), zone) - timedelta(microseconds=1)
        for day in due[ended]
    ]
    milestones.loc[ended, "state"] = "closed"
    milestones.loc[ended, "closed_at"] = pd.Series(
        last, index=milestones.index[ended], dtype=frames.AT
    )
    return milestones


def due_dates(written: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Read a column of dates as forges write them; what is no date is NaT.

    Args:
        written: Text: an ISO date (GitLab), which is itself, or an instant (GitHub), which is the
            date that it falls on in *zone*; empty without.
        zone: The programme's time zone.

    Returns:
        Naive midnight timestamps, from year 1 to year 9999.
    """
    dates = [_date(text, zone) for text in written]
    return pd.Series(
        [pd.NaT if day is None else datetime.combine(day, time.min) for day in dates],
        index=written.index,
        dtype=frames.ON,
    )


def _date(text: str, zone: ZoneInfo) -> date | None:
    try:
        if len(text) == len("2026-11-22"):
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return instant.date()
    try:
        return instant.astimezone(zone).date()
    except (OverflowError, ValueError):
        # At the ends of the calendar the zone would lead out of it.
        return instant.date()
