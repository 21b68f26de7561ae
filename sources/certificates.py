"""Whose certificates make a host the forge it says it is."""

import ssl
from functools import cache

from programme.errors import ConfigError


def trusting(ca_file: str) -> ssl.SSLContext:
    """Trust the system's authorities and those of *ca_file*, if any; urllib3 adds certifi's.

    Raises:
        ConfigError: If ``network.ca_file`` cannot be used.
    """
    if not ca_file:
        return _trusting_the_system()
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f"network.ca_file: {ca_file} is not a readable file of certificates in PEM form."
        ) from error
    return context


@cache
def _trusting_the_system() -> ssl.SSLContext:
    """Read the system's authorities once: it takes longer than a request."""
    return ssl.create_default_context()
