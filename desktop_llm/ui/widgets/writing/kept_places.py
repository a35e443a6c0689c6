"""What of a text no model changes: code, quotations, links, and what the editor does not show. GUI thread."""

from typing import Final

from PySide6.QtGui import QTextBlock

from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.documents.sentences import Span
from desktop_llm.ui.widgets.writing.text_styles import KEPT_ID, kind_of, letters_of

_KEPT_KINDS: Final = frozenset({ParagraphKind.CODE, ParagraphKind.KEPT, ParagraphKind.QUOTE})


def kept_places(block: QTextBlock) -> tuple[Span, ...]:
    """In Qt's units."""
    kind, _ = kind_of(block)
    if kind in _KEPT_KINDS:
        return (Span(0, block.length() - 1),) if block.length() > 1 else ()
    found: list[Span] = []
    for part in block.textFormats():
        letters = letters_of(part.format)
        if letters.code or letters.link or part.format.hasProperty(KEPT_ID):
            found.append(Span(part.start, part.start + part.length))
    return tuple(found)
