"""``waymark.py sync`` in a process of its own, which a test may stop as from a terminal."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT


def begin_sync(config: Path, environ: Mapping[str, str]) -> subprocess.Popen[str]:
    """Begin to sync what a configuration names; what it says can be read at its end.

    Args:
        config: The file.
        environ: Variables on top of ours.
    """
    return subprocess.Popen(
        [sys.executable, ROOT / "waymark.py", "sync", "--config", config],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has them ignore Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
