"""Which requests may leave at all: those that read from the one host of their source."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from requests.models import PreparedRequest

from programme.errors import ConfigError, SourceError
from programme.settings_sources import GithubOwner, GithubSource
from sources.failures import ForgeSource
from sources.gates import Origin
from sources.queries_only import is_query_body

_PORTS: Final = {"https": 443, "http": 80}


class ReadOnly:
    """What may be asked for a source.

    Attributes:
        origin: Scheme, host and port that may be asked.
    """

    def __init__(self, source: ForgeSource, *, allow_http: bool) -> None:
        """Take the origin from ``source.url``.

        Raises:
            ConfigError: If it is none, or plain http without *allow_http*.
        """
        self._source = source
        self.origin = _origin(urlsplit(source.url))
        # The one POST that is no query: it asks for a GitHub App's token to read with.
        self._app_token_path = _app_token_path(source)
        scheme, host, _ = self.origin
        if scheme not in _PORTS or not host:
            raise ConfigError(
                f"{source.name}: url must be an address such as https://{host or 'host'}."
            )
        if scheme == "http" and not allow_http:
            raise ConfigError(
                f"{source.name}: url must begin with https://; plain http sends the token in the "
                "clear and needs network.allow_private = true."
            )

    def require(self, request: PreparedRequest) -> None:
        """Let *request* pass.

        Raises:
            SourceError: If it leads elsewhere, or could write.
        """
        if _origin(urlsplit(request.url or "")) != self.origin:
            raise self.elsewhere()
        if request.method in {"GET", "HEAD"}:
            return
        path = urlsplit(request.url or "").path
        body = request.body
        query = path.endswith("/graphql") and isinstance(body, str | bytes | None)
        if not (
            request.method == "POST"
            and ((query and is_query_body(body)) or path == self._app_token_path)
        ):
            raise SourceError(
                f"{self._source.name}: a request that could write was stopped, since Waymark only "
                "reads; please report this."
            )

    def elsewhere(self) -> SourceError:
        """Say that the forge leads to another address."""
        return SourceError(
            f"{self._source.name} sends us to another address, which could steal the token; "
            "put the forge's present address into url."
        )


def _app_token_path(source: ForgeSource) -> str | None:
    """Return the only path at which the source's App is given tokens; None without an App."""
    if not isinstance(source, GithubSource | GithubOwner) or source.installation_id is None:
        return None
    base = urlsplit(source.url).path.rstrip("/")
    return f"{base}/app/installations/{source.installation_id}/access_tokens"


def _origin(url: SplitResult) -> Origin:
    """Return scheme, host and port; port None where it makes no sense."""
    try:
        port = url.port or _PORTS.get(url.scheme)
    except ValueError:
        port = None
    return url.scheme, url.hostname or "", port
