"""Streamlit's settings as they must be; asserted before anything is served."""

from typing import Final

from streamlit import config

from programme.errors import ConfigError

_WANTED: Final[dict[str, object]] = {
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.showErrorLinks": False,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "browser.gatherUsageStats": False,
    "runner.magicEnabled": False,
    "server.maxUploadSize": 1,
}


def unsafe_settings() -> list[str]:
    """Return the names of settings that are not as they must be."""
    wrong = [name for name, wanted in _WANTED.items() if config.get_option(name) != wanted]
    if not config.get_option("server.allowedHosts"):
        wrong.append("server.allowedHosts")
    return wrong


def require_safe_settings() -> None:
    """Refuse to go on with unsafe settings.

    Raises:
        ConfigError: Naming them and the file that sets them.
    """
    wrong = unsafe_settings()
    if wrong:
        raise ConfigError(
            f"Streamlit's {', '.join(wrong)} must be as .streamlit/config.toml sets it; "
            "start Waymark from its own folder and take away what overrides it."
        )
