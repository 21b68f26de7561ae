"""What is taken for an access token, before any request is made with it."""

import pytest

from programme.errors import AuthError
from programme.settings_sources import GithubSource
from sources.tokens import usable_token

SOURCE = GithubSource(kind="github", repository="o/r", token_env="GITHUB_TOKEN")


@pytest.mark.parametrize("token", ["", "  ", "a\nb", "tökén", "a b\x00"])
def test_what_is_no_token_is_refused_before_the_network(token: str) -> None:
    """It could not stand in a header; the sentence names the variable and not the value."""
    with pytest.raises(AuthError) as caught:
        usable_token(SOURCE, token)
    assert "GITHUB_TOKEN" in str(caught.value)


def test_blanks_around_a_token_are_forgiven() -> None:
    """Variables are often read from files that end with a line break."""
    assert usable_token(SOURCE, " canary\n") == "canary"
