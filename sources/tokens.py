"""What may stand in a header as an access token."""

from programme.errors import AuthError
from sources.failures import ForgeSource


def usable_token(source: ForgeSource, token: str) -> str:
    """Return *token* without blanks around it.

    Raises:
        AuthError: If it is empty or holds what no header can carry.
    """
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable():
        raise AuthError(
            f"{source.name}: what stands in {source.token_at} is not an access token; "
            "put one there."
        )
    return token
