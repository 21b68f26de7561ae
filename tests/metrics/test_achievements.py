"""Achievements: finished issues of that kind, and finished increments."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest

from metrics import registry
from metrics.achievements import MEASURE, TABLE
from tests.metrics.frames import Issue, at, make_facts, make_settings, replayed, rows_of
from tests.metrics.increment_frames import Work, milestone
from tests.metrics.record_frames import STILL, Told

DONE = ("2026-01-08T09:00", "finished")
LINES = {
    "Outcome": "Carers send photos from a phone.",
    "Who benefits": "214 carers",
    "Demo": "Watch it: https://show.example/photos, show and tell on 27 January 2026",
}


def computed(
    issues: Sequence[Issue] = (),
    milestones: Sequence[Mapping[str, Any]] = (),
    as_of: str = "2026-01-19",
    **changes: Any,
) -> dict[str, pd.DataFrame]:
    """Run the measure and those it needs, as the product does."""
    settings = make_settings(**changes)
    spells = replayed(
        issues,
        increment_spells=[
            row for one in issues if isinstance(one, Work) for row in one.increment_spells()
        ],
        label_spells=[row for one in issues if isinstance(one, Told) for row in one.label_spells()],
    )
    chosen = registry.needed([TABLE.name])
    facts = make_facts(milestones=list(milestones))
    made = registry.run(chosen, facts, spells, as_of=at(as_of), settings=settings)
    return {**{f"facts.{name}": frame for name, frame in facts.items()}, **spells, **made}


def table(*issues: Issue, **others: Any) -> pd.DataFrame:
    """Compute the table."""
    return computed(issues, **others)[TABLE.name]


def achievement(number: int, *turns: tuple[str, str], **others: Any) -> Told:
    """Tell an issue that was an achievement from the start, on 6 January 2026."""
    labels = {"achievement": STILL}
    told = {"record": "achievement", "labels": labels, "title": "Photos from a phone", **others}
    return Told(number, "2026-01-06", *turns, **told)


def closed(
    title: str = "Pay", day: str = "2026-01-12T09:00", **others: Any
) -> list[dict[str, Any]]:
    """Return the observations of a milestone that was closed on *day*."""
    told = {"state": "closed", "closed_at": at(day), **others}
    return milestone(title, ("2026-01-05", None), **told)


def test_none() -> None:
    """Work, open achievements and open increments have no row."""
    work = Work(1, "2026-01-05", DONE, increment="Pay")
    still = milestone("Pay", ("2026-01-05", None))

    assert table().empty
    assert table(work, achievement(2), milestones=still).empty


def test_a_record_with_everything() -> None:
    """Every line stands in its column, the address and the day of Demo on their own."""
    told = achievement(
        7, DONE, lines=LINES, increment="Pay",
        labels={"achievement": STILL, "owner-role::head-of-digital": STILL},
    )  # fmt: skip

    assert rows_of(table(told), *TABLE.columns) == [
        ("Portal", "forge.example/portal#7", "Photos from a phone", "2026-01-08",
         "head-of-digital", "Carers send photos from a phone.", "https://forge.example/portal/7",
         "record", "Pay", "214 carers", "https://show.example/photos", "2026-01-27", True),
    ]  # fmt: skip


def test_an_increment_with_everything() -> None:
    """It has the name of its milestone, which stays when its title does not."""
    seen = closed(key="3", lines=LINES)
    work = Work(1, "2026-01-05", DONE, increment="Pay")

    assert rows_of(table(work, milestones=seen), *TABLE.columns) == [
        ("Portal", "portal#milestone:3", "Pay", "2026-01-12", "", LINES["Outcome"],
         "https://forge.example/milestones/3", "increment", "Pay", "214 carers",
         "https://show.example/photos", "2026-01-27", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("demo", "expected"),
    [
        ("https://show.example/pay", ("https://show.example/pay", None, True)),
        ("show and tell on 2026-02-06", ("", "2026-02-06", True)),
        ("http://show.example/pay", ("", None, False)),
        ("javascript:alert(1)", ("", None, False)),
        ("ask us", ("", None, False)),
        ("", ("", None, False)),
    ],
)
def test_what_is_shown(demo: str, expected: tuple[Any, ...]) -> None:
    """A link that opens, or a day on which it is shown; nothing else."""
    found = table(achievement(1, DONE, lines={"Demo": demo}))

    assert rows_of(found, "demo_url", "show_on", "shown") == [expected]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        pytest.param([("2026-01-08T23:59:59", "finished")], ["2026-01-08"], id="winter-night"),
        pytest.param([("2026-07-08T23:00", "finished")], ["2026-07-09"], id="summer-night"),
        pytest.param([("2026-01-08", "dropped")], [], id="not-planned-or-deleted"),
        pytest.param([("2026-01-08", "finished"), ("2026-01-09", "open")], [], id="reopened"),
        pytest.param([("2026-01-08", "finished"), ("2026-01-09", "open"),
                      ("2026-01-11", "finished")], ["2026-01-11"], id="closed-again"),
    ],
)  # fmt: skip
def test_the_day_on_which_a_record_was_finished(
    turns: list[tuple[str, str]], expected: list[str]
) -> None:
    """The finishing that still stands, in the programme's time zone."""
    found = table(achievement(1, *turns), as_of="2026-07-20")

    assert [day for (day,) in rows_of(found, "finished_on")] == expected


def test_an_achievement_labelled_after_it_was_closed() -> None:
    """It was finished when it was closed."""
    told = achievement(1, DONE, labels={"achievement": ("2026-01-15", None)})

    assert rows_of(table(told), "finished_on") == [("2026-01-08",)]


