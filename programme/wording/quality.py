"""What data quality found: which figure it touches, and how ``waymark.py check`` tells of it."""

from collections.abc import Iterator
from typing import Any, Final

from programme.wording.words import count, visible

#: No more of what needs a look is told line by line.
MOST: Final = 20
#: In which order the page tells of it.
HOW: Final = (
    "First what makes a figure unreliable (to mend) or wrong (to look at), then by the figure that "
    "it touches, the one that most rests on first."
)
_WEIGHTS: Final = {"error": "to mend", "warning": "to look at", "info": "to know"}

#: Which checks touch a figure, the figure first on which most rests.
TOUCHED: Final = {
    "Every figure": (
        *("source_never_synced", "source_failed", "source_stale", "source_rebuilt"),
        "source_empty",
    ),
    "Forecast dates": (
        *("no_increment", "stale_open", "open_not_done", "finished_with_open_work"),
        *("never_closed", "several_increments", "risk_unplaced", "increment_without_work"),
        *("dependency_circle", "gates_passed", "unknown_increment", "source_silent"),
    ),
    "Expected delay": ("risk_unsized", "risk_two_values", "risk_unknown_value"),
    "Days later than first agreed": (
        *("no_due_date", "absurd_due_date", "due_before_start", "overdue", "no_baseline"),
        *("due_dates_differ", "closed_late", "unused_baseline"),
    ),
    "Pace": (
        *("no_events", "history_cut_short", "clock_skew", "bulk_closings", "gone_from_forge"),
        *("closing_event_missing", "reopening_event_missing", "closing_reason_changed"),
        "closed_before_created",
    ),
    "Counts by milestone": (
        *("milestone_not_in_events", "milestone_without_event", "milestone_renamed"),
    ),
    "Figures by label": ("label_not_in_events", "label_without_event", "label_renamed"),
    "Cycle time and age": (
        *("no_start_signal", "start_after_finish", "finished_not_started", "littles_law"),
        *("state_two_labels", "event_before_creation"),
    ),
    "Figures by size": ("no_size", "size_two_values"),
    "Decisions, achievements and learnings": (
        *("record_two_kinds", "decision_overdue", "decision_no_date", "decision_date_unread"),
        *("decision_no_consequence", "who_benefits_missing", "not_yet_shown", "change_not_made"),
    ),
    "Which teams stand alone": ("team_size_unknown", "team_small"),
}
_FIGURES: Final = {check: figure for figure, checks in TOUCHED.items() for check in checks}
_PLACES: Final = {figure: place for place, figure in enumerate(TOUCHED)}


def touches(check: str) -> str:
    """Return the figure that what a check found touches; empty of a check from another version."""
    return _FIGURES.get(check, "")


def place(check: str) -> int:
    """Return where the figure that a check touches stands among all: 0 = the most rests on it."""
    return _PLACES.get(touches(check), len(_PLACES))


def told(quality: Any) -> Iterator[str]:
    """Say how much was found, and line by line what is more than to be known.

    Args:
        quality: data_quality table.
    """
    if quality.empty:
        yield "Data quality, of what was synced last: nothing was found."
        return
    found = quality["severity"].value_counts()
    counts = [f"{found[weight]} {words}" for weight, words in _WEIGHTS.items() if weight in found]
    yield f"Data quality, of what was synced last: {', '.join(counts)}."
    rows = [
        f"  {visible(row.project)}: {row.sentence}"
        for weight in ("error", "warning")
        for row in quality[quality["severity"] == weight].itertuples()
    ]
    yield from rows[:MOST]
    if len(rows) > MOST:
        yield f"  and {count(len(rows) - MOST, 'more', 'more')}, which the page Data quality shows"
