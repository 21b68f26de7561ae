"""Fields of a forge as labels, in the form that ``[labels]`` reads."""

import pytest

from programme.label_fields import FieldKind, field_label, of_field, passing
from programme.labels import matches, normal, work_state
from programme.settings_labels import Labels


@pytest.mark.parametrize(
    ("kind", "value", "name", "normal_form"),
    [
        ("type", "Bug", "type::Bug", "type::bug"),
        ("status", "In progress", "status::In progress", "status::in-progress"),
        ("status", "🏗 In Progress", "status::In Progress", "status::in-progress"),
        ("status", "In review / QA: 2", "status::In review QA 2", "status::in-review-qa-2"),
        ("status", "🚀", "status::🚀", "status::🚀"),
        ("health", "at_risk", "health::at risk", "health::at-risk"),
    ],
)
def test_a_field_is_a_label(kind: FieldKind, value: str, name: str, normal_form: str) -> None:
    """Of one scope and one value, whatever signs the field's value has."""
    label = field_label(kind, value)

    assert label.name == name
    assert normal(name).text == normal_form
    assert of_field(label.key)
    assert passing(label.key) == (kind != "type")


@pytest.mark.parametrize("key", ["LA_kwDOA", "17", "status::doing", "field"])
def test_labels_of_the_forge_are_none_of_a_field(key: str) -> None:
    """Their keys are ids, or names."""
    assert not of_field(key)
    assert not passing(key)


def test_a_status_is_a_state_of_work_and_a_start_signal() -> None:
    """As shipped; health is mapped by whoever wants it."""
    shipped = Labels()
    assert matches(field_label("status", "In progress").name, shipped.started.any_of)
    assert work_state(field_label("status", "In review").name, shipped) == "status::in-review"
    assert work_state(field_label("health", "at_risk").name, shipped) == ""
    mapped = Labels.model_validate({"blocked": {"any_of": ["health::at risk"]}})
    assert work_state(field_label("health", "at_risk").name, mapped) == "blocked"
