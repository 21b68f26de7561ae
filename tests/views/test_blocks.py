"""Blocks drawn as HTML: every element, escaped, and what is long left to be opened."""

import re

import pytest

from reports.elements import Block, Cell, Entry, Grid, Listing, Paragraph, Position, Words
from tests.reports.told import WRITTEN, decisions, edition
from tests.reports.told import blocks as told
from views.blocks import section
from views.html import Html, tag

BOLD = "<b>Bold</b>"
ESCAPED = "<bdi>&lt;b&gt;Bold&lt;/b&gt;</bdi>"


def drawn(*elements: Words, aside: str = "Roles", further: Html | None = None) -> str:
    """Return a block of these elements as HTML."""
    return section(Block("position", "Where we are", elements), aside=aside, further=further)


def text(html: str) -> str:
    """Return the words of some HTML."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_the_rating_stands_beside_the_heading() -> None:
    """As word, shape and colour; one heading, whatever follows."""
    html = drawn(Position("amber", "Same as last week."))

    assert html.startswith('<section class="block block-position"><div class="position"><h2>')
    assert text(html) == "Where we are ▲ Amber Same as last week."
    assert 'class="tag tag-amber large"' in html


def test_a_declared_rating_stands_beside_the_indicated_one() -> None:
    """Both with their words, the declared one first and larger."""
    html = drawn(Position("green", "Last week: Red.", "red"))

    assert text(html) == "Where we are ● Green declared; by the figures ■ Red Last week: Red."
    assert html.count("large") == 1


@pytest.mark.parametrize(
    ("kind", "starts"),
    [
        ("plain", "<p>"),
        ("lead", '<p class="lead">'),
        ("warning", '<p class="notice warning">'),
        ("aside", "<details><summary>Roles</summary><p>"),
    ],
)
def test_paragraphs(kind: str, starts: str) -> None:
    """Each kind as it is meant; dates stay on one line, and what forges wrote is escaped."""
    html = drawn(Paragraph("It is due on 4 December 2026.", kind, about=BOLD))

    assert f"{starts}{ESCAPED}: It is due on" in html
    assert '<span class="date">4 December 2026</span>' in html


def test_how_a_week_was_taken_is_left_to_the_frame_of_the_page() -> None:
    """Every page says so above its title."""
    assert "Frozen" not in drawn(Paragraph("Frozen on 23 November 2026.", "notice"), Paragraph("a"))


@pytest.mark.parametrize(("words", "opened"), [(40, False), (41, True)])
def test_a_long_note_is_opened_by_who_wants_to_read_it(words: int, opened: bool) -> None:
    """The first screen is short; who wrote it stands there always."""
    html = drawn(Paragraph("word " * words, "note", about="Note (Manager)"))

    assert ("<details><summary>Note (Manager)</summary>" in html) == opened
    assert "Note (Manager)" in text(html)
    assert "word word" in text(html)


def test_a_note_is_escaped() -> None:
    """It is somebody else's text, and cannot turn the direction of ours."""
    assert ESCAPED in drawn(Paragraph(BOLD, "note", about="Note"))


def test_lists() -> None:
    """Numbered where the order counts; titles lead to the forge by https alone."""
    entries = (
        Entry(BOLD, "Likely.", url="https://forge.example/1"),
        Entry("Second", "Unlikely.", more="It was so before.", url="javascript:alert(1)"),
    )
    html = drawn(Listing(entries, heading="Biggest risks", ordered=True))

    assert '<h3>Biggest risks</h3><ol class="told"><li><strong><a href="https://forge' in html
    assert ESCAPED in html
    assert "javascript" not in html
    assert "<details><summary>Why</summary>It was so before.</details>" in html
    assert '<ul class="told">' in drawn(Listing(entries))
    assert "<details><summary>More</summary><ul" in drawn(
        Listing(entries, heading="More", aside=True)
    )


def test_ratings_of_projects_stand_in_one_line_with_what_is_opened() -> None:
    """Words that are told below the rest follow them."""
    html = drawn(Listing((Entry(BOLD, rating="red"),)), Paragraph("The rule.", "aside"))

    assert '<div class="beside"><ul class="key"><li>' in html
    assert html.endswith("<p>The rule.</p></details></div></section>")
    assert text(html).startswith("Where we are &lt;b&gt;Bold&lt;/b&gt; ■ Red")


def test_tables() -> None:
    """A milestone leads to its own page; what is missing looks so."""
    row = (
        Cell(BOLD, aside="Care", foreign=True, increment=("Care", "Pay/now")),
        Cell("Not set", known=False),
        Cell("Red", aside="first seen, not agreed", url="https://forge.example/1"),
    )
    html = drawn(Grid("Next", ("What", "When", "Where"), (row,)))

    assert (
        f'<a href="one-increment?increment=Care%2FPay%2Fnow" target="_self">{ESCAPED}</a>' in html
    )
    assert '<span class="aside"><bdi>Care</bdi></span>' in html
    assert '<span class="missing">Not set</span>' in html
    assert '<a href="https://forge.example/1" rel="noopener noreferrer">Red</a>' in html


def test_links_follow_the_last_paragraph() -> None:
    """On its line, for the first screen is short."""
    further = tag("a", "All of them", href="slippage")
    html = drawn(Paragraph("First."), Paragraph("Last."), further=further)

    assert html.endswith('<p>Last. <a href="slippage">All of them</a></p></section>')
    assert html.count("All of them") == 1


def test_decisions_of_an_edition() -> None:
    """Three stand openly, the others and why they are asked for are opened."""
    block = told(edition(decisions=decisions(*["2026-12-04"] * 5)))["decisions"]
    html = section(block)

    assert html.count("<li>") == 5
    assert html.count("<summary>Why</summary>") == 5
    assert text(html).startswith("Decisions we need from you Release without payments Needed by")
    assert "<summary>2 more decisions</summary>" in html
    assert WRITTEN in text(html)
