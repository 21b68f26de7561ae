"""No secret and no stranger's words in what is said about a failure."""

from pathlib import Path

import pytest

from programme.config_file import load
from programme.errors import AuthError, SourceError, WaymarkError
from programme.settings import Settings
from sync.failures import told
from sync.secrets import redacted
from tests.recordings import write_config

FORGE = {"kind": "github", "repository": "exampleton/app", "token_env": "TOKEN"}
OTHER = {"kind": "gitlab", "project": "exampleton/api", "token_env": "OTHER"}
ENVIRON = {"TOKEN": "sekret-1/+", "OTHER": " sekret-1/+longer "}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two sources with tokens."""
    return load(write_config(tmp_path / "config.toml", FORGE, OTHER))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("nothing to hide", "nothing to hide"),
        ("Bearer sekret-1/+.", "Bearer [token]."),
        ("?a=sekret-1%2F%2B&b", "?a=[token]&b"),
        ("sekret-1/+longer", "[token]"),
    ],
    ids=["none", "plain", "in a URL", "longest first"],
)
def test_tokens_are_taken_out(settings: Settings, message: str, expected: str) -> None:
    """The value of every configured variable is replaced, however it is written."""
    assert redacted(message, settings, ENVIRON) == expected


def test_an_empty_or_short_value_blots_out_nothing(settings: Settings) -> None:
    """A variable that holds next to nothing must not eat sentences."""
    assert redacted("a b c", settings, {"TOKEN": "", "OTHER": "a"}) == "a b c"


@pytest.mark.parametrize("error", [AuthError, SourceError, WaymarkError])
def test_our_own_failures_stay_themselves(settings: Settings, error: type[WaymarkError]) -> None:
    """The class, by which exit codes are chosen, stays; the sentence is one line without token."""
    with pytest.raises(error) as caught, told("app", settings, ENVIRON):
        raise error("app: refused\nsekret-1/+ today.")
    assert type(caught.value) is error
    assert str(caught.value) == "app: refused [token] today."


def test_words_of_strangers_are_not_repeated(settings: Settings) -> None:
    """Any other exception is told by its class."""
    with pytest.raises(SourceError) as caught, told("app", settings, ENVIRON):
        raise KeyError("someone@example.org")
    assert str(caught.value).startswith("app: Waymark itself made a mistake (KeyError)")
    assert "someone" not in str(caught.value)


def test_a_developer_learns_where_a_mistake_was_made(settings: Settings) -> None:
    """Files, lines and classes of all that led to it, and no word of any."""

    def broken() -> None:
        try:
            raise KeyError("someone@example.org")
        except KeyError as error:
            raise ValueError("sekret-1/+") from error

    with pytest.raises(SourceError) as caught, told("app", settings, ENVIRON):
        broken()
    classes = [line for line in caught.value.trace if ":" not in line]
    assert classes == ["ValueError", "KeyError"]
    assert any(line.startswith("sync/test_failures.py:") for line in caught.value.trace)
    assert "someone" not in str(caught.value.trace)
    assert "sekret" not in str(caught.value.trace)


def test_a_failure_with_a_way_out_has_no_trace(settings: Settings) -> None:
    """It is not Waymark's, and nobody need look for it in the code."""
    with pytest.raises(SourceError) as caught, told("app", settings, ENVIRON):
        raise AuthError("app: refused.")
    assert caught.value.trace == ()
