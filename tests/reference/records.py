"""Issues that are records of one kind at ``as_of``."""

from collections.abc import Iterator
from datetime import date

from tests.reference import increments_of, labels
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team, Thing
from tests.reference.risks import owner
from tests.reference.written import lines


def records(programme: Programme, kind: str) -> Iterator[tuple[Thing, Row, dict[str, str]]]:
    """Yield each with what its row has in common with those of other kinds, and its lines."""
    settings = programme.settings.labels
    for team in programme.teams:
        if team.settings.kind == "risk-register":
            continue
        for thing in team.things:
            names = thing.history.labels_at(programme.as_of)
            if labels.kind(names, settings) == kind:
                yield thing, _row(programme, team, thing), lines(thing.history.issue.description)


def became_on(programme: Programme, thing: Thing, kind: str) -> date:
    """Return the day on which an issue first was of a kind."""
    for at in thing.history.instants():
        if labels.kind(thing.history.labels_at(at), programme.settings.labels) == kind:
            return programme.day(at)
    raise AssertionError("it is one now")


def _row(programme: Programme, team: Team, thing: Thing) -> Row:
    names = thing.history.labels_at(programme.as_of)
    return {
        "project": team.settings.name,
        "item": thing.history.issue.address,
        "title": thing.history.issue.title,
        "owner_role": owner(names, programme.settings.labels),
        "url": thing.history.issue.url,
        "increment": increments_of.title_at(programme, team, thing, programme.as_of),
    }
