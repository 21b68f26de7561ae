"""``risks.csv``: what might go wrong, as it stands at ``as_of``."""

from datetime import datetime, timedelta

from programme.settings_labels import Labels
from tests.reference import increments_of, labels, plan
from tests.reference.cells import Row
from tests.reference.programme import Programme, Thing, is_risk_at
from tests.reference.schedule import Schedule


def table(programme: Programme) -> list[Row]:
    """List every issue that is a risk."""
    settings = programme.settings.labels
    rows: list[Row] = []
    for team in programme.teams:
        for thing in team.things:
            if not is_risk_at(programme, thing, programme.as_of):
                continue
            names = thing.history.labels_at(programme.as_of)
            actual = labels.actual_days(names)
            ended_at = closed_at(programme, thing)
            state = "open"
            if ended_at:
                state = "happened" if labels.happened(names) else "retired"
                last = _last_open_labels(programme, thing)
                names = names if last is None else last
            score = labels.score(names, settings)
            rows.append(
                {
                    "project": team.settings.name,
                    "item": thing.history.issue.address,
                    "increment": increments_of.title_at(programme, team, thing, programme.as_of),
                    "title": thing.history.issue.title,
                    "category": category(names, settings),
                    "state": state,
                    "probability": score.probability,
                    "impact_days": score.days,
                    "exposure_days": score.exposure_days,
                    "impact_gbp": score.gbp,
                    "exposure_gbp": score.exposure_gbp,
                    "sized": score.exposure_days is not None,
                    "proximity_weeks": _proximity(names, settings),
                    "treatment": _treatment(names, settings),
                    "owner_role": owner(names, settings),
                    "opened_on": programme.day(_became_risk_at(programme, thing)),
                    "closed_on": programme.day(ended_at) if ended_at else None,
                    "changed_on": programme.day(_changed_at(programme, thing)),
                    "buys_days": None,
                    "url": thing.history.issue.url,
                    "actual_days": actual if state == "happened" else None,
                }
            )
            if team.settings.kind == "delivery":
                rows[-1]["buys_days"] = _buys(plan.now(programme, team), rows[-1])
    return rows


def _buys(schedule: Schedule, risk: Row) -> int | None:
    """Return how much sooner its increment is finished at 80 in 100 without it."""
    title, item = str(risk["increment"]), str(risk["item"])
    threats = {one.title: one.threats for one in schedule.planned if one.left}
    if item not in threats.get(title, {}):
        return None
    later, sooner = schedule.dates(title)[1], schedule.without(title, item)[1]
    return (later - sooner).days if later and sooner else None


def _became_risk_at(programme: Programme, thing: Thing) -> datetime:
    for at in thing.history.instants():
        if is_risk_at(programme, thing, at):
            return at
    raise AssertionError("it is a risk now")


def _changed_at(programme: Programme, thing: Thing) -> datetime:
    """Return when it was last labelled otherwise, closed or opened."""
    last, was = thing.history.issue.created_at, None
    for at in thing.history.instants():
        if at <= programme.as_of:
            now = (thing.history.labels_at(at), thing.state_at(at) == "open")
            last, was = (at, now) if now != was else (last, was)
    return last


def _last_open_labels(programme: Programme, thing: Thing) -> set[str] | None:
    """Return what it carried when it was last an open risk: a closed one keeps its last score."""
    names = None
    ends = [at - timedelta(seconds=1) for at in thing.history.instants()[1:]]
    for at in ends:
        is_open = at < programme.as_of and thing.state_at(at) == "open"
        if is_open and is_risk_at(programme, thing, at):
            names = thing.history.labels_at(at)
    return names


def closed_at(programme: Programme, thing: Thing) -> datetime | None:
    """Return since when a record has been closed."""
    began = None
    for at, state in thing.states:
        if at <= programme.as_of:
            began = None if state == "open" else (began or at)
    return began


def category(names: set[str], settings: Labels) -> str | None:
    """Return the first configured category that a label names."""
    for category, any_of in settings.risk_category.items():
        if labels.carries(names, any_of):
            return category
    return None


def _proximity(names: set[str], settings: Labels) -> int | None:
    weeks = {labels.scoped(name)[1]: int(value) for name, value in settings.proximity.items()}
    parts = [labels.scoped(name) for name in names]
    found = [weeks[v] for scope, v in parts if scope in ("", "proximity") and v in weeks]
    return min(found, default=None)


def _treatment(names: set[str], settings: Labels) -> str | None:
    words = {labels.scoped(word)[1] for word in settings.treatment.values}
    scopes = ("treatment", "risk-treatment")
    parts = sorted(labels.scoped(name) for name in names)
    return next((v for scope, v in parts if scope in scopes and v in words), None)


def owner(names: set[str], settings: Labels) -> str | None:
    """Return the role that labels name; of several the first by name."""
    prefix = labels.scoped(settings.owner_role.prefix)[1]
    parts = sorted(labels.scoped(name) for name in names)
    return next((v for scope, v in parts if scope == prefix), None)
