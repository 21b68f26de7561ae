"""Tokens from a variable, a file or the system's keyring, and out of every sentence."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from programme.config_file import load, missing_variables
from programme.errors import ConfigError
from programme.settings import Settings
from store import Store
from sync.run import sync
from sync.secrets import _of_keyring, redacted, token_of
from tests.builders import at
from tests.recordings import write_config, write_recording

APP = {"app_id": 7, "installation_id": 8}


class Ring(KeyringBackend):
    """A keyring that holds one token."""

    priority = 1
    failure: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        """Return it under its service and host alone."""
        if self.failure:
            raise self.failure
        return "from-the-ring" if (service, username) == ("waymark", "github.com") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""


@pytest.fixture
def ring() -> Iterator[Ring]:
    """Use a keyring of the test's own."""
    before, made = keyring.get_keyring(), Ring()  # type: ignore[no-untyped-call]
    keyring.set_keyring(made)
    _of_keyring.cache_clear()
    yield made
    keyring.set_keyring(before)
    _of_keyring.cache_clear()


def settings_of(tmp_path: Path, **keys: Any) -> Settings:
    """Return a programme of one GitHub repository with these credentials."""
    source = {"kind": "github", "repository": "exampleton/care", **keys}
    return load(write_config(tmp_path / "c.toml", source))


def token(settings: Settings, **environ: str) -> str:
    """Return the token of the only source."""
    return token_of(settings.sources[0][1], environ)


def test_a_token_may_lie_in_a_file(tmp_path: Path) -> None:
    """Beside the configuration, or anywhere; what is put there later counts at once."""
    settings = settings_of(tmp_path, token_file="secrets/token")
    assert "holds no token" in " ".join(missing_variables(settings, {}))
    file = tmp_path / "secrets" / "token"
    file.parent.mkdir()
    file.write_text("from-the-file\n")
    assert not missing_variables(settings, {})
    assert token(settings) == "from-the-file"
    assert redacted("x from-the-file y", settings, {}) == "x [token] y"
    file.write_text("another")
    assert token(settings) == "another"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xef\xbb\xbftoken\r\n", "token"),
        ("schlüssel".encode(), None),
        (b"\0\xff", None),
        (b"x" * 65_536, None),
        (b" \n", None),
    ],
    ids=["by an editor of Windows", "no ASCII", "no text", "too long", "blank"],
)
def test_what_a_file_may_hold(tmp_path: Path, content: bytes, found: str | None) -> None:
    """A token, with what editors put around it; of anything else it is said that it is none."""
    settings = settings_of(tmp_path, token_file="token")
    (tmp_path / "token").write_bytes(content)
    if found is not None:
        assert token(settings) == found
        return
    with pytest.raises(ConfigError, match="holds no token"):
        token(settings)


def test_a_file_that_never_ends_is_not_read(tmp_path: Path) -> None:
    """A device or a pipe in the place of a file would be read for ever."""
    os.mkfifo(tmp_path / "token")
    with pytest.raises(ConfigError, match="holds no token"):
        token(settings_of(tmp_path, token_file="token"))


def test_a_token_may_lie_in_the_keyring(tmp_path: Path, ring: Ring) -> None:
    """Under the service that the file names, and the forge's host."""
    settings = settings_of(tmp_path, token_keyring="waymark")
    assert token(settings) == "from-the-ring"
    assert redacted("x from-the-ring", settings, {}) == "x [token]"
    with pytest.raises(ConfigError, match="`keyring set other github.com`"):
        token(settings_of(tmp_path, token_keyring="other"))


@pytest.mark.parametrize(
    "failure", [KeyringLocked("canary"), RuntimeError("canary"), ImportError("canary")]
)
def test_a_keyring_that_fails_is_told(tmp_path: Path, ring: Ring, failure: Exception) -> None:
    """In one sentence, without its words: what stands behind it raises what it likes."""
    ring.failure = failure
    settings = settings_of(tmp_path, token_keyring="waymark")
    with pytest.raises(ConfigError, match=r"care: the system's keyring cannot be read") as caught:
        token(settings)
    assert "canary" not in str(caught.value)
    # Sentences of other sources are told without it.
    assert redacted("x y", settings, {}) == "x y"


def test_a_broken_keyring_fails_its_source_alone(tmp_path: Path, ring: Ring, store: Store) -> None:
    """Systems' keyrings raise what they like, also while a sentence is being rid of tokens."""
    ring.failure = RuntimeError("canary")
    forge = {"kind": "github", "repository": "exampleton/care", "token_keyring": "waymark"}
    folder = write_recording(tmp_path / "app")
    settings = load(write_config(tmp_path / "c.toml", forge, folder))
    result = sync(settings, store, now=at(20), environ={})
    assert [failure.source for failure in result.failures] == ["github.com/exampleton/care"]
    assert "(RuntimeError)" in result.failures[0].message
    assert "canary" not in result.failures[0].message
    assert str(result).startswith("synced 1 sources, 3 items changed")


def test_the_key_of_an_app_is_a_secret_like_a_token(tmp_path: Path) -> None:
    """From a variable or a file; it is taken out of sentences, too."""
    settings = settings_of(tmp_path, **APP, private_key_env="KEY")
    assert missing_variables(settings, {})
    assert token(settings, KEY="secret-key") == "secret-key"
    assert redacted("a secret-key", settings, {"KEY": "secret-key"}) == "a [token]"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "needs one of token_env, token_file, token_keyring"),
        ({"token_env": "T", "token_file": "t"}, "leave one"),
        ({"token_env": "T", "private_key_env": "K", **APP}, "leave one"),
        ({"token_env": "T", **APP}, "needs all of app_id, installation_id and private_key"),
        ({"private_key_file": "k", "app_id": 7}, "needs all of app_id"),
        ({"token_file": ""}, "token_file must not be empty"),
    ],
)
def test_there_is_exactly_one_place(tmp_path: Path, keys: dict[str, Any], words: str) -> None:
    """Else nobody knows which one counts."""
    with pytest.raises(ConfigError) as caught:
        settings_of(tmp_path, **keys)
    assert words in str(caught.value)


def test_a_private_key_in_the_configuration_is_refused(tmp_path: Path) -> None:
    """As a token is."""
    with pytest.raises(ConfigError, match="looks like an access token"):
        settings_of(tmp_path, **APP, private_key_env="-----BEGIN RSA PRIVATE KEY-----")
