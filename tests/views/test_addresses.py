"""Choices survive the address, whatever their names are."""

from hypothesis import given
from hypothesis import strategies as st

from views.addresses import packed, unpacked

text = st.text(st.characters(exclude_categories=["Cs"]))


def test_an_address_can_be_read() -> None:
    """What parts one choice from the next is written otherwise in a name."""
    choices = {"Pay online": "7", "Sign in": "", "A:B,C%": "1", "host/a#9": ""}

    assert "Pay online:7,Sign in,A%3AB%2CC%25:1,host/a#9" == packed(choices)


@given(st.dictionaries(text, text))
def test_what_is_packed_is_unpacked(choices: dict[str, str]) -> None:
    """Names, their order and what was chosen of each."""
    assert list(choices.items()) == list(unpacked(packed(choices)).items())


@given(text)
def test_any_text_can_be_unpacked(anything: str) -> None:
    """Whatever somebody wrote into the address."""
    unpacked(anything)
