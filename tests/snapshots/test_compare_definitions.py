"""What a new definition or baseline does to a comparison: rules C2 and C3 of docs/tables.md."""

from typing import Any

import pytest

from snapshots.edition import Edition
from tests.snapshots.compared import PAY, sentences, told
from tests.snapshots.editions import make_edition, make_settings


def test_c2_another_definition_shows_both_values_and_no_difference() -> None:
    """Labels that mean something else make figures that cannot be subtracted."""
    increment = {**PAY, "p80_on": "2027-01-10", "target_on": "2027-01-05"}
    rows: dict[str, Any] = {
        "risks": [{"item": "a/b#1", "title": "Late", "exposure_days": 2.0}],
        "items": [{"item": "a/b#2", "increment": "Pay online"}],
        "projects": [{"project": "", "indicated_rating": "green"}],
    }
    before = make_edition(10, increments=[increment], **rows)
    settings = make_settings(labels={"type": {"risk": ["hazard"]}})
    after = make_edition(
        11,
        settings=settings,
        header={"definitions_version": "1+1"},
        increments=[{**increment, "p80_on": "2027-02-10", "target_on": "2027-01-12"}],
        risks=[{"item": "a/b#1", "title": "Late", "exposure_days": 5.0}],
        items=[{"item": "a/b#2", "increment": "Pay online", "state": "finished"}],
        projects=[{"project": "", "indicated_rating": "red", "rating_reason": "It is late."}],
    )

    found = {row[0]: row[1:] for row in told(before, after)}

    why = "how we measure this changed."
    assert found == {
        # Nobody measures the date worked to: somebody sets it.
        "target": (
            "2027-01-05", "2027-01-12", 7.0,
            "‘Pay online’ is planned for 12 January 2027 now, 7 days later than before.",
        ),
        "rating": (
            "green", "red", None,
            f"The whole programme: Red now, Green before; {why} It is late.",
        ),
        "forecast": (
            "2027-01-10", "2027-02-10", None,
            "‘Pay online’: 10 February 2027 (4 in 5 chance) now, "
            f"10 January 2027 (4 in 5 chance) before; {why}",
        ),
        "risk_raised": (
            "2", "5", None,
            f"Risk ‘Late’: 5 days expected now, 2 days expected before; {why}",
        ),
        "scope": (
            "0 of 1 finished", "1 of 1 finished", None,
            f"‘Pay online’: 1 of 1 finished now, 0 of 1 finished before; {why}",
        ),
        "definitions": (
            "1+0", "1+1", None,
            "How we measure this changed: what labels mean. "
            "No difference is given of what rests on that.",
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sections", "version", "compared"),
    [
        pytest.param({"ratings": {"green_p_on_time": 0.9}}, "1+1", True, id="ratings"),
        pytest.param({"increments": {"max_items": 20}}, "1+1", True, id="size"),
        pytest.param({"labels": {"blocked": {"any_of": ["stop"]}}}, "1+1", True, id="blocked"),
        pytest.param({"calendar": {"country": "GB"}}, "1+1", False, id="calendar"),
        pytest.param({}, "2+0", False, id="formula"),
        pytest.param({}, "1+1", False, id="unexplained"),
    ],
)
def test_c2_only_what_rests_on_the_definition_is_not_compared(
    sections: dict[str, Any], version: str, compared: bool
) -> None:
    """A threshold of ratings moves no forecast; a formula may have moved anything."""
    before = make_edition(10, increments=[{**PAY, "p80_on": "2027-01-10"}])
    after = make_edition(
        11,
        settings=make_settings(**sections),
        header={"definitions_version": version},
        increments=[{**PAY, "p80_on": "2027-01-20"}],
    )

    (effect,) = [row[3] for row in told(before, after) if row[0] == "forecast"]
    assert effect == (10.0 if compared else None)


def test_c2_increments_that_come_from_elsewhere_are_not_compared() -> None:
    """What was a milestone is no label."""
    before = make_edition(10, increments=[PAY], items=[{"item": "a/b#1", "increment": "Pay"}])
    after = make_edition(
        11,
        settings=make_settings(increments_of={"from": "labels", "prefix": "release::"}),
        increments=[{"increment": "pay"}],
        items=[{"item": "a/b#1", "increment": "pay"}],
    )

    assert sentences(before, after) == [
        "Care is divided in another way than before, so its parts are not compared."
    ]


_FIRST = {"date": "2027-01-05", "agreed_on": "2025-06-01", "role": "Director", "reason": "Plan"}
_ANEW = {"date": "2027-02-05", "agreed_on": "2026-03-04", "role": "Director", "reason": "Law"}


def _agreed(week: int, *agreed: dict[str, Any], target: str = "2027-02-08") -> Edition:
    settings = make_settings(baselines={"Pay online": list(agreed)})
    row = {**PAY, "baseline_on": "2027-01-05", "target_on": target}
    return make_edition(week, settings=settings, increments=[row])


def test_c3_a_new_baseline_is_told_against_both() -> None:
    """Agreeing another date hides nothing of how late it is."""
    assert told(_agreed(10, _FIRST), _agreed(11, _FIRST, _ANEW)) == [
        (
            "rebaseline",
            "2027-01-05",
            "2027-02-05",
            31.0,
            "‘Pay online’ was re-agreed on 4 March 2026: 5 February 2027 instead of "
            "5 January 2027. That is 34 days later than first agreed, and 3 days later than "
            "re-agreed on 4 March 2026.",
        )
    ]


@pytest.mark.parametrize(("week", "both"), [(20, True), (21, True), (22, False)])
def test_c3_both_baselines_are_told_for_12_weeks(week: int, both: bool) -> None:
    """After that the date first agreed alone is what counts."""
    before = _agreed(week - 1, _FIRST, _ANEW)
    after = _agreed(week, _FIRST, _ANEW, target="2027-02-15")

    (said,) = sentences(before, after, "target")
    assert ("re-agreed on 4 March 2026" in said) == both
    assert "41 days later than first agreed" in said


def test_c3_what_is_agreed_later_than_the_edition_is_not_known_yet() -> None:
    """A baseline in the file counts from the day on which it was agreed."""
    assert told(_agreed(8, _FIRST), _agreed(9, _FIRST, _ANEW)) == []
