"""Finds where the sentences of a chat's answer come from in the documents that the model had, and keeps that with it.

Runs on a thread beside the window, once an answer is over: of a long document it takes a second.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.checks.sourced_text import Source
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.questions.attached_documents import document_of, is_code, sent_texts
from desktop_llm.assist.questions.document_excerpts import AGAIN
from desktop_llm.assist.questions.fitting_passages import Index, passage_chunks
from desktop_llm.assist.questions.job_embedder import JobEmbedder
from desktop_llm.assist.questions.near_passages import NearPassages
from desktop_llm.assist.questions.text_embedding import TextEmbedder, without_embedder
from desktop_llm.assist.summary.summary_items import ItemMaker
from desktop_llm.assist.summary.summary_result import SummaryItem
from desktop_llm.assist.summary.summary_sections import Section
from desktop_llm.assist.summary.summary_text import Draft, Layout, SummaryText
from desktop_llm.documents.document import Document
from desktop_llm.documents.language import language_of
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import (
    AnswerSources,
    Attachment,
    AttachmentUse,
    Doubt,
    Message,
    QuotedPassage,
    ReadDocument,
    ReadParts,
    SourcedSentence,
)

_MOST_SENTENCES: Final = 200
_SAYS_SOMETHING_KEYS: Final = 4  # "Sure, here it is." is no statement about a document
_AROUND_CHARACTERS: Final = 1500
MakeNear = Callable[[Sequence[Document], PassageShelf], NearPassages | None]
_CODE: Final = re.compile(r"^([`~]{3,}).*?(?:^\1[`~]*\s*$|\Z)", re.MULTILINE | re.DOTALL)


class _Sent(Struct, frozen=True):
    """A document that the model had."""

    message_id: str
    attachment_index: int
    attachment: Attachment
    document: Document


class ShownPassage(Struct, frozen=True, kw_only=True):
    """A passage, and the text before and behind it."""

    quoted: QuotedPassage
    before: str
    after: str


class ChatSources:
    """Looks for sources among the attachments of a conversation."""

    def __init__(
        self,
        store: ConversationStore,
        index: Index | None = None,
        current_embedder: Callable[[], TextEmbedder | None] = without_embedder,
    ) -> None:
        self._store = store
        self._index = index
        self._current_embedder = current_embedder

    def find(self, answer_id: str) -> Message | None:
        """The answer with its sources, which are kept now; None if it is not about documents. Raises StorageError."""
        answer = self._store.message(answer_id)
        path = [item.message for item in self._store.path(answer.conversation_id)]
        before = path[: next((index for index, each in enumerate(path) if each.id == answer_id), 0)]
        sent = list(_sent(before))
        if not sent or not answer.text.strip():
            return None
        sentences = tuple(islice(_sentences(answer.text, sent, self._near), _MOST_SENTENCES))
        is_asked_about = any(each.message_id == answer.parent_id for each in sent)
        if not is_asked_about and not any(sentence.passages for sentence in sentences):
            return None
        sources = AnswerSources(sentences=sentences, documents=tuple(_read_documents(before, sent)))
        return self._store.set_sources(answer_id, sources)

    def _near(self, documents: Sequence[Document], shelf: PassageShelf) -> NearPassages | None:
        embedder = self._current_embedder()
        return NearPassages(documents, shelf, self._index, JobEmbedder(embedder)) if embedder else None

    def passage(self, answer_id: str, sentence: int, number: int) -> ShownPassage | None:
        """Passage `number` of a sentence of the answer, with the text around it; None if it is gone.

        Raises StorageError.
        """
        sources = self._store.message(answer_id).sources
        if sources is None or sentence >= len(sources.sentences):
            return None
        passages = sources.sentences[sentence].passages
        if number >= len(passages):
            return None
        quoted = passages[number]
        attachments = self._store.message(quoted.message_id).attachments
        for item in _likely_texts(attachments, quoted):
            if shown := _shown(item, quoted):
                return shown
        return None


def _likely_texts(attachments: Sequence[Attachment], quoted: QuotedPassage) -> Iterator[Attachment]:
    """The whole document if it is there, else the parts of it that were sent."""
    yield from (item for item in attachments if item.name == quoted.document and item.use is AttachmentUse.KEPT)
    if quoted.attachment_index < len(attachments):
        yield attachments[quoted.attachment_index]


def _shown(item: Attachment, quoted: QuotedPassage) -> ShownPassage | None:
    block_id = quoted.block_id.partition(AGAIN)[0]
    begin = next((block.start for block in item.blocks if block.id == block_id), 0)
    start = item.text.find(quoted.quote, begin)
    if start < 0:
        return None
    end = start + len(quoted.quote)
    first = max(0, start - _AROUND_CHARACTERS)
    first = 0 if first == 0 else item.text.find(" ", first, start) + 1 or first
    last = min(len(item.text), end + _AROUND_CHARACTERS)
    last = last if last == len(item.text) else max(item.text.rfind(" ", end, last), end)
    return ShownPassage(
        quoted=quoted,
        before=("" if first == 0 else "… ") + item.text[first:start],
        after=item.text[end:last] + ("" if last == len(item.text) else " …"),
    )


def _sent(messages: Sequence[Message]) -> Iterator[_Sent]:
    for message in messages:
        going = () if message.is_left_out else sent_texts(message.attachments)
        for index, item in enumerate(message.attachments):
            if item in going and not (item.blocks and is_code(item)):
                yield _Sent(message.id, index, item, document_of(item))


def _read_documents(messages: Sequence[Message], sent: Sequence[_Sent]) -> Iterator[ReadDocument]:
    """What was read of each, all parts of a kept one together."""
    for each in sent:
        if each.attachment.use is AttachmentUse.WHOLE:
            yield ReadDocument(each.attachment.name)
    kept = [item for message in messages for item in message.attachments if item.use is AttachmentUse.KEPT]
    yield from _read_folders(messages, sent, {item.name for item in kept})
    for name in dict.fromkeys(item.name for item in kept):
        parts = [each.attachment.parts for each in sent if each.attachment.name == name and each.attachment.parts]
        n_all = sum(item.parts.n_all for item in kept if item.name == name and item.parts)
        n_read = min(n_all, sum(part.n_read for part in parts))
        yield ReadDocument(name, ReadParts(n_read, n_all, all(part.is_by_words for part in parts)))


def _read_folders(messages: Sequence[Message], sent: Sequence[_Sent], kept_names: set[str]) -> Iterator[ReadDocument]:
    """What was read of the documents of folders, all together."""
    folders = {
        item.text: item for message in messages for item in message.attachments if item.use is AttachmentUse.FOLDER
    }
    if folders:
        parts = [each.attachment.parts for each in sent if each.attachment.name not in kept_names]
        n_read = sum(part.n_read for part in parts if part)
        n_all = sum(item.parts.n_all for item in folders.values() if item.parts)
        is_by_words = all(part.is_by_words for part in parts if part)
        names = ", ".join(item.name for item in folders.values())
        yield ReadDocument(names, ReadParts(min(n_read, n_all), n_all, is_by_words))


def _sentences(text: str, sent: Sequence[_Sent], near: MakeNear) -> Iterator[SourcedSentence]:
    documents = [each.document for each in sent]
    sections = list(_sections(documents))
    shelf = PassageShelf(documents)
    finder = SourceFinder(documents, sections, shelf, near(documents, shelf))
    maker = ItemMaker(finder, FactChecker(documents), shelf)
    written_in = {document.language for document in documents if document.language}
    language = language_of(text).code or documents[0].language
    is_foreign = bool(language and written_in) and language not in written_in
    indexes = range(len(sections))
    for draft in _drafts(text, language):
        item = maker.item_in_other_words(draft, indexes) if is_foreign else maker.item(draft, indexes, language)
        if item.sources or len(word_keys(item.text)) >= _SAYS_SOMETHING_KEYS:
            yield _sentence(item, sent)


def _drafts(text: str, language: str) -> Iterator[Draft]:
    reader = SummaryText(Layout.PROSE, language)
    yield from reader.feed(_CODE.sub("", text))
    yield from reader.close(is_cut=False)


def _sections(documents: Sequence[Document]) -> Iterator[Section]:
    index = 0
    for document_index, document in enumerate(documents):
        for chunk in passage_chunks(document):
            yield Section(
                index=index,
                document_index=document_index,
                block_ids=chunk.block_ids,
                heading_path=chunk.heading_path,
                text=chunk.text,
                n_tokens=chunk.n_tokens,
            )
            index += 1


def _sentence(item: SummaryItem, sent: Sequence[_Sent]) -> SourcedSentence:
    return SourcedSentence(
        text=item.text,
        passages=tuple(_quoted(source, sent[source.document_index]) for source in item.sources),
        doubts=tuple(Doubt(check.kind, check.text) for check in item.checks),
    )


def _quoted(source: Source, sent: _Sent) -> QuotedPassage:
    return QuotedPassage(
        message_id=sent.message_id,
        attachment_index=sent.attachment_index,
        document=source.document,
        block_id=source.block_id,
        start=source.start,
        end=source.end,
        quote=source.quote,
        page=source.place.page,
        label=source.place.label,
    )
