"""The HTML report as a tagged PDF, printed by a Chromium that is there already."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from programme.errors import WaymarkError

#: Where to look for a browser: a path or name in the environment first, then these on the PATH.
CHROMIUM: Final = "WAYMARK_CHROMIUM"
_NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "microsoft-edge",
)  # fmt: skip
SECONDS: Final = 60
#: All that a browser needs of the environment, which holds tokens besides.
_HANDED_ON: Final = {
    "PATH", "LANG", "LC_ALL", "TZ", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_DATA_DIRS",
    "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP",
}  # fmt: skip
_NO_BROWSER: Final = (
    "A PDF needs Chromium, Chrome or Edge, and none is installed here. Install one, name it in the "
    f"environment variable {CHROMIUM}, or print the HTML report from any browser."
)


def pdf(html: bytes, *, environment: Mapping[str, str], seconds: float = SECONDS) -> bytes:
    """Return an HTML report as a PDF that is tagged for screen readers.

    The browser has a profile of its own, which is thrown away, and no network.

    Args:
        html: As ``reports.html`` makes it.
        environment: Of the process: names the browser, and where browsers are.
        seconds: How long it may take.

    Raises:
        WaymarkError: If there is no browser, or it does not print in time.
    """
    browser = found(environment)
    if not browser:
        raise WaymarkError(_NO_BROWSER)
    with tempfile.TemporaryDirectory(prefix="waymark-pdf-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        page, printed = folder / "report.html", folder / "report.pdf"
        page.write_bytes(html)
        own = {name: value for name, value in environment.items() if name in _HANDED_ON}
        # Settings and caches go with the profile.
        own |= {"HOME": place, "XDG_CONFIG_HOME": place, "XDG_CACHE_HOME": place}
        _run(_command(browser, folder, page, printed), own, seconds)
        if not printed.is_file():
            raise WaymarkError(f"{browser} printed no PDF; open the HTML report and print it.")
        return printed.read_bytes()


def found(environment: Mapping[str, str]) -> str:
    """Return the path of a browser that can print; empty = there is none.

    Args:
        environment: As for ``pdf``.
    """
    named = environment.get(CHROMIUM)
    path = environment.get("PATH")
    for name in (named,) if named else _NAMES:
        if place := shutil.which(name, path=path):
            return place
    return ""


def _command(browser: str, folder: Path, page: Path, printed: Path) -> list[str]:
    # Chromium refuses to run as root inside its sandbox, which containers often do.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        browser,
        "--headless",
        *as_root,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={printed}",
        "--no-pdf-header-footer",
        "--export-tagged-pdf",
        "--generate-pdf-document-outline",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        # No name is looked up and no proxy asked, so nothing is fetched whatever the page says.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-proxy-server",
        page.as_uri(),
    ]


def _run(command: Sequence[str], environment: dict[str, str], seconds: float) -> None:
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as browser:
        try:
            browser.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise WaymarkError(
                f"{command[0]} did not print the report within {seconds:g} seconds."
            ) from error
        finally:
            _end(browser)


def _end(browser: "subprocess.Popen[bytes]") -> None:
    """End the browser with the processes that it has started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(browser.pid, signal.SIGKILL)
    else:
        browser.kill()
