"""Texts of the Write pane as they are stored: paragraphs as JSON, edits of them, titles; words counted. Any thread."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from desktop_llm.documents.rich_text import Paragraph, RichText
from desktop_llm.storage.written_records import TextEdit, WrittenText

_LONGEST_TITLE: Final = 60
_decoder: Final = msgspec.json.Decoder(tuple[Paragraph, ...])
_UNSPACED: Final = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['’.,-][^\W_{_UNSPACED}]+)*")

Paragraphs = tuple[Paragraph, ...]


def stored_paragraphs(paragraphs: Sequence[Paragraph]) -> bytes:
    return msgspec.json.encode(paragraphs)


def paragraphs_of(content: bytes) -> Paragraphs:
    """Raises msgspec.DecodeError where the content is none of this program's."""
    return _decoder.decode(content)


def written_text(text: RichText) -> WrittenText:
    return WrittenText(
        content=stored_paragraphs(text.paragraphs),
        text=text.text,
        title=first_words(text.paragraphs),
        language=text.language,
    )


def edit_between(before: Paragraphs, after: Paragraphs) -> TextEdit | None:
    """The paragraphs that differ; None where none does."""
    part = differing(before, after)
    if part is None:
        return None
    first, n_removed, n_added = part
    return TextEdit(first, n_removed, stored_paragraphs(after[first : first + n_added]))


def differing(before: Paragraphs, after: Paragraphs) -> tuple[int, int, int] | None:
    """The number of the first paragraph that differs, how many are gone from there on, and how many have come."""
    shorter = min(len(before), len(after))
    first = next((index for index in range(shorter) if not _is_same(before[index], after[index])), shorter)
    n_left = shorter - first
    last = next((index for index in range(n_left) if not _is_same(before[-1 - index], after[-1 - index])), n_left)
    if first == len(before) == len(after):
        return None
    return first, len(before) - last - first, len(after) - last - first


def first_words(paragraphs: Sequence[Paragraph]) -> str:
    """A title for a text that nobody has named: how it begins. Empty while nothing is written."""
    begin = next((words for paragraph in paragraphs if (words := " ".join(paragraph.text.split()))), "")
    if len(begin) <= _LONGEST_TITLE:
        return begin
    cut = begin[: _LONGEST_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def count_words(text: str) -> int:
    """A character of Chinese or Japanese counts as a word, as other programs have it."""
    return len(_WORD.findall(text))


def _is_same(one: Paragraph, other: Paragraph) -> bool:
    """Most of a text is the very same objects."""
    return one is other or one == other
