"""What goes to the clipboard and comes from it: paragraphs with their formats. GUI thread."""

from typing import Final

from msgspec import DecodeError
from msgspec.structs import replace
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_llm.assist.writing.stored_text import paragraphs_of, stored_paragraphs
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TextRun
from desktop_llm.ui.widgets.writing.rich_document import paragraph_of
from desktop_llm.ui.widgets.writing.text_styles import is_filler, is_numbered, kind_of, origin_of

OWN_KIND: Final = "application/x-desktop-llm-paragraphs"


def copied_paragraphs(cursor: QTextCursor) -> bytes:
    """What is selected, for another place in this program."""
    part = QTextDocument()
    QTextCursor(part).insertFragment(cursor.selection())
    first, *others = _paragraphs(part)
    block = cursor.document().findBlock(cursor.selectionStart())
    if cursor.selectionStart() == block.position() and cursor.selectionEnd() >= block.position() + block.length() - 1:
        kind, level = kind_of(block)  # Qt leaves the format of the first paragraph behind
        first = replace(first, kind=kind, level=level, is_numbered=is_numbered(block), origin=origin_of(block))
    return stored_paragraphs((first, *others))


def pasted_paragraphs(source: QMimeData) -> tuple[Paragraph, ...]:
    """With the formats that a text can have here. Pictures and colours of others stay behind."""
    if source.hasFormat(OWN_KIND):
        try:
            return paragraphs_of(bytes(source.data(OWN_KIND).data()))
        except DecodeError:  # of another version
            pass
    if source.hasHtml():
        part = QTextDocument()
        part.setHtml(source.html())
        return tuple(map(_trimmed, _paragraphs(part)))
    return plain_paragraphs(source.text())


def plain_paragraphs(text: str) -> tuple[Paragraph, ...]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(Paragraph(runs=(TextRun(text=line),) if line else ()) for line in lines)


def _paragraphs(document: QTextDocument) -> tuple[Paragraph, ...]:
    blocks = (document.findBlockByNumber(number) for number in range(document.blockCount()))
    return tuple(_known(block) for block in blocks if not is_filler(block))


def _known(block: QTextBlock) -> Paragraph:
    paragraph = paragraph_of(block)
    if paragraph.kind is ParagraphKind.HEADING and not _is_bold_as_a_whole(paragraph):
        return paragraph
    if paragraph.kind is ParagraphKind.HEADING:
        runs = tuple(replace(run, format=replace(run.format, bold=False)) for run in paragraph.runs)
        return replace(paragraph, runs=runs)
    return paragraph


def _is_bold_as_a_whole(paragraph: Paragraph) -> bool:
    """As headings of web pages are."""
    return all(run.format.bold for run in paragraph.runs)


def _trimmed(paragraph: Paragraph) -> Paragraph:
    runs = tuple(replace(run, text=run.text.replace("\ufffc", "")) for run in paragraph.runs)
    return replace(paragraph, runs=tuple(run for run in runs if run.text))
