"""Any failure of a source as one plain sentence without a secret in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from programme.errors import SourceError, WaymarkError, trace
from programme.settings import Settings
from sync.secrets import redacted


@contextmanager
def told(source: str, settings: Settings, environ: Mapping[str, str]) -> Iterator[None]:
    """Turn whatever goes wrong inside into a WaymarkError that may be shown and stored.

    Args:
        source: Name of the source.
        settings: The configuration.
        environ: Holds the tokens that are taken out of the sentence.

    Raises:
        WaymarkError: Of the class that was raised inside, or a SourceError for a class of others.
    """
    try:
        yield
    except WaymarkError as error:
        error.args = (" ".join(redacted(str(error), settings, environ).split()),)
        raise
    except Exception as error:
        # Its words may quote what was being read, a person among it: the class must do.
        failure = SourceError(
            f"{source}: Waymark itself made a mistake ({type(error).__name__}), not the forge; the "
            "last good data stay. Please report it with what `sync --log json` tells."
        )
        failure.trace = trace(error)
        raise failure from error
