from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from desktop_llm.storage.written_records import WrittenText
from desktop_llm.ui.controllers.writing.write_controller import read_text
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView
from desktop_llm.ui.widgets.transcript.title_field import TitleField
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.writing_window import WritingWindow

Open = Callable[[], WritingWindow]


def test_without_texts_the_pane_says_what_it_does(writing: Open) -> None:
    window = writing()
    assert window.is_shown("empty_new_text_button")
    window.click("empty_new_text_button")
    window.wait_for(lambda: window.is_shown("rich_editor"))
    assert window.editor.hasFocus() or window.editor.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_the_text_that_was_written_last_is_open(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("First")
    window.stop()
    again = writing()
    again.wait_for(lambda: again.text == "First")
    (document,) = again.documents.documents()
    assert read_text(again.documents, document.id).text.text == "First"


def test_another_text_is_opened_and_the_first_is_kept(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("First")
    window.begin_new()
    window.write("Second")
    window.settle()
    first = next(each for each in window.documents.documents() if each.title == "First")
    window.window.text_selected.emit(first.id)
    window.wait_for(lambda: window.text == "First")
    assert sorted(window.titles) == ["First", "Second", "Today"]


def test_a_text_without_a_word_is_not_kept(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.begin_new()
    window.write("Words")
    window.stop()
    again = writing()
    assert [each.title for each in again.documents.documents()] == ["Words"]


def test_the_title_is_the_first_words_until_the_person_gives_one(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("Dear landlord")
    window.wait_for(lambda: window.part(TitleField, "title_field").text() == "Dear landlord")
    title = window.part(TitleField, "title_field")
    title.setFocus()
    title.selectAll()
    window.qtbot.keyClicks(title, "Complaint")
    window.qtbot.keyClick(title, Qt.Key.Key_Return)
    window.settle()
    window.editor.setFocus()
    window.write(" again")
    window.wait_for(lambda: bool(window.documents.unsaved_ids()))
    assert window.titles == ["Today", "Complaint"]


def test_a_title_that_is_still_being_typed_is_of_its_own_text(writing: Open, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("Other\n", encoding="utf-8")
    window = writing()
    window.begin_new()
    window.write("Dear landlord")
    window.wait_for(lambda: window.part(TitleField, "title_field").text() == "Dear landlord")
    title = window.part(TitleField, "title_field")
    title.setFocus()
    title.selectAll()
    window.qtbot.keyClicks(title, "Complaint")
    window.program.open_files((other,))
    window.wait_for(lambda: window.text == "Other")
    window.wait_for(lambda: sorted(window.titles) == ["Complaint", "Other", "Today"])


def test_what_a_killed_program_journaled_is_found_at_the_next_start(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("The boiler leaks")
    window.wait_for(lambda: bool(window.documents.unsaved_ids()))
    other = WritingWindow(window.qtbot, window.folder)  # the first one never ends
    assert other.documents.unsaved_ids() == ()
    assert [hit.document.title for hit in other.documents.search("boiler")] == ["The boiler leaks"]
    other.stop()


def test_a_text_that_is_gone_is_told(writing: Open) -> None:
    window = writing()
    gone = window.documents.create(WrittenText(title="Gone"))
    window.documents.delete(gone.id)
    window.documents.delete_for_good([gone.id])
    window.window.text_selected.emit(gone.id)
    window.wait_for(lambda: "no longer exists" in window.notice)


def test_an_empty_text_that_is_deleted_goes_to_the_trash(writing: Open) -> None:
    window = writing()
    window.begin_new()
    (document,) = window.documents.documents()
    window.part(ConversationListView, "conversation_list").delete_requested.emit(document.id)
    window.wait_for(lambda: [each.id for each in window.documents.trash()] == [document.id])
    window.settle()
    assert window.notice == ""


def test_an_emptied_text_with_versions_stays(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("Words")
    window.give(WindowCommand.KEEP_VERSION)
    window.settle()
    (document,) = window.documents.documents()
    window.editor.selectAll()
    window.qtbot.keyClick(window.editor, Qt.Key.Key_Delete)
    window.begin_new()
    window.settle()
    assert len(window.documents.versions(document.id)) == 1
