"""``slippage_bridge.csv``: what moved each 80% date from one edition to the next.

Two programmes that were read at two instants are the two editions. One cause after the other is
put from what it was to what it is, and all increments of the project are forecast anew.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from tests.reference import dependencies, increments_of, schedule, standing
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing
from tests.reference.schedule import Planned, Schedule
from tests.reference.standing import Standing
from tests.reference.trials import Known

CAUSES = ("scope_added", "scope_dropped", "reopened", "pace", "risks", "calendar", "rest")


@dataclass(frozen=True)
class _Forecast:
    """All that the 80% dates of one project are made from."""

    planned: tuple[Planned, ...]
    known: Known | None
    parallel: Fraction
    today: date
    identity: str

    def p80(self, title: str) -> date | None:
        """Return the date of an increment; none where nothing is left of it."""
        if not any(one.title == title and one.left for one in self.planned):
            return None
        return _schedule(self).dates(title)[1]


@lru_cache(maxsize=8)
def _schedule(forecast: _Forecast) -> Schedule:
    return Schedule(
        forecast.planned, forecast.known, forecast.parallel, forecast.today, forecast.identity
    )


def table(before: Programme, now: Programme) -> list[Row]:
    """Give a row for each cause of each increment whose date moved.

    Args:
        before: As known at the edition before.
        now: As known at this one.
    """
    rows: list[Row] = []
    teams = {team.settings.name: team for team in before.teams}
    for team in now.teams:
        if team.settings.kind == "delivery" and team.settings.name in teams:
            rows += _rows(before, teams[team.settings.name], now, team)
    return rows


def _rows(before: Programme, was: Team, now: Programme, team: Team) -> list[Row]:
    old, new = _whole(before, was), _whole(now, team)
    then, today = (
        Standing(before, was, standing.now(before)),
        Standing(now, team, standing.now(now)),
    )
    steps = _steps(old, new, then, today, before)
    rows: list[Row] = []
    for title in sorted(then.open.keys() & today.open.keys() | today.states.keys()):
        if not all(title == "" or one.states.get(title) == "open" for one in (then, today)):
            continue
        first, last = old.p80(title), new.p80(title)
        if first is None or last is None or first == last:
            continue
        moved: Row = {"target_moved_days": None}
        if title and (was_due := then.target(title)) and (due := today.target(title)):
            moved["target_moved_days"] = (due - was_due).days
        at = first
        for cause, step in zip(CAUSES, [*steps, new], strict=True):
            reached = step.p80(title) or at
            rows.append(
                {
                    "project": team.settings.name,
                    "increment": title,
                    "cause": cause,
                    "days": (reached - at).days,
                    **moved,
                }
            )
            at = reached
    return rows


def _whole(programme: Programme, team: Team) -> _Forecast:
    """Return what a project is forecast from in an edition."""
    stands = Standing(programme, team, standing.now(programme))
    made = schedule.schedule(stands, dependencies.must_follow(programme, team), programme)
    known, parallel = schedule._pace(programme, team, stands.moment)
    identity = programme.settings.programme.name
    return _Forecast(tuple(map(_hashable, made.planned)), known, parallel, made.today, identity)


def _hashable(one: Planned) -> Planned:
    return replace(one, threats=_Threats(one.threats))


class _Threats(dict[str, tuple[float, int]]):
    """Risks by their items, as a part of a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def _steps(
    old: _Forecast, new: _Forecast, then: Standing, today: Standing, before: Programme
) -> list[_Forecast]:
    """Return what is forecast from after each cause but the rest."""
    added, dropped, reopened = _scope(then, today)
    planned = list(old.planned)
    for place, one in enumerate(new.planned):
        if all(one.title != other.title for other in planned):
            # What is new comes after what it follows now.
            follows = new.planned[place - 1].title if place else None
            places = [other.title for other in planned]
            at = 0 if follows is None else places.index(follows) + 1
            planned.insert(at, replace(one, left=0, gates=(), threats=_Threats()))
    if all(one.title for one in planned):
        planned.append(Planned("", 0, None, (), (), _Threats()))
    plans = {one.title: one for one in planned}

    def forecast(base: _Forecast) -> _Forecast:
        return replace(base, planned=tuple(plans[one.title] for one in planned))

    def put(title: str, **parts: object) -> None:
        plans[title] = replace(plans[title], **parts)  # type: ignore[arg-type]

    def pile(title: str) -> str:
        return title if title in plans else ""

    steps = []
    base = old
    for change in (added, dropped, reopened):
        for title, count in change.items():
            put(pile(title), left=plans[pile(title)].left + count)
        steps.append(forecast(base))
    left: Counter[str] = Counter()
    for title in {*today.open, *plans}:
        left[pile(title)] += today.open.get(title, 0) + today.to_come(title)
    for title in plans:
        put(title, left=left[title])
    calendar = before.settings.calendar
    settings = today.programme.settings.model_copy(update={"calendar": calendar})
    as_was = replace(today.programme, settings=settings)
    known, parallel = schedule._pace(as_was, today.team, today.moment)
    base = replace(new, known=known, parallel=parallel)
    steps.append(forecast(base))
    for title in plans:
        put(title, threats=_Threats(today.threats.get(title, {}) if title else {}))
    steps.append(forecast(base))
    for title in plans:
        put(title, gates=today.team.settings.gates_of(title) if title else ())
    steps.append(forecast(new))
    return steps


def _scope(then: Standing, today: Standing) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return by how much work was added to each increment, dropped (negative) and reopened."""
    was, now = _places(then), _places(today)
    added: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    reopened: Counter[str] = Counter()
    for item in was.keys() | now.keys():
        title, state = was.get(item, ("", ""))
        title_now, state_now = now.get(item, ("", ""))
        if state_now == "open" and state in ("finished", "dropped"):
            reopened[title_now] += 1
        elif state_now == "open" and (state == "" or title != title_now):
            added[title_now] += 1
        if state == "open" and (state_now in ("dropped", "") or title != title_now):
            dropped[title] -= 1
    for title in {*then.expected, *today.expected}:
        more = today.to_come(title) - then.to_come(title)
        if more > 0:
            # What was dropped is expected again; what else is expected comes in addition.
            again = min(-dropped[title], more)
            dropped[title] += again
            added[title] += more - again
        else:
            # What was broken down is added, or came and is finished: its pace. The rest is off.
            broken_down = min(added[title], -more)
            finished = min(_at_once(was, now, title), -more - broken_down)
            added[title] -= broken_down
            dropped[title] += more + broken_down + finished
    return added, dropped, reopened


_Places = dict[str, tuple[str, str]]


def _at_once(was: _Places, now: _Places, title: str) -> int:
    """Count what is finished in an increment that it was not in before."""
    return sum(
        place == (title, "finished") and was.get(item, ("", ""))[0] != title
        for item, place in now.items()
    )


def _places(stands: Standing) -> _Places:
    """Return the increment and the state of each piece of work."""
    titles = increments_of.present_titles(stands.team)
    found = {}
    for thing in stands.team.work:
        at = thing.history.milestone.before(stands.moment.cut)
        state = thing.state_before(stands.moment.cut)
        found[_name(thing)] = titles.get((thing.source, at), ""), state
    return found


def _name(thing: Thing) -> str:
    return thing.history.issue.address
