"""Where a programme manager writes: the rating that a role declares, and a note on the week."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from programme.errors import WaymarkError
from programme.weeks import local_date
from programme.wording import editions, weeks
from programme.wording.ratings import RATING_WORDS
from snapshots.statements import MOST_WORDS, RATINGS, Statements
from views.html import paragraphs, tag, write
from views.shown import Shown

_KEPT: Final = "statement-kept"


def show(shown: Shown) -> None:
    """Draw both forms where the reader may write; else say how it is done."""
    written = shown.statements
    write(tag("h2", "In your own words"))
    if written is None:
        write(
            paragraphs(
                "A note and a declared rating are written where this dashboard runs on one's own "
                "machine, or on the command line.",
                cls="how",
            ),
            tag("p", tag("code", "python waymark.py note"), " ", tag("code", "declare")),
        )
        return
    kept = st.session_state.pop(_KEPT, "")
    if kept:
        write(tag("p", kept, role="status", cls="lead"))
    week = written.week
    declared = written.declared
    write(
        paragraphs(
            editions.where(week),
            editions.declared_last(
                declared.rating,
                local_date(declared.declared_at, written.settings.programme.zone),
                declared.role,
                declared.reason,
            )
            if declared
            else "",
            cls="how",
        )
    )
    with st.container(key="statements", horizontal=True, gap="large"):
        _note(written, week)
        _rating(written)


def _note(written: Statements, week: str) -> None:
    there = written.noted(week)
    with st.form("note", border=False, width=480):
        text = st.text_area(
            f"Note on {weeks.week(week)}",
            value=there.text if there else "",
            help=f"What a sponsor should know beyond the figures, in at most {MOST_WORDS} words. "
            "Write no names of people: only @names, e-mail addresses and phone numbers are masked.",
            height=120,
        )
        role = st.text_input(
            "Your role", value=there.role if there else "Programme manager", key="note-role"
        )
        if st.form_submit_button("Keep this note"):
            with _said(f"The note on {week} is kept."):
                written.note(week, text, role)


def _rating(written: Statements) -> None:
    there = written.declared
    with st.form("declare", border=False, width=480):
        words = {rating: RATING_WORDS[rating] for rating in RATINGS}
        # None is chosen beforehand: nobody should declare one by not looking.
        rating = st.radio(
            "Declared rating",
            list(words),
            index=None,
            format_func=words.__getitem__,
            horizontal=True,
        )
        reason = st.text_input("Reason, in a sentence")
        role = st.text_input(
            "Your role",
            value=there.role if there else "Senior responsible owner",
            key="declare-role",
        )
        if st.form_submit_button("Declare this rating"):
            with _said(f"{words.get(rating or '')} is declared."):
                written.declare(rating or "", reason, role)


@contextmanager
def _said(sentence: str) -> Iterator[None]:
    """Say *sentence* on the page drawn anew once something is kept; else what is wrong."""
    try:
        yield
    except WaymarkError as error:
        st.error(str(error))
        return
    st.session_state[_KEPT] = sentence
    st.rerun()
