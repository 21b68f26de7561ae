"""No person's mark gets through masking, and nothing else is taken away."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rows import KEPT_LINES
from sources.privacy import LONGEST, REMOVED, kept_lines, mask, safe_url

PHONES = [
    "020 7946 0958",
    "(020) 7946 0958",
    "+44 20 7946 0958",
    "+44 (0)20 7946 0958",
    "(+44) 7700 900123",
    "+447700900123",
    "0044 20 7946 0958",
    "44 20 7946 0958",
    "07700 900123",
    "07700900123",
    "(0161) 496 0000",
    "0161-496-0000",
    "020.7946.0958",
    "0800 1111",
    "0800 11 11",
    "0845 46 47",
    "020 7946 0958ext",
    "+447700900123A",
    "555-123-4567",
    "(555) 123-4567",
    "1-800-555-0123",
    "+1 555 123 4567",
    "01 23 45 67 89",
    "020\u00a07946\u00a00958",
    "٠٢٠ ٧٩٤٦ ٠٩٥٨",
]
NOT_PHONES = [
    "2026-01-05",
    "2026-01-05T10:30:00Z",
    "2026-01-05 10:30",
    "05/01/2026",
    "01-05-2026",
    "20260105",
    "v1.22.333",
    "0.21.0",
    "1.2.3.4",
    "192.168.100.1",
    "#12345678",
    "CVE-2024-1234567",
    "RFC 9110",
    "1 000 000",
    "1,500,000",
    "5551234567",
    "deadbeef01234567",
    "0123456789abcdef0123456789abcdef01234567",
    "550e8400-e29b-41d4-a716-446655440000",
    "2014-2017",
    "0x0800",
    "£12,345.67",
    "50 % of 2000",
]
PERSONS = [
    "@jane",
    "@jane-doe",
    "@team/app",
    "jane.doe@council.example",
    "jane+tag@ex-ample.co.uk",
    "o'neil@council.example",
    "a@b@c",
    "@@jane",
    "＠jane",
    "@\u200djane",
    "@\u202ejane",
    "@\x00jane",
    "@राम",
    "`@jane`",
]
# Looked for by other means than those of the module: character by character, and by shape.
ADDRESS = re.compile(r"[@\uff20\ufe6b]\w")
PHONE_SHAPES = [
    re.compile(r"\+\d(?:[ ()-]{0,2}\d){8,13}(?![ ()-]*\d)"),
    re.compile(r"(?<![\w+])0[1-9]\d{2,3}[ -]\d{3}[ -]?\d{3}(?!\w)"),
    re.compile(r"(?<![\w+])0[12]\d[ -]\d{4}[ -]?\d{4}(?!\w)"),
    re.compile(r"(?<!\w)07\d{9}(?!\w)"),
    re.compile(r"(?<!\w)[2-9]\d\d-\d{3}-\d{4}(?!\w)"),
]

words = st.sampled_from(
    [*PHONES, *PERSONS, *NOT_PHONES, "call", "see", "—", "\u202e", "\x00", "\n"]
)
texts = st.one_of(st.text(max_size=80), st.lists(words, max_size=8).map(" ".join))
glued = st.lists(st.one_of(words, st.text("@+0(1 )2-.a", max_size=9)), max_size=8).map("".join)


def is_clean(text: str) -> bool:
    """Say whether no address is left and every character can be seen, stored and trusted."""
    kinds = {unicodedata.category(character) for character in text} & {"Cc", "Cs", "Zl", "Zp"}
    turned = any(unicodedata.bidirectional(c) in {"RLO", "LRO", "RLI", "LRI", "FSI"} for c in text)
    return not ADDRESS.search(text) and not kinds and not turned


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("around", ["{}", "Ring {} now", "({})", "Tel:{}.", "Tel. {}, then 2 more"])
def test_phone_numbers_are_masked(phone: str, around: str) -> None:
    """Every usual way to write a number is recognised, wherever it stands."""
    masked = mask(around.format(phone))
    assert REMOVED in masked
    assert not re.search(r"\d{3}|٩", masked)


@pytest.mark.parametrize("text", NOT_PHONES)
@pytest.mark.parametrize("around", ["{}", "Fix {} today", "({})"])
def test_other_numbers_stay(text: str, around: str) -> None:
    """Dates, versions, issue numbers, identifiers, hashes and counts are no phone numbers."""
    assert around.format(text) == mask(around.format(text))


@pytest.mark.parametrize("person", PERSONS)
def test_persons_are_masked(person: str) -> None:
    """Whatever has an @ before a word goes, with the whole address around it."""
    masked = mask(f"Ask {person} first")
    assert REMOVED in masked
    assert not re.search("jane|joe|doe|राम|council", masked)
    assert masked.startswith("Ask ")
    assert masked.endswith(" first")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask @jane.", "Ask [name removed]."),
        ("Use `@jane`!", "Use `[name removed]`!"),
        ("ring (020 7946 0958) or 07700 900123", "ring [name removed] or [name removed]"),
        ("2026-01-05 020 7946 0958", "2026-01-05 [name removed]"),
        ("5 @ £3 each", "5 @ £3 each"),
        ("line\r\nbreak\ttab", "line  break tab"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("خطأ في النموذج", "خطأ في النموذج"),
        (
            "👩\u200d💻 ships 🏴\U000e0067\U000e0062\U000e007f",
            "👩\u200d💻 ships 🏴\U000e0067\U000e0062\U000e007f",
        ),
        ("half \ud83d pair", "half  pair"),
        ("", ""),
    ],
)
def test_the_rest_of_a_text_stays(text: str, expected: str) -> None:
    """Only marks of persons and characters that mislead are taken out."""
    assert expected == mask(text)


def test_configured_repositories_are_spared() -> None:
    """A configured address is left alone as a whole; the same address of others is not."""
    exempt = ("git@forge.example:team/app", "team/020-7946-0958")
    assert "git@forge.example:team/app" == mask("git@forge.example:team/app", exempt)
    assert "Move team/020-7946-0958" == mask("Move team/020-7946-0958", exempt)
    assert REMOVED in mask("git@forge.example:other/app", exempt)
    assert REMOVED in mask("jane@team", ("team",))


def test_long_text_is_cut_at_a_word() -> None:
    """Text ends with an ellipsis at a blank near the limit, and hostile length costs no time."""
    cut = mask("word " * 400)
    assert len(cut) <= LONGEST
    assert cut.endswith("word…")
    assert LONGEST == len(mask("x" * 10_000))
    # Linear it takes a second at most, quadratic it would take half an hour.
    began = time.process_time()
    for hostile in ("@", "a", "a@", "0", "1 ", "+(", "(0", "-0"):
        mask(hostile * 100_000)
    assert time.process_time() - began < 60


@given(st.one_of(texts, glued))
def test_masking_leaves_nothing_to_mask(text: str) -> None:
    """Masking is final: nothing is left for another look, by this module or an independent one."""
    masked = mask(text)
    assert masked == mask(masked)
    assert is_clean(masked)
    assert not [shape.pattern for shape in PHONE_SHAPES if shape.search(masked)]
    masked.encode()  # raises on a lone surrogate


@given(
    st.lists(st.sampled_from([*PERSONS, *PHONES, "x" * 90]), min_size=20, max_size=40).map(" ".join)
)
def test_cutting_uncovers_nothing(text: str) -> None:
    """A text that is cut is as clean as any other."""
    masked = mask(text)
    assert len(masked) <= LONGEST
    assert masked == mask(masked)
    assert is_clean(masked)


def test_kept_lines_are_those_of_the_list() -> None:
    """Lines of an allowed name survive, masked, under the list's spelling; nothing else does."""
    description = (
        "Dear @jane,\r\n"
        "Outcome: carers wait less\r\n"
        "- **done when:** @jane agrees\r\n"
        "* **DEMO**: https://demo.example/\r\n"
        "  who benefits : carers\n"
        "- [x] _Needed by:_ 2026-03-01\n"
        "What happened:\n"
        "Secret: the password\n"
        "We think the Outcome: is fine\n"
        "Outcome: a second one\n"
    )
    assert {
        "Outcome": "carers wait less",
        "Done when": "[name removed] agrees",
        "Demo": "https://demo.example/",
        "Who benefits": "carers",
        "Needed by": "2026-03-01",
    } == kept_lines(description)


