"""Opens files that are translated and writes the translated ones, beside the window; keeps what is looked over.

GUI thread; reading is a child process's, disks are a side thread's.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.assist.translation.kept_translations import (
    KeptTranslation,
    forget_kept,
    keep_word_file,
    load_kept,
    save_kept,
)
from desktop_llm.assist.translation.pdf_as_word import pdf_as_word
from desktop_llm.documents.document import Unread
from desktop_llm.documents.segments import EditableFile, Layout, SegmentTarget
from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.summary.document_shelf import FileReader
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument, document_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads

PDF_SUFFIX: Final = ".pdf"


class EditingReader(FileReader, Protocol):
    """`documents.reading.DocumentReader` is one."""

    def open_for_editing(self, path: Path) -> EditableFile: ...

    def written_translation(
        self, file: EditableFile, targets: Sequence[SegmentTarget], language: str, *, layout: Layout
    ) -> bytes: ...


class OpenedFile(Struct, frozen=True):
    """unread: what of a PDF could not be read."""

    file: EditableFile
    unread: tuple[Unread, ...] = ()


class SaveWish(Struct, frozen=True, kw_only=True):
    """source: the person's file, which is replaced only if may_replace_source."""

    path: Path
    source: Path
    file: EditableFile
    targets: tuple[SegmentTarget, ...]
    language: str
    layout: Layout
    may_replace_source: bool = False


OnError = Callable[[DesktopLlmError], None]


class DocumentFiles:
    def __init__(self, folder: DataFolder, make_reader: Callable[[], EditingReader], bridge: EventBridge) -> None:
        """A reader is made for the first file."""
        self._folder = folder
        self._make_reader = make_reader
        self._reader: EditingReader | None = None
        self._n_saving = 0
        self._threads = SideThreads(bridge, "translated-files")
        self._keeping = SideThreads(bridge, "kept-translations")

    def open(
        self, key: str, path: Path, on_opened: Callable[[OpenedFile], None], on_error: OnError, password: str = ""
    ) -> None:
        self._threads.run(partial(_opened, self._folder, self._a_reader(), key, path, password), on_opened, on_error)

    def save(self, wish: SaveWish, on_saved: Callable[[Path], None], on_error: OnError) -> None:
        self._n_saving += 1
        work, saved = partial(_saved, self._a_reader(), wish), partial(self._on_saved, on_saved)
        self._threads.run(work, saved, partial(self._on_not_saved, on_error))

    def load_kept(self, on_loaded: Callable[[list[TranslatedDocument]], None], on_error: OnError) -> None:
        self._keeping.run(partial(_kept_documents, self._folder), on_loaded, on_error)

    def keep(self, kept: KeptTranslation, on_error: OnError) -> None:
        self._keeping.run(partial(save_kept, self._folder, kept), None, on_error)

    def forget(self, key: str, on_error: OnError) -> None:
        self._keeping.run(partial(forget_kept, self._folder, key), None, on_error)

    def stop(self, kept: Sequence[KeptTranslation]) -> None:
        """Keeps these and what else was to be kept, and ends the reading process.

        Blocks for a second at most where a disk is not slow, and longer only for a file that the person wanted saved.
        """
        if self._n_saving:
            self._threads.finish()
        if self._reader is not None:
            self._reader.close()
        self._threads.stop()
        for each in kept:
            self._keeping.run(partial(save_kept, self._folder, each))
        self._keeping.finish()

    def _on_saved(self, on_saved: Callable[[Path], None], path: Path) -> None:
        self._n_saving -= 1
        on_saved(path)

    def _on_not_saved(self, on_error: OnError, error: DesktopLlmError) -> None:
        self._n_saving -= 1
        on_error(error)

    def _a_reader(self) -> EditingReader:
        self._reader = self._reader or self._make_reader()
        return self._reader


def _kept_documents(folder: DataFolder) -> list[TranslatedDocument]:
    """Made here: a document of thousands of segments takes a moment."""
    return [document_of(kept) for kept in load_kept(folder)]


def _opened(folder: DataFolder, reader: EditingReader, key: str, path: Path, password: str) -> OpenedFile:
    """A PDF becomes a Word file. Raises DocumentError, StorageError."""
    if path.suffix.lower() != PDF_SUFFIX:
        return OpenedFile(reader.open_for_editing(path))
    document = reader.read(path, password=password)
    word = keep_word_file(folder, key, pdf_as_word(document))
    file = reader.open_for_editing(word)
    return OpenedFile(replace(file, name=path.name, language=document.language or file.language), document.unread)


def _saved(reader: EditingReader, wish: SaveWish) -> Path:
    """Raises DocumentError."""
    check_output(wish.path, None if wish.may_replace_source else wish.source)
    data = reader.written_translation(wish.file, wish.targets, wish.language, layout=wish.layout)
    write_output(wish.path, data)
    return wish.path
