"""What a GitHub token may do and how long it lasts, and what of it is to be warned about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import github

from programme.settings_sources import GithubSource
from sources.github_app import fetch_rights

_READ_ONLY: Final = ("read:",)
_SCOPES_HEADER: Final = "x-oauth-scopes"
_EXPIRY_HEADER: Final = "github-authentication-token-expiration"
_WARN_BEFORE: Final = timedelta(days=30)


@dataclass(frozen=True)
class Rights:
    """What one token may do.

    Attributes:
        scopes: As GitHub names them; of an App its rights, as in ``issues:read``.
        expires_at: When it expires, if GitHub says so; an App's tokens are renewed and do not.
        warnings: One plain sentence each.
    """

    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def rights(
    client: github.Github, source: GithubSource, headers: Mapping[str, Any], now: datetime | None
) -> Rights:
    """Judge the token that *client* signs its requests with.

    Args:
        client: Of the forge.
        source: Any repository that is read with it.
        headers: Of any answer to it.
        now: Aware instant, against which its expiry is judged; None = it is not judged.

    Raises:
        github.GithubException: If GitHub failed at the question what an App may do.
    """
    if source.app_id is not None:
        return _of_app(source, fetch_rights(client) or {})
    told = headers.get(_SCOPES_HEADER)
    scopes = tuple(filter(None, (scope.strip() for scope in str(told or "").split(","))))
    expires_at = _expiry(str(headers.get(_EXPIRY_HEADER, "")))
    # Only classic tokens name their scopes; a fine-grained one is what we ask for.
    warnings = list(_of_classic(source, scopes)) if told is not None else []
    if now is not None and expires_at is not None and expires_at - now <= _WARN_BEFORE:
        warnings.append(
            f"{source.name}: the token in {source.token_at} expires on "
            f"{expires_at:%d %B %Y}; make a new one before."
        )
    return Rights(scopes, expires_at, tuple(warnings))


def _of_app(source: GithubSource, levels: Mapping[str, str]) -> Rights:
    """Judge what an App might do in the hands of whoever has its key."""
    writing = sorted(name for name, level in levels.items() if level != "read")
    warning = (
        f"{source.name}: the GitHub App {source.app_id}, whose key is in {source.token_at}, may "
        f"write there ({', '.join(writing)}); Issues: read and Metadata: read is enough."
    )
    return Rights(
        tuple(f"{name}:{level}" for name, level in sorted(levels.items())),
        warnings=(warning,) if writing else (),
    )


def _of_classic(source: GithubSource, scopes: tuple[str, ...]) -> Iterator[str]:
    writing = [scope for scope in scopes if not scope.startswith(_READ_ONLY)]
    may = f"may write ({', '.join(writing)})" if writing else "is a classic one"
    yield (
        f"{source.name}: the token in {source.token_at} {may}; a fine-grained token with "
        "Issues: read and Metadata: read is enough."
    )


def _expiry(text: str) -> datetime | None:
    """Read GitHub's ``2026-12-31 23:59:59 UTC`` or ``… +0100``."""
    for shape in ("%Y-%m-%d %H:%M:%S %Z", "%Y-%m-%d %H:%M:%S %z"):
        try:
            found = datetime.strptime(text, shape)
        except ValueError:
            continue
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return None
