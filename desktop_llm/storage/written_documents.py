"""The texts of the Write pane on disk: the one class through which the program reads and changes them.

Any thread; every method is one transaction, on the disk when it returns. Unknown ids raise StorageError
(WRITTEN_TEXT_UNKNOWN); otherwise as `conversations`. What is typed is journaled paragraph by paragraph, so that a
second of typing costs a paragraph of writing, however long the text is.
"""

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage import compose_brief
from desktop_llm.storage.conversations import TRASH_DAYS, require_folder
from desktop_llm.storage.database import Database
from desktop_llm.storage.records import TitleSource
from desktop_llm.storage.rows import new_id
from desktop_llm.storage.search_text import MATCH_END, MATCH_START, is_one_letter, match_expression, unsegmented
from desktop_llm.storage.storable_text import storable_text
from desktop_llm.storage.written_records import (
    ComposeBrief,
    DocumentVersion,
    TextEdit,
    VersionReason,
    WrittenDocument,
    WrittenFile,
    WrittenHit,
    WrittenText,
)

N_VERSIONS_KEPT: Final = 50
"""Of those that nobody asked for."""
NO_FILE: Final = WrittenFile()
_DAY_S: Final = 24 * 60 * 60
_SNIPPET_TOKENS: Final = 24
_FIELDS: Final = ", ".join(WrittenDocument.__struct_fields__)
_pieces: Final = msgspec.json.Decoder(list[msgspec.Raw])

_HITS: Final = f"""
    SELECT {", ".join(f"documents.{field}" for field in WrittenDocument.__struct_fields__)},
        snippet(written_search, 1, ?, ?, '…', ?) AS snippet
    FROM written_search JOIN written_documents AS documents ON documents.seq = written_search.rowid
    WHERE written_search MATCH ? AND documents.deleted_at IS NULL
    ORDER BY bm25(written_search, 10.0, 1.0) LIMIT ?
"""  # noqa: S608  the names of our own columns


