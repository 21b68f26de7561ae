"""The HTML report: whole, self-contained, escaped, and every figure of it can be traced."""

import re
import time
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import pytest

from reports.elements import (
    Block,
    Cell,
    Element,
    Entry,
    Figure,
    Grid,
    Listing,
    Paragraph,
    Position,
)
from reports.html import html, page
from snapshots.edition import Edition
from tests.charts.drawn import CHARTS, EMPTY, TABLES
from tests.reports.reports import HOSTILE, edition, empty, hostile
from tests.views.snapshot import AS_OF

BLOCKS = [
    "position", "decisions", "ready", "risks", "pace", "achievements", "learnings", "sureness",
    "changes", "milestones", "trend", "register", "about",
]  # fmt: skip
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Read(HTMLParser):
    """Reads a page as a browser would, and fails where tags do not match."""

    def __init__(self, written: bytes) -> None:
        """Read it."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(written.decode())
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes at once."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        if not {"style", "title"} & set(self.open):
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every tag of a name."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self) -> str:
        """All text, spaces made one."""
        return " ".join(" ".join(self.text).split())


def one_block(*elements: Element) -> Read:
    """Draw one block of these elements and read it."""
    block = Block("pace", "Heading", elements)
    return Read(page(edition(), [block], [], now=AS_OF))


@cache
def report_of(make: Callable[[], Edition]) -> bytes:
    """Write the report of an edition, once."""
    return html(make(), now=AS_OF)


@pytest.fixture(scope="module")
def report() -> Read:
    """Read the report of a recorded week."""
    return Read(report_of(edition))


@pytest.mark.parametrize("make", [edition, hostile, empty])
def test_it_is_one_small_file_in_one_order(make: Callable[[], Edition]) -> None:
    """Every block stands there, once and in order, whatever is in it."""
    written = report_of(make)
    assert [a["id"] for a in Read(written).all("section")] == BLOCKS
    assert len(written) <= 1_500_000


def test_the_same_edition_gives_the_same_bytes() -> None:
    """Written again, from tables made again."""
    assert report_of(edition) == html(edition(), now=AS_OF)


@pytest.mark.parametrize("make", [edition, hostile])
def test_nothing_runs_and_nothing_is_loaded(make: Callable[[], Edition]) -> None:
    """No script, no frame, no image but our drawings; links are https and give no address away."""
    read = Read(report_of(make))
    assert not {"script", "img", "iframe", "link", "object", "embed", "form", "base"} & {
        tag for tag, _ in read.tags
    }
    for _, attributes in read.tags:
        assert not any(key.startswith("on") or key == "src" for key in attributes)
        address = attributes.get("href", "#")
        assert address.startswith(("#", "https://"))
        if address.startswith("https://"):
            assert attributes["rel"] == "noopener noreferrer"
    assert any("default-src 'none'" in meta.get("content", "") for meta in read.all("meta"))


def test_what_strangers_wrote_is_shown_as_it_is() -> None:
    """Markup, template code and letters that turn text round are words like any other."""
    read = Read(report_of(hostile))
    assert HOSTILE[0] in read.words
    assert HOSTILE[2] in read.words
    assert "49" not in re.findall(r"\b49\b", read.words)
    assert "خدمة <i>1</i> (a)" in read.words
    assert "\x00" not in read.words


def test_headings_skip_no_level(report: Read) -> None:
    """One h1, and each level below the one before."""
    levels = [int(tag[1]) for tag, _ in report.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))
    assert report.all("html") == [{"lang": "en-GB"}]


def test_ids_are_unique(report: Read) -> None:
    """Those of sections and of all pictures."""
    ids = [attributes["id"] for _, attributes in report.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_block_says_where_its_figures_come_from(report: Read) -> None:
    """Week, data, configuration and the list, for whoever audits it; the command for its items."""
    lines = [
        "Week 47 of 2026 · Data through 6am on Sunday 22 November 2026 · "
        f"Configuration 000000000000 · Listed in {files}"
        for files in ("risk_burndown.csv and risks.csv", "run_chart.csv", "milestone_trend.csv")
    ]
    for line in lines:
        assert line in report.words
    assert report.words.count("Configuration 000000000000") == len(BLOCKS) - 1
    assert "python waymark.py explain run_chart KEY --as-of 2026-11-22T09:00:00Z" in report.words
    for told in ("0" * 64, "c" * 64, "b" * 64, "Definitions 1", "Week 47, 16 to 22 November 2026"):
        assert told in report.words


@pytest.mark.parametrize(
    ("said", "word", "look"),
    [
        ({"basis": "recorded"}, "Recorded at the time", "basis-recorded"),
        ({"basis": "rebuilt"}, "Rebuilt from events", "basis-rebuilt"),
        ({"basis": "live", "sha256": None}, "Live, not frozen", "basis-live"),
    ],
)
def test_a_rebuilt_week_differs_in_word_and_ink(said: dict[str, str], word: str, look: str) -> None:
    """At the top, on every printed page, and where the figures are told of."""
    written = page(edition(said=said), [], [], now=AS_OF)
    read = Read(written)
    assert read.words.count(word) == 2
    assert any(look in a.get("class", "") for a in read.all("span"))
    assert f'content: "Waymark · Week 47 of 2026 · {word}"'.encode() in written


def test_a_correction_is_told() -> None:
    """Its number, its reason and who it came from."""
    said = {"revision": 1, "revised_reason": "a list was missing", "revised_by_role": "Head of PMO"}
    words = Read(html(edition(said=said), now=AS_OF)).words
    assert "Week 47 of 2026, correction 1" in words
    assert "Corrected on 22 November 2026 because a list was missing (Head of PMO)." in words
    assert "Correction Number 1. A list was missing. (Head of PMO)" in words


@pytest.mark.parametrize(
    ("rating", "tag"),
    [
        ("green", "● Green"),
        ("amber", "▲ Amber"),
        ("red", "■ Red"),
        ("not_rated", "○ Not rated"),
    ],
)
def test_a_rating_is_word_shape_and_colour(rating: str, tag: str) -> None:
    """Wherever it stands: alone, in a list, in a table."""
    read = one_block(
        Position(rating, "Same as last week."),
        Listing((Entry("Care", rating=rating),)),
        Grid("Ratings", ("What", "How"), ((Cell("Care"), Cell("x", rating=rating)),)),
    )
    look = f"tag-{rating.replace('_', '-')}"
    assert read.words.count(tag) >= 3
    assert len([a for a in read.all("strong") if look in a.get("class", "")]) >= 3


def test_a_figure_has_its_words_its_key_and_its_table() -> None:
    """The finding, the measure, what marks mean, how to read it, and every figure drawn."""
    chart = CHARTS["slippage"]
    read = one_block(Figure(chart))
    for told in (chart.headline, chart.how_to_read, *(s.label for s in chart.series)):
        assert told in read.words
    assert [a["aria-label"] for a in read.all("svg")].count(chart.description) == 2
    for heading in chart.headings.values():
        assert heading in read.words
    assert "Show these figures as a table" in read.words


@pytest.mark.parametrize("name", ["run-chart", "slippage", "trend", "held"])
def test_the_table_holds_what_is_drawn(name: str) -> None:
    """A row each, dates in words, numbers to the right, what is missing in words."""
    chart = CHARTS[name]
    written = page(edition(), [Block("pace", "x", (Figure(chart),))], [], now=AS_OF).decode()
    table = written.split("<details>")[1].split("</details>")[0]
    assert table.count('<tr role="row">') == len(chart.frame) + 1
    assert table.count('scope="col"') == len(chart.headings)
    assert table.count('scope="row"') == len(chart.frame)
    assert "NaT" not in table
    assert "&lt;NA&gt;" not in table


def test_an_empty_chart_says_so_and_has_no_table() -> None:
    """There is nothing to read or to list."""
    read = one_block(Figure(EMPTY["risk"]))
    assert "No data" in read.words
    assert "Show these figures" not in read.words


def test_elements_are_drawn_by_their_kind() -> None:
    """Warnings are named as such, notes are somebody's own words, titles are kept apart."""
    read = one_block(
        Paragraph("It is late.", "warning", about="Pay"),
        Paragraph("We were ill.", "note", about="Note from the week (Head of Digital)"),
        Listing(
            (Entry("One", "First.", more="Then.", url="https://x.example/1"), Entry("", "Second.")),
            "Two",
            True,
        ),
        Grid("Dates", ("What", "When"), ((Cell("A", foreign=True), Cell("None", known=False)),)),
    )
    assert "Warning: Pay : It is late." in read.words
    assert "Note from the week (Head of Digital) We were ill." in read.words
    assert {"href": "https://x.example/1", "rel": "noopener noreferrer"} in read.all("a")
    assert "First. Then. Second." in read.words
    assert any(a.get("class") == "missing" for a in read.all("span"))


