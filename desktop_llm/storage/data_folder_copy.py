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
    """Copy conversations, backups, settings, the person's words and actions, the lists of models and of downloads. All
    else stays, as does the source.

    Raises StorageError: DATA_FOLDER_TAKEN if there are conversations at the target already, DATABASE_BROKEN if the
    copy does not prove whole, DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED. The target has then no database.
    """
    with storage_errors(target.root):
        if target.database.exists():
            raise StorageError(ErrorCode.DATA_FOLDER_TAKEN, path=str(target.root))
        target.root.mkdir(parents=True, exist_ok=True)
        lists = ((source.models, target.models), (source.downloads, target.downloads))
        own = (
            (source.personal_dictionary, target.personal_dictionary),
            (source.writing_actions, target.writing_actions),
        )
        for origin, copy in ((source.settings, target.settings), *own, *lists):
            if origin.exists():
                shutil.copy2(origin, copy)
        if source.backups.exists():
            shutil.copytree(source.backups, target.backups, dirs_exist_ok=True)
        if source.database.exists():
            _copy_database(source.database, target.database)
        sync_folder(target.root)


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
