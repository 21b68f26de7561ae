"""The narrative: eight blocks in a fixed order, whatever the week was like."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reports.elements import Grid, Listing, Paragraph, Position
from reports.narrative import narrative
from tests.reports.told import (
    TITLE,
    achievements,
    blocks,
    decisions,
    edition,
    entries,
    learnings,
    paragraphs,
)
from tests.views.snapshot import AS_OF

ORDER = [
    *("position", "decisions", "ready", "risks"),
    *("pace", "achievements", "learnings", "sureness"),
]
RECORDED = {"basis": "recorded", "taken_at": "2026-11-23T06:00:00Z"}
DECLARED = {
    "declared_rating": "green", "declared_on": "2026-11-19",
    "declared_by_role": "Programme manager", "declared_reason": "A second supplier has been found.",
}  # fmt: skip


@pytest.mark.parametrize("rating", ["green", "amber", "red", "not_rated"])
def test_blocks_stand_in_their_order(rating: str) -> None:
    """Bad news is never below good news: achievements stand below risks even in a red week."""
    told = narrative(edition({"indicated_rating": rating}), now=AS_OF)

    assert [block.name for block in told] == ORDER
    assert [block.name for block in told if block.chart] == ["risks", "pace"]


@pytest.mark.parametrize(
    ("week", "rating", "said"),
    [
        (None, None, "No earlier report to compare with."),
        ("2026-W46", "red", "Same as last week."),
        ("2026-W46", "green", "Worse than last week (was Green)."),
        ("2026-W45", "red", "Same, compared with 2 weeks ago."),
        ("2025-W47", "amber", "Worse, compared with 52 weeks ago (was Amber)."),
    ],
)
def test_the_change_since_the_report_before(
    week: str | None, rating: str | None, said: str
) -> None:
    """Of last week's report; where that is missing the gap is said."""
    header = {"compared_with_week": week, "compared_with_rating": rating}

    assert blocks(edition(header))["position"].words[0] == Position("red", said)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({}, []),
        (RECORDED, ["Frozen on 23 November 2026."]),
        (RECORDED | {"taken_late": True}, ["Taken late on 23 November 2026."]),
        (
            RECORDED | {"basis": "rebuilt"},
            [
                "This week was rebuilt from events on 23 November 2026; "
                "it was not reported at the time."
            ],
        ),
        (
            {**RECORDED, "revision": 1, "revised_reason": "a label was wrong.",
             "revised_by_role": "Director"},
            ["Corrected on 23 November 2026 because a label was wrong (Director)."],
        ),
    ],
    ids=["live", "recorded", "late", "rebuilt", "corrected"],
)  # fmt: skip
def test_a_frozen_week_says_how_it_was_taken(header: dict[str, Any], said: list[str]) -> None:
    """Rebuilt, late and corrected weeks are told apart from those taken in time."""
    assert paragraphs(blocks(edition(header))["position"], "notice") == said


def test_a_declared_rating_stands_beside_the_indicated_one() -> None:
    """With its reason, role and day, and a notice that they disagree."""
    position = blocks(edition(DECLARED))["position"]

    assert isinstance(position.words[0], Position)
    assert (position.words[0].rating, position.words[0].indicated) == ("green", "red")
    assert (
        Paragraph(
            "A second supplier has been found.",
            "note",
            about="Declared on 19 November 2026 (Programme manager)",
        )
        in position.words
    )
    (warning,) = paragraphs(position, "warning")
    assert warning.startswith("The programme team rates this Green. The figures point to Red.")
    assert "chance" not in " ".join(paragraphs(position, "lead"))


def test_a_declared_rating_that_agrees_says_so() -> None:
    """Without a warning; why the figures say so still stands there."""
    position = blocks(edition(DECLARED | {"declared_rating": "red"}))["position"]

    assert paragraphs(position, "warning") == []
    assert (
        "The figures point to Red. There is about a 40% chance of making 30 January 2027."
        in paragraphs(position, "plain")
    )


