"""Choices that stand in the address, so that a view can be sent to someone.

Widgets are not bound to the address by Streamlit (``bind="query-params"``): it takes a bound
parameter out of the address whenever the page changes.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

WHOLE: Final = "Whole programme"
PERIODS: Final = {"6 months": 26, "One year": 52, "All": None}
_USUAL_PERIOD: Final = "One year"
#: No page of any table has a number of so many digits.
_LONGEST_PAGE: Final = 10


def choose_project(names: Sequence[str]) -> str:
    """Offer the whole programme and *names*; return the name chosen, empty for the whole.

    Nothing is offered where there is nothing to choose from.
    """
    if len(names) < 2:
        return ""
    chosen = choose("Show", "project", [WHOLE, *names], WHOLE)
    return "" if chosen == WHOLE else chosen


def choose_weeks() -> int | None:
    """Offer how far to look back; return weeks, None for all."""
    return PERIODS[choose("Look back", "period", list(PERIODS), _USUAL_PERIOD)]


def choose_one_project(names: Sequence[str], usual: str) -> str:
    """Offer *names*, where there are several; return the name chosen."""
    return choose("Project", "project", list(names), usual) if len(names) > 1 else usual


def asked_for(parameter: str) -> str:
    """Return what stands under *parameter* in the address; empty where nothing does."""
    return str(st.query_params.get(parameter, ""))


def choose_increment(names: Mapping[str, str], usual: str) -> str:
    """Offer increments, of which there may be hundreds; return the address of the one chosen.

    For the arguments see ``choose_from``.
    """
    return choose_from("Milestone", "increment", names, usual)


def choose_from(
    label: str,
    parameter: str,
    names: Mapping[str, str],
    usual: str,
    *,
    forgetting: Sequence[str] = (),
) -> str:
    """Offer many options of which one is always chosen, *usual* unless the address says another.

    Args:
        label: What is chosen.
        parameter: Where the choice stands in the address.
        names: What a reader calls each option by what stands in the address; an empty one stands
            for no choice, and is not put there.
        usual: The option chosen where nobody chose.
        forgetting: Parameters that speak of what was chosen before.
    """
    key = widget(parameter)
    asked = asked_for(parameter)
    # What was chosen may not be offered any more; where nobody chose, what is usual may change.
    offered = names if asked in names else (usual,)
    if st.session_state.get(key) not in (None, *offered):
        del st.session_state[key]

    def keep() -> None:
        for forgotten in (parameter, *forgetting):
            st.query_params.pop(forgotten, None)
        if value := st.session_state[key]:
            st.query_params[parameter] = value

    options = list(names)
    chosen = st.selectbox(
        label,
        options,
        index=options.index(asked if asked in names else usual),
        format_func=names.__getitem__,
        key=key,
        on_change=keep,
    )
    return str(chosen)


def choose(label: str, parameter: str, options: list[str], usual: str) -> str:
    """Offer options of which one is always chosen, *usual* unless the address says another."""
    asked = st.query_params.get(parameter, usual)
    key = widget(parameter)

    def keep() -> None:
        value = st.session_state[key]
        if value == usual:
            st.query_params.pop(parameter, None)
        else:
            st.query_params[parameter] = value

    chosen = st.segmented_control(
        label,
        options,
        default=asked if asked in options else usual,
        required=True,
        key=key,
        on_change=keep,
        wrap=True,
    )
    return str(chosen)


def choose_page(parameter: str, page: int, page_count: int) -> None:
    """Offer the pages of a long table, where there are several.

    Args:
        parameter: Where the choice stands in the address.
        page: The one that is shown.
        page_count: How many there are.
    """
    if page_count < 2:
        return
    key = widget(parameter)
    st.session_state[key] = page

    def keep() -> None:
        st.query_params[parameter] = str(st.session_state[key])

    st.pagination(page_count, key=key, on_change=keep)


def page_asked_for(parameter: str) -> int:
    """Return the page that the address asks for; the first where it names none."""
    asked = asked_for(parameter)
    return int(asked) if asked.isdecimal() and len(asked) < _LONGEST_PAGE else 1


def widget(parameter: str) -> str:
    """Return the key of the widget that offers what stands in a parameter of the address."""
    return f"choose-{parameter}"
