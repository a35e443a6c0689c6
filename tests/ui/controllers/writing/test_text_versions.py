from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.dialogs.versions_dialog import VersionsDialog
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.writing_window import WritingWindow
from tests.fakes.written_texts import EVERYTHING, paragraph

Open = Callable[[], WritingWindow]


@pytest.fixture
def window(writing: Open) -> WritingWindow:
    window = writing()
    window.begin_new()
    window.write("First")
    return window


def _give(window: WritingWindow, command: WindowCommand) -> None:
    window.window.findChild(QAction, command).trigger()
    window.settle()


def _reasons(window: WritingWindow) -> list[VersionReason]:
    window.settle()
    (document,) = window.documents.documents()
    return [version.reason for version in window.documents.versions(document.id)]


def _restore_button(window: WritingWindow) -> QPushButton:
    """Of the dialog, in which the latest version is chosen."""
    _give(window, WindowCommand.VERSIONS)
    window.settle()
    dialog = window.pane.findChild(VersionsDialog)
    (button,) = dialog.findChildren(QPushButton, "version_restore")
    window.wait_for(button.isEnabled)
    return button


def _restore_first(window: WritingWindow) -> None:
    _restore_button(window).click()


def test_a_version_is_kept_when_it_is_wished_and_once(window: WritingWindow) -> None:
    _give(window, WindowCommand.KEEP_VERSION)
    _give(window, WindowCommand.KEEP_VERSION)
    assert _reasons(window) == [VersionReason.WISHED]


def test_a_version_comes_back_as_one_step_and_the_present_is_kept(window: WritingWindow) -> None:
    _give(window, WindowCommand.KEEP_VERSION)
    window.write(" and more")
    _restore_first(window)
    window.wait_for(lambda: window.text == "First")
    assert _reasons(window) == [VersionReason.BEFORE_RESTORING, VersionReason.WISHED]
    window.editor.undo()
    assert window.text == "First and more"


def test_nothing_comes_back_where_the_present_cannot_be_kept(
    window: WritingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_no_room(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    _give(window, WindowCommand.KEEP_VERSION)
    window.write(" and more")
    button = _restore_button(window)
    with monkeypatch.context() as full:
        full.setattr(WrittenDocumentStore, "keep_version", find_no_room)
        button.click()
        window.wait_for(lambda: "nothing was changed. The disk is full" in window.notice)
        window.settle()
    assert window.text == "First and more"
    button.click()
    window.wait_for(lambda: window.text == "First")
    assert window.notice == ""


def test_a_version_is_called_kept_when_it_is(window: WritingWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_no_room(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    with monkeypatch.context() as full:
        full.setattr(WrittenDocumentStore, "keep_version", find_no_room)
        window.give(WindowCommand.KEEP_VERSION)
        window.wait_for(lambda: "could not be kept as a version" in window.notice)
    assert window.toast == ""
    window.give(WindowCommand.KEEP_VERSION)
    window.wait_for(lambda: window.toast == "Version kept")


def test_a_version_with_tables_comes_back_whole(writing: Open) -> None:
    window = writing()
    document = window.documents.create(written_text(EVERYTHING))
    window.documents.keep_version(document.id, window.documents.content(document.id), 9, VersionReason.WISHED)
    window.documents.save(document.id, written_text(RichText(paragraphs=(paragraph("other"),))))
    window.window.text_selected.emit(document.id)
    window.wait_for(lambda: window.text == "other")
    _restore_first(window)
    window.wait_for(lambda: window.editor.rich_text.paragraphs == EVERYTHING.paragraphs)
    window.stop()
    again = writing()
    again.wait_for(lambda: again.editor.rich_text.paragraphs == EVERYTHING.paragraphs)


def test_a_text_that_rested_is_kept_as_it_was(writing: Open) -> None:
    window = writing()
    long_ago = WrittenDocumentStore(window.storage.database, clock=lambda: 1_000.0)
    rested = long_ago.create(written_text(RichText(paragraphs=(paragraph("Rested"),))))
    fresh = window.documents.create(written_text(RichText(paragraphs=(paragraph("Fresh"),))))
    for document in (rested, fresh):
        window.window.text_selected.emit(document.id)
        window.wait_for(lambda title=document.title: window.text == title)
        window.settle()
    window.settle()
    assert [each.reason for each in window.documents.versions(rested.id)] == [VersionReason.OPENED_AGAIN]
    assert window.documents.versions(fresh.id) == ()


def test_a_version_comes_back_into_no_other_text(window: WritingWindow) -> None:
    _give(window, WindowCommand.KEEP_VERSION)
    other = window.documents.create(written_text(RichText(paragraphs=(paragraph("Other"),))))
    button = _restore_button(window)
    window.window.text_selected.emit(other.id)
    button.click()
    window.wait_for(lambda: window.text == "Other")
    window.settle()
    assert window.text == "Other"


def test_a_text_that_is_not_all_there_yet_is_kept_whole(writing: Open) -> None:
    window = writing()
    long_text = RichText(paragraphs=tuple(paragraph(f"Paragraph {number}") for number in range(20_000)))
    document = window.documents.create(written_text(long_text))
    window.window.text_selected.emit(document.id)
    window.wait_for(lambda: window.editor.is_loading)
    window.give(WindowCommand.KEEP_VERSION)
    window.settle()
    (version,) = window.documents.versions(document.id)
    assert window.documents.version_content(version.id) == window.documents.content(document.id)