class WrittenDocumentStore:
    """`clock` tells seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    # Texts

    def create(self, written: WrittenText, file: WrittenFile = NO_FILE) -> WrittenDocument:
        document_id, now = new_id(), self._clock()
        statement = """
            INSERT INTO written_documents (
                id, title, title_source, created_at, updated_at, content, text, language, file_path, file_sha256,
                original_name, original_sha256, original_media_type
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
        values = (
            document_id,
            storable_text(written.title),
            TitleSource.FIRST_WORDS,
            now,
            now,
            _stored(written.content),
            storable_text(written.text),
            written.language,
            *_file_columns(file),
        )
        with self._database.writing() as connection:
            connection.execute(statement, values)
            return _document(connection, document_id)

    def document(self, document_id: str) -> WrittenDocument:
        with self._database.reading() as connection:
            return _document(connection, document_id)

    def documents(self) -> tuple[WrittenDocument, ...]:
        """Those not in the trash, the latest changed first."""
        return self._all("deleted_at IS NULL ORDER BY updated_at DESC, seq DESC")

    def content(self, document_id: str) -> bytes:
        """As WrittenText.content, with all that was journaled."""
        with self._database.reading() as connection:
            return _content(connection, document_id)

    def journal(self, document_id: str, edit: TextEdit, title: str) -> WrittenDocument:
        """Keep what was changed. `title` is given to a text that nobody has named."""
        with self._database.writing() as connection:
            seq = _seq(connection, document_id)
            connection.execute(
                "INSERT INTO written_edits (document_seq, first, n_removed, added) VALUES (?, ?, ?, ?)",
                (seq, edit.first, edit.n_removed, _stored(edit.added)),
            )
            connection.execute("UPDATE written_documents SET updated_at = ? WHERE seq = ?", (self._clock(), seq))
            _name(connection, document_id, title)
            return _document(connection, document_id)

    def save(self, document_id: str, written: WrittenText) -> WrittenDocument:
        """Keep the whole text; it is found by all its words now. The time of its last change stays."""
        with self._database.writing() as connection:
            seq = _seq(connection, document_id)
            connection.execute("DELETE FROM written_edits WHERE document_seq = ?", (seq,))
            connection.execute(
                "UPDATE written_documents SET content = ?, text = ?, language = ? WHERE seq = ?",
                (_stored(written.content), storable_text(written.text), written.language, seq),
            )
            _name(connection, document_id, written.title)
            return _document(connection, document_id)

    def unsaved_ids(self) -> tuple[str, ...]:
        """Texts of which something is only journaled: those that were open when a program was killed."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM written_documents WHERE seq IN (SELECT document_seq FROM written_edits)"
            ).fetchall()
        return tuple(str(row["id"]) for row in rows)

    def rename(self, document_id: str, title: str) -> WrittenDocument:
        """The person's own title; it is not changed by what is written any more."""
        with self._database.writing() as connection:
            _seq(connection, document_id)
            connection.execute(
                "UPDATE written_documents SET title = ?, title_source = ? WHERE id = ?",
                (storable_text(title), TitleSource.USER, document_id),
            )
            return _document(connection, document_id)

    def set_file(self, document_id: str, file: WrittenFile) -> WrittenDocument:
        """A file is that of one text: of another one that had it, it is no more."""
        with self._database.writing() as connection:
            _seq(connection, document_id)
            if file.path:
                connection.execute(
                    "UPDATE written_documents SET file_path = '', file_sha256 = '' WHERE file_path = ? AND id != ?",
                    (storable_text(file.path), document_id),
                )
            connection.execute(
                """
                UPDATE written_documents SET
                    file_path = ?, file_sha256 = ?, original_name = ?, original_sha256 = ?, original_media_type = ?
                WHERE id = ?
                """,
                (*_file_columns(file), document_id),
            )
            return _document(connection, document_id)

    def set_pinned(self, document_id: str, *, is_pinned: bool) -> None:
        self._update("is_pinned", is_pinned, document_id)

    def move_to_folder(self, document_id: str, folder_id: str | None) -> None:
        """Folders are those of the conversations. Raises StorageError(CONVERSATION_UNKNOWN) for one that is gone."""
        with self._database.writing() as connection:
            if folder_id is not None:
                require_folder(connection, folder_id)
            seq = _seq(connection, document_id)
            connection.execute("UPDATE written_documents SET folder_id = ? WHERE seq = ?", (folder_id, seq))

    def search(self, typed: str, limit: int = 50) -> tuple[WrittenHit, ...]:
        """Texts whose title and words have, each, one that begins with a typed one; a title counts ten times as much.

        A single letter is looked for in titles only. What is in the trash is not found.
        """
        if not (expression := match_expression(storable_text(typed))):
            return ()
        if is_one_letter(typed):
            expression = f"title : ({expression})"
        with self._database.reading() as connection:
            rows = connection.execute(_HITS, (MATCH_START, MATCH_END, _SNIPPET_TOKENS, expression, limit)).fetchall()
        return tuple(WrittenHit(_from_row(row), unsegmented(row["snippet"])) for row in rows)

    # Trash

    def delete(self, document_id: str) -> None:
        """Put into the trash, from where it can be restored for TRASH_DAYS."""
        self._update("deleted_at", self._clock(), document_id)

    def restore(self, document_id: str) -> None:
        """Without its file, if that is the one of another text by now."""
        with self._database.writing() as connection:
            seq = _seq(connection, document_id)
            connection.execute(
                """
                UPDATE written_documents SET file_path = '', file_sha256 = '' WHERE seq = ?1 AND EXISTS (
                    SELECT 1 FROM written_documents AS others
                    WHERE others.seq != ?1 AND others.deleted_at IS NULL
                        AND others.file_path != '' AND others.file_path = written_documents.file_path
                )
                """,
                (seq,),
            )
            connection.execute("UPDATE written_documents SET deleted_at = NULL WHERE seq = ?", (seq,))

    def trash(self) -> tuple[WrittenDocument, ...]:
        """The latest deleted first."""
        return self._all("deleted_at IS NOT NULL ORDER BY deleted_at DESC, seq DESC")

    def delete_for_good(self, document_ids: Iterable[str]) -> int:
        """Delete for ever those that are in the trash; others stay. Returns how many that were."""
        statement = "DELETE FROM written_documents WHERE id = ? AND deleted_at IS NOT NULL"
        with self._database.writing() as connection:
            return connection.executemany(statement, [(item,) for item in document_ids]).rowcount

    def purge_trash(self) -> int:
        """Delete for ever what has been in the trash for more than TRASH_DAYS. Returns how many that were."""
        before = self._clock() - TRASH_DAYS * _DAY_S
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM written_documents WHERE deleted_at < ?", (before,)).rowcount

    # Versions

    def keep_version(self, document_id: str, content: bytes, n_words: int, reason: VersionReason) -> bool:
        """Keep a state as it is now, unless the latest version is the same. Returns whether it was kept.

        Of those that nobody asked for, the oldest go.
        """
        packed = zlib.compress(content)
        with self._database.writing() as connection:
            seq = _seq(connection, document_id)
            if packed == _latest_version(connection, seq):
                return False
            connection.execute(
                """
                INSERT INTO written_versions (id, document_seq, created_at, reason, n_words, content)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                (new_id(), seq, self._clock(), reason, n_words, packed),
            )
            _drop_old_versions(connection, seq)
        return True

    def versions(self, document_id: str) -> tuple[DocumentVersion, ...]:
        """The latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT id, created_at, reason, n_words FROM written_versions WHERE document_seq = ? ORDER BY seq DESC
                """,
                (_seq(connection, document_id),),
            ).fetchall()
        return tuple(msgspec.convert(dict(row), DocumentVersion) for row in rows)

    def version_content(self, version_id: str) -> bytes:
        """As WrittenText.content."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT content FROM written_versions WHERE id = ?", (version_id,)).fetchone()
        if row is None:
            raise StorageError(ErrorCode.WRITTEN_TEXT_UNKNOWN, id=version_id)
        return zlib.decompress(row["content"])

    # The form of a text that is to be composed

    def compose_brief(self) -> ComposeBrief:
        """As it was filled in last; an empty one where a text was made from it, or nothing is written in it."""
        with self._database.reading() as connection:
            return compose_brief.brief(connection)

    def keep_compose_brief(self, brief: ComposeBrief) -> None:
        """Instead of the one before. One in which nothing is written is not kept."""
        with self._database.writing() as connection:
            compose_brief.keep(connection, brief)

    def _all(self, condition: str) -> tuple[WrittenDocument, ...]:
        statement = f"SELECT {_FIELDS} FROM written_documents WHERE {condition}"  # noqa: S608  conditions of ours
        with self._database.reading() as connection:
            return tuple(map(_from_row, connection.execute(statement).fetchall()))

    def _update(self, column: str, value: str | float | None, document_id: str) -> None:
        statement = f"UPDATE written_documents SET {column} = ? WHERE id = ?"  # noqa: S608  columns of ours
        with self._database.writing() as connection:
            if connection.execute(statement, (value, document_id)).rowcount == 0:
                raise StorageError(ErrorCode.WRITTEN_TEXT_UNKNOWN, id=document_id)


def _from_row(row: sqlite3.Row) -> WrittenDocument:
    try:
        return msgspec.convert(dict(row), WrittenDocument, strict=False)
    except msgspec.ValidationError as error:
        path = f"written_documents/{row['id']}"
        raise StorageError(ErrorCode.DATABASE_BROKEN, path=path, reason=str(error)) from error


def _seq(connection: sqlite3.Connection, document_id: str) -> int:
    row = connection.execute("SELECT seq FROM written_documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise StorageError(ErrorCode.WRITTEN_TEXT_UNKNOWN, id=document_id)
    return int(row["seq"])


def _document(connection: sqlite3.Connection, document_id: str) -> WrittenDocument:
    statement = f"SELECT {_FIELDS} FROM written_documents WHERE id = ?"  # noqa: S608  the names of our own columns
    row = connection.execute(statement, (document_id,)).fetchone()
    if row is None:
        raise StorageError(ErrorCode.WRITTEN_TEXT_UNKNOWN, id=document_id)
    return _from_row(row)


def _content(connection: sqlite3.Connection, document_id: str) -> bytes:
    seq = _seq(connection, document_id)
    (stored,) = connection.execute("SELECT content FROM written_documents WHERE seq = ?", (seq,)).fetchone()
    edits = connection.execute(
        "SELECT first, n_removed, added FROM written_edits WHERE document_seq = ? ORDER BY seq", (seq,)
    ).fetchall()
    if not edits:
        return stored.encode()
    pieces = _pieces.decode(stored)
    for edit in edits:
        pieces[edit["first"] : edit["first"] + edit["n_removed"]] = _pieces.decode(edit["added"])
    return msgspec.json.encode(pieces)


def _name(connection: sqlite3.Connection, document_id: str, title: str) -> None:
    """A title that is the same is not written: the index of titles would be made anew."""
    connection.execute(
        "UPDATE written_documents SET title = ?1 WHERE id = ?2 AND title_source = ?3 AND title != ?1",
        (storable_text(title), document_id, TitleSource.FIRST_WORDS),
    )


def _file_columns(file: WrittenFile) -> tuple[str, str, str, str, str]:
    """A path may hold letters that are none."""
    path, name = storable_text(file.path), storable_text(file.original_name)
    return path, file.sha256, name, file.original_sha256, file.original_media_type


def _stored(content: bytes) -> str:
    return storable_text(content.decode())


def _latest_version(connection: sqlite3.Connection, seq: int) -> bytes | None:
    row = connection.execute(
        "SELECT content FROM written_versions WHERE document_seq = ? ORDER BY seq DESC LIMIT 1", (seq,)
    ).fetchone()
    return None if row is None else row["content"]


def _drop_old_versions(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute(
        """
        DELETE FROM written_versions WHERE seq IN (
            SELECT seq FROM written_versions WHERE document_seq = ?1 AND reason != ?2
            ORDER BY seq DESC LIMIT -1 OFFSET ?3
        )
        """,
        (seq, VersionReason.WISHED, N_VERSIONS_KEPT),
    )
