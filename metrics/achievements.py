"""Achievements: what is finished, whom it helps, and where it can be seen."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd

from metrics.parts.explained import explained, part
from metrics.parts.finished_increments import finished_increments
from metrics.parts.measure import Frames, Key, Measure
from metrics.parts.records import records
from metrics.parts.written_lines import line, without_addresses, written_address, written_day
from programme import frames
from programme.frames import FLAG, ON, TEXT, Column, Contract
from programme.settings import Settings
from programme.weeks import local_dates

TABLE: Final = Contract(
    "achievements",
    {
        "project": Column(TEXT, "project", key=True, empty=False),
        "item": Column(
            TEXT, "host/owner/repo#number; of an increment #milestone:key", key=True, empty=False
        ),
        "title": Column(TEXT, "title, names and addresses masked"),
        "finished_on": Column(ON, "day it was closed", empty=False),
        "owner_role": Column(TEXT, "role that answers for it, as its label has it"),
        "text": Column(TEXT, "its line Outcome: what people can now do"),
        "url": Column(TEXT, "address of the issue or milestone"),
        "kind": Column(TEXT, "record | increment", empty=False),
        "increment": Column(TEXT, "increment it is, or is in; empty = in none"),
        "who_benefits": Column(TEXT, "its line Who benefits; empty = nobody has said yet"),
        "demo_url": Column(TEXT, "https address in its line Demo"),
        "show_on": Column(ON, "day of the show and tell that its line Demo names"),
        "shown": Column(FLAG, "whether it has a demo_url or a show_on", empty=False),
    },
)
_KNOWN: Final = (
    *("project", "item", "title", "finished_on", "owner_role", "url", "kind", "increment"),
)
_FILLED: Final = ("who_benefits", "demo_url", "show_on")


def achievements(inputs: Frames, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """List what is finished: issues that are achievements, and increments.

    Args:
        inputs: ``facts.milestones``, ``history``, ``label_spells``, ``increment_spells`` and the
            table ``increments``.
        as_of: Aware instant; the frames end there.
        settings: For the meaning of labels, the projects and the time zone.

    Returns:
        TABLE: a row for each closed issue whose labels make it an achievement, and for each
        finished increment. An increment that does not say itself whom it helps, or where it can be
        seen, has that from the achievements in it.
    """
    zone = settings.programme.zone
    closed = records(inputs, "achievement", settings)
    closed = closed[closed["state"] == "finished"]
    closed = closed.assign(finished_on=local_dates(closed["closed_at"], zone), kind="record")
    told = [_row(issue) for issue in closed.to_dict("records")]
    by_item = {row["item"] for row in told}
    by_increment: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in told:
        by_increment[row["project"], row["increment"]].append(row)
    for found in finished_increments(inputs, as_of=as_of, settings=settings):
        # An increment whose own issue is an achievement has one row.
        if found["item"] not in by_item:
            row = _row({**found, "owner_role": "", "kind": "increment"})
            told.append(_filled(row, by_increment[row["project"], row["increment"]]))
    table = pd.DataFrame(told, columns=list(TABLE.columns))
    table["show_on"] = table["show_on"].astype(ON)
    table["shown"] = (table["demo_url"] != "") | table["show_on"].notna()
    return frames.conform(table.sort_values(TABLE.keys), TABLE)


def _row(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of one achievement, with what its lines tell."""
    outcome, who, demo = (
        line([found["lines"]], name)[0] for name in ("Outcome", "Who benefits", "Demo")
    )
    return {
        **{name: found[name] for name in _KNOWN},
        "text": outcome,
        "who_benefits": who,
        "demo_url": written_address(demo),
        "show_on": written_day(without_addresses(demo)),
    }


def _filled(row: dict[str, Any], inside: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the row of an increment, with what only the achievements in it tell."""
    missing = [name for name in _FILLED if not row[name]]
    return {
        **row,
        **{name: next((r[name] for r in inside if r[name]), row[name]) for name in missing},
    }


def explain(inputs: Frames, key: Key, *, as_of: datetime, settings: Settings) -> pd.DataFrame:
    """Name the achievement itself, under its issue or its increment.

    Args:
        inputs: As for ``achievements``.
        key: ``project`` and ``item``.
        as_of: Aware instant; the frames end there.
        settings: For the meaning of labels, the projects and the time zone.

    Returns:
        EXPLAINED of ``finished_on``, without an amount.
    """
    table = achievements(inputs, as_of=as_of, settings=settings)
    row = table[(table["project"] == key["project"]) & (table["item"] == key["item"])]
    return explained([part("finished_on", row, None)])


MEASURE: Final = Measure(
    table=TABLE,
    inputs=("facts.milestones", "history", "label_spells", "increment_spells", "increments"),
    compute=achievements,
    explain=explain,
    question="What can people now use?",
    unit="achievements",
    definition="One row for each thing that is finished: the closed issues that a label makes an "
    "achievement, and the finished increments, with whom it helps and where it can be seen, in "
    "the team's words.",
    formula="who_benefits = the line 'Who benefits'\n"
    "demo_url = the first https address in the line 'Demo'; show_on = the one day in it\n"
    "shown = a demo_url or a show_on",
    reads_as="What counts is whom it helps; a link or the day of a show and tell lets everybody "
    "see for themselves.",
    misleads="Finished is what somebody closed; whether people use it stands in no forge. A "
    "long list says nothing of what is still to come.",
    source="GDS: show the thing; docs/tables.md, Records",
    page="Decisions",
)
