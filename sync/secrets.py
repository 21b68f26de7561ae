"""Fetches tokens from where they lie, and keeps them out of everything that is said or stored."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from urllib.parse import quote

from programme.config_file import secret_of_file
from programme.errors import ConfigError
from programme.settings import Settings
from programme.settings_sources import Collection, RecordedSource, Source
from sources.given_tokens import given

_SHORTEST = 6  # shorter values would blot out ordinary words, and no forge gives such tokens


def token_of(source: Source | Collection, environ: Mapping[str, str]) -> str:
    """Return the source's token, or the private key of its App; empty where it needs none.

    Raises:
        ConfigError: If it cannot be had from its file or from the keyring.
    """
    if isinstance(source, RecordedSource):
        return ""
    if source.secret_file:
        return secret_of_file(source.name, source.secret_file)
    if source.token_keyring:
        try:
            secret = _of_keyring(source.token_keyring, source.web_host)
        except Exception as error:
            # Not KeyringError alone: what stands behind a keyring raises what it likes. Not "from":
            # its words may hold the token.
            raise ConfigError(
                f"{source.name}: the system's keyring cannot be read ({type(error).__name__}); "
                "unlock it, or use token_env or token_file."
            ) from None
        if not secret:
            raise ConfigError(
                f"{source.name}: the keyring holds no token; put one there with "
                f"`keyring set {source.token_keyring} {source.web_host}`."
            )
        return secret
    return environ.get(source.secret_env or "", "").strip()


def redacted(message: str, settings: Settings, environ: Mapping[str, str]) -> str:
    """Return *message* with every token replaced, also as part of a URL.

    Of GitHub Apps that is the key, and every token that was given for it.
    """
    tokens = set(given())
    for project in settings.projects:
        for source in project.listed:
            with suppress(ConfigError):
                secret = token_of(source, environ)
                # A key has lines, each of which tells of it, whatever parts them.
                tokens |= {secret, *secret.replace("\\n", "\n").splitlines()}
    # The longest first: one token may begin with another.
    for token in sorted(tokens, key=len, reverse=True):
        if len(token) >= _SHORTEST:
            message = message.replace(token, "[token]").replace(quote(token, safe=""), "[token]")
    return message


@cache
def _of_keyring(service: str, host: str) -> str:
    """Ask once: a keyring may want a word of its owner each time."""
    import keyring

    return (keyring.get_password(service, host) or "").strip()