@pytest.mark.parametrize("description", [None, "", "no lines", ":", "Outcome", "Outcome:   "])
def test_a_description_without_lines_keeps_nothing(description: str | None) -> None:
    """Nothing is kept of free text."""
    assert {} == kept_lines(description)


@given(st.dictionaries(st.sampled_from(KEPT_LINES), st.one_of(texts, glued)))
def test_kept_values_are_masked(lines: dict[str, str]) -> None:
    """Every value is as clean as a masked title."""
    kept = kept_lines("\n".join(f"{name}: {value}" for name, value in lines.items()))
    assert set(kept) <= set(KEPT_LINES)
    assert all(is_clean(value) and value == mask(value) for value in kept.values())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/a/b/issues/1", "https://github.com/a/b/issues/1"),
        ("https://h.example:8443/a-b/-/issues/1?x=1#y", "https://h.example:8443/a-b/-/issues/1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://github.com/a", ""),
        ("https://user:secret@github.com/a", ""),
        ("https://evil.example\\@github.com/a", ""),
        ("https://github.com/<script>", ""),
        ("https://github.com/a\nb", ""),
        ("https://[::1", ""),
        ("https:///a", ""),
        ("//github.com/a", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_plain_https_addresses_are_kept(url: object, expected: str) -> None:
    """Whatever a page could be led astray by is dropped."""
    assert expected == safe_url(url)


def test_addresses_may_be_bound_to_a_host() -> None:
    """With a host given, no other is let through."""
    assert "https://Forge.example/a" == safe_url("https://Forge.example/a", "forge.example")
    assert "" == safe_url("https://forge.example.evil.example/a", "forge.example")
