"""Runs the terminal program as a person would: a real process, its output, its exit status."""

import os
import pty
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


def shown_on_terminal(*arguments: str) -> list[str]:
    """The lines that a person sees at the end, of both outputs; the terminal is as wide as any line."""
    screen, place = pty.openpty()
    child = subprocess.Popen([*PROGRAM, *arguments], stdin=place, stdout=place, stderr=place, start_new_session=True)
    os.close(place)
    output = b""
    try:
        while piece := os.read(screen, 4096):
            output += piece
    except OSError:  # so Linux tells that the program went away
        pass
    assert child.wait(TIMEOUT_S) == 0, output
    os.close(screen)
    return [_at_the_end(line) for line in output.decode().split("\r\n")]


def _at_the_end(line: str) -> str:
    r"""What is left of a line that was written over: `\r` goes back to its beginning, ESC[K clears from there."""
    shown = ""
    for number, part in enumerate(line.split("\r")):
        if number and part.startswith("\033[K"):
            shown = ""
        part = part.removeprefix("\033[K") if number else part  # noqa: PLW2901
        shown = part + shown[len(part) :] if number else part
    return shown
