"""Which module reads which kind of source; loaded when one is met: forges' clients are large."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from programme.rows import Batch, CheckReport
from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import Collection, GithubOwner, GithubSource, GitlabSource, Source


def check(source: Source, *, settings: Settings, token: str, now: datetime) -> CheckReport:
    """Reach *source* and say what would be pulled.

    Raises:
        SourceError: If it cannot be read; AuthError if it refuses the token.
    """
    if isinstance(source, GithubSource):
        from sources import github

        return github.check(source, settings=settings, token=token, now=now)
    if isinstance(source, GitlabSource):
        from sources import gitlab

        return gitlab.check(source, settings=settings, token=token, now=now)
    from sources import recorded

    return recorded.check(source, settings=settings, token=token, now=now)


def find(collection: Collection, *, settings: Settings, token: str) -> Batch:
    """Return the repositories of an owner or group.

    Raises:
        SourceError: If it cannot be read; AuthError if it refuses the token.
    """
    if isinstance(collection, GithubOwner):
        from sources import github_owner

        return github_owner.find(collection, settings=settings, token=token)
    from sources import gitlab_group

    return gitlab_group.find(collection, settings=settings, token=token)


def pull(
    source: Source,
    *,
    project: Project,
    settings: Settings,
    token: str,
    cursor: str | None,
    full: bool,
    read_before: Mapping[int, datetime],
) -> Iterator[Batch]:
    """Yield what changed in *source* since *cursor*, or everything.

    Args:
        source: What to pull.
        project: That it belongs to.
        settings: The configuration.
        token: For it.
        cursor: Of the last batch that was stored or kept; None = from the beginning.
        full: Read everything all the same.
        read_before: When each of the items changed last that a pull has read which broke off, and
            from which this one goes on; by number.

    Raises:
        SourceError: If it cannot be read; AuthError if it refuses the token.
    """
    if isinstance(source, GithubSource):
        from sources import github

        return github.pull(
            source,
            project=project,
            settings=settings,
            token=token,
            cursor=cursor,
            full=full,
            read_before=read_before,
        )
    if isinstance(source, GitlabSource):
        from sources import gitlab

        return gitlab.pull(
            source, project=project, settings=settings, token=token, cursor=cursor, full=full
        )
    from sources import recorded

    return recorded.pull(
        source, project=project, settings=settings, token=token, cursor=cursor, full=full
    )
