"""``achievements.csv``: what is finished, and whom it helps."""

from datetime import UTC, datetime

from tests.reference import increments, increments_of, written
from tests.reference.cells import Row
from tests.reference.increments_of import Sight
from tests.reference.programme import Programme, Team
from tests.reference.records import records


def table(programme: Programme) -> list[Row]:
    """List the achievements that are finished, and the increments that are."""
    rows: list[Row] = []
    for thing, row, lines in records(programme, "achievement"):
        finished_at = thing.finished_at(programme.as_of)
        if finished_at:
            row["finished_on"], row["kind"] = programme.day(finished_at), "record"
            rows.append(row | _told(lines))
    rows.sort(key=lambda row: str(row["item"]))
    told_by_issues = list(rows)
    for team in programme.teams:
        if team.settings.kind == "delivery":
            rows += [
                row
                for row in _increments(programme, team, told_by_issues)
                if row["item"] not in {told["item"] for told in told_by_issues}
            ]
    for row in rows:
        row["shown"] = bool(row["demo_url"] or row["show_on"])
    return rows


def _told(lines: dict[str, str]) -> Row:
    demo = lines.get("Demo", "")
    return {
        "text": lines.get("Outcome"),
        "who_benefits": lines.get("Who benefits"),
        "demo_url": written.address(demo),
        "show_on": written.day(written.without_addresses(demo)),
    }


def _increments(programme: Programme, team: Team, others: list[Row]) -> list[Row]:
    rows: list[Row] = []
    parts = increments_of.milestones(team)
    things = {
        title: [
            thing
            for thing in team.work
            if increments_of.title_at(programme, team, thing, programme.as_of) == title
        ]
        for title in _titles(programme, team) | set(parts)
    }
    for title in things:
        known = increments.dates(programme, team, title, parts.get(title, []), things[title])
        if known["state"] != "finished" or not title:
            continue
        told = _told(_lines(team, title))
        inside = [
            row for row in others
            if (row["project"], row["increment"]) == (team.settings.name, title)
        ]  # fmt: skip
        for column in ("who_benefits", "demo_url", "show_on"):
            values = [told[column], *(row[column] for row in inside)]
            told[column] = next((value for value in values if value), None)
        rows.append(
            {
                "project": team.settings.name,
                "item": _item(team, title),
                "title": title,
                "finished_on": known["finished_on"],
                "owner_role": None,
                "url": known["url"],
                "kind": "increment",
                "increment": title,
                **told,
            }
        )
    return rows


def _titles(programme: Programme, team: Team) -> set[str]:
    return {increments_of.title_at(programme, team, t, programme.as_of) for t in team.work}


def _milestones(team: Team, title: str) -> list[tuple[datetime, str, str, list[Sight]]]:
    """Return the milestones of one title, the one created first first."""
    titles = increments_of.present_titles(team)
    found = []
    for source, looks in team.looks.items():
        for known in {milestone.id for _, seen in looks for milestone in seen}:
            if titles[source, known] == title:
                sights = increments_of.sights_of(looks, known)
                born = increments_of.created([sights])
                found.append((born.astimezone(UTC), source, str(known), sights))
    return sorted(found, key=lambda one: one[:3])


def _lines(team: Team, title: str) -> dict[str, str]:
    lines: dict[str, str] = {}
    for *_, sights in _milestones(team, title):
        now = sights[-1].milestone
        for name, value in (written.lines(now.description) if now else {}).items():
            lines.setdefault(name, value)
    return lines


def _item(team: Team, title: str) -> str:
    known = _milestones(team, title)
    if not known:
        return f"label:{title}"
    _, source, key, _ = known[0]
    if team.settings.increments.from_ == "iterations":
        return f"{source}#iteration:{key}"
    if team.settings.increments.from_ == "milestones":
        return f"{source}#milestone:{key}"
    addresses = [t.history.issue.address for t in team.things if t.source == source]
    own = [address for address in addresses if address.rpartition("#")[2] == key]
    # At GitLab a parent is an epic and no issue.
    return own[0] if own and "gitlab" not in own[0] else f"{source}#epic:{key}"
