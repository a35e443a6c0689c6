"""Texts of the Write pane in files: opened from them, saved into them, the opened file kept whole. Any thread."""

import hashlib
import logging
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct

from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.file_kinds import FileKind, kind_by_name
from desktop_llm.documents.rich_text import RichText, RichTextFile, Tracking
from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import DesktopLlmError, DocumentError, ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.storable_text import storable_text
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenDocument, WrittenFile

_log = logging.getLogger(__name__)

EDITABLE: Final = frozenset({FileKind.TEXT, FileKind.MARKDOWN, FileKind.HTML, FileKind.ODT, FileKind.DOCX})


class RichFileReader(Protocol):
    """`documents.reading.DocumentReader` is one."""

    def open_rich_text(self, path: Path) -> RichTextFile: ...

    def written_rich_text(
        self, original: RichTextFile, text: RichText, *, copy: Path | None = None, tracking: Tracking | None = None
    ) -> bytes: ...

    def written_new_file(self, path: Path, text: RichText) -> bytes: ...

    def close(self) -> None: ...


class OpenedFile(Struct, frozen=True):
    """A file as a text of the store. is_changed: it was a text already, and is another one on the disk by now."""

    document: WrittenDocument
    text: RichText | None
    warnings: tuple[DocumentWarning, ...] = ()
    is_changed: bool = False


class FileAgain(Struct, frozen=True):
    """The file of a text as it is now; `data` is all that is in it."""

    file: RichTextFile
    data: bytes


def is_editable(path: Path) -> bool:
    """By its name."""
    return kind_by_name(path.name) in EDITABLE


def open_file(reader: RichFileReader, store: WrittenDocumentStore, folder: DataFolder, path: Path) -> OpenedFile:
    """As a new text, or as the one that it is already; that one's text is in the store.

    Raises DocumentError, StorageError; there is no new text then, which would be saved without its original.
    """
    _require_storable_name(path)
    known = next((each for each in store.documents() if each.file_path == str(path)), None)
    if known is not None:
        return OpenedFile(known, None, is_changed=is_changed_on_disk(known))
    file = reader.open_rich_text(path)
    data = _whole(file)
    document = store.create(written_text(file.text), _written_file(file))
    try:
        _keep_original(folder, document.id, file.name, data)
    except DesktopLlmError:
        store.delete(document.id)
        store.delete_for_good([document.id])
        raise
    return OpenedFile(document, file.text, file.warnings)


def read_again(reader: RichFileReader, path: Path) -> FileAgain:
    """Nothing is changed by it. Raises DocumentError."""
    file = reader.open_rich_text(path)
    return FileAgain(file, _whole(file))


def take_again(store: WrittenDocumentStore, folder: DataFolder, document_id: str, again: FileAgain) -> OpenedFile:
    """The file as it is now becomes the text, and its original. Raises StorageError."""
    file = again.file
    _keep_original(folder, document_id, file.name, again.data)
    store.save(document_id, written_text(file.text))
    changed = store.set_file(document_id, _written_file(file))
    return OpenedFile(changed, file.text, file.warnings)


def save_file(
    reader: RichFileReader,
    store: WrittenDocumentStore,
    folder: DataFolder,
    document: WrittenDocument,
    text: RichText,
    path: Path,
    *,
    may_replace: bool,
) -> WrittenDocument:
    """Write the text into a file: in place of the one it came from if that is of this kind, else a new one.

    Raises DocumentError: DOCUMENT_CHANGED (another program wrote it meanwhile, and not may_replace), FILE_READ_ONLY,
    DISK_FULL, FILE_NAME_NOT_TEXT, FILE_NOT_WRITTEN (also where the kept original of this very file is gone) and so on;
    the file is then as it was.
    """
    _require_storable_name(path)
    if not may_replace and str(path) == document.file_path and is_changed_on_disk(document):
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=str(path))
    check_output(path)
    is_of_its_kind = bool(document.original_name) and document.original_media_type == kind_by_name(path.name)
    original = original_file(folder, document) if is_of_its_kind else None
    if original is not None:
        data = reader.written_rich_text(original, text, copy=Path(original.path))
    elif is_of_its_kind and str(path) == document.file_path:
        reason = "what the editor does not show of it would be lost: the copy that is kept of it is gone"
        raise DocumentError(ErrorCode.FILE_NOT_WRITTEN, path=str(path), reason=reason)
    else:
        data = reader.written_new_file(path, text)
    write_output(path, data)
    file = WrittenFile(
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        original_name=document.original_name,
        original_sha256=document.original_sha256,
        original_media_type=document.original_media_type,
    )
    return store.set_file(document.id, file)


def is_changed_on_disk(document: WrittenDocument) -> bool:
    """Since it was read or written here. A file that is gone, or cannot be read, is not changed."""
    try:
        return hashlib.sha256(Path(document.file_path).read_bytes()).hexdigest() != document.file_sha256
    except OSError:
        return False


def original_of(folder: DataFolder, document: WrittenDocument) -> Path | None:
    path = _original_path(folder, document.id, document.original_name)
    return path if document.original_name and path.is_file() else None


def original_file(folder: DataFolder, document: WrittenDocument) -> RichTextFile | None:
    """The file that a text came from, as it was then; None for one that was written here."""
    path = original_of(folder, document)
    if path is None:
        return None
    return RichTextFile(
        name=document.original_name,
        path=str(path),
        sha256=document.original_sha256,
        media_type=document.original_media_type,
    )


def forget_originals(folder: DataFolder, store: WrittenDocumentStore) -> None:
    """Of texts that were deleted for good. What cannot be deleted stays. Raises StorageError."""
    if not folder.written_originals.is_dir():
        return
    places = list(folder.written_originals.iterdir())
    known = {
        each.id for each in (*store.documents(), *store.trash())
    }  # read later: a text is there before its original
    for place in places:
        if place.name not in known:
            try:
                _delete_folder(place)
            except OSError as error:
                _log.warning("the original of a text was not deleted: %s", error)


def _delete_folder(place: Path) -> None:
    for file in place.iterdir():
        file.unlink(missing_ok=True)
    place.rmdir()


def _require_storable_name(path: Path) -> None:
    """Under another name, the file would not be known when it is opened again, and saved beside itself."""
    if storable_text(str(path)) != str(path):
        raise DocumentError(ErrorCode.FILE_NAME_NOT_TEXT, path=storable_text(str(path)))


def _written_file(file: RichTextFile) -> WrittenFile:
    return WrittenFile(
        path=file.path,
        sha256=file.sha256,
        original_name=file.name,
        original_sha256=file.sha256,
        original_media_type=file.media_type,
    )


def _original_path(folder: DataFolder, document_id: str, name: str) -> Path:
    return folder.written_originals / document_id / name


def _whole(file: RichTextFile) -> bytes:
    """As it was read."""
    try:
        data = Path(file.path).read_bytes()
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=file.path, reason=error.strerror or str(error)) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=file.path)
    return data


def _keep_original(folder: DataFolder, document_id: str, name: str, data: bytes) -> None:
    place = _original_path(folder, document_id, name)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, data, is_private=True)
    except OSError as error:
        raise StorageError(code_of_os_error(error), path=str(place), reason=error.strerror or str(error)) from error
