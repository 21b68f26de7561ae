"""What is written around a report or an alert that is sent."""

import pytest

from programme.wording import messages
from tests.wording.lint import faults


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (messages.changes_left_out(0), ""),
        (messages.changes_left_out(1), "The report has one more change."),
        (messages.changes_left_out(12), "The report has 12 more changes."),
        (messages.attached([]), ""),
        (messages.attached(["a.pdf"]), "Attached: a.pdf."),
        (messages.attached(["a.html", "a.pdf", "a.ics"]), "Attached: a.html, a.pdf and a.ics."),
        (messages.link(""), ""),
        (messages.alerts_subject("Online", ["‘Pay’ moved"]), "Online: ‘Pay’ moved"),
        (messages.alerts_subject("Online", ["A", "B"]), "Online: 2 things to know"),
        (messages.not_taken(0), "It was not tried."),
        (messages.not_taken(1), "It was not taken in one try; see docs/report.md."),
        (messages.not_taken(4), "It was not taken in 4 tries; see docs/report.md."),
    ],
)
def test_sentences(said: str, words: str) -> None:
    """None, one and many are written, by the rules of the page."""
    assert said == words
    assert faults(said) == []
