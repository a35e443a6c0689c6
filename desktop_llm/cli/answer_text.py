"""An answer about documents for the terminal: one JSON object, and what is to be said beside it."""

from collections.abc import Iterator

from msgspec import Struct

from desktop_llm.assist.questions.document_answer import AnswerBasis, AnswerTimings, DocumentAnswer
from desktop_llm.cli.summary_text import JsonItem, JsonUnread, json_item, json_unread, unread_text


class JsonBasis(Struct, frozen=True):
    """How many passages the documents have, how many of them were read, and how those were chosen."""

    passages: int
    read: int
    chosen: str
    unread: tuple[JsonUnread, ...]


class JsonAnswer(Struct, frozen=True):
    """What `--json` prints. timings are in seconds."""

    answer: tuple[JsonItem, ...]
    is_answered: bool
    basis: JsonBasis
    timings: AnswerTimings


def json_answer(answer: DocumentAnswer) -> JsonAnswer:
    basis = answer.basis
    return JsonAnswer(
        answer=tuple(json_item("", item) for item in answer.items),
        is_answered=not answer.is_unanswered,
        basis=JsonBasis(basis.n_passages, basis.n_read_passages, _choice(basis), json_unread(basis.unread)),
        timings=answer.timings,
    )


def basis_text(basis: AnswerBasis) -> str:
    if basis.is_whole:
        return "all of it"
    return f"{basis.n_read_passages} of {basis.n_passages} passages"


def unanswered_text(basis: AnswerBasis) -> str:
    if basis.is_whole:
        return "The documents do not answer this, the model says."
    return "What was read does not answer this, the model says."


def answer_lines(answer: DocumentAnswer) -> Iterator[str]:
    """What a person must know beside the answer: what was not read for it."""
    yield from map(unread_text, answer.basis.unread)
    basis = answer.basis
    if not basis.is_whole and basis.is_by_words:
        yield f"The documents are too long for the model: {basis_text(basis)} were read, those that fit the question."
    elif not basis.is_whole:
        yield f"No passage has words of the question: {basis_text(basis)} were read, from the beginning."
    n_extracts = sum(item.is_extract for item in answer.items)
    if n_extracts and n_extracts == len(answer.items):
        yield "The model wrote nothing usable; these are sentences of the documents that fit the question."
    elif n_extracts:
        yield "The model wrote nothing that a passage supports; sentences of the documents stand beside it."


def _choice(basis: AnswerBasis) -> str:
    if basis.is_whole:
        return "all"
    return "by_words" if basis.is_by_words else "first"
