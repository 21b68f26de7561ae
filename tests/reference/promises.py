"""``promises.csv``: every date that was promised of each increment."""

from datetime import date, datetime
from decimal import Decimal

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.increments_of import Sight
from tests.reference.programme import Programme, Team


def table(programme: Programme) -> list[Row]:
    """List baselines, re-baselines and dates that syncs saw, of each increment in order."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind != "delivery":
            continue
        parts = increments_of.milestones(team)
        now = programme.as_of
        titles = {increments_of.title_at(programme, team, thing, now) for thing in team.work}
        for title in sorted((titles | set(parts)) - {""}):
            listed = _configured(programme, team, title) + _seen(programme, parts.get(title, []))
            # The baseline comes first; on a day that has both, what was agreed does.
            listed.sort(key=lambda one: (one[0], one[1] is not None, one[1]))
            last: date | None = None
            for order, (_, seen_at, row) in enumerate(listed, 1):
                at = seen_at.strftime("%Y-%m-%dT%H:%M:%SZ") if seen_at else None
                on = row["promised_on"]
                moved = Decimal((on - last).days) if isinstance(on, date) and last else None
                name = team.settings.name
                place: Row = {"project": name, "increment": title, "order": order}
                rows.append({**place, "seen_at": at, "moved_days": moved, **row})
                last = on if isinstance(on, date) else last
    return rows


def _configured(
    programme: Programme, team: Team, title: str
) -> list[tuple[date, datetime | None, Row]]:
    told = team.settings.baselines.get(title)
    if told is None:
        return []
    if isinstance(told, date):
        return [(date.min, None, {"promised_on": told, "basis": "baseline"})]
    found: list[tuple[date, datetime | None, Row]] = []
    for place, one in enumerate(sorted(told, key=lambda one: one.agreed_on)):
        row: Row = {"promised_on": one.date, "agreed_on": one.agreed_on}
        row |= {"role": one.role, "reason": one.reason}
        if place == 0:
            found.append((date.min, None, {**row, "basis": "baseline"}))
        elif one.agreed_on <= programme.day(programme.as_of):
            found.append((one.agreed_on, None, {**row, "basis": "rebaseline"}))
    return found


def _seen(
    programme: Programme, parts: list[list[Sight]]
) -> list[tuple[date, datetime | None, Row]]:
    """Look at all milestones after each look at any of them."""
    found: list[tuple[date, datetime | None, Row]] = []
    before: date | None = None
    for at in sorted({sight.at for sights in parts for sight in sights}):
        dues = [_due(programme, sights, at) for sights in parts]
        due = max((due for due in dues if due), default=None)
        if due != before:
            found.append((programme.day(at), at, {"promised_on": due, "basis": "observed"}))
        before = due
    return found


def _due(programme: Programme, sights: list[Sight], at: datetime) -> date | None:
    """Return a milestone's date as of a look; its first one counts from that day's first look."""
    dated = [sight for sight in sights if sight.milestone and sight.milestone.due_on]
    if not dated:
        return None
    first = dated[0]
    if at <= first.at:
        same_day = programme.day(at) == programme.day(first.at)
        return first.milestone.due_on if same_day and first.milestone else None
    shown = [sight for sight in sights if sight.at <= at][-1].milestone
    return shown.due_on if shown else None
