import sqlite3
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from desktop_llm.errors import StorageError
from desktop_llm.storage.cache_file import cache_in_memory, open_cache


def create(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS things (name TEXT)")


def raising_damage(is_damaged: bool) -> AbstractContextManager[object]:
    return pytest.raises(StorageError, match="database_broken") if is_damaged else nullcontext()


def test_what_is_kept_is_there_for_another_program_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cache.sqlite3"
    one, other = open_cache(path, create), open_cache(path, create)
    with one.writing() as connection:
        connection.execute("INSERT INTO things VALUES ('mill')")
    with other.reading() as connection:
        assert [row["name"] for row in connection.execute("SELECT name FROM things")] == ["mill"]
    one.close()
    other.close()
    again = open_cache(path, create)
    with again.reading() as connection:
        assert len(connection.execute("SELECT name FROM things").fetchall()) == 1
    again.close()


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite3"
    path.write_bytes(b"no database at all" * 500)
    database = open_cache(path, create)
    with database.reading() as connection:
        assert connection.execute("SELECT name FROM things").fetchall() == []
    database.close()


@pytest.mark.logs_errors
@pytest.mark.parametrize("keeps_damaged", [False, True])
def test_one_that_is_found_damaged_in_use_is_replaced_when_it_is_opened_again(
    tmp_path: Path, *, keeps_damaged: bool
) -> None:
    path = tmp_path / "cache.sqlite3"
    database = open_cache(path, create, keeps_damaged=keeps_damaged)
    with database.writing() as connection:
        connection.executemany("INSERT INTO things VALUES (?)", [("mill " * 500,)] * 50)
    database.close()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xff" * (len(data) - len(data) // 2))
    for is_damaged in (True, False):
        database = open_cache(path, create, keeps_damaged=keeps_damaged)
        with raising_damage(is_damaged), database.reading() as connection:
            assert connection.execute("SELECT name FROM things").fetchall() == []
        database.close()
    assert len(list(tmp_path.glob("*broken*"))) == keeps_damaged
    assert list(tmp_path.glob("*.suspect")) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_storage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageError):
        open_cache(tmp_path / "file" / "cache.sqlite3", create)


def test_one_in_memory_has_its_tables() -> None:
    database = cache_in_memory(create)
    with database.reading() as connection:
        assert connection.execute("SELECT name FROM things").fetchall() == []
    database.close()
