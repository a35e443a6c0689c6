from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import LanguagePair, UnitOrigin, open_translation_memory
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.reviewing_window import GERMAN, PUMP, SEALS, TANK, ReviewingWindow, in_german, word_file

Reviewing = Callable[..., ReviewingWindow]
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
WRONG = "Die Pumpe darf höchstens 20 Sekunden trocken laufen."


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    return word_file(tmp_path / "manual.docx", PUMP, SEALS, TANK)


def translated(window: ReviewingWindow, path: Path) -> ReviewingWindow:
    window.add(path)
    window.into("de")
    window.translate_documents()
    return window


def persons(folder: DataFolder) -> dict[str, str]:
    memory = open_translation_memory(folder)
    units = memory.units(LanguagePair("en", "de"))
    memory.close()
    return {unit.source: unit.target for unit in units if unit.origin is UnitOrigin.PERSON}


def test_an_edit_is_checked_again_and_its_warnings_are_told(reviewing: Reviewing, manual: Path) -> None:
    window = translated(reviewing(), manual)
    window.edit(0, WRONG)
    assert window.targets[0] == WRONG
    assert window.notes[0] == "The number 30 is missing. +1"
    assert window.part(QLabel, "segment_remarks").text().splitlines() == [
        "The number 30 is missing.",
        "The number 20 is not in the original.",
    ]
    window.edit(0, GERMAN[PUMP])
    assert window.notes[0] == "Edited"


def test_what_is_accepted_goes_to_the_memory_and_what_is_only_edited_does_not(
    reviewing: Reviewing, manual: Path, folder: DataFolder
) -> None:
    window = translated(reviewing(), manual)
    window.edit(0, "Nicht länger als 30 Sekunden trocken laufen lassen.")
    window.edit(1, "Nur Originaldichtungen.")
    window.choose_row(1)
    window.key(Qt.Key.Key_Return, CONTROL)
    assert window.notes == ["Edited", "Accepted", ""]
    window.stop()
    assert persons(folder) == {SEALS: "Nur Originaldichtungen."}


def test_what_was_accepted_once_comes_from_memory_in_another_document(
    reviewing: Reviewing, manual: Path, tmp_path: Path
) -> None:
    window = translated(reviewing(), manual)
    window.edit(1, "Nur Originaldichtungen.")
    window.key(Qt.Key.Key_Up)
    window.choose_row(1)
    window.key(Qt.Key.Key_Return, CONTROL)
    window.program.add_files((word_file(tmp_path / "other.docx", SEALS),))
    window.wait_for(lambda: window.table.n_shown == 1)
    window.into("de")
    window.translate_documents()
    assert window.targets == ["Nur Originaldichtungen."]
    assert window.notes == ["From memory"]


def test_the_rest_is_accepted_at_once_but_not_what_has_a_warning(
    reviewing: Reviewing, manual: Path, folder: DataFolder
) -> None:
    window = translated(reviewing(), manual)
    window.edit(0, WRONG)
    window.click("accept_faultless_button")
    assert window.notes[1:] == ["Accepted", "Accepted"]
    assert window.part(QPushButton, "to_look_at_button").text() == "1 to look at"
    window.choose_row(2)
    window.key(Qt.Key.Key_Down, ALT)
    assert window.table.current_segment == 0
    window.stop()
    assert persons(folder) == {SEALS: GERMAN[SEALS], TANK: GERMAN[TANK]}


def test_what_is_accepted_can_be_taken_back(reviewing: Reviewing, manual: Path) -> None:
    window = translated(reviewing(), manual)
    window.click("accept_segment_button")
    window.choose_row(0)
    assert window.part(QPushButton, "accept_segment_button").text() == "Do not accept"
    window.click("accept_segment_button")
    assert window.notes[0] == ""


def test_a_segment_is_translated_again_otherwise_and_not_from_memory(reviewing: Reviewing, manual: Path) -> None:
    engine = AnsweringEngine(in_german)
    window = translated(reviewing(engine), manual)
    n_asked = len(engine.asked)
    other = "Lassen Sie die Pumpe nie länger als 30 Sekunden trocken laufen."
    engine.answer_with(lambda _asked: other)
    window.choose_row(0)
    window.key(Qt.Key.Key_R, CONTROL)
    assert window.notes == ["Being translated again…", "", ""]
    window.wait_for(lambda: window.targets[0] == other)
    assert window.notes == ["", "", ""]
    assert len(engine.asked) == n_asked + 1
    assert window.targets[1:] == [GERMAN[SEALS], GERMAN[TANK]]
    first, again = engine.commands[0].sampling, engine.commands[-1].sampling
    assert again.seed != first.seed
    assert (again.temperature or 0) > (first.temperature or 0)


def test_similar_translations_of_the_memory_are_offered_and_can_be_used(
    reviewing: Reviewing, manual: Path, tmp_path: Path
) -> None:
    window = translated(reviewing(), manual)
    window.choose_row(1)
    window.key(Qt.Key.Key_Return, CONTROL)
    window.program.add_files((word_file(tmp_path / "other.docx", "Use only original seals for the pumps."),))
    window.wait_for(lambda: window.table.n_shown == 1)
    window.into("de")
    window.translate_documents()
    window.wait_for(lambda: window.is_shown("similar_1"))
    assert window.part(QPushButton, "similar_1").text().endswith(GERMAN[SEALS])
    window.click("similar_1")
    assert window.targets == [GERMAN[SEALS]]
    assert window.notes == ["Edited"]


def test_a_segment_is_translated_again_into_the_language_of_the_others(reviewing: Reviewing, manual: Path) -> None:
    engine = AnsweringEngine(in_german)
    window = translated(reviewing(engine), manual)
    window.into("fr")
    n_asked = len(engine.asked)
    window.choose_row(0)
    window.key(Qt.Key.Key_R, CONTROL)
    window.wait_for(lambda: len(engine.asked) > n_asked)
    assert "into German" in engine.asked[-1]
