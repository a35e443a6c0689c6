"""Runs the system's own tools that tell of hardware. They block for a second or so: never on the GUI thread."""

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Final

_log = logging.getLogger(__name__)

_LIMIT_S: Final = 10.0

Run = Callable[[Sequence[str]], str]


def output_of(command: Sequence[str]) -> str:
    """What the tool prints, in English; empty where there is no such tool, or where it hangs."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT_S,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.info("%s does not answer: %s", command[0], error)
        return ""
    return done.stdout.decode("utf-8", "replace")
