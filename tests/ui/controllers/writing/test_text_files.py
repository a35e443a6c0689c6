import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.documents.rich_text import RichText, RichTextFile
from desktop_llm.errors import DocumentError, ErrorCode, StorageError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.write_controller import WriteController, read_text
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.rich_reader import RichHere
from tests.fakes.writing_window import WritingWindow
from tests.fakes.written_texts import paragraph

Open = Callable[[], WritingWindow]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text("# Boiler\n\nIt *leaks*.\n", encoding="utf-8")
    return path


@pytest.fixture
def window(writing: Open, letter: Path) -> WritingWindow:
    """With the letter open."""
    window = writing()
    window.program.open_files((letter,))
    window.wait_for(lambda: window.text == "Boiler\nIt leaks.")
    return window


def _give(window: WritingWindow, command: WindowCommand) -> None:
    window.window.findChild(QAction, command).trigger()


def _state(window: WritingWindow) -> str:
    return window.part(QLabel, "text_state").accessibleName()


def _write_at_end(window: WritingWindow, text: str) -> None:
    cursor = window.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    window.editor.setTextCursor(cursor)
    window.write(text)


def _save(window: WritingWindow) -> None:
    _give(window, WindowCommand.SAVE_TEXT)
    window.wait_for(lambda: _state(window).startswith("Saved"))


def test_a_file_is_a_text_with_its_formats(window: WritingWindow, letter: Path) -> None:
    assert window.titles[1:] == ["Boiler"]
    (document,) = window.documents.documents()
    assert document.file_path == str(letter)
    assert window.editor.rich_text.paragraphs[1].runs[1].format.italic


def test_it_is_saved_into_the_file_with_the_rest_as_it_was(window: WritingWindow, letter: Path) -> None:
    _write_at_end(window, " Badly.")
    _save(window)
    assert letter.read_text("utf-8") == "# Boiler\n\nIt *leaks*. Badly.\n"
    _write_at_end(window, " Very.")
    _save(window)
    assert letter.read_text("utf-8") == "# Boiler\n\nIt *leaks*. Badly. Very.\n"


def test_the_file_that_was_opened_is_kept_whole(window: WritingWindow, letter: Path) -> None:
    before = letter.read_bytes()
    _write_at_end(window, " Badly.")
    _save(window)
    (document,) = window.documents.documents()
    assert (window.folder.written_originals / document.id / "letter.md").read_bytes() == before


def test_a_file_that_is_open_already_is_no_second_text(window: WritingWindow, letter: Path) -> None:
    window.begin_new()
    window.write("Other")
    window.settle()
    window.program.open_files((letter,))
    window.wait_for(lambda: window.text == "Boiler\nIt leaks.")
    assert sorted(window.titles[1:]) == ["Boiler", "Other"]


def test_a_new_text_asks_for_its_file(writing: Open, tmp_path: Path) -> None:
    window = writing()
    window.begin_new()
    window.write("Dear landlord")
    _give(window, WindowCommand.SAVE_TEXT)
    dialog = window.pane.findChild(QFileDialog, "text_output_dialog")
    dialog.fileSelected.emit(str(tmp_path / "new.md"))
    window.wait_for(lambda: _state(window) == "Saved in new.md")
    assert (tmp_path / "new.md").read_text("utf-8") == "Dear landlord\n"


def test_saved_under_another_name_and_kind_both_stay(window: WritingWindow, letter: Path, tmp_path: Path) -> None:
    before = letter.read_bytes()
    _give(window, WindowCommand.SAVE_TEXT_AS)
    window.pane.findChild(QFileDialog, "text_output_dialog").fileSelected.emit(str(tmp_path / "letter.txt"))
    window.wait_for(lambda: _state(window) == "Saved in letter.txt")
    assert letter.read_bytes() == before
    assert "It leaks." in (tmp_path / "letter.txt").read_text("utf-8")
    (document,) = window.documents.documents()
    assert document.file_path == str(tmp_path / "letter.txt")


def test_what_another_program_wrote_is_noticed_and_read_again(window: WritingWindow, letter: Path) -> None:
    _write_at_end(window, " Badly.")
    letter.write_text("# Boiler\n\nIt is new.\n", encoding="utf-8")
    window.wait_for(lambda: "was changed by another program" in window.notice)
    window.click("notice_action_button")
    assert window.editor.isReadOnly()
    window.wait_for(lambda: window.text == "Boiler\nIt is new.")
    assert not window.editor.isReadOnly()
    (document,) = window.documents.documents()
    window.settle()
    assert b"It is new." in window.documents.content(document.id)
    assert [each.reason for each in window.documents.versions(document.id)] == [VersionReason.BEFORE_RELOADING]


def test_a_text_whose_file_cannot_be_read_again_goes_on(window: WritingWindow, letter: Path) -> None:
    letter.write_text("# Boiler\n\nIt is new.\n", encoding="utf-8")
    window.wait_for(lambda: "was changed by another program" in window.notice)
    letter.unlink()
    window.click("notice_action_button")
    assert window.editor.isReadOnly()
    window.wait_for(lambda: not window.editor.isReadOnly())
    assert window.text == "Boiler\nIt leaks."


