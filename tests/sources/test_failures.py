"""Whatever a client raises becomes a sentence of ours; our own mistakes stay visible."""

import traceback
from types import SimpleNamespace

import pytest
import requests
import urllib3

from programme.errors import AuthError, RateLimitError, SourceError
from programme.settings_sources import GithubSource, GitlabSource
from sources import failures

TOKEN = "canary-token-of-the-failures"
GITHUB = GithubSource(kind="github", repository="o/r", token_env="GITHUB_TOKEN")
GITLAB = GitlabSource(kind="gitlab", project="g/p", token_env="GITLAB_TOKEN")


class Refusal(Exception):
    """What clients raise: a status, and a text that quotes the answer."""

    def __init__(self, name: str, status: int) -> None:
        """Keep *status* under the *name* that the client has for it."""
        super().__init__(f"{status}: {TOKEN} of person-0001")
        setattr(self, name, status)


@pytest.mark.parametrize("source", [GITHUB, GITLAB], ids=["github", "gitlab"])
@pytest.mark.parametrize("name", ["status", "response_code"])
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, AuthError),
        (403, AuthError),
        (404, AuthError),
        (301, SourceError),
        (410, SourceError),
        (422, SourceError),
        (500, SourceError),
    ],
)
def test_a_status_decides(
    source: GithubSource | GitlabSource, name: str, status: int, expected: type[SourceError]
) -> None:
    """Of either client; neither message nor traceback quotes what it said."""
    with pytest.raises(SourceError) as caught, failures.translated(source, TOKEN):
        raise Refusal(name, status)
    assert type(caught.value) is expected
    assert str(caught.value).startswith(source.name)
    assert str(status) in str(caught.value)
    if expected is AuthError:
        assert source.token_at in str(caught.value) or status == 404
    whole = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in whole
    assert "person-" not in whole


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.TooManyRedirects(TOKEN), "redirects in a circle"),
        (requests.exceptions.InvalidHeader(TOKEN), "broke off"),
        (requests.ReadTimeout(TOKEN), "did not answer in time"),
        (requests.exceptions.SSLError(TOKEN), "network.ca_file"),
        (requests.exceptions.ProxyError(TOKEN), "HTTPS_PROXY"),
        (requests.ConnectionError(urllib3.exceptions.ProtocolError(TOKEN)), "broke off"),
        (KeyError(TOKEN), "not the JSON"),
        (TypeError(TOKEN), "not the JSON"),
    ],
)
def test_an_exception_without_status_is_told_by_its_kind(error: Exception, words: str) -> None:
    """And not by its text."""
    with pytest.raises(SourceError, match=words) as caught, failures.translated(GITHUB, TOKEN):
        raise error
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_a_mistake_of_ours_stays_visible() -> None:
    """It is nobody's answer."""
    with pytest.raises(ZeroDivisionError), failures.translated(GITHUB, TOKEN):
        raise ZeroDivisionError


def test_a_token_in_a_sentence_is_struck_out() -> None:
    """Should somebody have put it where a name belongs; what else the error holds stays."""
    with pytest.raises(RateLimitError) as caught, failures.translated(GITHUB, TOKEN):
        raise RateLimitError(f"{TOKEN} asks us to wait.")
    assert str(caught.value) == "[token] asks us to wait."
    assert caught.value.reset_at is None


def test_an_error_that_wraps_itself_ends() -> None:
    """Some do."""
    error = requests.ConnectionError("a")
    error.args = (error, SimpleNamespace())
    assert "broke off" in str(failures.unreachable(GITHUB, error))
