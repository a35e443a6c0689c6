"""An X server that draws into memory, hands to type with, and pictures of it. For the check of a package."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_SIZE: Final = "1280x800x24"
_TITLE: Final = "^Desktop LLM$"
_POLL_S: Final = 0.01
_ASK_AGAIN_S: Final = 0.5
_LIMIT_S: Final = 180.0
_GRAB: Final = (
    "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]); "
    "sys.exit(not app.primaryScreen().grabWindow(0).save(sys.argv[1]))"
)


class Screen:
    """`name` is the display's, like ":133"."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._environment = os.environ | {"DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        quiet = subprocess.DEVNULL
        server = ["Xvfb", self.name, "-screen", "0", _SIZE, "-nolisten", "tcp", "-ac"]
        self._processes.append(subprocess.Popen(server, stdout=quiet, stderr=quiet))
        wait_until(lambda: self._answers("xdotool", "getdisplaygeometry"), "the X server")
        self._processes.append(subprocess.Popen(["openbox"], env=self._environment, stdout=quiet, stderr=quiet))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def window(self) -> str:
        """The id of the program's window, once it is to be seen; empty before."""
        found = self._output("xdotool", "search", "--onlyvisible", "--name", _TITLE)
        return found.split()[-1] if found.split() else ""

    def wait_for_window(self) -> str:
        wait_until(lambda: bool(self.window()), "the window")
        return self.window()

    def press(self, *actions: str) -> None:
        """Words of xdotool: "key", "ctrl+q"."""
        subprocess.run(["xdotool", *actions], env=self._environment, check=True)

    def quit(self, program: subprocess.Popen[bytes]) -> None:
        """As a person does, with the keyboard; a window that is still being built does not hear it the first time."""
        wait_until(lambda: program.poll() is not None or self._asked_to_quit(), "the end", pause_s=_ASK_AGAIN_S)

    def _asked_to_quit(self) -> bool:
        """Never yet ended; a window that goes meanwhile is no fault."""
        if window := self.window():
            self._output("xdotool", "windowfocus", window, "key", "ctrl+q")
        return False

    def picture(self, path: Path) -> None:
        subprocess.run([sys.executable, "-c", _GRAB, str(path)], env=self._environment, check=True)

    def _answers(self, *command: str) -> bool:
        return bool(self._output(*command))

    def _output(self, *command: str) -> str:
        """Empty where it fails."""
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False).stdout


def wait_until(is_so: Callable[[], bool], what: str, *, pause_s: float = _POLL_S) -> None:
    """Raises SystemExit where it never is."""
    end = time.monotonic() + _LIMIT_S
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come within {_LIMIT_S:.0f} seconds")
        time.sleep(pause_s)  # noqa: TID251  nobody outside the program tells of this
