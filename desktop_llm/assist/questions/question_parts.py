"""Chooses what of long documents goes to the model along with a question in a chat: the passages that fit it best.

A document that is kept for questions stays so for the whole conversation: each later question brings the passages that
it needs and that the model does not have yet. Blocks for the engine, so it runs on a thread beside the window.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, ModelChangedError
from desktop_llm.assist.chat import Chat, Question
from desktop_llm.assist.context_budget import answer_reserve_tokens
from desktop_llm.assist.engines import Engines
from desktop_llm.assist.questions.attached_documents import document_of, own_texts
from desktop_llm.assist.questions.document_collections import FittingDocuments
from desktop_llm.assist.questions.document_excerpts import NumberedPassage, excerpt_of
from desktop_llm.assist.questions.fitting_passages import FoundPassages, Index, PassageFinder
from desktop_llm.assist.questions.question_material import fitting_passages, question_room
from desktop_llm.assist.questions.text_embedding import TextEmbedder, without_embedder
from desktop_llm.documents.document import Document
from desktop_llm.errors import DocumentError, ErrorCode, RequestFailedError
from desktop_llm.storage.records import Attachment, AttachmentUse, Message, ReadParts

_LEAST_TOKENS: Final = 400  # of parts; where a chat leaves less, it is too long
_SHORT_SHARE: Final = 8  # a text that takes less than this part of the context stays whole
_CHARACTERS_PER_TOKEN: Final = 3
_ASKED: Final = frozenset((AttachmentUse.KEPT, AttachmentUse.FOLDER))

FindInFolder = Callable[[str, str], FittingDocuments | None]
"""The documents of the folder with this path that fit a question; None if it is not known."""


def kept_for_questions(attachments: Sequence[Attachment], n_ctx_tokens: int) -> tuple[Attachment, ...]:
    """The long ones are kept, and only parts of them sent; all, if none is long by itself."""
    limit = n_ctx_tokens // _SHORT_SHARE * _CHARACTERS_PER_TOKEN
    is_any_long = any(len(item.text) > limit for item in attachments)
    return tuple(
        replace(item, use=AttachmentUse.KEPT) if _is_kept(item, limit if is_any_long else 0) else item
        for item in attachments
    )


def _is_kept(item: Attachment, limit: int) -> bool:
    return item.use is not AttachmentUse.FOLDER and len(item.text) > limit


def without_folders(_path: str, _question: str) -> FittingDocuments | None:
    """No folder is known."""
    return None


class _Held(Struct, frozen=True):
    """A document that questions are asked about, and the texts of its passages that the model has already.

    owner: the number of the attachment that brings it with this question, or -1. n_passages: those of the document, or
    of the folder that it is from.
    """

    document: Document
    sent_texts: tuple[str, ...] = ()
    owner: int = -1
    n_passages: int = 0


class QuestionParts:
    """Adds parts of kept documents to questions."""

    def __init__(
        self,
        chat: Chat,
        engines: Engines,
        index: Index | None,
        current_embedder: Callable[[], TextEmbedder | None] = without_embedder,
        find_in_folder: FindInFolder = without_folders,
    ) -> None:
        self._chat = chat
        self._engines = engines
        self._index = index
        self._current_embedder = current_embedder
        self._find_in_folder = find_in_folder

    def with_parts(self, question: Question) -> Question:
        """The question with what of its conversation's kept documents fits it; the same if there are none.

        Raises StorageError, ServerError, RequestFailedError, DocumentError.
        """
        earlier = self._chat.earlier_messages(question)
        bare = replace(question, attachments=own_texts(question.attachments))
        if not any(item.use in _ASKED for item in (*_attached(earlier), *bare.attachments)):
            return bare
        if not question.text.strip():
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        held = [*self._held_before(earlier, question.text), *self._held_now(bare)]
        finder = PassageFinder([each.document for each in held], self._index, self._current_embedder())
        found = finder.find(question.text)
        if not found.is_by_words and not any(each.owner >= 0 for each in held):
            return bare  # nothing new is asked of the documents
        numbers = [number for number in found.numbers if not _is_sent(finder, held, number)]
        chosen = self._fitting(finder, numbers, bare, earlier)
        return replace(bare, attachments=_attachments(bare.attachments, held, finder, sorted(chosen), found))

    def _held_before(self, earlier: Sequence[Message], question: str) -> Iterator[_Held]:
        """What earlier messages brought to be asked, each once."""
        sent = tuple(
            item.text
            for message in earlier
            if not message.is_left_out
            for item in message.attachments
            if item.use is AttachmentUse.EXCERPT
        )
        for item in dict.fromkeys(_attached(earlier)):
            if item.use is AttachmentUse.KEPT:
                yield _Held(document_of(item), sent)
        for path in dict.fromkeys(item.text for item in _attached(earlier) if item.use is AttachmentUse.FOLDER):
            fitting = self._find_in_folder(path, question)
            if fitting is not None and fitting.is_by_words:
                yield from (_Held(document, sent) for document in fitting.documents)

    def _held_now(self, question: Question) -> Iterator[_Held]:
        """Raises DocumentError for a folder that is no longer known or holds no document."""
        for owner, item in enumerate(question.attachments):
            if item.use is AttachmentUse.KEPT:
                yield _Held(document_of(item), owner=owner)
            elif item.use is AttachmentUse.FOLDER:
                fitting = self._find_in_folder(item.text, question.text)
                if fitting is None or not fitting.documents:
                    raise DocumentError(ErrorCode.DOCUMENT_EMPTY, path=item.text)
                for document in fitting.documents:
                    yield _Held(document, owner=owner, n_passages=fitting.n_passages)

    def _fitting(
        self, finder: PassageFinder, numbers: Sequence[int], bare: Question, earlier: Sequence[Message]
    ) -> Iterable[int]:
        while True:
            desk = AnswerDesk(self._engines.engine(bare.engine), may_estimate=True)
            try:
                room_tokens = self._room_tokens(desk, bare, earlier)
                return fitting_passages(finder.passages, numbers, desk.count_tokens, room_tokens)
            except ModelChangedError:
                continue  # it counts otherwise
            finally:
                desk.close()

    def _room_tokens(self, desk: AnswerDesk, bare: Question, earlier: Sequence[Message]) -> int:
        """What small models can read with care, if the conversation leaves that much."""
        model = desk.model()
        n_taken_tokens = desk.count_prompt(self._chat.prompt_of(bare, earlier))
        room = question_room(model, 0)
        left = room.whole_tokens + room.answer_tokens - answer_reserve_tokens(model.n_ctx_tokens) - n_taken_tokens
        return max(_LEAST_TOKENS, min(room.parts_tokens, left))


def _is_sent(finder: PassageFinder, held: Sequence[_Held], number: int) -> bool:
    document_index, chunk = finder.passages[number]
    return any(chunk.text in text for text in held[document_index].sent_texts)


def _attached(messages: Sequence[Message]) -> Iterator[Attachment]:
    for message in messages:
        yield from message.attachments


def _attachments(
    own: Sequence[Attachment],
    held: Sequence[_Held],
    finder: PassageFinder,
    numbers: Sequence[int],
    found: FoundPassages,
) -> tuple[Attachment, ...]:
    """The question's own, and behind them the parts; each that is asked says how much of it there is."""
    excerpts: list[Attachment] = []
    all_parts: dict[int, ReadParts] = {}
    first = 0
    for document_index, each in enumerate(held):
        n_all = sum(index == document_index for index, _ in finder.passages)
        chosen = [
            NumberedPassage(number - first, finder.passages[number][1])
            for number in numbers
            if first <= number < first + n_all
        ]
        first += n_all
        if chosen:
            parts = ReadParts(len(chosen), n_all, found.is_by_words)
            excerpts.append(excerpt_of(each.document, chosen, parts))
        is_of_folder = each.owner >= 0 and own[each.owner].use is AttachmentUse.FOLDER
        before = all_parts.get(each.owner, ReadParts(0, 0)).n_read
        n_read = before + len(chosen) if is_of_folder else 0
        all_parts[each.owner] = ReadParts(n_read, each.n_passages or n_all, found.is_by_words)
    asked = (
        replace(item, parts=all_parts.get(number)) if item.use in _ASKED else item for number, item in enumerate(own)
    )
    return (*asked, *excerpts)
