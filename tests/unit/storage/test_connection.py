import sqlite3
from pathlib import Path

import pytest

from desktop_llm.storage.connection import connect, user_version


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.sqlite3")
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    connection.close()


def test_foreign_keys_are_enforced() -> None:
    connection = connect(None)
    connection.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE children (parent_id INTEGER REFERENCES parents (id))")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO children VALUES (7)")
    connection.close()


def test_sql_can_segment_text() -> None:
    connection = connect(None)
    assert connection.execute("SELECT segmented('我们')").fetchone()[0] == "\x1f我\x1f\x1f们\x1f"
    connection.close()


def test_a_new_database_has_version_0() -> None:
    connection = connect(None)
    assert user_version(connection) == 0
    connection.close()
