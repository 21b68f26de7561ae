"""Labels that are not understood, as ``waymark.py check`` tells of them."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from programme.label_lines import Line, toml
from programme.settings_labels import Labels
from programme.wording.words import count, visible

#: Of labels that do not look like risks no more than this are named.
MOST_OTHERS: Final = 10
_ASKED: Final = {
    "probability": "how likely, 0 to 1",
    "impact_days": "days lost if it happens",
    "risk_level": "how likely, and days lost if it happens",
    "proximity": "weeks within which it could hit",
}


def told(found: Sequence[Any], mapping: Labels) -> Iterator[str]:
    """Say line by line which labels are not understood, and what to paste.

    Args:
        found: UnreadLabel entries, in the order in which they are told.
        mapping: ``[labels]`` of the configuration.
    """
    risky = [one for one in found if one.risk_like]
    others = [one for one in found if not one.risk_like]
    named = others[:MOST_OTHERS]
    if risky:
        yield "Labels that look like risks, decisions or blocked work, and are not understood:"
        yield from map(_named, risky)
    if named:
        yield (
            "Other labels that are not understood:"
            if risky
            else ("Labels that are not understood:")
        )
        yield from map(_named, named)
    if len(others) > len(named):
        yield f"  and {count(len(others) - len(named), 'more', 'more')}"
    lines = [(one.line, _comment(one.line)) for one in (*risky, *named) if one.line]
    if lines:
        yield (
            "To have them understood, set the numbers right and put this into the configuration, "
            "in place of keys of the same name:"
        )
        yield ""
        yield from toml(lines, mapping)


def _named(one: Any) -> str:
    said = f"  {visible(one.label)}: {count(one.issue_count, 'issue', 'issues')}"
    if one.risk_like and one.line is None:
        return f"{said}; no setting reads it, so write it as docs/labels.md says"
    return said


def _comment(line: Line) -> str:
    asked = _ASKED.get(line.table)
    return f"  # {asked}" if asked else ""
