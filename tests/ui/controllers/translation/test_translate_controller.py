from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.translation_result import Origin, Translation
from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.translation.translate_controller import replaced_sentence
from desktop_llm.ui.error_text import ErrorAction
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.translating_window import TranslatingWindow

Translating = Callable[[EngineClient], TranslatingWindow]

PUMP = "The pump must not run dry for more than 30 seconds."
SEALS = "Use only original seals for the pump."
GERMAN = {
    PUMP: "Die Pumpe darf nicht länger als 30 Sekunden trocken laufen.",
    SEALS: "Verwenden Sie nur Originaldichtungen für die Pumpe.",
    f"{PUMP} {SEALS}": "Die Pumpe darf nicht lange trocken laufen. Verwenden Sie nur Originaldichtungen für die Pumpe.",
}


def in_german(asked: str) -> str:
    text = asked.rpartition("\n\n")[2]
    return GERMAN.get(text) or next((en for en, de in GERMAN.items() if de == text), f"Dies: {text}")


@pytest.fixture
def translating(qtbot: QtBot, folder: DataFolder) -> Iterator[Translating]:
    windows: list[TranslatingWindow] = []

    def make(engine: EngineClient) -> TranslatingWindow:
        windows.append(TranslatingWindow(qtbot, folder, engine))
        return windows[-1]

    yield make
    for window in windows:
        window.stop()


def german(window: TranslatingWindow) -> TranslatingWindow:
    window.pane.show_choices(replace(window.pane.choices, target="de"))
    window.pane.choices_changed.emit()
    return window


def test_what_is_typed_is_translated_when_it_rests_and_its_language_is_named(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german)))
    window.translate(PUMP, GERMAN[PUMP])

    assert window.part(QLabel, "detected_language").text() == "English"
    window.click("copy_translation_button")
    assert QGuiApplication.clipboard().text() == GERMAN[PUMP]


def test_only_new_paragraphs_are_asked_for(translating: Translating) -> None:
    engine = AnsweringEngine(in_german)
    window = german(translating(engine))
    window.translate(PUMP, GERMAN[PUMP])
    window.translate(f"\n\n{SEALS}", f"{GERMAN[PUMP]}\n\n{GERMAN[SEALS]}")

    assert len(engine.asked) == 2


def test_the_mouse_over_a_sentence_shows_its_partner(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german)))
    window.translate(f"{PUMP}\n{SEALS}", f"{GERMAN[PUMP]}\n{GERMAN[SEALS]}")
    window.source.sentence_pointed.emit(1)

    assert [each.cursor.selectedText() for each in window.target.extraSelections()] == [GERMAN[SEALS]]
    assert [each.cursor.selectedText() for each in window.source.extraSelections()] == [SEALS]


def test_what_is_doubtful_is_marked_with_a_tip_and_counted(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german)))
    both = f"{PUMP} {SEALS}"
    window.translate(both, GERMAN[both])

    assert window.part(QLabel, "translation_doubts").text() == "1 sentence to look at"
    assert [bool(mark.tip) for mark in window.target.marks] == [True, False]
    window.choose_sentence(3)
    assert window.part(QLabel, "sentence_doubts").text() == "The number 30 is missing."


def test_other_translations_of_a_sentence_can_take_its_place(translating: Translating) -> None:
    engine = AnsweringEngine(in_german)
    window = german(translating(engine))
    window.translate(f"{PUMP} {SEALS}", GERMAN[f"{PUMP} {SEALS}"])
    window.choose_sentence(50)
    other = "Nehmen Sie nur originale Dichtungen für die Pumpe."
    engine.answer_with(lambda _asked: other)
    window.click("alternatives_button")
    window.wait_for(lambda: window.is_shown("alternative_1"))
    window.click("alternative_1")

    expected = f"Die Pumpe darf nicht lange trocken laufen. {other}"
    window.wait_for(lambda: window.translation == expected and not window.is_shown("stop_translation_button"))
    assert not window.is_shown("sentence_panel")


