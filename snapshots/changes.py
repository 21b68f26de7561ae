"""The table of what changed between two editions: its columns, its kinds and what it says."""

from typing import Final

from metrics.parts.record import Record
from programme.frames import COUNT, DAYS, TEXT, Column, Contract

TABLE: Final = Contract(
    "changes",
    {
        "order": Column(COUNT, "1 = the largest effect", key=True, empty=False),
        "kind": Column(TEXT, "what changed, one of the kinds in docs/tables.md", empty=False),
        "project": Column(TEXT, "project; empty = the whole programme"),
        "increment": Column(TEXT, "title now, else before; empty = none"),
        "item": Column(TEXT, "risk, decision or source; empty = none"),
        "before": Column(TEXT, "value in the earlier edition; empty = there was none"),
        "after": Column(TEXT, "value in the later edition; empty = there is none"),
        "effect_days": Column(
            DAYS, "days by which it moves an end date; + is later, empty if that is not known"
        ),
        "sentence": Column(TEXT, "the change in words", empty=False),
    },
)

#: Of each group the kinds that belong to it. Changes of the same effect stand in this order.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "ratings": ("declared_rating", "rating"),
    "dates": (
        "forecast",
        "target",
        "rebaseline",
        "increment_finished",
        "increment_reopened",
        "increment_removed",
        "increment_added",
        "increment_renamed",
    ),
    "risks": (
        "risk_happened",
        "risk_new",
        "risk_reopened",
        "risk_raised",
        "risk_lowered",
        "risk_retired",
        "exposure",
        "limit",
    ),
    "decisions": ("decision_new", "decision_moved", "decision_taken", "decision_withdrawn"),
    "scope": (
        "scope_added",
        "scope_removed",
        "scope_moved_in",
        "scope_moved_out",
        "scope_finished",
        "scope_reopened",
        "scope",
    ),
    "pace": ("pace",),
    "method": ("definitions", "source", "project_added", "project_removed", "basis", "gap"),
}
KINDS: Final = tuple(kind for kinds in GROUPS.values() for kind in kinds)

RECORD: Final = Record(
    table=TABLE,
    question="What has changed since the last weekly report?",
    unit="calendar days",
    definition="Every change between two editions of the figures, the one that moves an end date "
    "furthest first: dates, risks, decisions, scope, pace, ratings, and how we measure. "
    "Increments are matched by the address of their milestone, else by title, else by the same "
    "work; pieces of work and risks by their own.",
    formula="effect_days of a forecast = p80_on after - p80_on before\n"
    "effect_days of a date worked to = target_on after - target_on before\n"
    "effect_days of a risk = expected days after - expected days before; expected days are "
    "exposure_days of an open risk, impact_days of one that happened, 0 of one dealt with\n"
    "order = by size of effect_days, then kind, then how far p80_on of the increment moved",
    reads_as="Read from the top: what stands first moves a date furthest, later (+) or earlier "
    "(-).",
    misleads="Effects do not add up: a forecast moves because of the risks, scope and pace that "
    "stand in rows of their own. Where how we measure changed, or a source is missing on one side, "
    "no difference is given.",
    source="Rules of comparison: docs/tables.md",
    page="Weeks",
)