@pytest.mark.parametrize(
    ("before", "declared", "said"),
    [
        ("red", "green", "Last week: Red."),
        ("green", "green", "Same as last week."),
        ("amber", "amber", "Same as last week."),
        ("green", "red", "Worse than last week (was Green)."),
    ],
)
def test_a_declaration_alone_makes_nothing_better(before: str, declared: str, said: str) -> None:
    """Where the figures point to a worse rating, it is not called better than last week."""
    compared = {"compared_with_week": "2026-W46", "compared_with_rating": before}
    header = DECLARED | compared | {"declared_rating": declared}

    first = blocks(edition(header))["position"].words[0]
    assert isinstance(first, Position)
    assert first.changed == said


@pytest.mark.parametrize(
    ("on", "header", "old"),
    [
        ("2026-10-25", {}, False),
        ("2026-10-24", {}, True),
        ("2026-10-24", RECORDED, True),
        ("2026-10-25", RECORDED, True),
        ("2026-10-25", RECORDED | {"basis": "rebuilt"}, False),
    ],
)
def test_a_declared_rating_grows_old(on: str, header: dict[str, Any], old: bool) -> None:
    """After 28 days, counted to when the figures are read."""
    declared = DECLARED | {"declared_rating": "red", "declared_on": on}
    warnings = paragraphs(blocks(edition(declared | header))["position"], "warning")

    assert [text.partition(":")[0] for text in warnings] == ["Out of date"] * old


@pytest.mark.parametrize(
    ("header", "kind", "said"),
    [
        ({}, "note", []),
        (RECORDED, "plain", ["No note this week."]),
        (RECORDED | {"basis": "rebuilt"}, "plain", []),
        ({"note": "We tried \n it.", "note_by_role": "Manager"}, "note", ["We tried it."]),
        (RECORDED | {"note": "We tried it.", "note_by_role": "Manager"}, "plain", []),
    ],
    ids=["live-none", "frozen-none", "rebuilt-none", "live", "frozen"],
)
def test_the_note_of_the_week(header: dict[str, Any], kind: str, said: list[str]) -> None:
    """A recorded week without one says so; on a rebuilt one nobody could have written."""
    assert paragraphs(blocks(edition(header))["position"], kind) == said


def test_nothing_to_decide_is_said() -> None:
    """A heading is never empty, whether nothing was ever asked or all is decided."""
    decided = decisions("2026-11-20", state="decided")

    for given in (edition(), edition(decisions=decided)):
        assert paragraphs(blocks(given)["decisions"]) == ["Nothing this week."]


def test_decisions_stand_by_the_day_they_are_needed() -> None:
    """Overdue ones first, those without a day last; who asks stands with each."""
    asked = decisions(None, "2026-12-04", "2026-11-10", "2026-11-22", "2027-01-08")
    block = blocks(edition(decisions=asked))["decisions"]
    first, rest = [one for one in block.words if isinstance(one, Listing)]

    assert entries(block) == [
        (TITLE, "Overdue: needed 12 days ago, by 10 November 2026. Head of digital asks for it."),
        (TITLE, "Needed today, 22 November 2026. Head of digital asks for it."),
        (TITLE, "Needed by 4 December 2026. Head of digital asks for it."),
        (TITLE, "Needed by 8 January 2027. Head of digital asks for it."),
        (TITLE, "No date is given for it. Head of digital asks for it."),
    ]
    assert first.ordered
    assert len(first.entries) == 3
    assert (rest.aside, rest.heading) == (True, "2 more decisions")
    assert first.entries[0].more.endswith("If we wait: The pilot moves to March.")


def test_what_a_team_wrote_as_a_whole_sentence_is_not_introduced_again() -> None:
    """``If we wait: If we wait, …`` would be said twice."""
    asked = decisions("2026-12-04", text="If we wait, the pilot moves to March")
    block = blocks(edition(decisions=asked))["decisions"]
    only = next(one for one in block.words if isinstance(one, Listing))

    assert only.entries[0].more.count("If we wait") == 1


def test_a_day_that_is_not_read_is_told_as_it_is_written() -> None:
    """Without a day of ours nobody can say that it is overdue."""
    asked = decisions(None, needed_by="the end of term", owner_role="")

    assert entries(blocks(edition(decisions=asked))["decisions"]) == [
        (TITLE, "Needed by: the end of term.")
    ]


