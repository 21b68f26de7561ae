"""Block 1: the rating, how it changed, why, and what the programme's own people say."""

from collections.abc import Iterator
from datetime import date, datetime

from programme.teams import merged
from programme.weeks import local_date, weeks_between
from programme.wording import editions, ratings, ready
from programme.wording.words import sentence
from reports.blocks import rows
from reports.elements import Block, Element, Entry, Listing, Paragraph, Position
from snapshots.edition import Edition


def block(edition: Edition, read_at: datetime) -> Block:
    """Say where the programme is.

    Args:
        edition: What is told.
        read_at: Aware instant from which the age of a declared rating is counted.
    """
    return Block("position", "Where we are", tuple(_elements(edition, read_at)))


def _elements(edition: Edition, read_at: datetime) -> Iterator[Element]:
    header = edition.header
    declared, indicated = header["declared_rating"], str(header["indicated_rating"])
    other = indicated if declared and declared != indicated else ""
    yield Position(declared or indicated, _changed(edition), other)
    if said := editions.provenance(header, edition.zone):
        yield Paragraph(said, "notice")
    reason = sentence(str(header["rating_reason"] or ""))
    facts = [
        "" if declared else reason,
        _moved_how_far(edition),
        ready.delayed(edition.table("increments"), edition.agreed, rows.delivery_count(edition)),
    ]
    yield Paragraph(" ".join(fact for fact in facts if fact), "lead")
    if declared:
        yield from _declared(edition, reason, local_date(read_at, edition.zone))
    yield from _note(edition)
    if entries := _by_project(edition):
        yield Listing(entries)
    yield Paragraph(_roles(edition), "aside")


def _changed(edition: Edition) -> str:
    header = edition.header
    before = header["compared_with_week"]
    declared, indicated = str(header["declared_rating"] or ""), str(header["indicated_rating"])
    return ratings.change(
        declared or indicated,
        header["compared_with_rating"],
        weeks_ago=weeks_between(before, header["iso_week"]) if before else 1,
        nothing_known=edition.table("run_chart").empty,
        disputed=ratings.disputed(declared, indicated),
    )


def _declared(edition: Edition, reason: str, today: date) -> Iterator[Paragraph]:
    header = edition.header
    declared, indicated = str(header["declared_rating"]), str(header["indicated_rating"])
    on = date.fromisoformat(header["declared_on"])
    who = editions.declared(on, str(header["declared_by_role"]))
    why = str(header["declared_reason"] or "").strip()
    yield Paragraph(why, "note", about=who) if why else Paragraph(f"{who}.")
    apart = ratings.disagreement(declared, indicated, reason, int(header.get("disagreed_count", 0)))
    if said := apart or editions.indicated(indicated, reason):
        yield Paragraph(said, "warning" if apart else "plain")
    if said := editions.out_of_date(declared, on, today):
        yield Paragraph(said, "warning")


def _note(edition: Edition) -> Iterator[Paragraph]:
    note = " ".join(str(edition.header["note"] or "").split())
    if note:
        who = editions.noted_by(str(edition.header["note_by_role"]))
        yield Paragraph(note, "note", about=who)
    elif edition.header["basis"] == "recorded":  # nobody could write on a week rebuilt later
        yield Paragraph(editions.NO_NOTE)


def _by_project(edition: Edition) -> tuple[Entry, ...]:
    """Return the rating of each project that may be shown on its own, where there are several."""
    kept = edition.settings.projects
    together = merged(kept)
    alone = {p.name for p in kept if p.kind == "delivery" and p.name not in together}
    if rows.delivery_count(edition) < 2:
        return ()
    rated = edition.table("projects")
    return tuple(
        Entry(str(row.project), rating=str(row.indicated_rating))
        for row in rated[rated["project"].isin(alone)].itertuples()
    )


def _roles(edition: Edition) -> str:
    limits, programme = edition.settings.ratings, edition.settings.programme
    header, lead = edition.header, programme.digital_lead_role
    parts = [
        "" if header["declared_rating"] else ratings.points_to(str(header["indicated_rating"])),
        ratings.rule(limits.amber_p_on_time, limits.green_p_on_time),
        f"Senior responsible owner: {programme.sro_role}.",
        f"Digital lead: {lead}." if lead else "",
    ]
    return " ".join(part for part in parts if part)


def _moved_how_far(edition: Edition) -> str:
    """Say of the milestone that decides what is new of its date; block 3 has the rest.

    Where none decides, the least sure one is told with its date.
    """
    increments, trend = edition.table("increments"), edition.table("milestone_trend")
    waiting = rows.waiting(edition)
    decides = rows.deciding(edition, waiting)
    if decides is not None:
        return ready.moved_last_week(decides, trend)
    said = ready.headline(increments, edition.keys, edition.agreed)
    if waiting.empty:
        return said
    return f"{said} {ready.moved_last_week(ready.least_sure(waiting), trend)}".strip()
