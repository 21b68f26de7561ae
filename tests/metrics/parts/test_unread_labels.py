"""Labels that are not understood are told, and pasting what is proposed has them understood."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.parts.unread_labels import UnreadLabel, unread_labels
from programme.label_lines import toml
from programme.settings import Settings
from programme.wording.unread_labels import told


def settings(**labels: object) -> Settings:
    """Return the settings of a programme with one source, and these tables of ``[labels]``."""
    source = {"kind": "recorded", "path": "app"}
    increments = {"from": "labels", "prefix": "increment::"}
    return Settings.model_validate(
        {
            "programme": {"name": "Care", "outcome": "It works.", "sro_role": "Director"}
            | {"started_on": "2026-01-05"},
            "projects": [{"name": "Portal", "sources": [source], "increments": increments}],
            "measures": {"size": "label:points::*"},
            "labels": labels,
        }
    )


def unread(*labels: str, **mapping: object) -> list[UnreadLabel]:
    """Return what is not understood where one issue carries each label."""
    return unread_labels({"app": dict.fromkeys(labels, 1)}, settings(**mapping))


@pytest.mark.parametrize(
    "label",
    [
        *("risk", "Risk: high", "probability::35%", "likelihood/high", "chance=4", "impact::5"),
        *("severity::critical", "impact-days::15", "impact-gbp::50k", "risk-category::security"),
        *("proximity::later", "treatment::accept", "owner-role::head-of-digital"),
        *("outcome::happened", "decision::sponsor", "achievement", "retro::learning", "wontfix"),
        *("doing", "status::anything", "Blocked", "on hold", "priority::high", "P1", "must-have"),
        *("increment::Pay online", "points::5"),
    ],
)
def test_what_docs_labels_lists_is_understood(label: str) -> None:
    """None of it is told, whatever its case and separators."""
    assert unread(label) == []


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("probability::likely", ("probability", "likely", 0.65)),
        ("Chance: who knows", ("probability", "who-knows", 0.40)),
        ("probability::150%", None),
        ("severity::1", ("impact_days", "severity::1", 14.0)),
        ("impact::minor", ("impact_days", "minor", 7.0)),
        ("impact-days::many", None),
        ("risk::amber", ("risk_level", "amber", {"probability": 0.40, "impact_days": 14.0})),
        ("risk-category::Legal", ("risk_category", "legal", ("risk-category::Legal",))),
        ("proximity::soon", ("proximity", "soon", 12)),
        ("risk-treatment::remediate", ("treatment", "values", "remediate")),
        ("RiskRating::High", ("type", "risk", "RiskRating::High")),
        ("high risk", ("type", "risk", "high risk")),
        ("health::at risk", None),
        ("risk likelihood::high", None),
        ("priority::p7", None),
        ("blocker", ("blocked", "any_of", "blocker")),
        ("Waiting for supplier", ("waiting", "any_of", "Waiting for supplier")),
        ("work in progress", ("started", "any_of", "work in progress")),
        ("decision needed", ("type", "decision", "decision needed")),
        ("won't fix", ("type", "not_done", "won't fix")),
        ("frontend", None),
        ("risk::", None),
    ],
)
def test_what_would_have_a_label_understood(label: str, line: object) -> None:
    """By its scope, else by its words; what no setting reads has no line."""
    (found,) = unread(label)

    assert found.line == line


def test_what_looks_like_risk_stands_first_and_the_most_used_before_others() -> None:
    """Issues of all sources are added; of equals the name decides."""
    counts = {"frontend": 90, "severity::2": 1, "blocker": 7, "bug": 90, "docs": 2, "risk": 50}
    found = unread_labels({"app": counts, "removed": {"bug": 5}}, settings())

    assert [(one.label, one.issue_count) for one in found] == [
        *(("blocker", 7), ("severity::2", 1), ("bug", 90), ("frontend", 90), ("docs", 2)),
    ]


def test_what_check_prints() -> None:
    """What a list held stays in it; equal labels and keys are written once."""
    counts = {"blocker": 7, "Blocker": 1, "chance::likely": 2, "likelihood::likely": 1, "bug": 1}
    found = unread_labels({"app": counts}, settings())

    assert list(told(found, settings().labels)) == [
        "Labels that look like risks, decisions or blocked work, and are not understood:",
        "  blocker: 7 issues",
        "  chance::likely: 2 issues",
        "  Blocker: one issue",
        "  likelihood::likely: one issue",
        "Other labels that are not understood:",
        "  bug: one issue",
        "To have them understood, set the numbers right and put this into the configuration, "
        "in place of keys of the same name:",
        "",
        "[labels.blocked]",
        'any_of = ["blocked", "status::blocked", "workflow::blocked", "blocker"]',
        "",
        "[labels.probability]",
        "likely = 0.65  # how likely, 0 to 1",
    ]


def test_nothing_to_tell() -> None:
    """Where all is understood nothing is printed."""
    assert list(told([], settings().labels)) == []


def test_of_other_labels_ten_are_named() -> None:
    """A forge may have hundreds."""
    lines = list(told(unread(*(f"area {n}" for n in range(13))), settings().labels))

    assert lines[0] == "Labels that are not understood:"
    assert lines[-1] == "  and 3 more"
    assert len(lines) == 12


_SCOPES = ("probability", "Likelihood", "impact", "severity", "risk", "risk category", "proximity")
_WORDS = ("risk", "blocked by", "decision", "waiting", "won't fix", "likely", "1", "amber")
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_LABELS = st.one_of(
    st.builds("{}::{}".format, st.sampled_from(_SCOPES), st.sampled_from(_WORDS) | _TEXT),
    st.builds("{}{}".format, st.sampled_from(_WORDS), _TEXT),
)


@given(st.lists(_LABELS, max_size=6, unique=True))
def test_what_is_pasted_is_understood(labels: list[str]) -> None:
    """The lines are TOML and settings, and no label that has one is told again."""
    before = unread(*labels)
    lines = [(one.line, "  # so") for one in before if one.line]
    text = "\n".join(toml(lines, settings().labels))
    after = unread(*labels, **tomllib.loads(text).get("labels", {}))

    left = {one.label for one in before if not one.line}
    assert {one.label for one in after} <= left
