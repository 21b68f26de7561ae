"""Titles in labels are never read as markup."""

import pytest

from views.labels import literal


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Pay online", "‘Pay online’"),
        ("Discounts: single occupier (25%)", "‘` Discounts: single occupier (25%) `’"),
        ("Discounts: carers' & students'", "‘Discounts: carers' & students'’"),
        ("Carers’ sign-in, 2nd try!", "‘Carers’ sign-in, 2nd try!’"),
        ("Pay **now**", "‘` Pay **now** `’"),
        ("![i](http://tracker.example/i.png)", "‘` ![i](http://tracker.example/i.png) `’"),
        (":red[Alarm]", "‘` :red[Alarm] `’"),
        ("See www.tracker.example", "‘` See www.tracker.example `’"),
        ("Ask a@b.example", "‘` Ask a@b.example `’"),
        ("a -- b", "‘` a -- b `’"),
        ("&lt;b&gt;", "‘` &lt;b&gt; `’"),
        ("In `code` and ``more``", "‘``` In `code` and ``more`` ```’"),
    ],
)  # fmt: skip
def test_a_title_is_shown_as_it_is(title: str, label: str) -> None:
    """As plain text where nothing in it could mean anything, else as code."""
    assert label == literal(title)
