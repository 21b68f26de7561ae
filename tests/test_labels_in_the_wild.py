"""The table in docs/labels.md of risk-like labels in real histories: complete, and true."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from metrics.parts.belonging import tells_urgency
from metrics.parts.unread_labels import unread_labels
from programme.label_lines import risk_like
from programme.labels import record_type, work_state
from programme.settings_labels import Labels
from tests.conftest import ROOT
from tests.metrics.frames import make_settings

#: The rule, as the page states it; besides these, words that begin with risk.
WORDS = {
    *("probability", "likelihood", "chance", "impact", "consequence", "severity", "priority"),
    *("exposure", "threat", "proximity", "treatment", "mitigation", "security", "privacy"),
    *("vulnerability", "critical", "urgent", "decision", "blocker", "blocked", "blocking"),
    *("impediment", "p0", "p1", "p2", "p3", "p4"),
}
PAGE = ROOT / "docs" / "labels.md"


def speaks_of_risk(label: str) -> bool:
    """Say whether a label is risk-like by the rule."""
    words = re.split(r"[^a-z0-9]+", label.lower())
    return any(word in WORDS or word.startswith("risk") for word in words)


def named(value: Any) -> Iterator[str]:
    """Yield every label in a forge's answer: those that issues bear and that events name."""
    if isinstance(value, list):
        for entry in value:
            yield from named(entry)
    if not isinstance(value, dict):
        return
    for key, entry in value.items():
        borne = entry if key == "labels" and isinstance(entry, list) else []
        for label in [*borne, *([entry] if key == "label" else [])]:
            name = label.get("name") if isinstance(label, dict) else label
            if isinstance(name, str):
                yield name
        yield from named(entry)


def answers(data: Path) -> Iterator[tuple[str, Any]]:
    """Yield the name of each history and what its files hold."""
    for path in sorted([*data.rglob("*.json"), *data.rglob("*.json.gz")]):
        raw = path.read_bytes()
        value = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        # A repository's own list of labels has them one by one.
        whole = {"labels": value} if path.name.startswith("labels.json") else value
        yield path.relative_to(data).parts[0], whole


def understood(label: str) -> str:
    """Return what a label is understood as, as shipped, in the words of the page."""
    mapping = Labels()
    if record := record_type((label,), mapping, "delivery"):
        return f"a {record}"
    if (state := work_state(label, mapping)) in {"blocked", "waiting"}:
        return {"blocked": "work that is blocked", "waiting": "work that waits"}[state]
    settings = make_settings()
    (_, source), *_ = settings.sources
    if unread := unread_labels({source.name: {label: 1}}, settings):
        assert risk_like(label), f"{label} would stand among those that are any other label"
        (line,) = (one.line for one in unread)
        with_line = f", with a line for `[labels.{line.table}]`" if line else ""
        return f"nothing: `check` names it{with_line}"
    if tells_urgency(label):
        return "urgent work, taken early where an increment is split"
    return f"work in the state {state}" if state else "something"


def table() -> dict[str, tuple[str, str]]:
    """Return the page's table: where each label was found, and what it is understood as."""
    section = PAGE.read_text(encoding="utf-8").split("## Risk-like labels in the wild")[1]
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", section, re.MULTILINE)
    return {label: (where, what) for label, where, what in rows}


def test_the_page_states_the_rule() -> None:
    """Every word of it."""
    said = PAGE.read_text(encoding="utf-8").split("## Risk-like labels in the wild")[1].split("|")
    words = set(re.split(r"[^a-z0-9]+", said[0].lower()))
    assert {word for word in WORDS if not re.fullmatch(r"p[0-4]", word)} <= words


def test_every_risk_like_label_is_in_the_table(shared_data: Path) -> None:
    """With every history that has it, and none beside."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for history, answer in answers(shared_data):
        for label in named(answer):
            if speaks_of_risk(label):
                found[label].add(history)

    told = {label: {*where.split(", ")} for label, (where, _) in table().items()}
    assert told == found


@pytest.mark.parametrize("label", table())
def test_the_table_is_true(label: str) -> None:
    """Each is understood as it says, and none silently as something else."""
    assert table()[label][1] == understood(label)
