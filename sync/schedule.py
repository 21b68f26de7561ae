"""Keep the store fresh while the dashboard runs: a sync every ``sync.refresh_minutes``.

After each, as at the start, whatever else is due is done: weeks are frozen and sent. Each command
is a process of its own, so that a large one never slows the pages down.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from programme import config_file
from programme.errors import ConfigError

COMMAND: Final = Path(__file__).resolve().parent.parent / "waymark.py"
_WHILE_UNREADABLE_MINUTES: Final = 1
_LOG = logging.getLogger(__name__)


async def keep_fresh(
    config: Path, *, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Sync again and again until cancelled; what is under way is then ended.

    The configuration is read anew before each time. A demonstration, whose clock stands still, is
    never synced by itself; nor is anything without the tokens, which a timer of its own may hold.

    Args:
        config: The configuration file.
        wait: Waits for some seconds.
    """
    while True:
        try:
            settings = config_file.load(config)
        except ConfigError:
            # The page says what is wrong with it.
            await wait(_WHILE_UNREADABLE_MINUTES * 60)
            continue
        await _run(config, "due")
        await wait(settings.sync.refresh_minutes * 60)
        if settings.programme.as_of is None and not config_file.missing_variables(settings):
            # Past weeks are rebuilt by what is due.
            await _run(config, "sync", "--no-weeks")


async def _run(config: Path, *command: str) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(COMMAND), *command, "--config", str(config)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:  # no memory or process left just now
        _LOG.error("waymark.py %s could not be started (%s).", command[0], type(error).__name__)
        return
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    if process.returncode:
        # Sentences of the command line: they name the source and the way out, and hold no token.
        _LOG.error("%s", said.decode("utf-8", "replace").strip())
