"""The projects of a GitLab group and of its subgroups."""

from typing import Any
from urllib.parse import quote

from programme.rows import Batch, RepositoryRow
from programme.settings import Settings
from programme.settings_sources import GitlabGroup
from sources import fields
from sources.failures import translated
from sources.gitlab_client import fetch_list, open_client
from sources.transport import asking


def find(source: GitlabGroup, *, settings: Settings, token: str) -> Batch:
    """Return all projects that the token may see, whether they are taken or not.

    Those that another group only shares with this one are not of this one.

    Args:
        source: The group.
        settings: The configuration.
        token: Access token.

    Raises:
        AuthError: If the token is refused, or there is no such group.
        SourceError: If the forge could not be read.
    """
    with asking(source, settings) as session, translated(source, token):
        client = open_client(source, session, token)
        path = f"/groups/{quote(source.group, safe='')}/projects"
        asked = {"include_subgroups": "true", "with_shared": "false", "order_by": "id"}
        found = [_row(raw) for raw in fetch_list(client, path, **asked)]
        return Batch(repositories=tuple(found), requests=session.request_count)


def _row(raw: dict[str, Any]) -> RepositoryRow:
    issues_off = raw.get("issues_enabled") is False or raw.get("issues_access_level") == "disabled"
    return RepositoryRow(
        key=str(fields.number(raw, "id")),
        path=fields.text(raw, "path_with_namespace"),
        topics=frozenset(topic for topic in fields.rows(raw, "topics") if isinstance(topic, str)),
        archived=raw.get("archived") is True,
        fork=isinstance(raw.get("forked_from_project"), dict),
        has_issues=not issues_off,
    )
