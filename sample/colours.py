"""Colour and id of a label, which both forges give with its name."""

import zlib

_COLOURS = {
    "risk": "b60205",
    "probability": "d93f0b",
    "impact": "e99695",
    "impact-days": "e99695",
    "impact-gbp": "e99695",
    "risk-category": "5319e7",
    "owner-role": "c5def5",
    "treatment": "bfd4f2",
    "status": "0e8a16",
    "decision": "fbca04",
}


def colour(label: str) -> str:
    """Return six hexadecimal digits; labels of one scope have one colour."""
    return _COLOURS.get(label.split("::")[0], "ededed")


def label_id(label: str, repository: str) -> int:
    """Return an id that a label keeps in its repository."""
    return 4_000_000_000 + zlib.crc32(f"{repository} {label}".encode()) % 1_000_000_000
