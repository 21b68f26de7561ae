"""Settings that must be safe, and what is offered as CSV."""

import pytest
from streamlit import config

from programme.errors import ConfigError
from tests.views.snapshot import shown
from views.downloads import NAMES, csv
from views.server.safe_settings import require_safe_settings, unsafe_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client.showErrorDetails", "full"),
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.enableStaticServing", True),
        ("server.allowedHosts", []),
        ("browser.gatherUsageStats", True),
        ("runner.magicEnabled", True),
    ],
)
def test_unsafe_settings_are_refused(name: str, value: object) -> None:
    """The file in the repository is safe; one changed setting is named."""
    assert unsafe_settings() == []
    before = config.get_option(name)
    config.set_option(name, value)
    try:
        with pytest.raises(ConfigError, match=name):
            require_safe_settings()
    finally:
        config.set_option(name, before)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_offered_table_can_be_written(name: str) -> None:
    """Each name leads to CSV with a header row."""
    if name not in shown().snapshot.tables:
        pytest.skip("the test's snapshot lacks it")
    assert csv(name, shown()).split(b"\r\n")[0].startswith((b"project", b"source"))


@pytest.mark.parametrize("name", ["items", "header", "nothing", ""])
def test_other_names_are_not_offered(name: str) -> None:
    """Item tables are read by page, never given whole."""
    with pytest.raises(KeyError):
        csv(name, shown())
