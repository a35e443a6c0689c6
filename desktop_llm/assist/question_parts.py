"""Chooses what of long documents goes to the model along with a question in a chat: the passages that fit it best.

A document that is kept for questions stays so for the whole conversation: each later question brings the passages that
it needs and that the model does not have yet. Blocks for the engine, so it runs on a thread beside the window.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, ModelChangedError
from desktop_llm.assist.attached_documents import document_of, own_texts
from desktop_llm.assist.chat import Chat, Question
from desktop_llm.assist.context_budget import answer_reserve_tokens
from desktop_llm.assist.document_excerpts import NumberedPassage, excerpt_of
from desktop_llm.assist.engines import Engines
from desktop_llm.assist.fitting_passages import FoundPassages, Index, PassageFinder
from desktop_llm.assist.question_material import fitting_passages, question_room
from desktop_llm.assist.text_embedding import TextEmbedder, without_embedder
from desktop_llm.documents.document import Document
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.storage.records import Attachment, AttachmentUse, Message, ReadParts

_LEAST_TOKENS: Final = 400  # of parts; where a chat leaves less, it is too long
_SHORT_SHARE: Final = 8  # a text that takes less than this part of the context stays whole
_CHARACTERS_PER_TOKEN: Final = 3


def kept_for_questions(attachments: Sequence[Attachment], n_ctx_tokens: int) -> tuple[Attachment, ...]:
    """The long ones are kept, and only parts of them sent; all, if none is long by itself."""
    limit = n_ctx_tokens // _SHORT_SHARE * _CHARACTERS_PER_TOKEN
    is_any_long = any(len(item.text) > limit for item in attachments)
    return tuple(
        replace(item, use=AttachmentUse.KEPT) if len(item.text) > limit or not is_any_long else item
        for item in attachments
    )


class _Held(Struct, frozen=True):
    """A document that questions are asked about, and the texts of its passages that the model has already."""

    document: Document
    sent_texts: tuple[str, ...]
    is_new: bool


class QuestionParts:
    """Adds parts of kept documents to questions."""

    def __init__(
        self,
        chat: Chat,
        engines: Engines,
        index: Index | None,
        current_embedder: Callable[[], TextEmbedder | None] = without_embedder,
    ) -> None:
        self._chat = chat
        self._engines = engines
        self._index = index
        self._current_embedder = current_embedder

    def with_parts(self, question: Question) -> Question:
        """The question with what of its conversation's kept documents fits it; the same if there are none.

        Raises StorageError, ServerError, RequestFailedError.
        """
        earlier = self._chat.earlier_messages(question)
        bare = replace(question, attachments=own_texts(question.attachments))
        held = _held(earlier, bare)
        if not held:
            return bare
        if not question.text.strip():
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        finder = PassageFinder([each.document for each in held], self._index, self._current_embedder())
        found = finder.find(question.text)
        if not found.is_by_words and not any(each.is_new for each in held):
            return bare  # nothing new is asked of the documents
        numbers = [number for number in found.numbers if not _is_sent(finder, held, number)]
        chosen = self._fitting(finder, numbers, bare, earlier)
        return replace(bare, attachments=_attachments(bare.attachments, held, finder, sorted(chosen), found))

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


def _held(earlier: Sequence[Message], question: Question) -> list[_Held]:
    sent = [
        item.text
        for message in earlier
        if not message.is_left_out
        for item in message.attachments
        if item.use is AttachmentUse.EXCERPT
    ]
    old = [item for message in earlier for item in message.attachments if item.use is AttachmentUse.KEPT]
    new = [item for item in question.attachments if item.use is AttachmentUse.KEPT]
    held = [_Held(document_of(item), tuple(sent), is_new=False) for item in old]
    return held + [_Held(document_of(item), (), is_new=True) for item in new]


def _is_sent(finder: PassageFinder, held: Sequence[_Held], number: int) -> bool:
    document_index, chunk = finder.passages[number]
    return any(chunk.text in text for text in held[document_index].sent_texts)


def _attachments(
    own: Sequence[Attachment],
    held: Sequence[_Held],
    finder: PassageFinder,
    numbers: Sequence[int],
    found: FoundPassages,
) -> tuple[Attachment, ...]:
    """The question's own, and behind them the parts; each kept text says how many passages it has."""
    first, excerpts, n_passages = 0, list[Attachment](), list[int]()
    for document_index, each in enumerate(held):
        n_all = sum(index == document_index for index, _ in finder.passages)
        chosen = [
            NumberedPassage(number - first, finder.passages[number][1])
            for number in numbers
            if first <= number < first + n_all
        ]
        first += n_all
        n_passages.append(n_all)
        if chosen:
            parts = ReadParts(len(chosen), n_all, found.is_by_words)
            excerpts.append(excerpt_of(each.document, chosen, parts))
    counts = iter(n_passages[len(held) - sum(item.use is AttachmentUse.KEPT for item in own) :])
    kept = (replace(item, parts=ReadParts(0, next(counts))) if item.use is AttachmentUse.KEPT else item for item in own)
    return (*kept, *excerpts)
