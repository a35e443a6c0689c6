"""The real program with its real engine, which dies; and what is then found in the logs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from tests.fakes.small_program import prepared_settings

SECRET = "hunter2"

_DRIVEN = """
import os, signal, sys
from PySide6.QtCore import QTimer
from desktop_llm import app
from desktop_llm.engine.client import EngineState

class Driven(app.WindowStart):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.steps = self.steps_of_test()
        self.timer = QTimer(self, interval=50)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self):
        next(self.steps, None)

    def ready(self):
        return self.engine is not None and self.engine.status.state is EngineState.READY

    def steps_of_test(self):
        while not self.ready():
            yield
{steps}

app.WindowStart = Driven
sys.exit(app.run_window([]))
"""


def _drive(folder: DataFolder, *steps: str) -> subprocess.CompletedProcess[bytes]:
    prepared_settings(folder, Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False))
    code = _DRIVEN.format(steps="\n".join(f"        {step}" for step in steps))
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, timeout=100, check=False, env=os.environ | {"LANG": SECRET})


def _report(folder: DataFolder) -> str:
    (path,) = folder.logs.glob("crash-*.txt")
    return path.read_text(encoding="utf-8")


def test_an_engine_that_dies_is_reported_and_the_window_goes_on(data_folder_of_test: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    result = _drive(
        folder,
        "os.kill(self.engine.status.engine.pid, signal.SIGSEGV)",
        "while self.ready(): yield",
        "while not self.ready(): yield",
        "self.window.close()",
    )
    assert result.returncode == 0, result.stderr
    report = _report(folder)
    assert "The engine ended.\nkilled by signal 11 (SIGSEGV)" in report
    assert "Fatal Python error: Segmentation fault" in report
    assert 'File "desktop_llm/engine/' in report
    assert list(folder.logs.glob("running-*.txt")) == []


def test_an_exception_in_a_slot_is_reported_without_what_was_written(data_folder_of_test: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    prompt = f"My password is {SECRET}"
    _drive(
        folder,
        "from PySide6.QtWidgets import QPushButton",
        "from desktop_llm.ui.panes.chat_pane import ChatPane, PromptDraft",
        "pane = self.window.findChild(ChatPane)",
        f"pane.show_draft(PromptDraft({prompt!r}))",
        "def fail(draft): raise ValueError(draft.text)",
        "pane.prompt_submitted.connect(fail)",
        "self.window.findChild(QPushButton, 'send_button').click()",
        "yield",
        "self.window.close()",
    )
    report = _report(folder)
    assert "ValueError" in report
    assert "in fail" in report
    assert SECRET not in report


def test_a_window_that_dies_is_reported_at_the_next_start(data_folder_of_test: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    killed = _drive(folder, "import faulthandler", "faulthandler._sigabrt()")
    assert killed.returncode == -signal.SIGABRT
    assert list(folder.logs.glob("crash-*.txt")) == []
    _drive(folder, "self.window.close()")
    report = _report(folder)
    assert "Fatal Python error: Aborted" in report
    assert "Qt: 6." in report
