"""What went wrong at a forge, as one plain sentence that names the source and the way out.

Sentences are made here from the configuration and a status alone: never from what a forge answered
or a client said, which may quote a token or a person.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import requests
import urllib3

from programme.errors import AuthError, RateLimitError, SourceError, WaymarkError, trace
from programme.settings_sources import GithubOwner, GithubSource, GitlabGroup, GitlabSource

ForgeSource = GithubSource | GithubOwner | GitlabSource | GitlabGroup


@contextmanager
def translated(source: ForgeSource, token: str) -> Iterator[None]:
    """Turn whatever a client raises inside into a SourceError.

    Args:
        source: The source that is being asked.
        token: Its token, which no message and no chained exception may hold.

    Raises:
        AuthError: For 401, 403 and 404.
        SourceError: For every other refusal, and for answers of an undocumented shape.
    """
    try:
        yield
    except WaymarkError as error:
        # Ours never quote a token; should one stand in the configuration, it stops here.
        if len(token) >= 8 and token in str(error):
            error.args = (str(error).replace(token, "[token]"),)
        raise
    except requests.RequestException as error:
        raise unreachable(source, error) from None
    except Exception as error:
        status = _status(error)
        if status is None and not isinstance(error, LookupError | TypeError | ValueError):
            raise  # a mistake of ours, not an answer of the forge
        failure = odd_answer(source) if status is None else for_status(source, status)
        if status is None:  # or it is our mistake after all
            failure.trace = trace(error)
        # Clients quote answers in their exceptions: the chain ends here.
        raise failure from None


def for_status(source: ForgeSource, status: int) -> SourceError:
    """Say what an HTTP status other than success means for *source*."""
    github = source.kind == "github"
    paths = {GithubSource: "repository", GithubOwner: "owner", GitlabSource: "project"}
    path = paths.get(type(source), "group")
    match status:
        case 401:
            return AuthError(
                f"{source.name} refused the token in {source.token_at} (401); "
                "it may have expired, so put a new one there."
            )
        case 403:
            needs = "Issues: read and Metadata: read" if github else "scope read_api, role Reporter"
            return AuthError(
                f"{source.name} does not let the token in {source.token_at} read it (403); "
                f"give the token {needs}."
            )
        case 404:
            return AuthError(
                f"{source.name} does not exist, or the token in {source.token_at} may not see it "
                f"(404); check {path}, url and the token's access."
            )
        case 410:
            return SourceError(
                f"{source.name} has its issues switched off (410); switch them on there, or take "
                "the source out of the configuration."
            )
        case _ if status >= 500:
            return SourceError(
                f"{source.name} answered with an error of its own ({status}), "
                "also when asked again; try later."
            )
        case _:
            return SourceError(
                f"{source.name} did not accept the request ({status}); "
                "check url, and run sync --full."
            )


def unreachable(source: ForgeSource, error: Exception) -> SourceError:
    """Say why no answer came, from the kind of *error*."""
    host = urlsplit(source.url).hostname
    kinds = set(_kinds(error))
    if requests.exceptions.InvalidJSONError in kinds:
        return odd_answer(source)
    late = (requests.Timeout, urllib3.exceptions.TimeoutError)
    if kinds & {requests.exceptions.ProxyError, urllib3.exceptions.ProxyError}:
        reason, way_out = "the proxy did not let us through", "check HTTPS_PROXY and NO_PROXY"
    elif kinds & {requests.exceptions.SSLError, urllib3.exceptions.SSLError}:
        reason = f"the certificate of {host} is not trusted"
        way_out = "name your certificate authority in network.ca_file, or check url"
    elif urllib3.exceptions.NameResolutionError in kinds:
        reason, way_out = f"the host {host} is not known", "check url and the network"
    elif requests.TooManyRedirects in kinds:
        reason, way_out = f"{host} redirects in a circle", "check url"
    elif urllib3.exceptions.NewConnectionError in kinds:  # urllib3 counts it as a timeout, too
        reason, way_out = f"{host} refuses connections", "check url and the network"
    elif any(issubclass(kind, late) for kind in kinds):
        reason, way_out = f"{host} did not answer in time", "try later, or check the network"
    else:
        reason, way_out = f"the answer of {host} broke off", "try later, or check the network"
    return SourceError(f"{source.name} could not be read: {reason}; {way_out}.")


def asked_to_wait(
    source: ForgeSource, until: datetime | None, *, waited: bool, too_long: bool
) -> RateLimitError:
    """Say that the forge wants a pause which is not waited for.

    Args:
        source: The source that is being asked.
        until: When the pause ends (UTC), if a date can say it.
        waited: Whether it was waited for others before, for the same request.
        too_long: Whether it is longer than is allowed; otherwise it was asked for every time.
    """
    when = f" until {until:%d %B %Y %H:%M} UTC" if until else ""
    if not too_long:
        text = f"{source.name} asks us to wait{when}, as often as we ask again; sync again then."
    else:
        text = (
            f"{source.name} asks us to wait{when}, longer {'in all ' if waited else ''}than we "
            "may; sync again then, or raise sync.wait_at_most_minutes."
        )
    return RateLimitError(text, reset_at=until)


def odd_answer(source: ForgeSource) -> SourceError:
    """Say that an answer was not what the forge documents."""
    return SourceError(
        f"{source.name} gave an answer that is not the JSON its forge documents "
        "(a proxy or sign-in page may have answered); check url."
    )


def _status(error: Exception) -> int | None:
    """PyGithub's exceptions have ``status``, python-gitlab's ``response_code``."""
    for name in ("status", "response_code"):
        value = getattr(error, name, None)
        if isinstance(value, int) and value >= 300:
            return value
    return None


def _kinds(error: BaseException | None) -> Iterator[type[BaseException]]:
    """Yield the types of *error* and of the errors that it wraps."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if current is None or current in seen:
            continue
        seen.append(current)
        yield type(current)
        wrapped = [getattr(current, "reason", None), *current.args]
        waiting.extend(entry for entry in wrapped if isinstance(entry, BaseException))
