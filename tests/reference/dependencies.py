"""``dependencies.csv``: which increment must come after which."""

from collections import Counter

from tests.reference import increments_of
from tests.reference.cells import Row
from tests.reference.programme import Programme, Team

Pair = tuple[str, str]


def table(programme: Programme) -> list[Row]:
    """Give a row for each pair that the configuration names, or that open issues make."""
    rows: list[Row] = []
    for team in programme.teams:
        if team.settings.kind == "delivery":
            rows += _rows(programme, team)
    return rows


def must_follow(programme: Programme, team: Team) -> dict[str, list[str]]:
    """Return what each increment must come after, without what would close a circle."""
    found: dict[str, list[str]] = {}
    for row in _rows(programme, team) if team.settings.kind == "delivery" else ():
        if not row["broken"]:
            found.setdefault(str(row["increment"]), []).append(str(row["after"]))
    return found


def _rows(programme: Programme, team: Team) -> list[Row]:
    titles = increments_of.milestones(team)
    ordered = [
        (title, before)
        for title, earlier in team.settings.order.items()
        for before in dict.fromkeys(earlier)
        if title in titles and before in titles
    ]
    counts = _links(programme, team)
    linked = sorted(set(counts) - set(ordered), key=lambda pair: (-counts[pair], pair))
    rows: list[Row] = []
    taken: list[Pair] = []
    for pair in [*ordered, *linked]:
        broken = _leads(taken, pair[1], pair[0])
        if not broken:
            taken.append(pair)
        rows.append(
            {
                "project": team.settings.name,
                "increment": pair[0],
                "after": pair[1],
                "basis": "order" if pair in ordered else "links",
                "link_count": counts[pair],
                "broken": broken,
            }
        )
    return rows


def _links(programme: Programme, team: Team) -> Counter[Pair]:
    """Count the open issues of each increment that wait for an open one of another."""
    now = programme.as_of
    held = {}
    for thing in team.things:
        if thing.state_at(now) == "open":
            title = increments_of.title_at(programme, team, thing, now)
            if thing.parent:
                title = increments_of.title_of(team, thing)
            elif thing.record:
                title = ""
            held[thing.history.issue.address.lower()] = title
    counts: Counter[Pair] = Counter()
    if now < programme.synced_at:  # what waits for what is known of today alone
        return counts
    for thing in team.things:
        own = held.get(thing.history.issue.address.lower(), "")
        for other in thing.history.issue.waits_for if team.settings.increments.blocked_by else ():
            pair = own, held.get(other.lower(), "")
            if "" not in pair and pair[0] != pair[1]:
                counts[pair] += 1
    return counts


def _leads(taken: list[Pair], start: str, end: str) -> bool:
    """Say whether one increment must come after another, through others perhaps, or is it."""
    return start == end or any(_leads(taken, b, end) for a, b in taken if a == start)
