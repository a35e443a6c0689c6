"""What is exported, as one value: `markdown_document`, `html_document` and `word_document` each make a file of it.

A conversation (`conversation_export`) and a summary (`summary_export`) become such a document. Values only; any thread.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

_MARKDOWN_SYNTAX: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LIST_MARKER: Final = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")


class SectionKind(StrEnum):
    """Whose words these are; the value is the class in HTML."""

    INSTRUCTIONS = "instructions"
    USER = "user"
    ASSISTANT = "assistant"
    SUMMARY = "summary"
    SOURCES = "sources"


class AsideKind(StrEnum):
    """THINKING comes before its section's text, the others after it. SOURCES are Markdown, the others are as typed."""

    THINKING = "thinking"
    ATTACHMENT = "attachment"
    SOURCES = "sources"


class Aside(Struct, frozen=True, kw_only=True):
    """What goes with a section and is folded where that can be."""

    kind: AsideKind
    name: str
    text: str


class ExportedSection(Struct, frozen=True, kw_only=True):
    """Text of a model is Markdown, that of a person is not. An empty heading is left out."""

    kind: SectionKind
    heading: str
    text: str
    is_markdown: bool
    asides: tuple[Aside, ...] = ()

    @property
    def asides_before(self) -> tuple[Aside, ...]:
        return tuple(aside for aside in self.asides if aside.kind is AsideKind.THINKING)

    @property
    def asides_after(self) -> tuple[Aside, ...]:
        return tuple(aside for aside in self.asides if aside.kind is not AsideKind.THINKING)


class ExportedFact(Struct, frozen=True):
    """A line below the title; the label may be empty."""

    label: str
    text: str


class ExportedDocument(Struct, frozen=True, kw_only=True):
    """language is an ISO 639-1 code."""

    title: str
    language: str
    facts: tuple[ExportedFact, ...]
    sections: tuple[ExportedSection, ...]


def escaped(text: str) -> str:
    """Text on one line that Markdown takes as it is."""
    line = _MARKDOWN_SYNTAX.sub(r"\\\1", " ".join(text.split()))
    return _LIST_MARKER.sub(lambda match: f"{match[1]}\\", line)


def date_text(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"
