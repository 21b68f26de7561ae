"""What can be tried out: the choices on the page, and in its address."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from programme.change import Change
from programme.wording import what_if
from programme.wording.words import capital, count, days
from views import filters
from views.addresses import packed, unpacked
from views.labels import literal

#: Where the choices stand in the address.
_LEAVE, _DEALT, _DATES, _PACE = "leave", "dealt", "dates", "pace"
_KEYS: Final = "what-if"
#: Stands for as many pieces as there are, even when there are more the next day.
_ALL: Final = 0
#: No date further ahead can be chosen.
_YEARS: Final = 10


@dataclass(frozen=True)
class Offered:
    """What the plan of a project leaves to choose.

    Attributes:
        project: Its name.
        left: Pieces of work left in each increment, by title; the empty title is work in none.
        targets: The date to which each named increment is worked; None without one.
        parts: Of increments that could be split, the number of pieces of each part in order.
        risks: Rows of the table ``risks`` that can delay one of the increments.
        people: Size of the team; None = not known.
        today: Local date of the figures.
    """

    project: str
    left: Mapping[str, int]
    targets: Mapping[str, date | None]
    parts: Mapping[str, Sequence[int]]
    risks: pd.DataFrame
    people: int | None
    today: date


def most(offered: Offered) -> Change:
    """Return a change that helps as much as any that can be chosen and leaves something to do."""
    return Change(
        left_out={title: number - 1 for title, number in offered.left.items() if number},
        retired=frozenset(offered.risks["item"]),
        pace=max(what_if.paces(offered.people).values()),
    )


def choose(offered: Offered) -> tuple[Change, str]:
    """Offer all of it; return the change that is chosen, and the name of its pace."""
    # The paces need the wider one to stand in one row.
    first, second = st.columns([9, 11], gap="large")
    with first:
        left_out = _left_out(offered)
        retired = _retired(offered)
    with second:
        paces = what_if.paces(offered.people)
        pace = filters.choose("Pace of the team", _PACE, list(paces), what_if.USUAL_PACE)
        targets = _targets(offered)
    st.button("Start again", on_click=_start_again)
    return Change(left_out, retired, targets, paces[pace]), pace


def _left_out(offered: Offered) -> dict[str, int]:
    left = {title: number for title, number in offered.left.items() if number}
    names = {title: _called(title) for title in left}
    chosen = _several("Leave out", _LEAVE, _key(offered, _LEAVE), names)
    out = {}
    for title, asked in chosen.items():
        sizes = _sizes(left[title], offered.parts.get(title, ()))
        key = _key_of(offered, _LEAVE, title)
        if st.session_state.get(key) not in sizes:
            st.session_state[key] = next((size for size in sizes if str(size) == asked), _ALL)
        size = st.selectbox(
            f"How much of {literal(_called(title))} to leave out",
            list(sizes),
            format_func=sizes.__getitem__,
            key=key,
            on_change=_keep,
            args=(_LEAVE, title, key),
        )
        out[title] = size or left[title]
    return out


def _sizes(most: int, parts: Sequence[int]) -> dict[int, str]:
    """Return how many pieces can be left out, in words: all, those of the last parts, any."""
    sizes = {_ALL: f"All of it: {_pieces(most)}"}
    for last in range(1, len(parts)):
        which = "Its last part" if last == 1 else f"Its last {last} parts"
        number = sum(parts[-last:])
        if number < most:
            sizes.setdefault(number, f"{which}: {_pieces(number)}")
    for number in range(1, most):
        sizes.setdefault(number, _pieces(number).capitalize())
    return sizes


def _retired(offered: Offered) -> frozenset[str]:
    risks = offered.risks
    often = Counter(risks["title"])
    names = {
        row.item: f"{row.title}: expected delay {days(float(row.exposure_days))}"
        + (f" ({row.item})" if often[row.title] > 1 else "")
        for row in risks.itertuples()
    }
    return frozenset(_several("Deal with a risk", _DEALT, _key(offered, _DEALT), names))


def _targets(offered: Offered) -> dict[str, date]:
    last = date(offered.today.year + _YEARS, 12, 31)
    out = {}
    names = {title: title for title in offered.targets}
    chosen = _several("Move the date of", _DATES, _key(offered, _DATES), names)
    for title, asked in chosen.items():
        now = offered.targets[title] or offered.today
        key = _key_of(offered, _DATES, title)
        first, latest = min(offered.today, now), max(last, now)
        kept = st.session_state.get(key)
        # What was chosen yesterday may lie before today.
        if not (isinstance(kept, date) and first <= kept <= latest):
            st.session_state[key] = _day(asked, first, latest) or now
        out[title] = st.date_input(
            f"New date of {literal(title)}",
            min_value=first,
            max_value=latest,
            format="DD/MM/YYYY",
            key=key,
            on_change=_keep,
            args=(_DATES, title, key),
        )
    return {title: on for title, on in out.items() if on != offered.targets[title]}


def _day(text: str, first: date, last: date) -> date | None:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if first <= on <= last else None


def _several(label: str, parameter: str, key: str, names: Mapping[str, str]) -> dict[str, str]:
    """Offer *names* by what they are called; return those chosen, with what the address adds."""
    asked = unpacked(st.query_params.get(parameter, ""))
    chosen = st.session_state.get(key, asked)
    st.session_state[key] = [name for name in names if name in chosen]

    def keep() -> None:
        _write(parameter, {name: asked.get(name, "") for name in st.session_state[key]})

    picked = st.multiselect(
        label,
        list(names),
        format_func=lambda name: names[name],
        key=key,
        on_change=keep,
        placeholder="Choose one or more" if names else "There is none",
        disabled=not names,
    )
    return {name: asked.get(name, "") for name in picked}


def _keep(parameter: str, name: str, key: str) -> None:
    """Put what was chosen of a name into the address beside it."""
    value = st.session_state[key]
    written = value.isoformat() if isinstance(value, date) else str(value or "")
    _write(parameter, unpacked(st.query_params.get(parameter, "")) | {name: written})


def _write(parameter: str, choices: Mapping[str, str]) -> None:
    if choices:
        st.query_params[parameter] = packed(choices)
    else:
        st.query_params.pop(parameter, None)


def _start_again() -> None:
    for parameter in (_LEAVE, _DEALT, _DATES, _PACE):
        st.query_params.pop(parameter, None)
    for key in list(st.session_state):
        if str(key).startswith(_KEYS) or key == filters.widget(_PACE):
            del st.session_state[key]


def _key(offered: Offered, parameter: str) -> str:
    # By project, so that what was chosen of another one is taken from the address again.
    return f"{_KEYS}-{parameter}-{offered.project}"


def _key_of(offered: Offered, parameter: str, title: str) -> str:
    # Quoted: of a project "Web" and one "Web-Pay", what is chosen of "Pay" has keys of its own.
    return f"{_KEYS}-{parameter} of {title!r} in {offered.project!r}"


def _called(title: str) -> str:
    return title or capital(what_if.UNPLANNED)


def _pieces(number: int) -> str:
    return count(number, "piece of work", "pieces of work")
