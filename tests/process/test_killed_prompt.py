"""A program that is killed while a message is written loses a second of it at most: a real window, a real database."""

import signal
import subprocess
import sys
from pathlib import Path

from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from tests.fakes.engine_requests import CHECKOUT

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop_llm.app import make_application
from desktop_llm.paths import DataFolder
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_program import WindowProgram

app = make_application()
shell = WindowShell(app, DataFolder(Path(sys.argv[1])))
program = WindowProgram(shell, DataFolder(Path(sys.argv[1])), ScriptedEngineClient())
shell.window.show()
program.start([])
n_written = 0

def write():
    global n_written
    if shell.window.findChild(ChatController) is None:
        return
    shell.window.findChild(PromptField).textCursor().insertText(f"word{n_written} ")
    n_written += 1
    print(n_written, flush=True)

timer = QTimer(interval=50)
timer.timeout.connect(write)
timer.start()
app.exec()
"""
_WORDS_A_SECOND = 20
_LOST_AT_MOST_S = 1.5  # a second, and what the disk takes


def test_a_killed_program_loses_little_of_a_message_that_was_not_sent(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "data")]
    n_written = 0
    environment = {**CHECKOUT, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            n_written = int(line)
            if n_written == 5 * _WORDS_A_SECOND:
                process.send_signal(signal.SIGKILL)
                break
    storage = open_storage(DataFolder(tmp_path / "data"))
    (draft,) = storage.store.prompt_drafts().values()
    storage.close()
    words = draft.text.split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= n_written - _WORDS_A_SECOND * _LOST_AT_MOST_S
