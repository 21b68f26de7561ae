"""Labels are compared in one normal form."""

import pytest

from programme.labels import Label, after_prefix, matches, normal, record_type, work_state
from programme.settings_labels import Labels


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Risk", Label("", "risk")),
        (" Risk-Category : Data Protection ", Label("risk-category", "data-protection")),
        ("risk_category::data_protection", Label("risk-category", "data-protection")),
        ("risk/level=High", Label("risk::level", "high")),
        ("a::b::c", Label("a::b", "c")),
        ("", Label("", "")),
        ("مخاطر::عالية", Label("مخاطر", "عالية")),
    ],
)
def test_normal_form(label: str, expected: Label) -> None:
    """Case, gaps and the kind of separator do not matter."""
    assert expected == normal(label)


def test_matches_compares_normal_forms() -> None:
    """A team's spelling finds ours."""
    assert matches("In Progress", ["in-progress"])
    assert matches("STATUS: in_progress", ["status::in progress"])
    assert not matches("progress", ["in-progress"])


@pytest.mark.parametrize(
    ("label", "prefix", "rest"),
    [
        ("Increment: Pay online", "increment::", "Pay online"),
        ("a::b::Pay::now", "a/b:", "Pay::now"),
        ("Release 1.2", "release ", "1.2"),
    ],
)
def test_what_stands_after_a_prefix_is_kept_as_written(label: str, prefix: str, rest: str) -> None:
    """An increment is named as the team named it."""
    assert rest == after_prefix(label, prefix)


def test_every_issue_of_a_register_is_a_risk() -> None:
    """A project of kind risk-register needs no labels."""
    assert record_type([], Labels(), "risk-register") == "risk"
    assert record_type([], Labels(), "delivery") is None


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Status: In Review", "status::in-review"),
        ("workflow/ready for test", "workflow::ready-for-test"),
        ("workflow::X - blocked", "blocked"),
        ("status: blocked by supplier", "blocked"),
        ("status::unblocked", "status::unblocked"),
        ("status::not blocked", "status::not-blocked"),
        ("Blocked", "blocked"),
        ("status:: blocked", "blocked"),
        ("on_hold", "waiting"),
        ("bug", ""),
        ("a::status::b", ""),
        ("priority::high", ""),
        ("doing", ""),
    ],
)
def test_states_that_labels_tell_as_shipped(label: str, state: str) -> None:
    """Scoped status and workflow labels, and whatever means blocked or waiting."""
    assert work_state(label, Labels()) == state


def test_a_team_names_its_own_states() -> None:
    """Blocked goes before waiting, both before the states; an empty list takes a meaning away."""
    mapping = Labels.model_validate(
        {
            "states": {"scopes": ["Stage"], "any_of": ["In Review", "stuck"]},
            "blocked": {"any_of": ["stuck"]},
            "waiting": {"any_of": []},
        }
    )

    labels = ("stage: Test", "in-review", "Stuck", "on hold", "status::review")
    assert [work_state(label, mapping) for label in labels] == [
        "stage::test",
        "in-review",
        "blocked",
        "",
        "",
    ]
