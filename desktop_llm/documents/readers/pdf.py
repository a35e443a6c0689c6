"""PDF: its pages into blocks in reading order, each with its page and boxes. Reading process."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, assert_never

from desktop_llm.documents.document import BlockKind, Place, UnreadReason, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.pdf_blocks import drafts_of_page, goes_on
from desktop_llm.documents.readers.pdf_draft import Draft, measures_of
from desktop_llm.documents.readers.pdf_headings import find_headings
from desktop_llm.documents.readers.pdf_margins import without_margins
from desktop_llm.documents.readers.pdf_order import in_reading_order
from desktop_llm.documents.readers.pdf_page import PdfPage
from desktop_llm.documents.readers.pdf_words import Vocabulary, joined, undivided, vocabulary_of
from desktop_llm.documents.readers.pdfium import PdfFile
from desktop_llm.documents.readers.picture_text import DOTS_PER_INCH, PictureReader
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError

# A page with less text than this and a picture over most of it is a scan with a stamp on it.
_FEW_CHARACTERS: Final = 100
_PICTURE_SHARE: Final = 0.4
_MANY_SHAPES: Final = 300
_USUAL_CHARACTERS: Final = 1800


def read_pdf(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: the file needs a password, has another one, or is damaged."""
    pdf = PdfFile(source.path, source.password)
    try:
        _read(pdf, source, builder)
    finally:
        pdf.close()


def _read(pdf: PdfFile, source: SourceFile, builder: DocumentBuilder) -> None:
    builder.title = pdf.title
    builder.n_pages = pdf.n_pages
    pictures = _Pictures(pdf, builder)
    pages = list(_pages(pdf, source, pictures, builder))
    n_hidden = sum(page.n_hidden for page in pages)
    if n_hidden:
        builder.warn(WarningKind.HIDDEN_LEFT_OUT, n_parts=n_hidden)
    if pictures.texts:
        builder.warn(WarningKind.TEXT_FROM_PICTURES, n_pages=len(pictures.texts))
    drafts = _drafts(pages, pictures.texts)
    find_headings(drafts, pdf.outline())
    words = vocabulary_of(line.text for page in pages for line in page.lines)
    for draft in drafts:
        _add(draft, words, builder)


class _Pictures:
    """Pages that are pictures of text: what was read of them, by their numbers."""

    def __init__(self, pdf: PdfFile, builder: DocumentBuilder) -> None:
        self._pdf = pdf
        self._builder = builder
        self._reader: PictureReader | None = None
        self.texts: dict[int, list[str]] = {}

    def read(self, number: int) -> None:
        self._reader = self._reader or PictureReader()
        paragraphs: list[str] = []
        if self._reader.is_there:
            paragraphs = self._reader.paragraphs(*self._pdf.picture(number, DOTS_PER_INCH))
        if paragraphs:
            self.texts[number] = paragraphs
        else:
            self._builder.add_unread(Place(page=number), UnreadReason.NO_TEXT, _USUAL_CHARACTERS)


def _pages(pdf: PdfFile, source: SourceFile, pictures: _Pictures, builder: DocumentBuilder) -> Iterator[PdfPage]:
    for number in range(1, pdf.n_pages + 1):
        try:
            page = pdf.page(number)
        except DocumentError:
            builder.add_unread(Place(page=number), UnreadReason.DAMAGED, _USUAL_CHARACTERS)
        else:
            if _is_picture(page):
                pictures.read(number)
            yield page
        source.progress(number, pdf.n_pages)


def _is_picture(page: PdfPage) -> bool:
    """Whether there is something to be seen on the page, and hardly anything to be read."""
    if page.n_characters >= _FEW_CHARACTERS:
        return False
    return page.picture_share >= _PICTURE_SHARE or (page.n_characters == 0 and page.n_shapes >= _MANY_SHAPES)


def _drafts(pages: Sequence[PdfPage], texts_of_pictures: Mapping[int, Sequence[str]]) -> list[Draft]:
    kept = without_margins(pages)
    measures = measures_of(kept)
    drafts: list[Draft] = []
    open_draft: Draft | None = None
    for page, lines in zip(pages, kept, strict=True):
        for draft in drafts_of_page(page, in_reading_order(lines), measures):
            if open_draft is not None and draft.page - open_draft.page <= 1 and goes_on(open_draft, draft):
                _append(open_draft, draft)
            else:
                drafts.append(draft)
                if draft.kind not in (BlockKind.NOTE, BlockKind.CAPTION, BlockKind.TABLE):
                    open_draft = draft
        drafts += [
            Draft(BlockKind.PARAGRAPH, text, page.number, [], measures.body_size)
            for text in texts_of_pictures.get(page.number, ())
        ]
    return drafts


def _append(draft: Draft, rest: Draft) -> None:
    draft.text = joined(draft.text, rest.text)
    draft.n_lines += rest.n_lines
    if draft.page == rest.page:
        draft.boxes += rest.boxes


def _add(draft: Draft, words: Vocabulary, builder: DocumentBuilder) -> None:
    place = Place(page=draft.page, boxes=tuple(draft.boxes))
    text = undivided(draft.text, words)
    match draft.kind:
        case BlockKind.HEADING:
            builder.add_heading(text, draft.level, place)
        case BlockKind.LIST_ITEM:
            builder.add_list_item(text, 1, place)
        case BlockKind.TABLE:
            builder.add_table([[undivided(cell, words) for cell in row] for row in draft.rows], place)
        case BlockKind.CODE:
            builder.add_code(text, place)
        case BlockKind.CAPTION:
            builder.add_caption(text, place)
        case BlockKind.NOTE:
            builder.add_note(text, place)
        case BlockKind.PARAGRAPH:
            builder.add_paragraph(text, place)
        case _:
            assert_never(draft.kind)
