import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.assist.writing.written_file import (
    forget_originals,
    is_changed_on_disk,
    is_editable,
    open_file,
    original_of,
    read_again,
    save_file,
    take_again,
)
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DocumentError, ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.database import database_in_memory
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenText
from tests.fakes.rich_reader import RichHere
from tests.fakes.written_texts import paragraph

_READER = RichHere()
_OTHER = RichText(paragraphs=(paragraph("Other words"),))


@pytest.fixture
def store() -> Iterator[WrittenDocumentStore]:
    database = database_in_memory()
    yield WrittenDocumentStore(database)
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear landlord\r\n\r\nYours\r\n")
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.docx", True), ("a.odt", True), ("a.HTM", True), ("a.md", True), ("a.pdf", False), ("a", False)],
)
def test_kinds_that_can_be_written_in(name: str, expected: bool) -> None:
    assert is_editable(Path(name)) is expected


def test_an_opened_file_is_a_text_and_kept_whole(store: WrittenDocumentStore, folder: DataFolder, letter: Path) -> None:
    opened = open_file(_READER, store, folder, letter)
    assert opened.text is not None
    assert opened.text.paragraphs[0].text == opened.document.title == "Dear landlord"
    original = original_of(folder, opened.document)
    assert original is not None
    assert original.read_bytes() == letter.read_bytes()
    assert original.stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_it_is_opened_once(store: WrittenDocumentStore, folder: DataFolder, letter: Path) -> None:
    first = open_file(_READER, store, folder, letter).document
    again = open_file(_READER, store, folder, letter)
    assert (again.document, again.text, again.is_changed) == (first, None, False)
    letter.write_bytes(b"Changed")
    assert open_file(_READER, store, folder, letter).is_changed


def test_a_text_without_a_file_is_saved_as_a_new_one(
    store: WrittenDocumentStore, folder: DataFolder, tmp_path: Path
) -> None:
    document = store.create(WrittenText(title="Other"))
    saved = save_file(_READER, store, folder, document, _OTHER, tmp_path / "new.txt", may_replace=False)
    assert (tmp_path / "new.txt").read_text("utf-8").strip() == "Other words"
    assert saved.file_path == str(tmp_path / "new.txt")
    assert not is_changed_on_disk(saved)


def test_what_another_program_wrote_is_lost_only_when_it_is_said(
    store: WrittenDocumentStore, folder: DataFolder, letter: Path
) -> None:
    document = open_file(_READER, store, folder, letter).document
    letter.write_bytes(b"Theirs")
    with pytest.raises(DocumentError) as caught:
        save_file(_READER, store, folder, document, _OTHER, letter, may_replace=False)
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED
    assert letter.read_bytes() == b"Theirs"
    save_file(_READER, store, folder, document, _OTHER, letter, may_replace=True)
    assert b"Other words" in letter.read_bytes()


def test_a_file_whose_name_is_no_text_is_refused(
    store: WrittenDocumentStore, folder: DataFolder, tmp_path: Path
) -> None:
    path = tmp_path / "letter-\udcff.txt"  # as Python reads a name that is not UTF-8
    with pytest.raises(DocumentError) as caught:
        open_file(_READER, store, folder, path)
    assert caught.value.code is ErrorCode.FILE_NAME_NOT_TEXT
    document = store.create(WrittenText())
    with pytest.raises(DocumentError) as caught:
        save_file(_READER, store, folder, document, _OTHER, path, may_replace=True)
    assert caught.value.code is ErrorCode.FILE_NAME_NOT_TEXT
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file_to_save_into(store: WrittenDocumentStore, folder: DataFolder, tmp_path: Path) -> None:
    document = store.create(WrittenText())
    with pytest.raises(DocumentError) as caught:
        save_file(_READER, store, folder, document, _OTHER, tmp_path, may_replace=True)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITTEN


def test_read_again_the_file_is_the_text(store: WrittenDocumentStore, folder: DataFolder, letter: Path) -> None:
    document = open_file(_READER, store, folder, letter).document
    letter.write_bytes(b"Theirs")
    again = take_again(store, folder, document.id, read_again(_READER, letter))
    assert again.text is not None
    assert again.text.text.strip() == "Theirs"
    assert b"Theirs" in store.content(document.id)
    original = original_of(folder, again.document)
    assert original is not None
    assert original.read_bytes() == b"Theirs"


def test_a_file_whose_original_cannot_be_kept_is_not_opened(
    store: WrittenDocumentStore, folder: DataFolder, letter: Path
) -> None:
    _make_unwritable(folder)
    with pytest.raises(StorageError):
        open_file(_READER, store, folder, letter)
    assert store.documents() == store.trash() == ()


def test_nothing_is_read_again_where_the_new_original_cannot_be_kept(
    store: WrittenDocumentStore, folder: DataFolder, letter: Path
) -> None:
    document = open_file(_READER, store, folder, letter).document
    before = store.content(document.id)
    letter.write_bytes(b"Theirs")
    _make_unwritable(folder)
    with pytest.raises(StorageError):
        take_again(store, folder, document.id, read_again(_READER, letter))
    assert store.content(document.id) == before
    assert store.document(document.id) == document


def test_without_its_original_a_file_is_not_replaced(
    store: WrittenDocumentStore, folder: DataFolder, letter: Path, tmp_path: Path
) -> None:
    document = open_file(_READER, store, folder, letter).document
    before = letter.read_bytes()
    shutil.rmtree(folder.written_originals)
    with pytest.raises(DocumentError) as caught:
        save_file(_READER, store, folder, document, _OTHER, letter, may_replace=True)
    assert caught.value.code is ErrorCode.FILE_NOT_WRITTEN
    assert letter.read_bytes() == before
    save_file(_READER, store, folder, document, _OTHER, tmp_path / "elsewhere.txt", may_replace=True)
    assert b"Other words" in (tmp_path / "elsewhere.txt").read_bytes()


def _make_unwritable(folder: DataFolder) -> None:
    """Also for those who may write anywhere: a file stands where the folder has to be."""
    shutil.rmtree(folder.written_originals, ignore_errors=True)
    folder.written_originals.parent.mkdir(parents=True, exist_ok=True)
    folder.written_originals.write_bytes(b"")


def test_a_file_that_is_gone_is_not_changed(store: WrittenDocumentStore, folder: DataFolder, letter: Path) -> None:
    document = open_file(_READER, store, folder, letter).document
    letter.unlink()
    assert not is_changed_on_disk(document)


def test_only_originals_of_texts_that_are_gone_are_forgotten(
    store: WrittenDocumentStore, folder: DataFolder, letter: Path, tmp_path: Path
) -> None:
    forget_originals(folder, store)
    other = tmp_path / "other.txt"
    other.write_bytes(b"Other")
    kept = open_file(_READER, store, folder, letter).document
    gone = open_file(_READER, store, folder, other).document
    store.delete(gone.id)
    forget_originals(folder, store)
    assert len(list(folder.written_originals.iterdir())) == 2
    store.delete_for_good([gone.id])
    forget_originals(folder, store)
    assert [each.name for each in folder.written_originals.iterdir()] == [kept.id]


def test_an_original_that_cannot_be_deleted_stays_and_the_others_go(
    store: WrittenDocumentStore, folder: DataFolder
) -> None:
    for name in ("a", "c"):
        (folder.written_originals / name).mkdir(parents=True)
        (folder.written_originals / name / "letter.txt").touch()
    (folder.written_originals / "b" / "a folder").mkdir(parents=True)
    forget_originals(folder, store)
    assert [each.name for each in folder.written_originals.iterdir()] == ["b"]
