"""Choices that stand in the address, so that a view can be sent to someone."""

from collections.abc import Sequence

import streamlit as st

WHOLE = "Whole programme"
PERIODS = {"6 months": 26, "One year": 52, "All": None}


def choose_project(names: Sequence[str]) -> str:
    """Offer the whole programme and *names*; return the name chosen, empty for the whole.

    Nothing is offered where there is nothing to choose from.
    """
    if not names:
        return ""
    chosen = st.segmented_control(
        "Show",
        [WHOLE, *names],
        default=WHOLE,
        required=True,
        key="project",
        bind="query-params",
        wrap=True,
    )
    return "" if chosen in (None, WHOLE) else str(chosen)


def choose_weeks() -> int | None:
    """Offer how far to look back; return weeks, None for all."""
    chosen = st.segmented_control(
        "Look back",
        list(PERIODS),
        default="One year",
        required=True,
        key="period",
        bind="query-params",
    )
    return PERIODS.get(str(chosen), PERIODS["One year"])
