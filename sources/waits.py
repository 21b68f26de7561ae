"""Whether and when to ask a forge again, read from its answer or from what kept it away."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, NamedTuple

import requests
import urllib3

#: Seconds before each repetition after a failure; their number is the number of repetitions.
BACKOFF = (0.5, 1.0, 2.0)
#: GitHub asks for at least a minute after a secondary limit that names no time, then for more.
SECONDARY = 60.0
_PASSING: Final = frozenset({500, 502, 503, 504})
_LIMIT_WORDS = ("api rate limit", "secondary rate limit", "abuse detection", "rate_limited")


class Again(NamedTuple):
    """When a request is to be repeated.

    Attributes:
        seconds: How long to wait before.
        asked: Whether the forge asked for it, so that it holds for all requests.
        reason: What is waited for, as it goes on after "waits for ".
    """

    seconds: float
    asked: bool
    reason: str


def again(
    status: int, headers: Mapping[str, str], answer: Any, *, attempt: int, now: float
) -> Again | None:
    """Say when to repeat a request; None = its answer is to be taken as it is.

    Args:
        status: HTTP status.
        headers: Its headers, names without regard to case.
        answer: Its parsed JSON, or None.
        attempt: How often the request was repeated already.
        now: Our clock in seconds since 1970.
    """
    if is_limit(status, headers, answer):
        return Again(seconds_to_wait(headers, attempt, now), True, "the rate limit to end")
    pause = BACKOFF[min(attempt, len(BACKOFF) - 1)]
    if status in _PASSING:
        asked = headers.get("Retry-After", "")
        if asked.isdecimal():
            return Again(float(asked), True, "its maintenance to end")
        return Again(pause, False, f"an error of its forge ({status}) to pass")
    if status == 200 and _failed_inside(answer):
        return Again(pause, False, "an error of its forge to pass")
    return None


def may_pass(error: Exception) -> bool:
    """Say whether asking again may help: not with a wrong certificate or a circle of redirects."""
    passing = (
        requests.ConnectionError,
        requests.Timeout,
        requests.exceptions.InvalidJSONError,
        urllib3.exceptions.HTTPError,
    )
    return isinstance(error, passing) and not isinstance(error, requests.exceptions.SSLError)


def is_limit(status: int, headers: Mapping[str, str], answer: Any) -> bool:
    """Say whether an answer means "too many requests".

    Args:
        status: HTTP status.
        headers: Its headers, names without regard to case.
        answer: Its parsed JSON, or None. GraphQL reports a spent limit with status 200.
    """
    if status == 429:
        return True
    if status == 403:
        spent = headers.get("X-RateLimit-Remaining") == "0"
        return spent or "Retry-After" in headers or _says_limit(answer)
    if status == 200 and isinstance(answer, dict) and isinstance(answer.get("errors"), list):
        return any(_says_limit(error) for error in answer["errors"])
    return False


def seconds_to_wait(headers: Mapping[str, str], attempt: int, now: float) -> float:
    """Return how long to wait after a limit.

    Args:
        headers: Of the answer.
        attempt: How often the request was repeated already.
        now: Our clock in seconds since 1970, used where the answer has no Date.
    """
    now = server_time(headers, now)
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    at = _http_date(asked)
    if at is not None:
        return max(at - now, 0.0)
    spent = "0" in {headers.get("X-RateLimit-Remaining"), headers.get("RateLimit-Remaining")}
    reset = headers.get("X-RateLimit-Reset") or headers.get("RateLimit-Reset") or ""
    if spent and reset.isdecimal():
        return max(float(reset) - now, 0.0) + 1.0  # somewhere within that second
    return float(SECONDARY * 2**attempt)


def instant(seconds: float) -> datetime | None:
    """Return an instant (UTC) from *seconds* since 1970, None where no date can say it."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def server_time(headers: Mapping[str, str], now: float) -> float:
    """Return the answer's own time in seconds since 1970: a wrong clock here does no harm."""
    at = _http_date(headers.get("Date", ""))
    return now if at is None else at


def _http_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None


def _says_limit(answer: Any) -> bool:
    if not isinstance(answer, dict):
        return False
    text = f"{answer.get('type')} {answer.get('message')}".lower()
    return any(words in text for words in _LIMIT_WORDS)


def _failed_inside(answer: Any) -> bool:
    """Say whether GitHub failed at a GraphQL query or at a part of it, as it does now and then.

    "Something went wrong while executing your query" has no type; a document that the schema does
    not fit has a code, and would have it again.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("errors"), list):
        return False
    return any(
        isinstance(error, dict) and not error.get("type") and not error.get("extensions")
        for error in answer["errors"]
    )
