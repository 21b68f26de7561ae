"""What became of the decisions that are asked of the sponsor."""

from typing import Any

import pytest

from snapshots.compare import compare
from tests.snapshots.editions import make_edition, make_settings


def asked(state: str = "open", until: str | None = "2026-12-04") -> list[dict[str, Any]]:
    """Return one decision."""
    return [{"item": "a/b#1", "title": "Go on", "state": state, "needed_by_on": until}]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], asked(), ["decision_new", "", "2026-12-04",
                     "A decision is needed by 4 December 2026: ‘Go on’."], id="new"),
        pytest.param([], asked(until=None), ["decision_new", "", "",
                     "A decision is needed: ‘Go on’."], id="new-by-no-day"),
        pytest.param(asked("decided"), asked(), ["decision_new", "2026-12-04", "2026-12-04",
                     "A decision is needed by 4 December 2026: ‘Go on’."], id="asked-again"),
        pytest.param(asked(), asked(until="2026-12-11"),
                     ["decision_moved", "2026-12-04", "2026-12-11",
                      "A decision is needed by 11 December 2026 now: ‘Go on’."], id="moved"),
        pytest.param(asked(), asked(until=None), ["decision_moved", "2026-12-04", "",
                     "A decision is needed by no certain date now: ‘Go on’."], id="day-taken-off"),
        pytest.param(asked(), asked("decided"), ["decision_taken", "2026-12-04", "2026-12-04",
                     "A decision was taken: ‘Go on’."], id="taken"),
        pytest.param([], asked("decided"), ["decision_taken", "", "2026-12-04",
                     "A decision was taken: ‘Go on’."], id="taken-at-once"),
        pytest.param(asked(), asked("withdrawn"),
                     ["decision_withdrawn", "2026-12-04", "2026-12-04",
                      "A decision is not asked for any more: ‘Go on’."], id="withdrawn"),
        pytest.param(asked(), [], ["decision_withdrawn", "2026-12-04", "",
                     "A decision is not asked for any more: ‘Go on’."], id="label-taken-off"),
        pytest.param(asked(), asked(), None, id="as-before"),
        pytest.param(asked("decided"), [], None, id="decided-and-gone"),
        pytest.param([], asked("withdrawn"), None, id="withdrawn-at-once"),
    ],
)  # fmt: skip
def test_a_decision(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: list[str] | None
) -> None:
    """It moves no date by itself."""
    table = compare(make_edition(10, decisions=before), make_edition(11, decisions=after)).changes

    columns = ["kind", "before", "after", "sentence"]
    assert table[columns].to_numpy().tolist() == ([] if expected is None else [expected])
    assert table["effect_days"].isna().all()


def test_an_older_snapshot_knows_of_no_decisions() -> None:
    """So none of them is new; nor is one where labels mean something else."""
    older = make_edition(10, without=("decisions",))
    relabelled = make_edition(11, settings=make_settings(labels={"type": {"decision": ["ask"]}}))

    assert compare(older, make_edition(11, decisions=asked())).changes.empty
    kinds = set(compare(make_edition(10, decisions=asked()), relabelled).changes["kind"])
    assert kinds == {"definitions"}
