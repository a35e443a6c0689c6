"""Writes the edits of texts to the store, in their order and without a gap. The bridge's background thread."""

from collections.abc import Callable
from functools import partial

from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.documents.rich_text import RichText
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import TextEdit, WrittenDocument


class TextJournal:
    def __init__(self, store: WrittenDocumentStore) -> None:
        self._store = store
        self._failures: dict[str, Exception] = {}
        """Why a text is another one in the store."""

    def add(self, document_id: str, edit: TextEdit, title: str) -> WrittenDocument:
        """Raises StorageError, and then again for every edit until the whole is saved.

        An edit that is given before anybody knows that the one before it failed was made in a text that the store
        does not have: put there, it would take the place of other paragraphs.
        """
        if (failure := self._failures.get(document_id)) is not None:
            raise failure
        return self._write(document_id, partial(self._store.journal, document_id, edit, title))

    def save(self, document_id: str, text: RichText) -> WrittenDocument:
        """The whole. Raises StorageError."""
        document = self._write(document_id, partial(self._store.save, document_id, written_text(text)))
        self._failures.pop(document_id, None)
        return document

    def _write(self, document_id: str, write: Callable[[], WrittenDocument]) -> WrittenDocument:
        try:
            return write()
        except Exception as error:
            self._failures[document_id] = error
            raise
