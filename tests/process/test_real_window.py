"""The whole program as a person meets it: a real X server, real keys, the real model. `make test` brings the screen."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.assist.summary.summary_session import SummarySession, load_session, save_session
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, load_settings, save_settings

pytestmark = pytest.mark.real_window

_START_TIMEOUT_S = 30
_ANSWER_TIMEOUT_MS = 60_000
_LEASE = """The lease for the flat in Lindenstrasse 12 begins on 1 March 2026 and ends on 31 May 2027.

The rent is 1,250 euros a month, paid by the third working day. The deposit is 2,500 euros.

Pets are allowed after the landlord was asked. Mrs. Keller on the ground floor has the key to the shed.
"""


@pytest.fixture
def program(data_folder_of_test: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "desktop_llm"], env=os.environ | {"QT_QPA_PLATFORM": "xcb"})
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def test_a_first_question_is_answered_stopped_and_saved(
    qtbot: QtBot, program: subprocess.Popen[bytes], data_folder_of_test: Path
) -> None:
    folder = DataFolder(data_folder_of_test)
    window = _xdotool("search", "--sync", "--onlyvisible", "--name", "^Desktop LLM$").split()[-1]
    _xdotool("windowfocus", "--sync", window)
    _xdotool("key", "space")  # the first start offers the starter model, and its button has the focus
    qtbot.waitUntil(lambda: load_settings(folder.settings).last_model_id != "", timeout=_ANSWER_TIMEOUT_MS)

    _xdotool("key", "ctrl+l", "type", "--delay", "30", "Tell me a very long story about the sea.")
    _xdotool("key", "Return")
    qtbot.waitUntil(lambda: _rows(folder, "SELECT text FROM journal") != [], timeout=_ANSWER_TIMEOUT_MS)
    _xdotool("key", "Escape")
    qtbot.waitUntil(lambda: _messages(folder)[-1][2] == "stopped", timeout=_ANSWER_TIMEOUT_MS)
    children = psutil.Process(program.pid).children()
    _xdotool("key", "ctrl+q")

    assert program.wait(timeout=_START_TIMEOUT_S) == 0
    assert psutil.wait_procs(children, timeout=_START_TIMEOUT_S)[1] == []
    (question, answer) = _messages(folder)
    assert question == ("user", "Tell me a very long story about the sea.", "complete")
    assert answer[0] == "assistant"
    assert answer[1]


def test_a_document_is_summarized_with_the_real_model_and_its_sources_stand_in_it(
    qtbot: QtBot, data_folder_of_test: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = DataFolder(data_folder_of_test)
    folder.root.mkdir()
    save_settings(folder.settings, Settings(last_model_id=STARTER_MODEL_ID))
    path = tmp_path / "lease.txt"
    path.write_text(_LEASE, "utf-8")
    save_session(folder, SummarySession(paths=(str(path),)))  # as if it had been dropped the day before
    process: subprocess.Popen[bytes] = request.getfixturevalue("program")
    window = _xdotool("search", "--sync", "--onlyvisible", "--name", "^Desktop LLM$").split()[-1]
    _xdotool("windowfocus", "--sync", window)
    qtbot.waitUntil(folder.database.exists, timeout=_ANSWER_TIMEOUT_MS)
    written_ns = folder.summary_session.stat().st_mtime_ns
    _xdotool("key", "ctrl+2")
    # What was loaded is written again a moment after it stands in the pane.
    qtbot.waitUntil(lambda: folder.summary_session.stat().st_mtime_ns != written_ns, timeout=_ANSWER_TIMEOUT_MS)
    _xdotool("key", "Return")  # the keyboard is in the field for the focus

    qtbot.waitUntil(lambda: _is_summarized(folder), timeout=_ANSWER_TIMEOUT_MS)
    _xdotool("key", "ctrl+q")
    assert process.wait(timeout=_START_TIMEOUT_S) == 0
    kept = load_session(folder).kept
    assert kept is not None
    items = [item for part in kept.summary.parts for item in part.items]
    assert items
    assert kept.summary.coverage.share == 1
    assert all(source.quote in _LEASE for item in items for source in item.sources)
    assert any(item.sources for item in items)


def _is_summarized(folder: DataFolder) -> bool:
    kept = load_session(folder).kept
    return kept is not None and kept.is_whole


def _messages(folder: DataFolder) -> list[tuple[str, ...]]:
    return _rows(folder, "SELECT role, text, state FROM messages ORDER BY seq")


def _rows(folder: DataFolder, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"{folder.database.as_uri()}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def _xdotool(*arguments: str) -> str:
    return subprocess.run(
        ["xdotool", *arguments], check=True, capture_output=True, text=True, timeout=_START_TIMEOUT_S
    ).stdout
