"""Part of a page: what changed between two editions, in sentences."""

from typing import Final

import pandas as pd

from programme.settings import Settings
from programme.teams import withheld
from programme.wording.changes import HEADINGS, NOTHING, SMALL_TEAMS
from programme.wording.words import count
from snapshots.change_groups import Group, grouped, only_method, shareable_changes
from views.html import Html, join, paragraphs, tag, unbroken

#: Of each group so many are listed; the others open on demand.
MOST_LISTED: Final = 8


def changes(table: pd.DataFrame, settings: Settings, introduction: str) -> Html:
    """Return the list of what changed, group by group.

    No small team's work is told on its own.

    Args:
        table: The table ``changes`` of an edition, or of a comparison of two.
        settings: Of the later edition.
        introduction: What it is compared with, one sentence.
    """
    shown = shareable_changes(table, withheld(settings.projects))
    # The introduction says how many weeks lie between the two.
    listed = shown[shown["kind"] != "gap"]
    groups = grouped(listed, several=len(settings.projects) > 1)
    return join(
        [
            paragraphs(introduction, NOTHING if only_method(table) else ""),
            *(_group(group) for group in groups),
            paragraphs(SMALL_TEAMS if len(shown) < len(table) else "", cls="how"),
        ]
    )


def _group(group: Group) -> Html:
    first, rest = group.sentences[:MOST_LISTED], group.sentences[MOST_LISTED:]
    more = tag("summary", f"Show {count(len(rest), 'more change', 'more changes')}")
    return join(
        [
            tag("h3", HEADINGS[group.name]),
            _list(first),
            tag("details", more, _list(rest)) if rest else None,
        ]
    )


def _list(sentences: tuple[str, ...]) -> Html:
    return tag("ul", *(tag("li", unbroken(sentence)) for sentence in sentences), cls="told")
