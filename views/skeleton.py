"""The frame around every page: masthead, pages, notices, title, status, footer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from programme.settings import Settings
from programme.wording.editions import provenance
from programme.wording.sureness import as_at, data_age, source_notice
from programme.wording.weeks import week_of
from programme.wording.words import count, instant
from views.html import Html, Part, tag, unbroken, write
from views.shown import Shown

LOOK: Final = Path(__file__).with_name("look.css")
PRODUCT: Final = "Waymark"
_MOST_NOTICES: Final = 3
_SAMPLE: Final = Path(__file__).resolve().parents[1] / "sample"


def head(programme: str, page_title: str) -> None:
    """Set the browser's title and the style; the first call of every run."""
    st.set_page_config(page_title=f"{page_title} – {programme} – {PRODUCT}", layout="wide")
    st.html(LOOK)


def masthead(programme: str, age: Html | None = None) -> None:
    """Draw the band: the product, the programme unless the title says it, the age of the data."""
    write(
        tag(
            "div",
            tag("span", PRODUCT, cls="product"),
            tag("span", programme, cls="programme") if programme else None,
            age,
            cls="masthead",
        )
    )


def navigation(pages: Sequence[Any], current: Any) -> None:
    """Draw links to *pages*; they keep the query string, so a filtered view stays filtered."""
    with st.container(horizontal=True, key="pages", gap="small"):
        for page in pages:
            here = page.url_path == current.url_path
            with st.container(
                key=f"page-{'here' if here else page.url_path or 'start'}", width="content"
            ):
                st.page_link(page, query_params=dict(st.query_params), width="content")


def notices(shown: Shown) -> None:
    """Say what a reader must know before trusting the figures."""
    parts: list[Part] = []
    if shown.demonstration:
        parts.append(
            _notice(
                f"Demonstration: the clock stands at {instant(shown.now, shown.zone)}."
                + (" The data is invented." if _invented(shown.live.settings) else ""),
                "plain",
            )
        )
    parts += [_notice(problem, "warning") for problem in shown.problems]
    if shown.frozen:
        parts.append(_frozen(shown))
    behind = [] if shown.frozen else _behind(shown)
    parts += [_notice(text, "warning") for text in behind[:_MOST_NOTICES]]
    if len(behind) > _MOST_NOTICES:
        more = count(len(behind) - _MOST_NOTICES, "more list is", "more lists are")
        parts.append(_notice(f"{more} behind; Data quality names each.".capitalize(), "warning"))
    write(tag("div", *parts, cls="notices"))


def _behind(shown: Shown) -> list[str]:
    notices = (
        source_notice(row, shown.as_of, shown.zone) for row in shown.table("sources").itertuples()
    )
    return [text for text in notices if text]


def _frozen(shown: Shown) -> Html:
    """Return which week is looked at, by word and ink, and the way back to now."""
    said = f"{week_of(shown.header['iso_week'])}. {provenance(shown.header, shown.zone)}"
    query = urlencode({k: v for k, v in dict(st.query_params).items() if k != "week"})
    back = tag("a", "Back to now.", href=f"?{query}", target="_self")
    return tag("div", unbroken(said), " ", back, cls=f"notice plain {shown.header['basis']}")


def _invented(settings: Settings) -> bool:
    """Tell whether every source is one of those that the product ships."""
    return all(
        source.kind == "recorded" and source.path.parent == _SAMPLE
        for _, source in settings.sources
    )


def to_page(text: Part, path: str, **parameters: str) -> Html:
    """Return a link to another page that keeps the query string, as ``navigation`` does.

    Args:
        text: Of the link.
        path: Address of the page.
        parameters: What stands in the query string besides, or instead.
    """
    query = urlencode({**dict(st.query_params), **parameters})
    return tag("a", text, href=f"{path}?{query}" if query else path, target="_self")


def title(text: str, lede: str = "") -> None:
    """Draw the page's one h1 and the sentence beneath it."""
    write(tag("h1", text), tag("p", lede, cls="lede") if lede else None)


def freshness(shown: Shown) -> Html:
    """Return when the figures are of and how old the data is, as a live region."""
    return tag(
        "p",
        f"{as_at(shown.as_of, shown.zone)}. ",
        "" if shown.frozen else data_age(shown.data_through, shown.now),
        cls="status",
        role="status",
    )


def footer(about: Any) -> None:
    """Draw what stands at the end of every page, help in the same place."""
    with st.container(key="footer"):
        write(
            tag(
                "p",
                "Waymark reads only issues and milestones. It keeps no names and never compares "
                "teams or people.",
            )
        )
        st.page_link(
            about,
            label="Help, privacy and accessibility",
            query_params=dict(st.query_params),
            width="content",
        )


def message(programme: str, heading: str, text: str) -> None:
    """Draw a page that has no figures: what is the matter and what to do.

    Args:
        programme: Its name, empty if even that is not known.
        heading: The h1.
        text: One sentence; what stands between backticks is shown as code.
    """
    head(programme or PRODUCT, heading)
    masthead(programme)
    parts = [tag("code", part) if n % 2 else part for n, part in enumerate(text.split("`"))]
    write(
        tag("h1", heading),
        tag("p", *parts, cls="lede"),
        tag(
            "p",
            "The figures stand here as soon as there are some; then open this page again.",
            cls="lede",
            role="status",
        ),
    )


def _notice(text: str, kind: str) -> Html:
    label = "Warning: " if kind == "warning" else ""
    return tag(
        "div", tag("strong", label, cls="hidden") if label else None, text, cls=f"notice {kind}"
    )
