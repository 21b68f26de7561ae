"""Keeps the values of tokens out of everything that is said or stored."""

from collections.abc import Mapping
from urllib.parse import quote

from programme.settings import Settings
from programme.settings_sources import Collection, RecordedSource, Source

_SHORTEST = 6  # shorter values would blot out ordinary words, and no forge gives such tokens


def token_of(source: Source | Collection, environ: Mapping[str, str]) -> str:
    """Return the source's token; empty where it needs none."""
    if isinstance(source, RecordedSource):
        return ""
    return environ.get(source.token_env, "").strip()


def redacted(message: str, settings: Settings, environ: Mapping[str, str]) -> str:
    """Return *message* with the value of every configured token replaced, also as part of a URL."""
    tokens = {
        token_of(source, environ) for project in settings.projects for source in project.listed
    }
    # The longest first: one token may begin with another.
    for token in sorted(tokens, key=len, reverse=True):
        if len(token) >= _SHORTEST:
            message = message.replace(token, "[token]").replace(quote(token, safe=""), "[token]")
    return message
