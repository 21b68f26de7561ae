"""Generated histories of risk labels: what happened at one instant may be told in any order."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.risk_breakdown import MEASURE as BREAKDOWN
from metrics.risk_burndown import MEASURE as BURNDOWN
from snapshots.cells import cells
from tests.metrics.frames import at, make_facts, make_settings
from tests.metrics.properties import assert_same, measured

BEGUN = at("2026-01-05T00:00")
#: Instants on which events fall, among them two week ends and moments beside them.
INSTANTS = (
    *(timedelta(days=1), timedelta(days=7) - timedelta(microseconds=1), timedelta(days=7)),
    *(timedelta(days=10), timedelta(days=14), timedelta(days=17)),
)
AS_OF = BEGUN + timedelta(days=21)
LABELS = (
    *("risk", "probability::high", "probability::35%", "impact::low", "impact-days::15"),
    *("risk::medium", "outcome::happened", "impact-gbp::5k", "risk-category::security", "bug"),
)
MEASURES = (BURNDOWN, BREAKDOWN)
#: Of one risk: at which instant a label is put on, or taken off, or the risk closed or reopened.
Turns = list[tuple[int, str]]
HISTORIES = st.lists(
    st.lists(
        st.tuples(st.integers(0, len(INSTANTS) - 1), st.sampled_from(["", *LABELS])),
        max_size=14,
        unique=True,
    ),
    min_size=1,
    max_size=4,
)


def facts_of(histories: list[Turns], dice: Random | None = None) -> dict[str, pd.DataFrame]:
    """Tell histories as facts; with *dice* the rows are mixed, and events of equal instants too."""
    items: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    carried: list[dict[str, Any]] = []
    for number, turns in enumerate(histories, 1):
        key = {"source": "portal", "number": number}
        held: set[str] = set()
        closed_at = pd.NaT
        told: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for instant, label in sorted(turns):
            event = {**key, "at": BEGUN + INSTANTS[instant], "label": label, "label_key": label}
            if label:
                event["kind"] = "unlabelled" if label in held else "labelled"
                held ^= {label}
            else:
                event["kind"] = "closed" if pd.isna(closed_at) else "reopened"
                closed_at = event["at"] if pd.isna(closed_at) else pd.NaT
            told[instant].append(event)
        for together in told.values():
            if dice is not None:
                dice.shuffle(together)
            events += [{**event, "position": place} for place, event in enumerate(together)]
        carried += [{**key, "label_key": label, "label": label} for label in sorted(held)]
        items.append(
            {
                **key, "project": "Portal", "item": f"forge.example/portal#{number}",
                "title": f"Risk {number}", "state": "open" if pd.isna(closed_at) else "closed",
                "reason": "", "created_at": BEGUN, "updated_at": AS_OF, "closed_at": closed_at,
                "seen_from": AS_OF, "lines": {},
            }
        )  # fmt: skip
    if dice is not None:
        for rows in (items, events, carried):
            dice.shuffle(rows)
    return make_facts(items=items, events=events, item_labels=carried)


def tables(known: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Measure facts at AS_OF."""
    return dict(measured(MEASURES, known, as_of=AS_OF, settings=make_settings()))


@settings(max_examples=settings().max_examples // 2)
@given(HISTORIES, st.randoms(use_true_random=False))
def test_equal_instants_may_be_told_in_any_order(histories: list[Turns], dice: Random) -> None:
    """Whichever of them came first, and in whichever order rows arrive: byte for byte the same."""
    assert_same(tables(facts_of(histories, dice)), tables(facts_of(histories)), MEASURES)


@settings(max_examples=settings().max_examples // 2)
@given(HISTORIES)
def test_the_bridge_and_the_breakdown_hold_in_every_row(histories: list[Turns]) -> None:
    """On the printed numbers, of the project and of the programme."""
    made = tables(facts_of(histories))
    burndown, breakdown = made["risk_burndown"], made["risk_breakdown"]

    def printed(table: pd.DataFrame, column: str) -> list[Decimal]:
        return [Decimal(cell or 0) for cell in cells(table[column])]

    for _, rows in burndown.groupby("project"):
        before = Decimal(0)
        total = printed(rows, "exposure_days")
        new, raised, lowered, retired, happened = (
            printed(rows, f"{name}_days")
            for name in ("new", "raised", "lowered", "retired", "happened")
        )
        for week, after in enumerate(total):
            assert after == (
                before + new[week] + raised[week] - lowered[week] - retired[week] - happened[week]
            )
            before = after
        for week, sunday in enumerate(rows["week_end"]):
            parts = breakdown[breakdown["week_end"] == sunday]
            assert sum(printed(parts, "exposure_days"), Decimal(0)) == total[week]


@settings(max_examples=settings().max_examples // 2)
@given(HISTORIES, st.integers(0, len(INSTANTS) - 1))
def test_a_moment_is_told_later_as_it_was_told_then(histories: list[Turns], last: int) -> None:
    """With all that happened since in the facts, and without it."""
    moment = BEGUN + INSTANTS[last]
    earlier = [[turn for turn in turns if turn[0] <= last] for turns in histories]

    def then(known: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        return dict(measured(MEASURES, known, as_of=moment, settings=make_settings()))

    assert_same(then(facts_of(histories)), then(facts_of(earlier)), MEASURES)
