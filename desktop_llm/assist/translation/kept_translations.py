"""Translations of files that are looked over, kept over the end of the program: a file each in the data folder.

Any thread that may wait. What models wrote is in the translation memory as well; what people wrote and did not accept
yet is here only.
"""

import logging
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.documents.segments import EditableFile, Layout
from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import StorageError
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)

_SUFFIX: Final = ".translation"
_WORD_SUFFIX: Final = ".docx"


class KeptTranslation(Struct, frozen=True, kw_only=True):
    """A file that is being translated. path: the person's file; `file` is None until it was opened.

    choices are what is wished, made_with what the results were made with. results and edited are by the segments'
    places. output: where it was saved last. number: its place in the list.
    """

    key: str
    number: int
    path: str
    choices: TranslationChoices
    made_with: TranslationChoices | None = None
    layout: Layout = Layout.REPLACED
    file: EditableFile | None = None
    results: dict[int, SegmentResult] = {}
    edited: tuple[int, ...] = ()
    output: str = ""


def load_kept(folder: DataFolder) -> list[KeptTranslation]:
    """In the order of the list; what cannot be read is left out.

    Word files that came along when the data folder was moved are those of this folder.
    """
    found: list[KeptTranslation] = []
    try:
        paths = sorted(folder.document_translations.glob(f"*{_SUFFIX}"))
    except OSError as error:
        _log.warning("translations of files are not found again: %s", error)
        return []
    for path in paths:
        try:
            found.append(_at_home(folder, msgspec.msgpack.decode(path.read_bytes(), type=KeptTranslation)))
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("a translation of a file cannot be read: %s", type(error).__name__)
    return sorted(found, key=lambda kept: kept.number)


def _at_home(folder: DataFolder, kept: KeptTranslation) -> KeptTranslation:
    word = _word_place(folder, kept.key)
    if kept.file is None or Path(kept.file.path).name != word.name or not word.is_file():
        return kept
    return replace(kept, file=replace(kept.file, path=str(word)))


def save_kept(folder: DataFolder, kept: KeptTranslation) -> None:
    """Raises StorageError (DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED)."""
    path = _place(folder, kept.key)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, msgspec.msgpack.encode(kept), is_private=True)
    except OSError as error:
        raise _error(path, error) from error


def forget_kept(folder: DataFolder, key: str) -> None:
    """The translation and the Word file that was made for it. What cannot be deleted stays."""
    for path in (_place(folder, key), _word_place(folder, key)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("a translation of a file was not deleted: %s", error)


def keep_word_file(folder: DataFolder, key: str, data: bytes) -> Path:
    """What stands for a PDF. Raises StorageError."""
    path = _word_place(folder, key)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, data, is_private=True)
    except OSError as error:
        raise _error(path, error) from error
    return path


def _place(folder: DataFolder, key: str) -> Path:
    return folder.document_translations / f"{key}{_SUFFIX}"


def _word_place(folder: DataFolder, key: str) -> Path:
    return folder.document_translations / f"{key}{_WORD_SUFFIX}"


def _error(path: Path, error: OSError) -> StorageError:
    return StorageError(code_of_os_error(error), path=str(path), reason=error.strerror or str(error))
