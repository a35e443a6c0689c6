"""Runs the terminal program as a person would: a real process, its output, its exit status."""

import subprocess
import sys

PROGRAM = (sys.executable, "-m", "desktop_llm")
TIMEOUT_S = 110


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *arguments], input=stdin, capture_output=True, timeout=TIMEOUT_S, check=False)


def error_line(result: subprocess.CompletedProcess[bytes]) -> str:
    """What stands on standard error, which must be one line and no traceback."""
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    return lines[0]
