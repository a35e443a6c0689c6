"""What stands on the Summarize pane, kept over the end of the program: documents, choices, the summary so far.

Any thread; each function may wait for the disk.
"""

import logging
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.summary.summary_request import SummaryChoices
from desktop_llm.assist.summary.summary_result import Summary
from desktop_llm.durable_files import code_of_os_error, replace_file, set_aside
from desktop_llm.errors import StorageError
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)

_NAME_CHARACTERS: Final = 40
_NOT_IN_NAMES: Final = re.compile(r"[^\w ,;'()-]+")


class SummarizedFile(Struct, frozen=True):
    """A document of the summary, as it was when it was summarized."""

    path: str
    sha256: str = ""


class KeptSection(Struct, frozen=True):
    """A piece that was to be read: how it is called, where it begins, and whether it was read."""

    name: str
    document_index: int
    block_id: str
    is_read: bool = False


class KeptSummary(Struct, frozen=True, kw_only=True):
    """A summary with what it was asked for, and of whom. The sources in it count `files`. is_whole: its job came to
    its end.
    """

    choices: SummaryChoices
    files: tuple[SummarizedFile, ...]
    summary: Summary
    sections: tuple[KeptSection, ...] = ()
    is_whole: bool = False
    model_name: str = ""


class SummarySession(Struct, frozen=True, kw_only=True):
    """`paths` are the files on the list, in order."""

    paths: tuple[str, ...] = ()
    choices: SummaryChoices = SummaryChoices()
    kept: KeptSummary | None = None


def load_session(folder: DataFolder) -> SummarySession:
    """As it was left. One that cannot be read is set aside, and all pasted texts are listed: they are nowhere else.

    Pasted texts that came along when the data folder was moved are those of this folder.
    """
    try:
        session = msgspec.json.decode(folder.summary_session.read_bytes(), type=SummarySession)
        return _at_home(folder, session)
    except FileNotFoundError:
        return SummarySession()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        _log.warning("what was summarized last cannot be read: %s", error)
        return SummarySession(paths=_rescued(folder))


def save_session(folder: DataFolder, session: SummarySession) -> None:
    """Raises OSError."""
    replace_file(folder.summary_session, msgspec.json.encode(session), is_private=True)


def _rescued(folder: DataFolder) -> tuple[str, ...]:
    """All pasted texts. Whoever looks for the rest finds it beside the session's place."""
    try:
        set_aside(folder.summary_session)
    except OSError as error:
        _log.warning("it could not be set aside: %s", error)
    with suppress(FileNotFoundError):
        return tuple(sorted(map(str, folder.pasted_texts.iterdir())))
    return ()


def _at_home(folder: DataFolder, session: SummarySession) -> SummarySession:
    kept = session.kept
    if kept is not None:
        files = tuple(replace(file, path=_path_at_home(folder, file.path)) for file in kept.files)
        kept = replace(kept, files=files)
    return replace(session, paths=tuple(_path_at_home(folder, path) for path in session.paths), kept=kept)


def _path_at_home(folder: DataFolder, path: str) -> str:
    moved = folder.pasted_texts / Path(path).name
    is_pasted = Path(path).parent.name == folder.pasted_texts.name
    return str(moved) if is_pasted and moved.is_file() else path


def keep_pasted_text(folder: DataFolder, text: str) -> Path:
    """A file with the text, named by how it begins, so that it can be read as every other. Raises StorageError."""
    try:
        return _written_text(folder, text)
    except OSError as error:
        raise StorageError(code_of_os_error(error), path=str(folder.pasted_texts), reason=str(error)) from error


def _written_text(folder: DataFolder, text: str) -> Path:
    folder.pasted_texts.mkdir(mode=0o700, parents=True, exist_ok=True)
    first_line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    stem = " ".join(_NOT_IN_NAMES.sub(" ", first_line).split())[:_NAME_CHARACTERS].strip() or "text"
    path, number = folder.pasted_texts / f"{stem}.txt", 1
    while path.exists():
        number += 1
        path = folder.pasted_texts / f"{stem} {number}.txt"
    replace_file(path, text.encode("utf-8", "replace"), is_private=True)
    return path


def forget_pasted_texts(folder: DataFolder, kept: Iterable[str]) -> None:
    """Delete those that are not on the list any more. What cannot be deleted stays."""
    wanted = set(kept)
    try:
        for path in folder.pasted_texts.iterdir():
            if str(path) not in wanted:
                path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        _log.warning("a pasted text was not deleted: %s", error)
