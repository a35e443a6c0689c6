"""Rows of the database as records, and values as columns. Any thread."""

import sqlite3
from typing import Final
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.params import SamplingParams
from desktop_llm.storage.records import AnswerSources, Attachment, Conversation, Message, QuotedPassage, Timings
from desktop_llm.storage.storable_text import storable_text

_sampling_decoder: Final = msgspec.json.Decoder(SamplingParams)
_timings_decoder: Final = msgspec.json.Decoder(Timings)
_attachments_decoder: Final = msgspec.json.Decoder(tuple[Attachment, ...])
_sources_decoder: Final = msgspec.json.Decoder(AnswerSources)
_NO_ATTACHMENTS: Final = "[]"


def new_id() -> str:
    return uuid4().hex


def conversation_from_row(row: sqlite3.Row) -> Conversation:
    """Raises StorageError(DATABASE_BROKEN) if a column holds what it cannot."""
    columns = dict(row)
    try:
        columns["sampling"] = _sampling_decoder.decode(columns["sampling"])
        return msgspec.convert(columns, Conversation, strict=False)
    except msgspec.DecodeError as error:
        raise _broken("conversations", row, error) from error


def message_from_row(row: sqlite3.Row) -> Message:
    """Raises StorageError(DATABASE_BROKEN) if a column holds what it cannot."""
    columns = dict(row)
    try:
        columns["sampling"] = _sampling_decoder.decode(columns["sampling"])
        columns["timings"] = _timings_decoder.decode(columns["timings"]) if columns["timings"] else None
        attachments = columns["attachments"]
        columns["attachments"] = () if attachments == _NO_ATTACHMENTS else _attachments_decoder.decode(attachments)
        columns["sources"] = _sources_decoder.decode(columns["sources"]) if columns["sources"] else None
        return msgspec.convert(columns, Message, strict=False)
    except msgspec.DecodeError as error:
        raise _broken("messages", row, error) from error


def sampling_column(sampling: SamplingParams) -> str:
    return msgspec.json.encode(sampling).decode()


def timings_column(timings: Timings | None) -> str | None:
    return None if timings is None else msgspec.json.encode(timings).decode()


def attachments_column(attachments: tuple[Attachment, ...]) -> str:
    return msgspec.json.encode(tuple(map(_storable, attachments))).decode()


def sources_column(sources: AnswerSources | None) -> str:
    if sources is None:
        return ""
    sentences = (
        replace(sentence, text=storable_text(sentence.text), passages=tuple(map(_storable_passage, sentence.passages)))
        for sentence in sources.sentences
    )
    documents = tuple(replace(each, name=storable_text(each.name)) for each in sources.documents)
    return msgspec.json.encode(replace(sources, sentences=tuple(sentences), documents=documents)).decode()


def _storable_passage(passage: QuotedPassage) -> QuotedPassage:
    texts = (storable_text(text) for text in (passage.document, passage.quote, passage.label))
    return replace(passage, **dict(zip(("document", "quote", "label"), texts, strict=True)))


def _storable(attachment: Attachment) -> Attachment:
    blocks = tuple(replace(block, label=storable_text(block.label)) for block in attachment.blocks)
    return replace(attachment, name=storable_text(attachment.name), text=storable_text(attachment.text), blocks=blocks)


def _broken(table: str, row: sqlite3.Row, error: Exception) -> StorageError:
    return StorageError(ErrorCode.DATABASE_BROKEN, path=f"{table}/{row['id']}", reason=str(error))
