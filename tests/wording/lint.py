"""The wording rules of the sponsor's page as a check of any sentence."""

import re

BANNED = (
    "p80", "p50", "confidence interval", "burndown", "velocity", "throughput", "wip", "dca",
    "slippage rate", "nan", "nat", "none is sized yet?", "<na>", "increment",
)  # fmt: skip
MOST_WORDS = 25
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def faults(text: str, titles: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong with *text*; foreign *titles* count as one word."""
    for title in titles:
        text = text.replace(title, "Title")
    found = [word for word in BANNED if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
    if "!" in text:
        found.append("exclamation mark")
    if re.search("[\u2190-\u21ff\u27f5-\u27ff\u2b00-\u2b11\u25b2-\u25bd]", text):
        found.append("arrow")
    if re.search(r"\d{4}-\d\d-\d\d|\d+/\d+/\d+|\d(st|nd|rd|th)\b", text):
        found.append("date form")
    if re.search(rf"\b0\d ({_MONTHS})", text):
        found.append("leading zero")
    if re.search(r"(?<![\w-])[+-]\d", text):
        found.append("sign")
    if "  " in text or text != text.strip() or ".." in text:
        found.append("spacing")
    found += [
        f"{len(sentence.split())} words: {sentence}"
        for sentence in re.split(r"(?<=[.?])\s", text)
        if len(sentence.split()) > MOST_WORDS
    ]
    return found
