import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import READY_STATUS, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from tests.fakes.translating_window import TranslatingWindow

ENGLISH = "The pump must not run dry for a long time."
GERMAN = "Die Pumpe darf nicht lange Zeit trocken laufen."
SECOND = "Use only original seals for the pump."
SECOND_GERMAN = "Verwenden Sie nur Originaldichtungen für die Pumpe."
N_ASKED_AT_ONCE = 5


@pytest.fixture
def engine() -> ScriptedEngineClient:
    return ScriptedEngineClient(*(ScriptedAnswer(text=(GERMAN,)) for _ in range(6)), status=READY_STATUS)


@pytest.fixture
def window(qtbot: QtBot, folder: DataFolder, engine: ScriptedEngineClient) -> Iterator[TranslatingWindow]:
    window = TranslatingWindow(qtbot, folder, engine)
    window.translate(ENGLISH, GERMAN)
    window.choose_sentence(3)
    yield window
    window.stop()


def test_a_model_that_has_no_other_translation_says_so(window: TranslatingWindow) -> None:
    window.click("alternatives_button")
    activity = window.part(QLabel, "sentence_activity")
    window.wait_for(lambda: activity.text() == "The model has no other.")


def test_without_a_model_the_sentence_says_why(window: TranslatingWindow, engine: ScriptedEngineClient) -> None:
    engine.set_status(EngineStatus(state=EngineState.EMPTY))
    window.click("back_button")
    activity = window.part(QLabel, "sentence_activity")
    window.wait_for(lambda: activity.text() == "No model is loaded.")


def test_what_still_comes_of_a_sentence_that_was_left_is_not_told_of_another(qtbot: QtBot, folder: DataFolder) -> None:
    answers = [ScriptedAnswer(text=(text,)) for text in (GERMAN, SECOND_GERMAN)]
    engine = ScriptedEngineClient(*answers, status=READY_STATUS)
    window = TranslatingWindow(qtbot, folder, engine)
    window.translate(f"{ENGLISH}\n\n{SECOND}", f"{GERMAN}\n\n{SECOND_GERMAN}")
    window.choose_sentence(3)
    for _ in range(N_ASKED_AT_ONCE):
        engine.script(ScriptedAnswer(text=(), is_endless=True))
    window.click("alternatives_button")
    window.wait_for(lambda: len(engine.open_ids) == N_ASKED_AT_ONCE)
    window.choose_sentence(len(GERMAN) + 5)
    window.wait_for(lambda: not any(thread.name == "job" for thread in threading.enumerate()))
    window.settle()
    assert window.part(QPushButton, "alternatives_button").isVisible()
    assert [label.text() for label in window.window.findChildren(QLabel, "sentence_activity")] == [""]
    window.stop()
