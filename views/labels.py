"""Labels of widgets, which Streamlit reads as Markdown."""

import re

from programme.wording.words import title, visible


def literal(text: str) -> str:
    """Return text that someone else wrote, for a label to show as it is.

    Inside a span of code nothing is read as markup; look.css shows it as any other text.
    """
    plain = title(visible(text))
    fence = "`" * (max(map(len, re.findall("`+", plain)), default=0) + 1)
    return f"{fence} {plain} {fence}"
