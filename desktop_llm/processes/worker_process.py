"""What every child process of this program does first: keeps its pipes for messages, and ends with its parent."""

import faulthandler
import logging
import os
import signal
import sys
from typing import BinaryIO, Final

from desktop_llm.processes.parent_death import die_with_parent

LOG_FORMAT: Final = "%(levelname)s %(name)s: %(message)s"


def begin_worker() -> tuple[BinaryIO, BinaryIO]:
    """Called once, first thing. Returns the streams for messages from the parent and to it.

    The process that started this one is the argument after the flag. Records of the log go to standard error, from
    where the parent takes them into its own.
    """
    from_parent, to_parent = claim_standard_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program; it then ends its children in order
    logging.basicConfig(stream=sys.stderr, format=LOG_FORMAT, level=logging.INFO)
    if sys.stderr:
        faulthandler.enable()
    if sys.argv[2:3]:
        die_with_parent(int(sys.argv[2]))
    return from_parent, to_parent


def claim_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for messages alone: whatever prints, in whatever language, prints to standard error."""
    from_parent, to_parent = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 # only there

        msvcrt.setmode(from_parent, os.O_BINARY)
        msvcrt.setmode(to_parent, os.O_BINARY)
    return os.fdopen(from_parent, "rb"), os.fdopen(to_parent, "wb")
