"""What of the documents a model reads to answer a question: all where it fits, else the parts that fit it best.

A job's thread: the engine counts the tokens.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from desktop_llm.assist.fenced_text import plain_name
from desktop_llm.assist.questions.fitting_passages import PassageFinder
from desktop_llm.assist.summary.summary_sections import Section
from desktop_llm.documents.chunks import Chunk, TokenCounter
from desktop_llm.documents.document import Document
from desktop_llm.engine.messages import ModelDescription

_USUAL_CONTEXT_TOKENS: Final = 4096  # of a server that does not tell
_SMALL_PARAMETERS: Final = 1_500_000_000
_INSTRUCTION_TOKENS: Final = 260  # the prompts of this program and what a chat template adds
_DOCUMENT_TOKENS: Final = 40  # a document's marks and its name
_MAX_ANSWER_TOKENS: Final = 800
_PARTS_TOKENS: Final = 4000
_PARTS_TOKENS_OF_SMALL: Final = 1500  # small models overlook what stands in the middle of a long text
_MOST_CHARACTERS_PER_TOKEN: Final = 16
GAP: Final = "[…]"


class QuestionRoom(Struct, frozen=True, kw_only=True):
    """Limits in tokens: documents that are read whole, parts of longer ones, the answer."""

    whole_tokens: int
    parts_tokens: int
    answer_tokens: int


class Material(Struct, frozen=True, kw_only=True):
    """What is read. texts: names and texts as the prompt has them. is_by_words: see FoundPassages."""

    sections: tuple[Section, ...]
    texts: tuple[tuple[str, str], ...]
    is_whole: bool
    is_by_words: bool
    n_passages: int


def question_room(model: ModelDescription, n_question_tokens: int) -> QuestionRoom:
    n_ctx_tokens = model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS
    answer_tokens = min(_MAX_ANSWER_TOKENS, n_ctx_tokens // 4)
    whole_tokens = max(0, n_ctx_tokens - answer_tokens - _INSTRUCTION_TOKENS - n_question_tokens)
    is_small = 0 < model.n_parameters < _SMALL_PARAMETERS
    parts_tokens = min(whole_tokens, _PARTS_TOKENS_OF_SMALL if is_small else _PARTS_TOKENS)
    return QuestionRoom(whole_tokens=whole_tokens, parts_tokens=parts_tokens, answer_tokens=answer_tokens)


def question_material(
    documents: Sequence[Document], question: str, finder: PassageFinder, count_tokens: TokenCounter, room: QuestionRoom
) -> Material:
    passages = finder.passages
    whole_tokens = room.whole_tokens - _DOCUMENT_TOKENS * len(documents)
    n_characters = sum(len(chunk.text) for _, chunk in passages)
    if n_characters <= _MOST_CHARACTERS_PER_TOKEN * max(0, whole_tokens):
        counts = count_tokens([chunk.text for _, chunk in passages])
        if sum(counts) + 2 * len(counts) <= whole_tokens:
            return Material(
                sections=tuple(_sections(passages, range(len(passages)), counts)),
                texts=tuple((document.name, document.text) for document in documents if document.blocks),
                is_whole=True,
                is_by_words=True,
                n_passages=len(passages),
            )
    found = finder.find(question)
    chosen = fitting_passages(passages, found.numbers, count_tokens, room.parts_tokens)
    numbers = sorted(chosen)
    return Material(
        sections=tuple(_sections(passages, numbers, [chosen[number] for number in numbers])),
        texts=tuple(_texts(documents, passages, numbers)),
        is_whole=False,
        is_by_words=found.is_by_words,
        n_passages=len(passages),
    )


def fitting_passages(
    passages: Sequence[tuple[int, Chunk]], numbers: Sequence[int], count_tokens: TokenCounter, room_tokens: int
) -> dict[int, int]:
    """The best that fit together, with their tokens. A document that is named for the first time costs its marks."""
    most = numbers[: max(1, room_tokens // 10)]
    counts = count_tokens([with_heading(passages[number][1]) for number in most])
    chosen: dict[int, int] = {}
    named: set[int] = set()
    left = room_tokens
    for number, count in zip(most, counts, strict=True):
        document_index = passages[number][0]
        price = count + len(GAP) + _DOCUMENT_TOKENS * (document_index not in named)
        if price <= left:
            left -= price
            named.add(document_index)
            chosen[number] = count
    return chosen


def _sections(
    passages: Sequence[tuple[int, Chunk]], numbers: Sequence[int], counts: Sequence[int]
) -> Iterator[Section]:
    for index, (number, n_tokens) in enumerate(zip(numbers, counts, strict=True)):
        document_index, chunk = passages[number]
        yield Section(
            index=index,
            document_index=document_index,
            block_ids=chunk.block_ids,
            heading_path=chunk.heading_path,
            text=chunk.text,
            n_tokens=n_tokens,
        )


def _texts(
    documents: Sequence[Document], passages: Sequence[tuple[int, Chunk]], numbers: Sequence[int]
) -> Iterator[tuple[str, str]]:
    """Each document's parts in their order, with a mark where something is left out between them."""
    for document_index, document in enumerate(documents):
        own = [number for number in numbers if passages[number][0] == document_index]
        if not own:
            continue
        pieces = [with_heading(passages[own[0]][1])]
        for before, number in pairwise(own):
            pieces += [] if number == before + 1 else [GAP]
            pieces.append(with_heading(passages[number][1]))
        yield document.name, "\n\n".join(pieces)


def with_heading(chunk: Chunk) -> str:
    """The passage as it is read: under its headings."""
    heading = " > ".join(plain_name(part) for part in chunk.heading_path)
    return f"[{heading}]\n{chunk.text}" if heading else chunk.text
