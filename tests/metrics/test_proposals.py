"""Proposals: what an oversized increment is split into, and what that is good for."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from metrics import registry
from metrics.proposals import MEASURE
from tests.explained import disagreements
from tests.metrics.frames import at, make_facts, make_settings, replayed, rows_of
from tests.metrics.increment_frames import Work, milestone, steadily

AS_OF = "2026-06-01"
#: Four pieces are finished a week.
PACE = [4] * 21
PAY = milestone("Pay", ("2026-01-05", "2026-06-21"))


def made(
    work: Sequence[Work],
    *,
    waits: Sequence[tuple[int, int]] = (),
    parents: dict[int, str] | None = None,
    milestones: Sequence[Any] = PAY,
    **sections: Any,
) -> tuple[dict[str, pd.DataFrame], Any]:
    """Compute the table and what it rests on; return these, and the settings.

    Args:
        work: All of it.
        waits: Numbers of issues: the first waits for the second.
        parents: What issues are part of, by number.
        milestones: As they were observed.
        sections: Of the configuration.
    """
    links = [(number, "blocker", f"forge.example/portal#{other}") for number, other in waits]
    links += [(number, "parent", parent) for number, parent in (parents or {}).items()]
    facts = make_facts(
        milestones=milestones,
        items=[issue.fact() for issue in work],
        links=[
            {
                "source": "portal",
                "number": number,
                "kind": kind,
                "link_key": key,
                "seen_from": at("2026-01-05"),
                "asked_from": at("2026-01-05"),
            }
            for number, kind, key in links
        ],
    )
    spells = replayed(
        work,
        increment_spells=[row for issue in work for row in issue.increment_spells()],
        label_spells=[row for issue in work for row in issue.carried()],
    )
    settings = make_settings(**sections)
    chosen = registry.needed(["proposals"])
    given = registry.given(chosen, facts, spells, as_of=at(AS_OF), settings=settings)
    tables = registry.compute(chosen, given, as_of=at(AS_OF), settings=settings)
    return given | tables, settings


def parts(known: dict[str, pd.DataFrame], settings: Any) -> dict[str, list[int]]:
    """Return the numbers of the items that each part is explained by."""
    found = {}
    for row in known["proposals"].to_dict("records"):
        key = {name: row[name] for name in MEASURE.table.keys}
        named = MEASURE.explain(known, key, as_of=at(AS_OF), settings=settings)  # type: ignore[misc]
        assert not list(disagreements(MEASURE, row, named))
        items = named.loc[named["column"] == "item_count", "item"]
        found[row["part"]] = sorted(int(item.rpartition("#")[2]) for item in items)
    return found


def pay(count: int, first: int = 101, **others: Any) -> list[Work]:
    """Make open work in the increment Pay, all alike."""
    return [Work(first + n, "2026-01-05", increment="Pay", **others) for n in range(count)]


DONE = steadily("Book", PACE, 0)
SMALL: dict[str, Any] = {"increments": {"max_items": 4, "max_days_p80": 400}}


def test_an_increment_of_a_right_size_has_no_rows() -> None:
    """Nor has work in no increment, or a finished increment, whatever its size."""
    known, _ = made([*DONE, *pay(4), *steadily("", [], 9, first=201)], **SMALL)

    assert known["increments"]["item_count"].tolist() == [9, 84, 4]
    assert known["proposals"].empty


def test_each_part_has_its_date_and_its_chance() -> None:
    """Four pieces a week: a part of five is ready a week after the part before it, or two."""
    known, _ = made([*DONE, *pay(10)], increments={"max_items": 5, "max_days_p80": 400})

    found = rows_of(known["proposals"], "increment", "part", "item_count", "p80_on", "p_on_time")
    whole = known["increments"].set_index("increment").loc["Pay"]
    assert found == [
        ("Pay", "", 10, "2026-06-21", 1.0),
        ("Pay", "1", 5, "2026-06-14", 1.0),
        ("Pay", "2", 5, "2026-06-21", 1.0),
    ]
    assert whole["p80_on"] == pd.Timestamp("2026-06-21")
    assert known["proposals"]["why"][0] == whole["oversized_reason"]


def test_work_before_the_increment_comes_before_its_parts() -> None:
    """An increment that is due earlier is finished first, and named under the dates."""
    book = milestone("Book", ("2026-01-05", "2026-06-02"))
    known, settings = made([*steadily("Book", PACE, 4), *pay(5)], milestones=[*PAY, *book], **SMALL)
    key = {"project": "Portal", "increment": "Pay", "part": "1"}
    named = MEASURE.explain(known, key, as_of=at(AS_OF), settings=settings)  # type: ignore[misc]

    first = known["proposals"].query("increment == 'Pay' and part == '1'")
    assert rows_of(first, "item_count", "p80_on") == [(3, "2026-06-14")]
    assert named["column"].value_counts().to_dict() == {
        "p80_on": 7, "p_on_time": 7, "item_count": 3,
    }  # fmt: skip


WITH = {
    "one after the other, if nothing tells them apart": ({}, [[101, 102, 103], [104, 105]]),
    "what waits comes after what it waits for": (
        {"waits": [(101, 105), (102, 104)]},
        [[102, 103, 104], [101, 105]],
    ),
    "a circle is kept together": (
        {"waits": [(101, 105), (105, 101)]},
        [[101, 102, 105], [103, 104]],
    ),
    "what is part of one thing is kept together": (
        {"parents": {101: "a#1", 103: "a#1", 105: "a#1"}},
        [[101, 103, 105], [102, 104]],
    ),
}


@pytest.mark.parametrize(("said", "expected"), WITH.values(), ids=WITH)
def test_links(said: dict[str, Any], expected: list[list[int]]) -> None:
    """Of five pieces, of which four are allowed; every one is in one part."""
    known, settings = made([*DONE, *pay(5)], **said, **SMALL)

    found = parts(known, settings)
    assert found.pop("") == [101, 102, 103, 104, 105]
    assert list(found.values()) == expected


def test_waiting_through_work_elsewhere() -> None:
    """What waits for work of another increment waits for whatever that waits for."""
    other = Work(300, "2026-01-05", increment="Book")
    known, settings = made([*DONE, other, *pay(5)], waits=[(101, 300), (300, 105)], **SMALL)

    assert list(parts(known, settings).values())[1:] == [[102, 103, 104], [101, 105]]


def test_value_and_risk_come_first() -> None:
    """Labels tell; what an urgent piece waits for is as urgent."""
    work = [*pay(4), *pay(1, first=105, labels=["Risk: high"])]
    known, settings = made([*DONE, *work], waits=[(105, 104)], **SMALL)

    assert list(parts(known, settings).values())[1:] == [[101, 104, 105], [102, 103]]
    assert known["proposals"]["why"].tolist()[1:] == [
        "1 of 3 are marked as high in value or risk.",
        "They have nothing in common that labels, links or titles tell.",
    ]


def test_labels_and_words_keep_work_together() -> None:
    """104 has a word in common with 101; then 102 has a label, which binds more than a word."""
    work = [
        *pay(1, title="Refund by card", labels=["team::web"]),
        *pay(1, first=102, title="Receipt on paper", labels=["team::web", "Area: Print"]),
        *pay(1, first=103, title="Refunds and the law", labels=["team::web"]),
        *pay(1, first=104, title="Refund by cheque", labels=["team::web", "area::print"]),
        *pay(1, first=105, title="refund the fee", labels=["team::web"]),
    ]
    known, settings = made([*DONE, *work], **SMALL)

    assert list(parts(known, settings).values())[1:] == [[101, 102, 104], [103, 105]]
    assert known["proposals"]["why"].tolist()[1:] == [
        '2 of 3 carry the label "area::print".',
        "They have nothing in common that labels, links or titles tell.",
    ]


def test_a_part_is_as_long_as_an_increment_may_be() -> None:
    """Three weeks at most, of four pieces each, if there is room for any number."""
    known, _ = made([*DONE, *pay(30)], increments={"max_items": 400, "max_days_p80": 21})

    assert known["proposals"]["item_count"].tolist() == [30, 10, 10, 10]


def test_one_piece_may_be_too_large_alone() -> None:
    """At one piece in eight weeks nothing is done within three."""
    slow = steadily("Book", [0, 0, 0, 0, 0, 0, 1] * 3, 0)
    known, _ = made([*slow, *pay(2)], increments={"max_items": 40, "max_days_p80": 21})

    assert known["proposals"]["item_count"].tolist() == [2, 1, 1]
    for why in known["proposals"]["why"][1:]:
        assert why.startswith("One piece of work alone is likely to take")
        assert why.endswith("days, more than 21. Make smaller pieces of it.")


def test_a_circle_may_be_too_large() -> None:
    """It stays one part, which says so."""
    known, _ = made([*DONE, *pay(6)], waits=[(n, 101 + (n - 100) % 5) for n in range(101, 106)],
                    **SMALL)  # fmt: skip

    assert known["proposals"]["item_count"].tolist() == [6, 5, 1]
    assert known["proposals"]["why"][1] == (
        "These 5 pieces of work wait for one another in a circle: they cannot be split."
    )


@pytest.mark.parametrize("left", [0, 1])
def test_nothing_to_split(left: int) -> None:
    """Most of it is finished: what is left cannot be split, and the row says so."""
    work = steadily("Pay", PACE, left)
    known, _ = made(work, **SMALL)

    rows = known["proposals"]
    assert rows["item_count"].tolist() == [left] * (left + 1)
    assert rows["why"][0].endswith("What is left of it cannot be split.")


def test_without_a_forecast_numbers_alone_count() -> None:
    """Parts are there, dates are not."""
    known, settings = made(pay(9), **SMALL)

    assert [len(part) for part in parts(known, settings).values()] == [9, 3, 3, 3]
    assert known["proposals"]["p80_on"].isna().all()
    assert known["proposals"]["p_on_time"].isna().all()


def test_pieces_that_are_expected_are_in_no_part() -> None:
    """They have no names; the increment as it is waits for them."""
    known, _ = made([*DONE, *pay(5)], project={"expected_items": {"Pay": {"items": 9}}}, **SMALL)

    assert known["proposals"]["item_count"].tolist() == [5, 3, 2]
    assert known["proposals"]["why"][0].endswith(
        "4 more pieces of work are expected in it and are in no part yet."
    )
