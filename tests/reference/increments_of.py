"""Which increment an issue is in, and what the increments' milestones are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.reference.programme import Look, Programme, Team, Thing
from tests.reference.recorded import Milestone
from tests.reference.weeks import Week, midnight


def title_at(programme: Programme, team: Team, thing: Thing, instant: datetime) -> str:
    """Return the title of the increment that an issue was in; empty for none."""
    known = thing.history.milestone.at(instant)
    title = ""
    for _, milestones in team.looks[thing.source]:
        for milestone in milestones:
            if milestone.id == known:
                title = milestone.title
    return "" if title in team.settings.increments.ignore else title


@dataclass
class Sight:
    """One look at one milestone; ``milestone`` is None when it was gone."""

    at: datetime
    milestone: Milestone | None


def milestones(team: Team) -> dict[str, list[list[Sight]]]:
    """Gather all looks at each milestone, under the title it bears now."""
    found: dict[str, list[list[Sight]]] = {}
    for looks in team.looks.values():
        for known in {m.id for _, seen in looks for m in seen}:
            sights = sights_of(looks, known)
            title = [sight.milestone.title for sight in sights if sight.milestone][-1]
            if title not in team.settings.increments.ignore:
                found.setdefault(title, []).append(sights)
    return found


def sights_of(looks: list[Look], known: int) -> list[Sight]:
    """Return all looks at one milestone, from the first that showed it."""
    sights: list[Sight] = []
    for at, seen in looks:
        same = [milestone for milestone in seen if milestone.id == known]
        if same or sights:
            sights.append(Sight(at, same[0] if same else None))
    return sights


def first_due(parts: list[list[Sight]], zone: ZoneInfo) -> tuple[datetime, date] | None:
    """Return when a due date was first seen, and the latest of those first seen on that day."""
    firsts = []
    for sights in parts:
        for sight in sights:
            if sight.milestone and sight.milestone.due_on:
                firsts.append((sight.at, sight.milestone.due_on))
                break
    if not firsts:
        return None
    first = min(at for at, _ in firsts)
    day = first.astimezone(zone).date()
    return first, max(due for at, due in firsts if at.astimezone(zone).date() == day)


def agreed(team: Team, title: str, by: date) -> date | None:
    """Return the configured baseline in force on a day: the last one agreed by then."""
    baseline = team.settings.baselines.get(title)
    if baseline is None or isinstance(baseline, date):
        return baseline
    in_order = sorted(baseline, key=lambda one: one.agreed_on)
    by_then = [one for one in in_order if one.agreed_on <= by]
    return (by_then[-1] if by_then else in_order[0]).date


def dateless(team: Team, parts: list[list[Sight]]) -> bool:
    """Say whether parents have no due date, as issues of GitHub never have one."""
    dues = [s.milestone.due_on for sights in parts for s in sights if s.milestone]
    return team.settings.increments.from_ == "parents" and bool(parts) and not any(dues)


def agreed_at(
    programme: Programme, team: Team, title: str, parts: list[list[Sight]]
) -> datetime | None:
    """Return the last instant that lies before an increment's first baseline was agreed."""
    baseline = team.settings.baselines.get(title)
    if baseline is None:
        first = first_due(parts, programme.zone)
        return first[0] if first else None
    day = programme.settings.programme.started_on
    if not isinstance(baseline, date):
        day = min(one.agreed_on for one in baseline)
    return midnight(day + timedelta(days=1), programme.zone) - timedelta(microseconds=1)


def present_titles(team: Team) -> dict[tuple[str, int | None], str]:
    """Return the present title of each milestone by source and id; empty of those ignored."""
    titles: dict[tuple[str, int | None], str] = {}
    for source, looks in team.looks.items():
        for _, seen in looks:
            titles |= {(source, milestone.id): milestone.title for milestone in seen}
    ignored = team.settings.increments.ignore
    return {known: "" if title in ignored else title for known, title in titles.items()}


def title_of(team: Team, parent: Thing) -> str:
    """Return the title of the increment that an issue is itself; empty if it is ignored."""
    number = int(parent.history.issue.address.rpartition("#")[2])
    return present_titles(team).get((parent.source, number), "")


def created(parts: list[list[Sight]]) -> datetime:
    """Return when the first milestone of an increment was created; the year 1 if unknown."""
    return min(_born(sights) for sights in parts)


def _born(sights: list[Sight]) -> datetime:
    told = [s.milestone.created_at for s in sights if s.milestone and s.milestone.created_at]
    return max(told, default=datetime.min.replace(tzinfo=UTC))


def _seen(sights: list[Sight], cut: datetime) -> list[Sight]:
    """Return the looks before an instant; if that is before the first one, that one."""
    return [sight for sight in sights if sight.at < cut] or sights[:1]


def is_there(sights: list[Sight], cut: datetime) -> bool:
    """Say whether a milestone was there before an instant."""
    return _seen(sights, cut)[-1].milestone is not None and _born(sights) < cut


def is_closed(sights: list[Sight], cut: datetime) -> bool:
    """Say whether a milestone had been closed before an instant."""
    first: Sight | None = None
    for sight in _seen(sights, cut):
        shown = sight.milestone
        first = (first or sight) if shown and shown.closed else None
    now = _seen(sights, cut)[-1].milestone
    if first is None or now is None or first.milestone is None:
        return False
    told = first.milestone
    closed_at = now.closed_at or told.closed_at or told.updated_at or first.at
    return closed_at < cut


def target(team: Team, title: str, parts: list[list[Sight]], week: Week) -> tuple[date | None, str]:
    """Return the date worked to at a week's end, and how we know it."""
    # A look that showed no date is known to have shown none.
    unseen = not any(sight.at < week.ends for sights in parts for sight in sights)
    if unseen or dateless(team, parts):
        baseline = agreed(team, title, week.sunday)
        if baseline:
            return baseline, "baseline"
    if unseen:
        return _latest(sights[0] for sights in parts if is_there(sights, week.ends)), "rebuilt"
    there = [sights for sights in parts if is_there(sights, week.ends)]
    return _latest(_seen(sights, week.ends)[-1] for sights in there), "recorded"


def _latest(sights: Iterable[Sight]) -> date | None:
    dues = [sight.milestone.due_on for sight in sights if sight.milestone]
    return max((due for due in dues if due), default=None)
