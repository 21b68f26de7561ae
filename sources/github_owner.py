"""The repositories of an organisation or a user on GitHub."""

from typing import Any

import github

from programme.rows import Batch, RepositoryRow
from programme.settings import Settings
from programme.settings_sources import GithubOwner
from sources import fields
from sources.failures import translated
from sources.github_client import listed, open_client
from sources.transport import asking


def find(source: GithubOwner, *, settings: Settings, token: str) -> Batch:
    """Return all repositories that the token may see, whether they are taken or not.

    Args:
        source: The owner.
        settings: The configuration.
        token: An access token.

    Raises:
        AuthError: If the token is refused, or there is no such owner.
        SourceError: If the forge could not be read.
    """
    with asking(source, settings) as session, translated(source, token):
        client = open_client(source, session, token)
        found = [_row(raw) for raw in _fetch(client, source.owner)]
        return Batch(repositories=tuple(found), requests=session.request_count)


def _fetch(client: github.Github, owner: str) -> list[dict[str, Any]]:
    """Ask for an organisation, then for a user of that name."""
    try:
        return list(listed(client, f"/orgs/{owner}/repos", type="all"))
    except github.UnknownObjectException:
        return list(listed(client, f"/users/{owner}/repos", type="owner"))


def _row(raw: dict[str, Any]) -> RepositoryRow:
    return RepositoryRow(
        key=str(fields.number(raw, "id")),
        path=fields.text(raw, "full_name"),
        topics=frozenset(topic for topic in fields.rows(raw, "topics") if isinstance(topic, str)),
        archived=raw.get("archived") is True,
        fork=raw.get("fork") is True,
        has_issues=raw.get("has_issues") is not False,
    )
