"""The Write pane with a real engine process: the starter model, and one that is killed in the middle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.engine_requests import HASTY, kill_engine, loaded
from tests.fakes.writing_window import WritingWindow

WRONG = "We recieved your letter last week."
RIGHT = "We received your letter last week."
CHANGE = f'{{"n":1,"orig":"{WRONG}","text":"{RIGHT}","category":"spelling","reason":"i before e"}}'
ANSWER = f'echo:?answer={{"changes":[{CHANGE}]}}&delay_ms=30'


@pytest.fixture
def engine() -> Iterator[ProcessEngineClient]:
    client = ProcessEngineClient(timeouts=HASTY)
    yield client
    client.close()


@pytest.fixture
def window(qtbot: QtBot, data_folder_of_test: Path, engine: ProcessEngineClient) -> Iterator[WritingWindow]:
    window = WritingWindow(qtbot, DataFolder(data_folder_of_test), engine)
    yield window
    window.stop()


def test_an_engine_that_is_killed_while_it_proofreads_comes_back_and_reads_to_the_end(
    window: WritingWindow, engine: ProcessEngineClient
) -> None:
    loaded(engine, ANSWER)
    window.put_in(WRONG)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("proofread_job"))
    kill_engine(engine)
    window.wait_for(lambda: window.is_shown("accept_all_changes_button") and not window.is_shown("proofread_job"))
    assert engine.status.failure is not None
    assert window.text == WRONG
    window.click("accept_all_changes_button")
    window.wait_for(lambda: window.text == RIGHT)


def test_the_starter_model_reads_a_letter_and_goes_on_with_it(
    window: WritingWindow, engine: ProcessEngineClient, starter_model_path: Path
) -> None:
    loaded(engine, str(starter_model_path))
    letter = "Dear Ms Miller,", "we recieved you're letter. Thank you for it. I am writing to"
    window.put_in(*letter)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("found_changes") and not window.is_shown("proofread_job"))
    assert window.text == "\n".join(letter)
    assert "small model" in window.notice
    window.editor.setFocus()
    window.give(WindowCommand.SUGGEST_WORDS)
    layout = window.editor.textCursor().block().layout()
    window.wait_for(lambda: bool(layout.preeditAreaText().strip()) or window.toast != "")
    assert window.text == "\n".join(letter)


def test_what_the_starter_model_composes_is_seen_while_it_is_written_and_stays_when_it_is_stopped(
    window: WritingWindow, engine: ProcessEngineClient, starter_model_path: Path
) -> None:
    loaded(engine, str(starter_model_path))
    window.give(WindowCommand.COMPOSE_TEXT)
    window.wait_for(lambda: window.is_shown("compose_brief"))
    window.part(QPlainTextEdit, "compose_brief").setPlainText("The heating has been broken since Monday.")
    window.click("compose_button")
    window.wait_for(lambda: len(window.text) > 20)
    assert window.editor.isReadOnly()
    window.give(WindowCommand.STOP)
    window.wait_for(lambda: not window.editor.isReadOnly())
    seen = window.text
    window.editor.setFocus()
    window.write("!")
    assert window.text == f"{seen}!"
    (document,) = window.documents.documents()
    window.wait_for(lambda: seen[:20].encode() in window.documents.content(document.id))
