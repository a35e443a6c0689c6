"""A folder of documents in the terminal: read what changed since the last time, and take what fits a question."""

import signal
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from desktop_llm.assist.questions.document_collections import CollectionProgress, CollectionState, DocumentCollection
from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.cli.job_run import say
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import data_folder
from desktop_llm.cli.text import error_line
from desktop_llm.documents.document import Document
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.errors import DocumentError, ErrorCode, StorageError
from desktop_llm.storage.collection_store import (
    CollectionStore,
    collection_store_in_memory,
    open_collection_store,
)
from desktop_llm.storage.passage_index import passage_index_in_memory


def collected_documents(
    folder: Path, question: str, index: Index | None, embedder: TextEmbedder | None
) -> tuple[Document, ...]:
    """Those of the folder's documents that fit the question; what is left out and what could not be read is said.

    An interrupt ends reading, and the question goes to what is there. Raises DocumentError(DOCUMENT_EMPTY) for a folder
    without a document, StorageError.
    """
    with closing(_store()) as store, closing(DocumentReader()) as reader, ProgressLine() as line, _stop_wish() as stop:

        def show(progress: CollectionProgress) -> None:
            line.show(f"reading {progress.n_done + 1} of {progress.n_total}: {progress.path}")

        collection = DocumentCollection(store, index or passage_index_in_memory(), store.add(folder).id, embedder)
        state = collection.refresh(folder.resolve(), reader, show, stop)
        line.show("")
        fitting = collection.fitting(question)
    _say_state(folder, state)
    if not fitting.documents:
        raise DocumentError(ErrorCode.DOCUMENT_EMPTY, path=str(folder))
    if len(fitting.documents) < fitting.n_documents:
        which = "those that fit the question" if fitting.is_by_words else "the first, as no passage fits the question"
        say(f"{folder.name}: {len(fitting.documents)} of {fitting.n_documents} documents are used, {which}.")
    return fitting.documents


def _say_state(folder: Path, state: CollectionState) -> None:
    for file in state.failed:
        say(f"{folder.name}: {error_line(DocumentError(ErrorCode(file.failure), **file.facts))}")
    if state.is_paused:
        say(f"{folder.name}: reading it is paused in the window; {state.n_read} documents are there.")
    elif not state.is_complete:
        say(f"{folder.name}: reading was stopped; {state.n_read} documents are there.")
    if state.n_more:
        say(f"{folder.name}: {state.n_more} more files are beyond the limit and were not read.")


def _store() -> CollectionStore:
    try:
        return open_collection_store(data_folder())
    except StorageError as error:
        say(f"desktop-llm: {error_line(error)} Nothing is remembered for the next time.")
        return collection_store_in_memory()


@contextmanager
def _stop_wish() -> Generator[threading.Event]:
    """Set by an interrupt, which else would end the program."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    earlier = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, earlier)
