"""What GitHub's answers say, and whom an error among them concerns."""

from typing import Any, Final

from programme.errors import SourceError
from programme.settings_sources import GithubSource
from sources import failures, fields
from sources.github_client import Answer

#: Kinds of errors that ask for less at once.
TOO_MUCH: Final = {"RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "MAX_NODE_LIMIT"}
_FORBIDDEN = {"FORBIDDEN", "INSUFFICIENT_SCOPES", "SAML_FAILURE"}
_ISSUES = ["repository", "issues", "nodes"]
_TOTAL = ["repository", "all"]
#: Where within an issue an error hides no more than what is there.
_ALONE = [[name, "nodes"] for name in ("timelineItems", "projectItems", "blockedBy")]


def goes_on_after(connection: fields.Json) -> str | None:
    """Return the cursor after which *connection* goes on, None at its end."""
    info = fields.table(connection, "pageInfo")
    if not info.get("hasNextPage"):
        return None
    after = fields.text(info, "endCursor")
    if not after:
        raise ValueError("a page that goes on without saying where")
    return after


def repository_of(answer: Answer, source: GithubSource) -> dict[str, Any]:
    """Return what the answer says of the repository.

    Raises:
        AuthError: If the repository is not there or may not be seen.
        SourceError: If GitHub could not answer.
    """
    repository = answer.data.get("repository")
    if isinstance(repository, dict):
        return repository
    if answer.kinds & _FORBIDDEN:
        raise failures.for_status(source, 403)
    if "NOT_FOUND" in answer.kinds or not answer.errors:
        raise failures.for_status(source, 404)
    raise cannot_answer(source)


def whole(
    answer: Answer, connection: fields.Json, source: GithubSource
) -> list[dict[str, Any] | None]:
    """Return the page's issues, None for each that an error has spoilt.

    An error at a single event or project, or at what an issue is linked to, hides that alone; one
    that is no issue's spoils the page. So does one without a type: a failure of GitHub's own, also
    when asked again, of which nobody can say what it hides.
    """
    if answer.errors and not isinstance(connection.get("pageInfo"), dict):
        raise cannot_answer(source)
    nodes = list(fields.rows(connection, "nodes"))
    for error in answer.errors:
        path = error.get("path")
        if not isinstance(path, list) or path[:3] != _ISSUES or len(path) < 4:
            raise cannot_answer(source)
        if path[4:5] == ["parent"] or path[4:6] in _ALONE:
            continue
        if not error.get("type"):
            raise cannot_answer(source)
        nodes[path[3]] = None
    if answer.errors and not any(nodes):
        raise cannot_answer(source)
    return nodes


def hides_projects(answer: Answer) -> bool:
    """Say whether the token may not read projects, on account of which issues are null, too.

    A project that only some may see is null by itself and hides no issue.
    """
    for error in answer.errors:
        path = error.get("path")
        within = path[4:] if isinstance(path, list) else []
        if error.get("type") in _FORBIDDEN and (not path or within == ["projectItems"]):
            return True
    return False


def spoils_total(answer: Answer) -> bool:
    """Say whether the total could not be told, on account of which the rest is null, too."""
    return any(
        isinstance(error.get("path"), list) and error["path"][:2] == _TOTAL
        for error in answer.errors
    )


def halved(size: int, source: GithubSource) -> int:
    """Return how much to ask for after *size* was too much.

    Raises:
        SourceError: If there is no less.
    """
    if size <= 1:
        raise cannot_answer(source)
    return size // 2


def cannot_answer(source: GithubSource) -> SourceError:
    """Return the failure of a forge that leaves out part of its answer."""
    return SourceError(
        f"{source.name} could not answer the query for issues in full; "
        "try later, or run sync --full."
    )


def names(source: GithubSource) -> dict[str, Any]:
    """Return the variables that name the repository in every document."""
    owner, name = source.repository.split("/")
    return {"owner": owner, "name": name}
