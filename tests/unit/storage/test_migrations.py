import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect, user_version
from desktop_llm.storage.migrations import N_BACKUPS_KEPT, bring_up_to_date
from desktop_llm.storage.schema import MIGRATIONS, Migration


def _statements(*statements: str) -> Migration:
    def migrate(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return migrate


_NOTES = _statements("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
_WITH_COLOUR = _statements("ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'white'")


@pytest.fixture
def historic(folder: DataFolder) -> DataFolder:
    """A database of version 1 as its program left it: in use, with its write-ahead log, never closed."""
    folder.root.mkdir()
    path = folder.database
    bring_up_to_date(path, folder.backups, [_NOTES])
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO notes (text) VALUES ('kept'), ('too')")
        for name in (path.name, f"{path.name}-wal"):
            shutil.copy(path.with_name(name), folder.root / f"copy-{name}")
    for name in (path.name, f"{path.name}-wal"):
        (folder.root / f"copy-{name}").replace(path.with_name(name))
    return folder


def _version(path: Path) -> int:
    with closing(connect(path)) as connection:
        return user_version(connection)


def _notes(path: Path) -> list[str]:
    with closing(connect(path)) as connection:
        return [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


def _leftovers(folder: DataFolder) -> list[str]:
    return [path.name for path in folder.root.iterdir() if "migrating" in path.name]


def _code_of(folder: DataFolder, *migrations: Migration) -> ErrorCode:
    with pytest.raises(StorageError) as caught:
        bring_up_to_date(folder.database, folder.backups, migrations)
    return caught.value.code


def test_a_missing_database_is_created_without_a_backup(folder: DataFolder) -> None:
    folder.root.mkdir()
    bring_up_to_date(folder.database, folder.backups)
    assert _version(folder.database) == len(MIGRATIONS)
    assert not folder.backups.exists()


def test_an_empty_file_is_a_missing_database(folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.database.touch()
    bring_up_to_date(folder.database, folder.backups)
    assert _version(folder.database) == len(MIGRATIONS)


def test_an_old_database_is_brought_up_to_date_with_all_it_holds(historic: DataFolder) -> None:
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    assert _version(historic.database) == 2
    assert _notes(historic.database) == ["kept", "too"]
    with closing(connect(historic.database)) as connection:
        assert connection.execute("SELECT DISTINCT colour FROM notes").fetchone()[0] == "white"
    assert _leftovers(historic) == []


def test_the_old_write_ahead_log_is_not_left_beside_the_new_database(historic: DataFolder) -> None:
    assert historic.database.with_name(f"{historic.database.name}-wal").stat().st_size > 0
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    assert not historic.database.with_name(f"{historic.database.name}-wal").exists()


def test_a_database_that_is_up_to_date_is_left_alone(historic: DataFolder) -> None:
    before = historic.database.read_bytes()
    bring_up_to_date(historic.database, historic.backups, [_NOTES])
    assert historic.database.read_bytes() == before
    assert not historic.backups.exists()


def test_the_database_as_it_was_is_kept_as_a_backup(historic: DataFolder) -> None:
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    (backup,) = historic.backups.iterdir()
    assert backup.name.endswith("-v1.sqlite3")
    assert _version(backup) == 1
    assert _notes(backup) == ["kept", "too"]


def test_the_last_five_backups_are_kept(historic: DataFolder) -> None:
    migrations: list[Migration] = [_NOTES]
    for number in range(N_BACKUPS_KEPT + 2):
        migrations.append(_statements(f"INSERT INTO notes (text) VALUES ('{number}')"))
        bring_up_to_date(historic.database, historic.backups, migrations)
    names = sorted(path.name for path in historic.backups.iterdir())
    assert [name.rpartition("-v")[2] for name in names] == [f"{number}.sqlite3" for number in range(3, 8)]


def test_half_a_backup_of_an_earlier_attempt_does_not_stay(historic: DataFolder) -> None:
    historic.backups.mkdir()
    for suffix in ("", "-journal"):
        (historic.backups / f"conversations-20260101-000000-000000-v1.sqlite3.new{suffix}").write_bytes(b"half")
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    (backup,) = historic.backups.iterdir()
    assert _notes(backup) == ["kept", "too"]


def test_after_the_clock_was_set_back_the_new_backup_stays(historic: DataFolder) -> None:
    historic.backups.mkdir()
    of_the_future = [f"conversations-2099010{number}-000000-000000-v1.sqlite3" for number in range(N_BACKUPS_KEPT)]
    for name in of_the_future:
        (historic.backups / name).touch()
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    names = {path.name for path in historic.backups.iterdir()}
    assert names >= set(of_the_future[1:])
    (new,) = names - set(of_the_future)
    assert _notes(historic.backups / new) == ["kept", "too"]


def test_a_newer_database_is_refused_and_not_touched(historic: DataFolder) -> None:
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    before = historic.database.read_bytes()
    with pytest.raises(StorageError) as caught:
        bring_up_to_date(historic.database, historic.backups, [_NOTES])
    assert caught.value.code is ErrorCode.DATABASE_NEWER
    assert (caught.value.facts["found"], caught.value.facts["supported"]) == (2, 1)
    assert historic.database.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(historic: DataFolder) -> None:
    half = _statements("DELETE FROM notes", "ALTER TABLE missing ADD COLUMN x")
    assert _code_of(historic, _NOTES, half) is ErrorCode.DATABASE_UPGRADE_FAILED
    assert _version(historic.database) == 1
    assert _notes(historic.database) == ["kept", "too"]
    assert _leftovers(historic) == []
    assert not historic.backups.exists()


def test_of_several_migrations_all_count_or_none(historic: DataFolder) -> None:
    failing = _statements("nonsense")
    assert _code_of(historic, _NOTES, _WITH_COLOUR, failing) is ErrorCode.DATABASE_UPGRADE_FAILED
    assert _version(historic.database) == 1


def test_a_migration_that_breaks_a_reference_is_refused(historic: DataFolder) -> None:
    orphan = _statements(
        "CREATE TABLE pages (note_id INTEGER REFERENCES notes (id))", "INSERT INTO pages (note_id) VALUES (99)"
    )
    assert _code_of(historic, _NOTES, orphan) is ErrorCode.DATABASE_BROKEN
    assert _version(historic.database) == 1


def test_a_migration_may_rebuild_a_table_that_others_refer_to(historic: DataFolder) -> None:
    pages = _statements(
        "CREATE TABLE pages (note_id INTEGER REFERENCES notes (id))", "INSERT INTO pages (note_id) SELECT id FROM notes"
    )
    rebuild = _statements(
        "CREATE TABLE new_notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        "INSERT INTO new_notes SELECT id, text FROM notes",
        "DROP TABLE notes",
        "ALTER TABLE new_notes RENAME TO notes",
    )
    bring_up_to_date(historic.database, historic.backups, [_NOTES, pages, rebuild])
    assert _notes(historic.database) == ["kept", "too"]


def test_a_disk_that_fills_up_during_a_migration_leaves_the_database_as_it_was(historic: DataFolder) -> None:
    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 4")
        connection.execute("UPDATE notes SET text = hex(zeroblob(100000))")

    assert _code_of(historic, _NOTES, fill) is ErrorCode.DISK_FULL
    assert _notes(historic.database) == ["kept", "too"]
    assert _leftovers(historic) == []


def test_what_an_interrupted_migration_left_behind_is_not_used(historic: DataFolder) -> None:
    historic.database.with_name(f"{historic.database.name}.migrating").write_bytes(b"half a copy")
    bring_up_to_date(historic.database, historic.backups, [_NOTES, _WITH_COLOUR])
    assert _notes(historic.database) == ["kept", "too"]


def test_a_database_that_another_program_has_open_is_not_replaced(historic: DataFolder) -> None:
    with closing(connect(historic.database)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM notes").fetchall()
        assert _code_of(historic, _NOTES, _WITH_COLOUR) is ErrorCode.DATA_FOLDER_FAILED
        other.execute("COMMIT")
    assert _version(historic.database) == 1


def test_a_file_that_is_no_database_is_broken(folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.database.write_bytes(b"not a database, though it is long enough for a header" * 20)
    assert _code_of(folder, _NOTES) is ErrorCode.DATABASE_BROKEN
