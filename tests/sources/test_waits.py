"""How an answer's headers are read, whatever stands in them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from sources import waits

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC).timestamp()
SPENT = {"X-RateLimit-Remaining": "0"}
_NAMES = ("Retry-After", "Date", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit-Reset")
_LATIN = st.text(st.characters(max_codepoint=255), max_size=12)


@pytest.mark.parametrize(
    ("headers", "attempt", "seconds"),
    [
        pytest.param({"Retry-After": "7"}, 0, 7, id="seconds"),
        pytest.param({"Retry-After": "Sun, 22 Nov 2026 09:01:00 GMT"}, 0, 60, id="date"),
        pytest.param({"Retry-After": "Sun, 22 Nov 2026 08:01:00 GMT"}, 0, 0, id="date-past"),
        pytest.param({**SPENT, "X-RateLimit-Reset": str(int(NOW) + 30)}, 0, 31, id="reset"),
        pytest.param({**SPENT, "X-RateLimit-Reset": "1"}, 0, 1, id="reset-past"),
        pytest.param(
            {**SPENT, "X-RateLimit-Reset": str(int(NOW) + 30),
             "Date": "Sun, 22 Nov 2026 09:00:20 GMT"}, 0, 11, id="by-the-clock-of-the-forge",
        ),
        pytest.param({"X-RateLimit-Reset": str(int(NOW) + 30)}, 0, 60, id="limit-not-spent"),
        pytest.param({}, 0, 60, id="nothing-said"),
        pytest.param({}, 2, 240, id="nothing-said-twice-before"),
    ],
)  # fmt: skip
def test_the_wait_is_what_the_forge_asks_for(
    headers: dict[str, str], attempt: int, seconds: float
) -> None:
    """A time, a date, or the reset of a spent limit; a minute and more where it says nothing."""
    assert waits.seconds_to_wait(CaseInsensitiveDict(headers), attempt, NOW) == seconds


@given(
    st.dictionaries(st.sampled_from(_NAMES), st.one_of(_LATIN, st.integers().map(str))),
    st.integers(0, 3),
)
def test_no_header_breaks_it(headers: dict[str, str], attempt: int) -> None:
    """Nonsense, huge numbers and digits that are none give some wait, never an error."""
    read = CaseInsensitiveDict(headers)
    wait = waits.seconds_to_wait(read, attempt, NOW)
    assert wait >= 0
    until = waits.instant(NOW + wait)
    assert until is None or until.tzinfo is UTC


@given(
    st.integers(100, 599),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["errors", "message", "type"]), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)
def test_only_a_limit_is_taken_for_one(status: int, answer: object) -> None:
    """Whatever shape an answer has; short texts never say that a limit is spent."""
    assert waits.is_limit(status, CaseInsensitiveDict(), answer) == (status == 429)
