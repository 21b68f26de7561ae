"""HTML is made in one place and escapes everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views import html


@given(st.text(alphabet="<>&\"'abc "))
def test_text_cannot_become_markup(text: str) -> None:
    """Whatever is given as text comes out without a tag of its own."""
    made = html.tag("p", text, title=text)
    assert made.count("<") == 2
    assert made.count(">") == 2
    assert made.count('"') == 2


def test_elements_nest() -> None:
    """What was made here is not escaped again."""
    assert html.tag("p", html.tag("b", "a & b"), " c") == "<p><b>a &amp; b</b> c</p>"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://a.example", "", "//a.example", "data:x"]
)
def test_only_https_addresses_become_links(url: str) -> None:
    """Anything else leaves the bare text."""
    assert html.link("x", url) == "x"
    assert 'rel="noopener noreferrer"' in html.link("x", "https://a.example")


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        ("green", "● Green"), ("amber", "▲ Amber"), ("red", "■ Red"),
        ("not_rated", "○ Not rated"), ("nonsense", "○ Not rated"),
    ],
)  # fmt: skip
def test_ratings_are_word_and_shape(rating: str, said: str) -> None:
    """The word is in the text, the shape is hidden from screen readers."""
    shape, word = said.split(" ", 1)
    made = html.rating_tag(rating)
    assert f'<span aria-hidden="true">{shape}</span> {word}</strong>' in made


def test_dates_stay_on_one_line() -> None:
    """A date is marked, and what stands around it is still escaped."""
    assert html.paragraphs("Plan <b> for 3 January 2027, not May 3.") == (
        '<p>Plan &lt;b&gt; for <span class="date">3 January 2027</span>, not May 3.</p>'
    )
