import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QPushButton

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.item_models.segment_table_model import SegmentColumn
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.reviewing_window import GERMAN, PUMP, SEALS, TANK, ReviewingWindow, in_german, word_file
from tests.fakes.written_pdf import Page, PdfWriter, lines

Reviewing = Callable[..., ReviewingWindow]


def test_a_dropped_document_is_translated_segment_by_segment(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    window.add(word_file(tmp_path / "manual.docx", PUMP, SEALS, TANK))
    assert window.targets == ["", "", ""]
    window.into("de")
    window.translate_documents()

    assert window.targets == list(GERMAN.values())
    assert window.rows == ["manual.docx → German: translated"]


def test_several_documents_are_translated_one_after_the_other_with_the_same_choices(
    reviewing: Reviewing, tmp_path: Path
) -> None:
    window = reviewing()
    window.add(word_file(tmp_path / "a.docx", PUMP), word_file(tmp_path / "b.docx", SEALS))
    window.wait_for(lambda: window.part(QPushButton, "translate_document_button").text() == "Translate 2 documents")
    window.into("de")
    window.click("translate_document_button")
    window.wait_for(lambda: window.rows == ["a.docx → German: translated", "b.docx → German: translated"])
    window.show_document(1)
    assert window.targets == [GERMAN[SEALS]]


def test_stop_keeps_what_is_done_and_going_on_asks_for_the_rest_only(reviewing: Reviewing, tmp_path: Path) -> None:
    engine = AnsweringEngine(lambda asked: f"Die Pumpe Nummer {asked.split()[-3]} ist sehr leise.")
    window = reviewing(engine)
    window.add(word_file(tmp_path / "a.docx", *(f"The pump number {number} is quiet." for number in range(40))))
    window.into("de")
    engine.on_asked = window.stopping_at(25)
    window.click("translate_document_button")
    window.wait_for(lambda: window.is_shown("translate_document_button"))
    assert window.part(QPushButton, "translate_document_button").text() == "Go on"
    n_done = sum(map(bool, window.targets))
    assert 0 < n_done < 40
    assert "segments are translated; going on begins there" in window.activity

    engine.on_asked = lambda _n: None
    n_asked = len(engine.asked)
    window.translate_documents()
    assert all(window.targets)
    assert len(engine.asked) - n_asked == 40 - n_done


def test_what_was_written_and_not_accepted_is_there_after_a_restart_without_a_model(
    reviewing: Reviewing, tmp_path: Path
) -> None:
    first = reviewing()
    first.add(word_file(tmp_path / "manual.docx", PUMP, SEALS))
    first.into("de")
    first.translate_documents()
    first.edit(0, "Die Pumpe nie trocken laufen lassen, nur 30 Sekunden.")
    first.stop()
    second = reviewing(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    second.wait_for(lambda: second.rows == ["manual.docx → German: translated"])
    second.show_document(0)

    assert second.targets == ["Die Pumpe nie trocken laufen lassen, nur 30 Sekunden.", GERMAN[SEALS]]
    assert second.notes == ["Edited", ""]


def test_the_engine_may_die_in_the_middle(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing(AnsweringEngine(in_german, dies_at=2))
    window.add(word_file(tmp_path / "manual.docx", PUMP, SEALS, TANK))
    window.into("de")
    window.translate_documents()
    assert window.targets == list(GERMAN.values())


def test_without_a_model_there_is_a_button_that_helps_and_the_document_stays(
    reviewing: Reviewing, tmp_path: Path
) -> None:
    window = reviewing(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    window.add(word_file(tmp_path / "manual.docx", PUMP))
    window.click("translate_document_button")
    window.wait_for(lambda: bool(window.notice))
    with window.qtbot.waitSignal(window.program.error_action_requested) as action:
        window.click("notice_action_button")
    assert action.args == [ErrorAction.MANAGE_MODELS]
    assert window.part(QPushButton, "translate_document_button").text() == "Go on"


def test_a_file_that_cannot_be_opened_is_said_and_can_be_taken_off(reviewing: Reviewing, tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    window = reviewing()
    window.program.add_files((path,))
    window.wait_for(lambda: "broken.docx" in window.notice)
    assert window.is_shown("document_blank")
    assert not window.is_shown("translate_document_button")
    window.remove_document(0)
    window.wait_for(lambda: window.is_shown("translate_pane") and window.rows == [])


def test_a_pdf_becomes_a_word_file_and_that_is_said(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    path = tmp_path / "manual.pdf"
    PdfWriter([Page(lines([PUMP]))]).write(path)
    window.add(path)
    assert "layout of a PDF cannot be kept" in window.notice
    window.into("de")
    window.translate_documents()
    assert window.targets == [GERMAN[PUMP]]


def test_another_language_is_begun_anew_and_the_first_one_stays_until_then(
    reviewing: Reviewing, tmp_path: Path
) -> None:
    window = reviewing()
    window.add(word_file(tmp_path / "manual.docx", PUMP))
    window.into("de")
    window.translate_documents()
    window.into("fr")
    assert window.part(QPushButton, "translate_document_button").text() == "Translate anew"
    assert window.targets == [GERMAN[PUMP]]
    window.into("de")
    assert not window.is_shown("translate_document_button")


def test_a_model_that_gives_nothing_or_another_language_is_told_in_the_grid(
    reviewing: Reviewing, tmp_path: Path
) -> None:
    answers = {PUMP: "", SEALS: "Utilisez uniquement des joints d'origine pour la pompe."}
    window = reviewing(AnsweringEngine(lambda asked: answers[asked.rpartition("\n\n")[2]]))
    window.add(word_file(tmp_path / "manual.docx", PUMP, SEALS))
    window.into("de")
    window.translate_documents()
    assert window.notes[0].startswith("The original stands there")
    assert window.notes[1] == "This is French."
    assert window.part(QAbstractButton, "to_look_at_button").text() == "2 to look at"


def test_the_text_is_one_step_away_and_so_is_the_document(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    window.add(word_file(tmp_path / "manual.docx", PUMP))
    window.click("back_to_text_button")
    assert window.is_shown("translation_source")
    window.show_document(0)
    assert window.is_shown("segment_table")
    assert window.cell(0, SegmentColumn.SOURCE) == PUMP


def test_a_glossary_that_was_just_chosen_is_read_before_anything_is_asked(reviewing: Reviewing, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("seals,Dichtringe", encoding="utf-8")
    engine = AnsweringEngine(in_german)
    window = reviewing(engine)
    window.add(word_file(tmp_path / "manual.docx", SEALS))
    window.into("de")
    window.documents.glossary_requested.emit()
    (dialog,) = window.window.findChildren(QFileDialog, "files_dialog")
    dialog.filesSelected.emit([str(terms)])
    dialog.close()
    window.translate_documents()
    assert "seals = Dichtringe" in engine.asked[0]
    assert window.notes == ["The glossary wants “Dichtringe”."]
    window.edit(0, "Nur originale Dichtringe für die Pumpe verwenden.")
    assert window.notes == ["Edited"]


def test_esc_stops_the_text_and_not_a_document_that_is_not_shown(reviewing: Reviewing, tmp_path: Path) -> None:
    engine = AnsweringEngine(in_german)
    window = reviewing(engine)
    window.add(word_file(tmp_path / "manual.docx", PUMP, SEALS))
    window.into("de")
    engine.on_asked = window.stopping_at(1, after=partial(window.click, "back_to_text_button"))
    window.click("translate_document_button")
    window.wait_for(lambda: window.rows == ["manual.docx → German: translated"])


def test_a_locked_pdf_asks_for_its_password(reviewing: Reviewing, tmp_path: Path) -> None:
    path = PdfWriter([Page(lines([PUMP]))], password="open").write(tmp_path / "locked.pdf")
    window = reviewing()
    window.program.add_files((path,))
    window.wait_for(lambda: window.is_shown("password_panel"))
    for password in ("wrong", "open"):
        window.qtbot.keyClicks(window.part(QLineEdit, "attachment_password_field"), password)
        window.click("attachment_password_open")
        if password == "wrong":
            window.wait_for(lambda: window.is_shown("password_panel"))
    window.wait_for(lambda: window.is_shown("segment_table"))
    assert window.cell(0, SegmentColumn.SOURCE) == PUMP
    assert not window.is_shown("password_panel")


def test_a_locked_pdf_can_be_taken_off_instead(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    window.program.add_files((PdfWriter([Page(lines([PUMP]))], password="open").write(tmp_path / "locked.pdf"),))
    window.wait_for(lambda: window.is_shown("password_panel"))
    window.click("attachment_password_refuse")
    window.wait_for(lambda: window.rows == [])


def test_after_a_crash_in_the_middle_the_document_is_there_and_goes_on(reviewing: Reviewing, tmp_path: Path) -> None:
    """Nothing is written at the end: only what was kept while it went on is there."""
    engine = AnsweringEngine(lambda asked: f"Die Pumpe Nummer {asked.split()[-3]} ist sehr leise.")
    first = reviewing(engine)
    first.add(word_file(tmp_path / "a.docx", *(f"The pump number {number} is quiet." for number in range(40))))
    first.into("de")
    engine.on_asked = first.stopping_at(25)
    first.click("translate_document_button")
    first.wait_for(lambda: first.is_shown("translate_document_button"))
    first.wait_for(lambda: any(first.folder.document_translations.glob("*.translation")))
    copy = DataFolder(tmp_path / "crashed")
    shutil.copytree(first.folder.root, copy.root)
    engine.on_asked = lambda _n: None
    second = reviewing(engine, copy)
    second.wait_for(lambda: len(second.rows) == 1)
    second.show_document(0)
    n_asked = len(engine.asked)
    second.translate_documents()
    assert all(second.targets)
    assert len(engine.asked) - n_asked < 40
