"""What is known of a folder of documents, in words. GUI thread."""

from typing import Final

from desktop_llm.assist.questions.document_collections import CollectionState
from desktop_llm.errors import ErrorCode
from desktop_llm.storage.collection_store import Collection
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.prompt.prompt_draft import FolderChoice

_MOST_NAMED: Final = 8


def folder_choice(collection: Collection) -> FolderChoice:
    """For the list of known folders."""
    parts = [collection.name, _documents_text(collection.n_read)]
    if collection.is_paused:
        parts.append(_paused_text())
    return FolderChoice(collection.path, " · ".join(parts), is_paused=collection.is_paused)


def folder_text(state: CollectionState) -> str:
    """For a chip: 500 documents, 3 not read, paused."""
    parts = [_documents_text(state.n_read)]
    if state.failed:
        not_read = translate("FolderWords", "{count} not read").format(count=number_text(len(state.failed)))
        parts.append(not_read)
    if state.is_paused:
        parts.append(_paused_text())
    return " · ".join(parts)


def folder_sentences(state: CollectionState) -> tuple[str, ...]:
    """The files that could not be read, and why."""
    known = {code.value for code in ErrorCode}
    sentences = [
        error_text(ErrorCode(file.failure), file.facts).sentence
        for file in state.failed[:_MOST_NAMED]
        if file.failure in known
    ]
    if (n_more := len(state.failed) - _MOST_NAMED) > 0:
        sentences.append(translate("FolderWords", "And {count} more.").format(count=number_text(n_more)))
    if state.n_more:
        beyond = translate("FolderWords", "{count} files are beyond the limit and were not read.")
        sentences.append(beyond.format(count=number_text(state.n_more)))
    if state.is_paused:
        paused = translate("FolderWords", "Reading this folder is paused. What is new in it since then is not known.")
        sentences.append(paused)
    return tuple(sentences)


def _paused_text() -> str:
    return translate("FolderWords", "paused")


def _documents_text(count: int) -> str:
    one = translate("FolderWords", "1 document")
    return one if count == 1 else translate("FolderWords", "{count} documents").format(count=number_text(count))
