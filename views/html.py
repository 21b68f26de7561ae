"""The only maker of HTML: every value is escaped, whoever wrote it."""

import html
from collections.abc import Iterable

import streamlit as st

from charts.palette import RATINGS
from programme.wording.ratings import rating_word
from programme.wording.words import at_dates


class Html(str):
    """Markup made here; any other text is escaped before it gets in."""

    __slots__ = ()


Part = str | Html | None
_VOID = {"br", "hr"}


def tag(name: str, *parts: Part, cls: str = "", **attributes: str | None) -> Html:
    """Return an element.

    Args:
        name: Element name.
        parts: Children; plain text is escaped, None is left out.
        cls: Class names.
        attributes: Other attributes; ``_`` in a name becomes ``-``; None is left out.
    """
    given = {"class": cls or None, **attributes}
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in given.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(parts)}</{name}>")


def join(parts: Iterable[Part]) -> Html:
    """Return *parts* one after the other, escaped where they are plain text."""
    return Html("".join(p if isinstance(p, Html) else html.escape(p) for p in parts if p))


def foreign(text: str) -> Html:
    """Return text that someone else wrote, kept from turning the direction of its surroundings."""
    return tag("bdi", text)


def unbroken(text: str) -> Html:
    """Return one of our sentences, its dates kept on one line each."""
    parts = enumerate(at_dates(text))
    return join(tag("span", part, cls="date") if at % 2 else part for at, part in parts)


def paragraphs(*texts: str, cls: str = "") -> Html:
    """Return one paragraph a text; empty ones are left out."""
    return join(tag("p", unbroken(text), cls=cls) for text in texts if text)


def link(text: Part, url: str) -> Html:
    """Return a link to a forge, or the bare text when the address is not https."""
    if not url.startswith("https://"):
        return join([text])
    return tag("a", text, href=url, rel="noopener noreferrer")


def named(name: str, url: str, project: str) -> Html:
    """Return what a forge calls a thing, linked where *url* is not empty, and its project."""
    return join([link(foreign(name), url), tag("span", project, cls="project")])


def rating_tag(rating: str, *, cls: str = "") -> Html:
    """Return a rating as word, shape and colour."""
    known = rating if rating in RATINGS else "not_rated"
    shape = RATINGS[known][2]
    return tag(
        "strong",
        tag("span", shape, aria_hidden="true"),
        f" {rating_word(known)}",
        cls=f"tag tag-{known.replace('_', '-')} {cls}".strip(),
    )


def write(*parts: Part) -> None:
    """Put *parts* on the page as one block."""
    st.html(join(parts))
