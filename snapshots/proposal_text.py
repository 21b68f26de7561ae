"""A proposal as a plain checklist in Markdown, to be taken home."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from metrics.parts.split_increments import Part, Proposal
from programme.wording.words import chance, count, day, visible

_MARKS: Final = re.compile(r"[\\`*_\[\]<>&~|]")
#: What would end an address in pointed brackets.
_ENDS: Final = {"<": "%3C", ">": "%3E", "\\": "%5C", " ": "%20"}


def lines(proposal: Proposal, today: date) -> Iterator[str]:
    """Print a proposal: the increment as it is, then each part with a box for each piece of work.

    What forges wrote is plain text in it: no mark of Markdown, no tag, and nothing that a reader
    would not see.

    Args:
        proposal: Whose first part is the increment as it is.
        today: Local date for which it is true.
    """
    whole, *parts = proposal.parts
    yield f"# How {_plain(proposal.increment)} could be split"
    yield ""
    yield f"{_plain(proposal.project)}, {day(today)}. {_plain(whole.why)}"
    yield ""
    yield f"As it is: {_size(whole)}; {_ready(whole)}."
    for part in parts:
        yield ""
        yield f"## Part {int(part.name)} of {len(parts)}"
        yield ""
        yield f"{_size(part).capitalize()}; {_ready(part)}. {_plain(part.why)}"
        yield ""
        for item, title, url in part.items[["item", "title", "url"]].itertuples(index=False):
            yield f"- [ ] {_linked(item, url)} {_plain(title)}".rstrip()


def _size(part: Part) -> str:
    return count(len(part.places), "open piece of work", "open pieces of work")


def _ready(part: Part) -> str:
    if part.p80 is None:
        return "no forecast"
    said = f"4 in 5 chance by {day(part.p80)}"
    return said if part.chance is None else f"{said}, {chance(part.chance)} by the target date"


def _linked(item: str, url: str) -> str:
    if not url.startswith("https://"):
        return _plain(item)
    return f"[{_plain(item)}](<{''.join(_ENDS.get(one, one) for one in visible(url))}>)"


def _plain(text: str) -> str:
    """Return text that may be anything as one line that Markdown shows as it stands."""
    return _MARKS.sub(r"\\\g<0>", visible(text)).strip()