def test_the_milestone_that_decides_the_rating_is_in_the_table() -> None:
    """The last of the next milestones gives way to it, and block 3 speaks of it."""
    deciding = "‘Pay for support’ (Care portal) has about a 20% chance of making 31 March 2027."
    grid, said = blocks(edition({"rating_reason": deciding}))["ready"].words

    assert isinstance(grid, Grid)
    assert [row[0].text for row in grid.rows] == [
        "Follow a repair",
        "Discounts: single occupier",
        "Pay for support",
    ]
    assert said == Paragraph("To be 4 in 5 sure, plan for 28 May 2027.", about="Pay for support")


def test_ratings_of_projects_are_listed() -> None:
    """Each project that may stand alone, in block 1."""
    position = blocks(edition())["position"]
    (listing,) = [one for one in position.words if isinstance(one, Listing)]

    assert [(entry.title, entry.rating) for entry in listing.entries] == [
        ("Care portal", "red"),
        ("Council tax", "amber"),
        ("Highways", "green"),
    ]


def test_what_people_can_now_use() -> None:
    """What was finished in the last four weeks, the newest first, with where to see it."""
    found = achievements("2026-10-25", "2026-10-26", "2026-11-20", demo_url="https://show.example/")
    block = blocks(edition(achievements=found))["achievements"]
    (listing,) = [one for one in block.words if isinstance(one, Listing)]

    assert [detail.partition(".")[0] for _, detail in entries(block)] == [
        "Finished 20 November 2026",
        "Finished 26 October 2026",
    ]
    assert {entry.url for entry in listing.entries} == {"https://show.example/"}
    assert listing.entries[0].detail.endswith("Who benefits: 6,200 unpaid carers.")


@pytest.mark.parametrize(
    ("many", "said"),
    [
        (0, ["Nothing new in the last 4 weeks."]),
        (1, []),
        (5, []),
        (6, ["One more thing was finished in the last 4 weeks."]),
        (9, ["4 more were finished in the last 4 weeks."]),
    ],
)
def test_how_much_more_people_can_use(many: int, said: list[str]) -> None:
    """Five stand there; the others are counted."""
    block = blocks(edition(achievements=achievements(*["2026-11-20"] * many)))["achievements"]

    assert len(entries(block)) == min(many, 5)
    assert paragraphs(block) == said


def test_the_next_show_and_tell() -> None:
    """The first that is still to come, of whatever was finished when."""
    found = achievements(*["2026-01-05"] * 3, show_on=["2026-11-21", "2026-12-04", "2026-11-27"])
    block = blocks(edition(achievements=found))["achievements"]

    assert paragraphs(block)[-1] == "Next show and tell: 27 November 2026."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "Data had pairs"}, "It failed. Data had pairs. Change not yet made."),
        (
            {"text": "Data had pairs", "what_we_changed": "We check."},
            "It failed. Data had pairs. We check.",
        ),
        ({"text": "", "what_happened": ""}, "Change not yet made."),
    ],
)
def test_what_we_learned(values: dict[str, Any], said: str) -> None:
    """What happened, what we learned, what we changed, in this order."""
    found = learnings("2026-11-20", **values)

    assert entries(blocks(edition(learnings=found))["learnings"]) == [(TITLE, said)]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], ["Nothing was noted in the last 13 weeks."]),
        (["2026-08-23"], ["Nothing was noted in the last 13 weeks."]),
        (["2026-11-20"] * 3, []),
        (["2026-11-20"] * 4, ["One more thing was noted in the last 13 weeks."]),
        (["2026-11-20"] * 6, ["3 more things were noted in the last 13 weeks."]),
    ],
)
def test_how_much_more_we_learned(days: list[str], said: list[str]) -> None:
    """Three stand there; the others are counted, and none is said."""
    block = blocks(edition(learnings=learnings(*days)))["learnings"]

    assert paragraphs(block) == said


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({}, "Data is 2 days old."),
        (RECORDED, "Data is 24 hours old."),
        (RECORDED | {"basis": "rebuilt"}, "Data is 3 hours old."),
    ],
    ids=["live", "recorded", "rebuilt"],
)
def test_the_age_of_the_data(header: dict[str, Any], said: str) -> None:
    """Counted to now on the live page, and to when the figures were taken in a frozen week."""
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)

    assert said in paragraphs(blocks(edition(header), now)["sureness"])[0]
