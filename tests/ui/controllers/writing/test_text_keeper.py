from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction, QTextCursor

from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.opening import open_storage
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.write_controller import read_text
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.writing_window import WritingWindow
from tests.fakes.written_texts import paragraph

Open = Callable[[], WritingWindow]


def find_no_room(patch: pytest.MonkeyPatch, *methods: str) -> None:
    """The disk is full for these of the store."""

    def fail(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    for method in methods:
        patch.setattr(WrittenDocumentStore, method, fail)


def test_what_is_typed_is_on_the_disk_before_the_program_ends(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("Dear landlord")
    (document,) = window.documents.documents()
    window.wait_for(lambda: b"Dear landlord" in window.documents.content(document.id))
    assert window.documents.document(document.id).title == "Dear landlord"


def test_the_last_letters_are_kept_when_the_program_ends(writing: Open) -> None:
    window = writing()
    window.begin_new()
    window.write("Dear")
    window.stop()
    again = writing()
    again.wait_for(lambda: again.text == "Dear")
    assert again.documents.unsaved_ids() == ()


def test_a_killed_program_loses_a_second_at_most(writing: Open) -> None:
    """As another program finds the database of one that never ended."""
    window = writing()
    window.begin_new()
    window.write("Dear landlord")
    (document,) = window.documents.documents()
    window.wait_for(lambda: bool(window.documents.unsaved_ids()))
    other = open_storage(window.folder)
    assert b"Dear landlord" in other.documents.content(document.id)
    other.close()


def test_what_could_not_be_kept_is_told_and_kept_whole_later(writing: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = writing()
    window.begin_new()
    with monkeypatch.context() as full:
        find_no_room(full, "journal")
        window.write("Dear")
        window.wait_for(lambda: "disk is full" in window.notice)
    window.write(" landlord")
    (document,) = window.documents.documents()
    window.wait_for(lambda: b"Dear landlord" in window.documents.content(document.id))


def test_a_text_shown_anew_is_the_one_that_is_kept(writing: Open) -> None:
    """As a file that is read again, while the person writes on."""
    window = writing()
    window.begin_new()
    window.write("Mine")
    window.settle()
    (document,) = window.documents.documents()
    keeper = window.part(RichEditor, "rich_editor").findChild(TextKeeper)
    keeper.show(document, RichText(paragraphs=(paragraph("Theirs"),)))
    window.wait_for(lambda: window.text == "Theirs")
    window.settle()
    assert read_text(window.documents, document.id).text.text == "Theirs"


def test_a_failure_told_late_makes_no_text_of_half_of_the_next_one(
    writing: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = writing()
    long_text = RichText(paragraphs=tuple(paragraph(f"Paragraph {number}") for number in range(20_000)))
    long_one = window.documents.create(written_text(long_text))
    window.begin_new()
    with monkeypatch.context() as full:
        find_no_room(full, "journal", "save")
        window.write("Short")
        window.window.text_selected.emit(long_one.id)
        window.wait_for(lambda: window.editor.is_loading)
        window.settle()
    window.window.findChild(QAction, WindowCommand.NEW_TEXT).trigger()
    window.wait_for(lambda: window.text == "")
    window.settle()
    assert read_text(window.documents, long_one.id).text == long_text


def test_a_text_that_was_left_and_could_not_be_kept_is_not_lost(writing: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = writing()
    other = window.documents.create(written_text(RichText(paragraphs=(paragraph("Other"),))))
    window.begin_new()
    left = next(each for each in window.documents.documents() if each.id != other.id)
    with monkeypatch.context() as full:
        find_no_room(full, "journal", "save")
        window.write("Dear landlord")
        window.window.text_selected.emit(other.id)
        window.wait_for(lambda: window.text == "Other")
        window.settle()
    window.write("An")
    window.wait_for(lambda: b"Dear landlord" in window.documents.content(left.id))
    window.window.text_selected.emit(left.id)
    window.wait_for(lambda: window.text == "Dear landlord")


def test_what_is_written_after_something_that_could_not_be_kept_goes_to_no_wrong_place(
    writing: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second edit is on its way before anybody knows that the first one failed."""
    window = writing()
    text = RichText(paragraphs=(paragraph("Dear"), paragraph("landlord")))
    document = window.documents.create(written_text(text))
    window.window.text_selected.emit(document.id)
    window.wait_for(lambda: window.text == "Dear\nlandlord")
    (keeper,) = window.editor.findChildren(TextKeeper)
    with monkeypatch.context() as full:
        find_no_room(full, "journal")
        window.editor.textCursor().insertText("Hello,\n")
        keeper.keep()
        window.bridge.run_in_background(full.undo)
        window.editor.moveCursor(QTextCursor.MoveOperation.End)
        window.editor.textCursor().insertText("s")
        keeper.keep()
        window.settle()
    assert read_text(window.documents, document.id).text.text == "Dear\nlandlord"
    assert not keeper.is_kept
    keeper.save_all()
    window.wait_for(lambda: keeper.is_kept)
    assert read_text(window.documents, document.id).text.text == window.text == "Hello,\nDear\nlandlords"
