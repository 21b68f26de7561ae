"""What may stand under ``url`` of a source."""

import pytest
from pydantic import ValidationError

from programme.settings_sources import GithubSource, GitlabSource


@pytest.mark.parametrize(
    "url",
    ["https://api.github.com", "https://ghe.example/api/v3", "http://127.0.0.1:8080/api/v3"],
)
def test_an_address_of_a_forge_is_taken(url: str) -> None:
    """With a port or path where the forge has one; whether http is allowed, the network says."""
    assert GithubSource(kind="github", repository="o/r", url=url, token_env="T").url == url


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("git.example", id="no-scheme"),
        pytest.param("ftp://git.example", id="ftp"),
        pytest.param("https://", id="no-host"),
        pytest.param("https://git.example:port", id="port-in-words"),
        pytest.param("https://[git.example", id="half-a-bracket"),
        pytest.param("https://user:secret@git.example", id="password"),
        pytest.param("https://git.example?private_token=secret", id="query"),
        pytest.param("https://git.example\n", id="line-break"),
    ],
)
def test_anything_else_is_a_mistake(url: str) -> None:
    """It would end up in names, logs and requests."""
    with pytest.raises(ValidationError, match="url"):
        GitlabSource(kind="gitlab", project="g/p", url=url, token_env="T")
