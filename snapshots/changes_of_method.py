"""What must be known of a comparison itself: definitions, sources, projects, basis, and a gap."""

from collections.abc import Iterator

from programme.weeks import weeks_between
from programme.wording import changes as say
from snapshots.both import Both, Row
from snapshots.edition import Edition


def changes_of_method(editions: Both) -> Iterator[Row]:
    """Yield why some figures are not compared, or are to be read with care."""
    old, new = editions.before, editions.after
    changed = editions.redefined - {"tolerance"}
    if changed:
        yield _row("definitions", say.definitions(changed), "definitions_version", editions)
    for project in sorted(editions.regrouped):
        yield Row("definitions", say.regrouped(project), project)
    for source, project in editions.missing.items():
        yield Row("source", say.source(source, project), project, "", source)
    for project in sorted(editions.lone_projects):
        new_one = any(one.name == project for one in new.settings.projects)
        kind = "project_added" if new_one else "project_removed"
        yield Row(kind, say.project(project, new=new_one), project)
    rebuilt = [edition.header["basis"] == "rebuilt" for edition in (old, new)]
    if any(rebuilt) and not all(rebuilt):
        yield _row("basis", say.basis(earlier=rebuilt[0]), "basis", editions)
    weeks = weeks_apart(old, new)
    if abs(weeks) > 1:
        yield _row("gap", say.gap(weeks), "iso_week", editions)


def weeks_apart(before: Edition, after: Edition) -> int:
    """Return how many weeks lie between two editions: 1 = they follow one another."""
    return weeks_between(before.header["iso_week"], after.header["iso_week"])


def _row(kind: str, said: str, field: str, editions: Both) -> Row:
    """Return a row with a field of both headers."""
    before, after = (str(edition.header[field]) for edition in (editions.before, editions.after))
    return Row(kind, said, before=before, after=after)
