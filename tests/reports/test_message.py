"""What a mail and a chat are told of a week."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from apprise.conversion import html_to_text

from programme.frames import conform
from programme.wording.origin import PINNED
from reports.alerts import Alert
from reports.elements import Block, Entry, Figure, Grid, Listing, Paragraph, Position
from reports.message import Message, alert_message, chat, mail
from reports.narrative import narrative
from snapshots.changes import TABLE
from snapshots.edition import Edition
from tests.charts.drawn import CHARTS
from tests.reports.editions import make_week
from tests.views.snapshot import AS_OF
from tests.wording.lint import faults


def mailed(week: Edition, blocks: Sequence[Block] = (), **others: Any) -> list[str]:
    """Return the lines of a mail as plain text."""
    made = mail(week, blocks, **others)
    return [line for line in html_to_text(made.html).splitlines() if line]  # type: ignore[no-untyped-call]  # Apprise says no types here


def changed(*rows: tuple[str, str]) -> dict[str, pd.DataFrame]:
    """Make the table of changes from kinds and sentences."""
    plain = {"project": "", "increment": "", "item": "", "before": "", "after": ""}
    made = [
        {**plain, "order": place, "kind": kind, "sentence": said, "effect_days": None}
        for place, (kind, said) in enumerate(rows, 1)
    ]
    return {"changes": conform(pd.DataFrame(made, columns=list(TABLE.columns)), TABLE)}


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ({}, "Adult social care online: Red. Week 47, 16 to 22 November 2026"),
        ({"declared_rating": "amber", "declared_on": "2026-11-20", "declared_by_role": "SRO"},
         "Adult social care online: Amber. Week 47, 16 to 22 November 2026"),
        ({"basis": "live"},
         "Adult social care online: Red. Figures as at 9am on Sunday 22 November 2026"),
        ({"programme": "Line\r\nBcc: all@example.org"},
         "Line  Bcc: all@example.org: Red. Week 47, 16 to 22 November 2026"),
    ],
    ids=["indicated", "declared", "live", "a name that is no line"],
)  # fmt: skip
def test_subject(said: dict[str, Any], subject: str) -> None:
    """Programme, rating and week; the same in mail and chat."""
    week = make_week(said)
    assert mail(week, ()).subject == chat(week, ()).subject == subject


def test_a_mail_of_a_week() -> None:
    """Position, decisions, what changed, what is attached, where to look, and of what it is."""
    week = make_week(
        {"compared_with_week": "2026-W46"},
        **changed(("forecast", "‘Pay’ moved 7 days later."), ("scope_added", "Left out.")),
    )
    lines = mailed(
        week,
        narrative(week, now=AS_OF),
        address="https://waymark.example.org",
        attached=["a.html", "a.pdf"],
    )

    assert lines[:2] == ["Where we are", "■ Red No earlier report to compare with."]
    assert lines[lines.index("Decisions we need from you") :] == [
        "Decisions we need from you",
        "Nothing this week.",
        "What has changed",
        "Compared with last week.",
        "- ‘Pay’ moved 7 days later.",
        "The report has one more change.",
        "Attached: a.html and a.pdf.",
        "All figures: https://waymark.example.org",
        PINNED,
        "Week 47 of 2026 · Data through 6am on Sunday 22 November 2026 · Configuration "
        "000000000000 · Listed in projects.csv, increments.csv, decisions.csv and changes.csv",
    ]
    for line in lines[:-1]:
        # The sign of a rating stands beside its word.
        assert faults(re.sub("[●▲■○] ", "", line.removeprefix("- "))) == []


def test_only_what_changed_most() -> None:
    """The first few are told, in their order, and how many more there are."""
    rows = [("target", f"Date {number} moved.") for number in range(1, 8)]
    lines = mailed(make_week({"compared_with_week": "2026-W45"}, **changed(*rows)))

    start = lines.index("What has changed")
    assert lines[start + 1] == "Compared with 2 weeks ago."
    assert lines[start + 2 : start + 8] == [
        *(f"- Date {number} moved." for number in range(1, 6)),
        "The report has 2 more changes.",
    ]


@pytest.mark.parametrize(
    ("before", "rows", "said"),
    [
        (None, (), []),
        ("2026-W46", (), ["Compared with last week.", "Nothing that we track has changed."]),
    ],
    ids=["the first report", "nothing changed"],
)
def test_nothing_to_compare_with_and_nothing_changed(
    before: str | None, rows: tuple[tuple[str, str], ...], said: list[str]
) -> None:
    """The first is left out, the second is said."""
    lines = mailed(make_week({"compared_with_week": before}, **changed(*rows)))
    assert ("What has changed" in lines) == bool(said)
    assert [line for line in lines if line in said] == said


def test_every_element() -> None:
    """Words are told; what is told below the rest, charts and tables stand in the pack."""
    elements = (
        Position("amber", "Same as last week."),
        Paragraph("It is late.", "warning", about="Pay <online>"),
        Paragraph("Not told.", "aside"),
        Listing(
            (
                Entry("Agree", "By 4 December 2026.", "Else it waits.", "https://forge.example/1"),
                Entry("Choose", rating="red", url="javascript:alert(1)"),
            ),
            heading="Now",
            ordered=True,
        ),
        Listing((Entry("Not told either."),), aside=True),
        Grid("Not told", ("A",), ()),
        Figure(next(iter(CHARTS.values()))),
    )
    week = make_week()
    html = mail(week, [Block("decisions", "To <decide>", elements), Block("pace", "No", ())]).html
    assert html.splitlines()[:-2] == [
        "<h2>To &lt;decide&gt;</h2>",
        "<p><strong>▲ Amber</strong> Same as last week.</p>",
        "<p><strong>Pay &lt;online&gt;:</strong> It is late.</p>",
        "<h3>Now</h3>",
        '<ol><li><a href="https://forge.example/1"><strong>Agree</strong></a><br>'
        "By 4 December 2026. Else it waits.</li>"
        "<li><strong>Choose</strong> ■ Red</li></ol>",
    ]


def test_a_chat_is_told_the_position_and_where_to_look() -> None:
    """A few lines, short enough for any chat."""
    week = make_week()
    made = chat(week, narrative(week, now=AS_OF), address="https://waymark.example.org")
    lines = made.text.splitlines()
    assert lines[0] == "No earlier report to compare with."
    assert lines[-1] == "All figures: https://waymark.example.org"
    assert len(lines) == 4
    assert len(made.text) < 1000
    assert made.html == ""


def test_alerts_in_one_message() -> None:
    """One is told in the subject, several are counted there."""
    one, two = Alert("1", "A moved", "A moved later."), Alert("2", "B fails", "B cannot be read.")
    assert alert_message("Online", [one]) == Message("Online: A moved", "A moved later.")
    assert alert_message("Online", [one, two], address="https://w.example") == Message(
        "Online: 2 things to know",
        "A moved later.\nB cannot be read.\nAll figures: https://w.example",
    )


def test_whatever_a_sentence_holds() -> None:
    """HTML stays whole."""
    week = make_week(
        {"compared_with_week": "2026-W46"}, **changed(("target", "</ul><script>alert(1)</script>"))
    )
    html = mail(week, narrative(week, now=AS_OF)).html
    assert set(re.findall(r"<(\w+)", html)) <= {"h2", "p", "strong", "ul", "li"}
