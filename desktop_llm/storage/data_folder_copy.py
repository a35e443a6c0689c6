"""Takes a user's data to another folder. Runs while no conversation is written: before the database is opened, or
after it was closed, with the data folder's lock held.
"""

import shutil
from contextlib import closing
from pathlib import Path

from desktop_llm.durable_files import sync_folder
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.storage_errors import storage_errors


def copy_data_folder(source: DataFolder, target: DataFolder) -> None:
    """Copy all that is the person's own. Caches, logs, models and secrets stay, as does the source.

    Raises StorageError: DATA_FOLDER_TAKEN if there are conversations at the target already, DATABASE_BROKEN if a
    copy does not prove whole, DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED. The target has then no
    conversations.
    """
    with storage_errors(target.root):
        if target.database.exists():
            raise StorageError(ErrorCode.DATA_FOLDER_TAKEN, path=str(target.root))
        target.root.mkdir(parents=True, exist_ok=True)
        for origin in _own_files(source):
            if origin.exists():
                shutil.copy2(origin, target.root / origin.name)
        for origin in (source.backups, source.pasted_texts, source.document_translations, source.written_originals):
            if origin.exists():
                shutil.copytree(origin, target.root / origin.name, dirs_exist_ok=True)
        # The conversations come last: with them the target counts as taken.
        for origin in (source.collections, source.translation_memory, source.database):
            if origin.exists():
                _copy_database(origin, target.root / origin.name)
        sync_folder(target.root)


def _own_files(folder: DataFolder) -> tuple[Path, ...]:
    return (
        folder.settings,
        folder.models,
        folder.downloads,
        folder.personal_dictionary,
        folder.writing_actions,
        folder.summary_session,
        folder.translation,
    )


def _copy_database(origin: Path, target: Path) -> None:
    """It gets its name last, so that half a copy is never taken for the conversations."""
    unfinished = target.with_name(f"{target.name}.copying")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(connect(origin)) as source, closing(connect(unfinished)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            verdict = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
        if verdict != "ok":
            raise StorageError(ErrorCode.DATABASE_BROKEN, path=str(origin), reason=verdict)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