def test_many_are_sorted_by_their_keys() -> None:
    """Records and increments of several projects."""
    found = table(
        achievement(2, DONE),
        achievement(1, DONE),
        Work(3, "2026-01-05", DONE, increment="Pay"),
        milestones=closed(key="9") + closed("Tell us", key="8"),
    )

    assert rows_of(found, "item", "kind") == [
        ("forge.example/portal#1", "record"),
        ("forge.example/portal#2", "record"),
        ("portal#milestone:8", "increment"),
        ("portal#milestone:9", "increment"),
    ]


def test_an_increment_has_from_its_achievements_what_it_does_not_say() -> None:
    """Of several the first by name; what it says itself counts more."""
    others = {"Who benefits": "300 carers", "Demo": "https://show.example/other"}
    found = table(
        achievement(1, DONE, lines={"Who benefits": "214 carers"}, increment="Pay"),
        achievement(2, DONE, lines=others, increment="Pay"),
        achievement(3, lines={"Demo": "https://show.example/open"}, increment="Tell us"),
        milestones=closed(lines={"Outcome": "Paid at once"})
        + closed("Sign in", lines={"Who benefits": "All"})
        + closed("Tell us"),
    )  # fmt: skip
    found = found[found["kind"] == "increment"]

    assert rows_of(found, "title", "text", "who_benefits", "demo_url", "shown") == [
        ("Pay", "Paid at once", "214 carers", "https://show.example/other", True),
        ("Sign in", "", "All", "", False),
        ("Tell us", "", "", "", False),
    ]


def test_milestones_of_one_title_are_one_achievement() -> None:
    """Finished once both are; the one created first gives it its name, and its lines count more."""
    first = closed(key="9", created="2026-01-02", lines={"Outcome": "Paid", "Demo": ""})
    second = closed(
        key="1", source="api", day="2026-01-14T09:00", lines={"Outcome": "Settled", "Demo": "x"}
    )

    found = table(milestones=first + second)

    assert rows_of(found, "item", "finished_on", "text") == [
        ("portal#milestone:9", "2026-01-14", "Paid")
    ]


def test_a_renamed_milestone_stays_the_same_achievement() -> None:
    """Its title is the present one."""
    before, after = (closed(title, key="9")[0] for title in ("Pay", "Pay online"))
    seen = [{**before, "seen_until": at("2026-01-15")}, {**after, "seen_from": at("2026-01-15")}]

    assert rows_of(table(milestones=seen), "item", "title") == [
        ("portal#milestone:9", "Pay online")
    ]


def test_lines_as_they_were_then() -> None:
    """What was written into a milestone later is not known before."""
    (before,), (after,) = closed(), closed(lines=LINES)
    seen = [{**before, "seen_until": at("2026-01-21")}, {**after, "seen_from": at("2026-01-21")}]

    assert rows_of(table(milestones=seen, as_of="2026-01-20"), "who_benefits") == [("",)]
    assert rows_of(table(milestones=seen, as_of="2026-01-22"), "who_benefits") == [("214 carers",)]


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (milestone("Pay", ("2026-01-05", None), gone="2026-01-12"), "removed"),
        (closed("Backlog"), "ignored"),
    ],
)
def test_what_is_no_finished_increment(seen: list[dict[str, Any]], why: str) -> None:
    """Gone from the forge, or no increment at all."""
    found = table(milestones=seen, project={"increments": {"ignore": ["Backlog"]}})

    assert found.empty, why


def test_increments_of_labels_are_known_by_their_title() -> None:
    """They have no description; they are finished when no work in them is open."""
    work = Work(1, "2026-01-05", DONE, increment="Pay")

    found = table(work, project={"increments": {"from": "labels", "prefix": "inc:"}})

    assert rows_of(found, "item", "finished_on", "url", "who_benefits") == [
        ("label:Pay", "2026-01-08", "", "")
    ]


def test_a_parent_has_the_name_of_its_issue_and_one_row_if_it_is_an_achievement() -> None:
    """The keys of parents are in lower case, the names of issues are not."""
    parents = {"increments": {"from": "parents"}}
    key = "forge.example/portal#5"
    seen = closed(key=key, kind="parent", lines=LINES)
    work = Work(1, "2026-01-05", DONE, increment="Pay")
    parent = Issue(5, "2026-01-05", DONE, record="increment", project="Portal")
    labelled = achievement(5, ("2026-01-12T09:00", "finished"))

    plain = table(work, parent, milestones=seen, project=parents)
    both = table(work, labelled, milestones=seen, project=parents)

    assert rows_of(plain, "item", "kind") == [(key, "increment")]
    assert rows_of(both, "item", "kind", "finished_on") == [(key, "record", "2026-01-12")]


def test_an_iteration_is_named_by_its_key() -> None:
    """It is finished with its last day."""
    seen = closed(key="iteration:90", kind="iteration")
    work = Work(1, "2026-01-05", DONE, increment="Pay")

    found = table(work, milestones=seen, project={"increments": {"from": "iterations"}})

    assert rows_of(found, "item", "kind") == [("portal#iteration:90", "increment")]


def test_explained_by_itself() -> None:
    """The achievement is what its row is made of, issue or increment."""
    inputs = computed([achievement(1, DONE)], closed(key="9"))
    assert MEASURE.explain is not None

    for item, url in (
        ("forge.example/portal#1", "https://forge.example/portal/1"),
        ("portal#milestone:9", "https://forge.example/milestones/9"),
    ):
        found = MEASURE.explain(
            {name: inputs[name] for name in MEASURE.inputs},
            {"project": "Portal", "item": item},
            as_of=at("2026-01-19"),
            settings=make_settings(),
        )

        assert rows_of(found, "column", "item", "amount", "url") == [
            ("finished_on", item, None, url)
        ]
