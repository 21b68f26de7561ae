"""How we show GitHub who we are: by a token, or as an App, which is given one for an hour."""

from github import Auth

from programme.errors import AuthError
from programme.settings_sources import GithubOwner, GithubSource
from sources.tokens import usable_token

#: All that an App is given, whatever its installation allows.
_READ = {"issues": "read", "metadata": "read"}


def authentication(source: GithubSource | GithubOwner, secret: str) -> Auth.Auth:
    """Return what PyGithub signs its requests with.

    It asks for an App's token when there is none yet, and anew shortly before one expires, over the
    guarded session like everything else.

    Args:
        source: The repository or owner.
        secret: A token, or the App's private key in PEM form, perhaps on one line with the two
            characters backslash and n for each break.

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
    return app.get_installation_auth(source.installation_id, _READ)
