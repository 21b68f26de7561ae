"""Sentences on what changed: their zero, one and many, and the rules of the sponsor's page."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.wording import changed_dates as dates
from programme.wording import changed_risks as risks
from programme.wording import changed_scope as scope
from programme.wording import changes
from programme.wording.ratings import named
from tests.wording.lint import faults

TITLE, PROJECT = "Book a care assessment online", "Adult social care"
NAME = named(TITLE, PROJECT)
FOREIGN = (TITLE, PROJECT)
RATING = st.sampled_from(["green", "amber", "red", "not_rated"])
DAY = st.dates(date(2020, 1, 1), date(2040, 1, 1))
DAYS = st.integers(-4000, 4000)
EXPECTED = st.none() | st.floats(0, 5000)


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (0, "Compared with an earlier issue of this week."),
        (1, "Compared with last week."),
        (2, "Compared with 2 weeks ago."),
        (-1, "Compared with one week later."),
        (-3, "Compared with 3 weeks later."),
    ],
)
def test_what_is_compared_with(weeks: int, said: str) -> None:
    """The week before, the gap, and other issues of the same week."""
    assert changes.introduction(weeks) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (0, "Changed since today’s report."),
        (1, "Changed since Monday’s report."),
        (6, "Changed since Monday’s report."),
        (7, "Changed since the report of 9 November 2026."),
        (-1, "Changed since the report of 9 November 2026."),
    ],
)
def test_since_which_report_the_live_page_has_changed(ago: int, said: str) -> None:
    """A weekday names one day alone, within a week."""
    taken_on = date(2026, 11, 9)
    assert changes.introduction_live(taken_on, taken_on + timedelta(days=ago)) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"added": 3, "finished": 5},
         "3 pieces of work were added to ‘Pay’ and 5 were finished."),
        ({"added": 1, "removed": 1, "reopened": 0},
         "One piece of work was added to ‘Pay’ and one was left out."),
        ({"moved_in": 2, "moved_out": 1}, "2 pieces of work moved into ‘Pay’ and one moved out."),
        ({"removed": 2}, "2 pieces of work were left out of ‘Pay’."),
        ({"reopened": 1}, "One piece of work in ‘Pay’ was reopened."),
        ({"finished": 1204, "reopened": 2},
         "1,204 pieces of work in ‘Pay’ were finished and 2 were reopened."),
        ({"added": 3, "removed": 2, "moved_in": 2, "moved_out": 1, "finished": 5, "reopened": 1},
         "3 pieces of work were added to ‘Pay’, 2 were left out and 2 moved in. "
         "One moved out, 5 were finished and one was reopened."),
    ],
)  # fmt: skip
def test_scope(counts: dict[str, int], said: str) -> None:
    """Each count by itself; what is nought is not told."""
    assert scope.scope("‘Pay’", counts) == said


@pytest.mark.parametrize(
    ("rating", "previous", "reason", "said"),
    [
        ("green", "amber", "", "The programme team rates this Green now (was Amber)."),
        ("green", "", "Supplier signed",
         "The programme team rates this Green now (none was declared before). "
         "Reason given: ‘Supplier signed’."),
        ("", "amber", "", "The programme team declares no rating any more (was Amber)."),
    ],
)  # fmt: skip
def test_a_declared_rating(rating: str, previous: str, reason: str, said: str) -> None:
    """With the reason in the words of whoever declared it."""
    assert changes.declared(rating, previous, reason) == said
    assert faults(said) == []


@pytest.mark.parametrize(
    ("rating", "previous", "why", "said"),
    [
        ("amber", "green", "", "Care is rated Amber now (was Green). It is late."),
        ("amber", "not_rated", "", "Care is rated Amber now (was Not rated). It is late."),
        ("not_rated", "red", "", "Care is not rated any more (was Red). It is late."),
        ("amber", "green", changes.REMEASURED,
         "Care: Amber now, Green before; how we measure this changed. It is late."),
    ],
)  # fmt: skip
def test_an_indicated_rating(rating: str, previous: str, why: str, said: str) -> None:
    """With the test that decides now."""
    assert changes.rated("Care", rating, previous, "it is late", why) == said


@pytest.mark.parametrize("title", ["=1+1", "<b>&", "a\nb", "‮live", "x" * 300, "", "’"])
def test_titles_can_be_anything(title: str) -> None:
    """A title is one line, is cut, and cannot turn the words around it."""
    for said in (
        dates.moved(named(title), 3, date(2027, 3, 12)),
        risks.new(risks.risk(title), 3.0),
        risks.needed(title, None),
        scope.scope(named(title), {"added": 1}),
    ):
        assert "\n" not in said
        assert len(said) < 200
        assert ("‮" in said) == ("\u2068‮" in said)


@given(days=DAYS.filter(bool), day=DAY, before=DAY, since=st.none() | DAYS, agreed=st.booleans())
def test_every_sentence_on_dates_keeps_the_rules(
    days: int, day: date, before: date, since: int | None, agreed: bool
) -> None:
    """At most 25 words, signs in words, dates as people write them."""
    stands = dates.stands(since, agreed=agreed, since_last=days, last_agreed_on=before)
    said = [
        dates.moved(NAME, days, day), dates.moved(changes.PROGRAMME, days, day),
        dates.forecast_found(NAME, day), dates.forecast_lost(NAME, ""),
        dates.planned(NAME, days, day, stands), dates.planned_first(NAME, day, stands),
        dates.planned_no_more(NAME, day), dates.stands(since, agreed=agreed),
        dates.agreed_anew(NAME, before, day, day, stands),
        dates.agreed_anew(NAME, before, day, None, stands), dates.agreed_first(NAME, day),
        dates.agreed_no_more(NAME, day), dates.finished(NAME, day, since),
        dates.finished(NAME, None, None), dates.reopened(NAME, day), dates.reopened(NAME, None),
        dates.added(NAME, abs(days), day), dates.added(NAME, 1, None), dates.removed(NAME, day),
        dates.renamed(NAME, named(TITLE, PROJECT)),
        changes.both(NAME, dates.likely(day), dates.likely(before)),
    ]  # fmt: skip
    assert [faults(text, FOREIGN) for text in said] == [[]] * len(said)


@given(before=st.floats(0, 5000), after=EXPECTED, limit=st.floats(0, 400), day=st.none() | DAY)
def test_every_sentence_on_risks_keeps_the_rules(
    before: float, after: float | None, limit: float, day: date | None
) -> None:
    """Whatever is expected of them."""
    name = risks.risk(TITLE, PROJECT)
    said = [
        risks.new(name, after), risks.reopened(name, after), risks.resized(name, before, after),
        risks.resized(name, None, before), risks.retired(name, after),
        risks.retired(name, after, dealt_with=False), risks.happened(name, after, before),
        risks.crossed(before, limit), risks.limit_moved(before, after),
        risks.limit_moved(None, before), risks.needed(TITLE, day),
        risks.needed(TITLE, day, moved=True), risks.decided(TITLE), risks.withdrawn(TITLE),
    ]  # fmt: skip
    assert [faults(text, FOREIGN) for text in said] == [[]] * len(said)


@given(
    counts=st.dictionaries(
        st.sampled_from(["added", "removed", "moved_in", "moved_out", "finished", "reopened"]),
        st.integers(1, 5000),
        min_size=1,
    ),
    rating=RATING,
    previous=RATING,
    changed=st.sets(st.sampled_from(["labels", "ratings", "increments", "measures", "calendar"])),
    weeks=st.integers(-200, 200),
)
def test_every_other_sentence_keeps_the_rules(
    counts: dict[str, int], rating: str, previous: str, changed: set[str], weeks: int
) -> None:
    """Scope, ratings and method."""
    said = [
        scope.scope(NAME, counts),
        scope.scope(f"{scope.UNPLANNED} ({PROJECT})", counts),
        changes.rated(PROJECT, rating, previous, "It is late"),
        changes.rated(changes.PROGRAMME, rating, previous, "", changes.PARTIAL),
        changes.rated(changes.PROGRAMME, rating, previous, "", changes.REMEASURED),
        changes.definitions(changed | {"formulas"}),
        changes.regrouped(PROJECT),
        changes.source("github.com/a/b", PROJECT),
        changes.project(PROJECT, new=True),
        changes.project(PROJECT, new=False),
        changes.basis(earlier=True),
        changes.basis(earlier=False),
        changes.gap(weeks),
        changes.introduction(weeks),
        changes.NOTHING,
        changes.SMALL_TEAMS,
    ]
    assert [faults(text, FOREIGN) for text in said] == [[]] * len(said)
