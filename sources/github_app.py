"""How we show GitHub who we are: by a token, or as an App, which is given one for an hour."""

from typing import Any, Final

import github
from github import Auth
from github.InstallationAuthorization import InstallationAuthorization

from programme.errors import AuthError
from programme.settings_sources import GithubOwner, GithubSource
from sources import given_tokens
from sources.tokens import usable_token

#: All that an App is given, whatever its installation allows.
_READ: Final = {"issues": "read", "metadata": "read"}
#: Besides, where fields of GitHub Projects are read and the installation allows it.
_PROJECTS: Final = {"organization_projects": "read"}
_NOT_GRANTED: Final = 422
#: Refusals of an endpoint that we can do without.
_OPTIONAL: Final = frozenset({403, 404})


class _Installation(Auth.AppInstallationAuth):
    """Asks for few rights, and notes every token that it is given."""

    def __init__(self, app: Auth.AppAuth, installation_id: int, *, projects: bool) -> None:
        super().__init__(app, installation_id, _READ | (_PROJECTS if projects else {}))

    def _get_installation_authorization(self) -> InstallationAuthorization:
        try:
            given = super()._get_installation_authorization()
        except github.GithubException as error:
            if error.status != _NOT_GRANTED or self._token_permissions == _READ:
                raise
            # GitHub gives no token at all when asked for a right that the installation has not.
            self._token_permissions = _READ
            given = super()._get_installation_authorization()
        if not given.token:
            raise ValueError("no token")
        given_tokens.note(given.token)
        return given


def authentication(
    source: GithubSource | GithubOwner, secret: str, *, projects: bool = False
) -> Auth.Auth:
    """Return what PyGithub signs its requests with.

    It asks for an App's token when there is none yet, and anew shortly before one expires, over the
    guarded session like everything else.

    Args:
        source: The repository or owner.
        secret: A token, or the App's private key in PEM form, perhaps on one line with the two
            characters backslash and n for each break.
        projects: Whether fields of GitHub Projects are to be read.

    Raises:
        AuthError: If *secret* can be neither.
    """
    if source.app_id is None or source.installation_id is None:
        return Auth.Token(usable_token(source, secret))
    app = Auth.AppAuth(source.app_id, secret.replace("\\n", "\n"))
    try:
        app.create_jwt()
    except Exception:  # the libraries beneath raise much, and quote the key
        raise AuthError(
            f"{source.name}: what stands in {source.token_at} is not the private key of a GitHub "
            "App in PEM form; put it there."
        ) from None
    return _Installation(app, source.installation_id, projects=projects)


def fetch_rights(client: github.Github) -> dict[str, str] | None:
    """Return what the installation allows the App, of which we ask for a part.

    Args:
        client: Of the forge.

    Returns:
        ``read``, ``write`` or ``admin`` by the right's name; None if *client* is no App's, or the
        forge does not tell.

    Raises:
        github.GithubException: If GitHub failed at the question.
    """
    auth = client.requester.auth
    if not isinstance(auth, _Installation):
        return None
    # Signed with the key itself, as the token may not ask.
    requester = client.requester.withAuth(auth._app_auth)
    answer: Any
    try:
        _, answer = requester.requestJsonAndCheck(
            "GET", f"/app/installations/{auth.installation_id}"
        )
    except github.GithubException as error:
        if error.status in _OPTIONAL:
            return None
        raise
    rights = answer.get("permissions") if isinstance(answer, dict) else None
    if not isinstance(rights, dict):
        return None
    return {str(name): str(level) for name, level in rights.items()}
