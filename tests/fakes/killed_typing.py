"""A real window in which somebody types, in a process that is killed in the middle."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.fakes.engine_requests import CHECKOUT

WORDS_A_SECOND: Final = 20
_SECONDS: Final = 5
_BEGIN: Final = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop_llm.app import make_application
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_program import WindowProgram

app = make_application()
shell = WindowShell(app, DataFolder(Path(sys.argv[1])))
program = WindowProgram(shell, DataFolder(Path(sys.argv[1])), ScriptedEngineClient())
shell.window.show()
program.start([])
n_written = 0
"""
_END: Final = """
def write():
    global n_written
    box = box_of(shell.window)
    if box is None:
        return
    box.textCursor().insertText(f"word{n_written} ")
    n_written += 1
    print(n_written, flush=True)

timer = QTimer(interval=50)
timer.timeout.connect(write)
timer.start()
app.exec()
"""


def type_and_kill(folder: Path, box_of: str) -> int:
    """How many words were typed: word0, word1 and so on. folder: of the data; box_of: Python for a function that takes
    the window and gives the text box, or None as long as it is not there.
    """
    program = f"{_BEGIN}{box_of}{_END}"
    n_written = 0
    environment = {**CHECKOUT, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            n_written = int(line)
            if n_written == _SECONDS * WORDS_A_SECOND:
                process.send_signal(signal.SIGKILL)
                break
    return n_written
