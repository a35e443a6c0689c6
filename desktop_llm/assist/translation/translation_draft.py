"""What stands in the Translate pane, kept over restarts: a file in the data folder. Any thread that may wait."""

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.assist.translation.translation_result import Translation
from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import StorageError

_log = logging.getLogger(__name__)


class TranslationChoices(Struct, frozen=True, kw_only=True):
    """What is chosen above the texts. source: a language code; empty: detected. glossary: a file; empty: none."""

    source: str = ""
    target: str = ""
    tone: Tone = Tone.NEUTRAL
    glossary: str = ""


class TranslationDraft(Struct, frozen=True, kw_only=True):
    """The text and what was made of its segments."""

    text: str = ""
    choices: TranslationChoices = TranslationChoices()
    language: str = ""
    translations: tuple[Translation, ...] = ()


def load_draft(path: Path) -> TranslationDraft:
    """An empty one where there is none, or none that can be used."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=TranslationDraft)
    except FileNotFoundError:
        return TranslationDraft()
    except (OSError, msgspec.DecodeError) as error:
        _log.warning("the text to translate was not found again: %s", type(error).__name__)
        return TranslationDraft()


def save_draft(path: Path, draft: TranslationDraft) -> None:
    """Raises StorageError (DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, msgspec.json.encode(draft), is_private=True)
    except OSError as error:
        raise StorageError(code_of_os_error(error), path=str(path), reason=error.strerror or str(error)) from error
