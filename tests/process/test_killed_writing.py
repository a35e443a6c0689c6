"""A program that is killed while somebody writes loses a second of it at most: a real window, a real database."""

import signal
import subprocess
import sys
from pathlib import Path

from desktop_llm.assist.writing.stored_text import paragraphs_of
from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from tests.fakes.engine_requests import CHECKOUT

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from desktop_llm.app import make_application
from desktop_llm.paths import DataFolder
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_program import WindowProgram

app = make_application()
shell = WindowShell(app, DataFolder(Path(sys.argv[1])))
program = WindowProgram(shell, DataFolder(Path(sys.argv[1])), ScriptedEngineClient())
shell.window.show()
program.start([])
n_written = 0
is_begun = False

def write():
    global n_written, is_begun
    editor = shell.window.findChild(RichEditor, "rich_editor")
    if editor is None:
        shell.window.show_pane(WRITE_KEY)
        return
    if not editor.isVisible():
        if not is_begun:  # once: it may take longer than until the next word
            shell.window.findChild(QPushButton, "empty_new_text_button").click()
            is_begun = True
        return
    editor.textCursor().insertText(f"word{n_written} ")
    n_written += 1
    print(n_written, flush=True)

timer = QTimer(interval=50)
timer.timeout.connect(write)
timer.start()
app.exec()
"""
_WORDS_A_SECOND = 20


def test_a_killed_program_loses_a_second_of_writing_at_most(tmp_path: Path) -> None:
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
    (document,) = storage.documents.documents()
    (paragraph,) = paragraphs_of(storage.documents.content(document.id))
    storage.close()
    words = paragraph.text.split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= n_written - _WORDS_A_SECOND
