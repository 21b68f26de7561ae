"""Reach every source without storing anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from programme.config_file import missing_variables
from programme.errors import AuthError, ConfigError, WaymarkError
from programme.rows import CheckReport
from programme.settings import Settings
from programme.settings_sources import GithubOwner, GitlabGroup
from sync import check_found, forges
from sync.failures import told
from sync.secrets import token_of


@dataclass(frozen=True)
class CheckResult:
    """What came of one source.

    Attributes:
        source: Its name.
        report: What was found; None if it failed.
        message: Why it failed, in one sentence; empty if it did not.
        refused: Whether it refused the credentials, or its configuration cannot be used.
    """

    source: str
    report: CheckReport | None = None
    message: str = ""
    refused: bool = False


def check(
    settings: Settings,
    *,
    now: datetime,
    environ: Mapping[str, str],
    asking: Callable[[str], None] | None = None,
) -> Iterator[CheckResult]:
    """Reach every source, owner and group in turn and say what would be pulled.

    Args:
        settings: The configuration.
        now: Aware instant, against which the expiry of tokens is judged.
        environ: Holds the tokens under the names of the configuration.
        asking: Told each source's name before it is asked.

    Yields:
        One result for each of them; a failure is in it and is not raised.

    Raises:
        ConfigError: If a token's variable is not set; no source is asked then.
    """
    if missing := missing_variables(settings, environ):
        raise ConfigError(" ".join(missing))
    for source in (source for project in settings.projects for source in project.listed):
        if asking:
            asking(source.name)
        try:
            with told(source.name, settings, environ):
                if isinstance(source, GithubOwner | GitlabGroup):
                    report = check_found.check(source, settings, environ=environ, now=now)
                else:
                    token = token_of(source, environ)
                    report = forges.check(source, settings=settings, token=token, now=now)
        except WaymarkError as error:
            yield CheckResult(
                source.name, message=str(error), refused=isinstance(error, AuthError | ConfigError)
            )
        else:
            yield CheckResult(source.name, report)