def test_a_sentence_is_translated_back_beside_its_original(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german)))
    window.translate(PUMP, GERMAN[PUMP])
    window.choose_sentence(3)
    window.click("back_button")

    window.wait_for(lambda: window.is_shown("back_translation"))
    assert "The pump must not run dry" in window.part(QLabel, "back_translation").text()


def test_swapping_translates_the_translation(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german)))
    window.translate(PUMP, GERMAN[PUMP])
    window.click("swap_button")

    window.wait_for(lambda: window.source.toPlainText() == GERMAN[PUMP] and window.translation == PUMP)
    assert (window.pane.choices.source, window.pane.choices.target) == ("de", "en")


def test_escape_stops_and_keeps_what_is_there(translating: Translating) -> None:
    engine = ScriptedEngineClient(
        ScriptedAnswer(text=(GERMAN[PUMP],)), ScriptedAnswer(text=("Verwenden",), is_endless=True)
    )
    window = german(translating(engine))
    window.write(f"{PUMP}\n{SEALS}")
    window.wait_for(lambda: "Verwenden" in window.translation)
    window.qtbot.keyClick(window.window, Qt.Key.Key_Escape)

    window.wait_for(lambda: not window.is_shown("stop_translation_button"))
    assert window.translation.strip() == GERMAN[PUMP]
    assert window.source.toPlainText() == f"{PUMP}\n{SEALS}"


def test_the_text_is_there_again_after_a_restart_without_asking(translating: Translating) -> None:
    first = german(translating(AnsweringEngine(in_german)))
    first.translate(PUMP, GERMAN[PUMP])
    first.program.stop()
    first.bridge.stop()
    engine = AnsweringEngine(in_german)
    second = translating(engine)

    second.wait_for(lambda: second.translation == GERMAN[PUMP])
    assert second.source.toPlainText() == PUMP
    assert second.pane.choices.target == "de"
    assert engine.asked == []


def test_a_glossary_is_used_and_a_broken_one_refused(translating: Translating, tmp_path: Path) -> None:
    engine = AnsweringEngine(in_german)
    window = german(translating(engine))
    window.translate(PUMP, GERMAN[PUMP])
    terms = tmp_path / "terms.csv"
    terms.write_text("pump,Pumpe", encoding="utf-8")
    window.pane.glossary_chosen.emit(terms)
    window.wait_for(lambda: len(engine.asked) == 2 and window.translation == GERMAN[PUMP])
    assert "pump = Pumpe" in engine.asked[1]

    window.pane.glossary_chosen.emit(tmp_path / "none.csv")
    window.wait_for(lambda: "none.csv" in window.notice)


def test_what_the_model_was_not_made_for_is_said(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german, model_name="SmolLM2 135M")))
    window.translate(PUMP, GERMAN[PUMP])

    window.wait_for(lambda: "SmolLM2 135M was not made for German" in window.notice)
    assert "Made for it: Hy-MT2 1.8B" in window.notice
    with window.qtbot.waitSignal(window.window.models_requested):
        window.click("notice_action_button")


def test_without_a_model_there_is_a_button_that_helps(translating: Translating) -> None:
    window = german(translating(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY))))
    window.write(PUMP)
    window.wait_for(lambda: bool(window.notice))

    with window.qtbot.waitSignal(window.program.error_action_requested) as action:
        window.click("notice_action_button")
    assert action.args == [ErrorAction.MANAGE_MODELS]


def test_the_engine_may_die_in_the_middle(translating: Translating) -> None:
    window = german(translating(AnsweringEngine(in_german, dies_at=1)))
    window.translate(PUMP, GERMAN[PUMP])


def test_a_sentence_of_the_person_makes_the_paragraph_hers() -> None:
    known = Translation(source="A. B.", target="C. D.")
    assert replaced_sentence(known, "D.", "E.") == Translation(source="A. B.", target="C. E.", origin=Origin.GIVEN)
