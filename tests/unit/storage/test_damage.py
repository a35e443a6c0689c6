from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.connection import connect
from desktop_llm.storage.damage import examine_if_noted, forget_damage, note_damage

HALF_OF_THEM = 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "things.sqlite3"
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE things (name TEXT)")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        connection.execute("INSERT INTO words VALUES ('the harbour')")
        connection.executemany("INSERT INTO things VALUES (?)", [("mill " * 500,)] * 2 * HALF_OF_THEM)
    return path


def damage(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xff" * (len(data) - len(data) // 2))


def test_a_damaged_database_is_looked_at_only_where_that_is_noted(path: Path) -> None:
    damage(path)
    examine_if_noted(path)
    note_damage(path)
    for _ in range(2):
        with pytest.raises(StorageError) as caught:
            examine_if_noted(path)
        assert caught.value.code is ErrorCode.DATABASE_BROKEN
    forget_damage(path)
    examine_if_noted(path)


def test_a_search_index_is_built_anew_and_the_note_is_gone(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("UPDATE words_data SET block = x'ffffffff' WHERE id > 10")
    note_damage(path)
    examine_if_noted(path)
    with closing(connect(path)) as connection:
        assert len(connection.execute("SELECT text FROM words WHERE words MATCH 'harbour'").fetchall()) == 1
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_where_no_note_can_be_left_everything_goes_on(tmp_path: Path) -> None:
    note_damage(tmp_path / "gone" / "things.sqlite3")
