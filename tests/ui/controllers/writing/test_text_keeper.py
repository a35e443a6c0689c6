from collections.abc import Callable

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.opening import open_storage
from desktop_llm.storage.written_documents import WrittenDocumentStore
from tests.fakes.writing_window import WritingWindow

Open = Callable[[], WritingWindow]


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
    def find_no_room(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    window = writing()
    window.begin_new()
    with monkeypatch.context() as full:
        full.setattr(WrittenDocumentStore, "journal", find_no_room)
        window.write("Dear")
        window.wait_for(lambda: "disk is full" in window.notice)
    window.write(" landlord")
    (document,) = window.documents.documents()
    window.wait_for(lambda: b"Dear landlord" in window.documents.content(document.id))
