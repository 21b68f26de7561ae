"""Labels of widgets, which Streamlit reads as Markdown."""

import re
from typing import Final

from programme.wording.words import title, visible

#: Letters, digits and signs that mean nothing to Markdown where they stand.
_HARMLESS: Final = re.compile(r"(?:[^\W_]|[ ,.;!?()'’]|(?<!-)-|[:&](?= ))+")


def literal(text: str) -> str:
    """Return text that someone else wrote, quoted, for a label to show as it is.

    Text in which anything could be read as markup stands in a span of code, in which nothing is
    (look.css shows it as any other text); a span that is not needed would be read out.
    """
    plain = title(visible(text))
    if _HARMLESS.fullmatch(plain) and "www." not in plain.casefold():
        return f"‘{plain}’"
    fence = "`" * (max(map(len, re.findall("`+", plain)), default=0) + 1)
    return f"‘{fence} {plain} {fence}’"