def test_every_table_has_a_caption_and_scopes(report: Read) -> None:
    """Headings of columns and of rows say which they are."""
    assert len(report.all("caption")) == len(report.all("table"))
    assert all(a.get("scope") in {"col", "row"} for a in report.all("th"))
    for region in (a for a in report.all("div") if a.get("role") == "region"):
        assert region["aria-label"]
        assert region["tabindex"] == "0"


def test_the_live_page_counts_the_age_of_data_from_now() -> None:
    """A frozen week is as old as it was; live figures grow older."""
    later = AS_OF.replace(hour=21)
    live = edition(said={"basis": "live"})
    assert "Data is 15 hours old." in Read(page(live, [], [], now=later)).words
    assert "Data is 3 hours old." in Read(page(edition(), [], [], now=later)).words


def test_a_large_report_stays_small_and_quick() -> None:
    """A thousand milestones and two thousand risks: cut, and said so."""
    waiting = TABLES["increments"][TABLES["increments"]["state"] == "open"]
    many = waiting.sample(1000, replace=True, random_state=1, ignore_index=True)
    many = many.assign(increment=[f"Milestone {n}" for n in range(1000)])
    risky = TABLES["risks"].sample(2000, replace=True, random_state=1, ignore_index=True)
    risky = risky.assign(state="open", item=[f"r{n}" for n in range(2000)])
    started = time.perf_counter()
    written = html(edition(increments=many, risks=risky), now=AS_OF)
    assert time.perf_counter() - started < 5
    assert len(written) <= 1_500_000
    words = Read(written).words
    assert "900 more are in increments.csv." in words
    assert "1,900 more are in risks.csv." in words