def test_who_opened_another_text_meanwhile_is_not_thrown_back(
    window: WritingWindow, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    read = RichHere.open_rich_text

    def read_late(reader: RichHere, path: Path) -> RichTextFile:
        may_go_on.wait(20)
        return read(reader, path)

    (document,) = window.documents.documents()
    before = window.documents.content(document.id)
    other = window.documents.create(written_text(RichText(paragraphs=(paragraph("Other"),))))
    (tmp_path / "third.md").write_text("Third", encoding="utf-8")
    letter.write_text("# Boiler\n\nIt is new.\n", encoding="utf-8")
    window.wait_for(lambda: "was changed by another program" in window.notice)
    opened: list[str] = []
    (controller,) = window.pane.findChildren(WriteController)
    controller.text_opened.connect(lambda each: opened.append(each.title))
    monkeypatch.setattr(RichHere, "open_rich_text", read_late)
    window.click("notice_action_button")
    window.window.text_selected.emit(other.id)
    window.wait_for(lambda: window.text == "Other" and not window.editor.isReadOnly())
    window.program.open_files((tmp_path / "third.md",))  # comes to its turn after the letter
    may_go_on.set()
    window.wait_for(lambda: window.text == "Third")
    window.settle()
    assert opened == ["Other", "Third"]
    assert window.documents.content(document.id) == before
    window.program.open_files((letter,))
    window.wait_for(lambda: "was changed by another program" in window.notice)


def test_a_text_that_cannot_be_kept_is_not_read_again(
    window: WritingWindow, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_no_room(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    _write_at_end(window, " Badly.")
    letter.write_text("# Boiler\n\nIt is new.\n", encoding="utf-8")
    window.wait_for(lambda: "was changed by another program" in window.notice)
    monkeypatch.setattr(WrittenDocumentStore, "keep_version", find_no_room)
    window.click("notice_action_button")
    window.wait_for(lambda: "nothing was changed. The disk is full" in window.notice)
    assert window.text == "Boiler\nIt leaks. Badly."
    assert not window.editor.isReadOnly()


def test_what_another_program_wrote_is_not_overwritten_unasked(
    window: WritingWindow, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter.write_text("theirs", encoding="utf-8")
    _write_at_end(window, " Badly.")
    _give(window, WindowCommand.SAVE_TEXT)
    window.wait_for(lambda: "those changes are lost" in window.notice)
    assert letter.read_text("utf-8") == "theirs"
    window.click("notice_action_button")
    window.wait_for(lambda: _state(window).startswith("Saved"))
    assert letter.read_text("utf-8") == "# Boiler\n\nIt *leaks*. Badly.\n"


def test_a_full_disk_leaves_the_file_whole_and_the_text_kept(
    window: WritingWindow, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_no_room(path: Path, _data: bytes) -> None:
        raise DocumentError(ErrorCode.DISK_FULL, path=str(path))

    before = letter.read_bytes()
    monkeypatch.setattr("desktop_llm.assist.writing.written_file.write_output", find_no_room)
    _write_at_end(window, " Badly.")
    _give(window, WindowCommand.SAVE_TEXT)
    window.wait_for(lambda: "disk is full" in window.notice)
    assert letter.read_bytes() == before
    (document,) = window.documents.documents()
    assert b"Badly" in window.documents.content(document.id)


def test_a_file_of_another_kind_is_told(writing: Open, tmp_path: Path) -> None:
    picture = tmp_path / "a.docx"
    picture.write_bytes(b"no document")
    window = writing()
    window.program.open_files((picture,))
    window.wait_for(lambda: "a.docx" in window.notice)
    assert window.documents.documents() == ()


def test_originals_of_texts_that_are_gone_for_good_go_too(window: WritingWindow, writing: Open) -> None:
    (document,) = window.documents.documents()
    window.documents.delete(document.id)
    window.documents.delete_for_good([document.id])
    window.stop()
    again = writing()
    again.wait_for(lambda: not list(again.folder.written_originals.iterdir()))


def test_what_cannot_be_written_in_is_told_and_the_rest_opened(writing: Open, letter: Path, tmp_path: Path) -> None:
    window = writing()
    window.program.open_files((letter, tmp_path / "plan.pdf"))
    assert window.notice == ("plan.pdf cannot be written in. Word, OpenDocument, Markdown, HTML and text files can.")
    window.wait_for(lambda: window.text == "Boiler\nIt leaks.")


def test_what_is_told_of_a_save_is_of_its_own_text(window: WritingWindow, letter: Path, tmp_path: Path) -> None:
    """A text that was left meanwhile cannot lend its notice, and what it offers, to the next one."""
    (tmp_path / "other.md").write_text("Other\n", encoding="utf-8")
    window.program.open_files((tmp_path / "other.md",))
    window.wait_for(lambda: window.text == "Other")
    window.program.open_files((letter,))
    window.wait_for(lambda: window.text == "Boiler\nIt leaks.")
    letter.write_text("theirs", encoding="utf-8")
    other = next(each for each in window.documents.documents() if each.title == "Other")
    window.give(WindowCommand.SAVE_TEXT)
    window.editor.findChild(TextKeeper).show(other, read_text(window.documents, other.id).text)
    window.wait_for(lambda: bool(window.notice))
    assert "other.md" not in window.notice
    assert letter.read_text("utf-8") == "theirs"


def test_what_is_written_while_it_is_saved_is_not_called_saved(window: WritingWindow, letter: Path) -> None:
    _write_at_end(window, " Badly.")
    _give(window, WindowCommand.SAVE_TEXT)
    window.write(" Very.")
    keeper = window.editor.findChild(TextKeeper)
    window.wait_for(lambda: keeper.open_document.file_sha256 == hashlib.sha256(letter.read_bytes()).hexdigest())
    assert _state(window) == "Kept here, not in letter.md yet"
