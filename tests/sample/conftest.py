"""The demonstration, made once a session."""

import pytest

from sample.make import contents


@pytest.fixture(scope="session")
def made() -> dict[str, bytes]:
    """Every file of the demonstration by its path, as the script makes it."""
    return contents()
