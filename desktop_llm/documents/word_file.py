"""Writes a Word file: title, headings, paragraphs, lists, code, quotes and tables, as values in and bytes out.

It only writes; files of strangers are read in the reading process. The library does not type its XML. Any thread.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from desktop_llm.documents.segments import begins_from_right
from desktop_llm.documents.xml_text import xml_text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_A4_MM: Final = (210, 297)
_MARGIN_MM: Final = 25
_INDENT_MM: Final = 7
_MAX_TITLE: Final = 255
_MAX_LEVEL: Final = 9
_CODE_STYLE: Final = "Code"
_NOTE_STYLE: Final = "Note"
_TEXT_FONT: Final = "Calibri"
_CODE_FONT: Final = "Consolas"
_LINK_COLOR: Final = "2F6F5E"
_HYPERLINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
# The schema puts these behind w:bidi, and Word insists on the order.
_AFTER_BIDI: Final = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")


class WordRun(Struct, frozen=True, kw_only=True):
    """Text in one style. A line end in it is one in the file. A link is an address that may be followed."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    is_struck: bool = False
    link: str = ""


class WordKind(StrEnum):
    """A NOTE is smaller and dimmer than the text around it."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    NOTE = "note"
    CODE = "code"
    QUOTE = "quote"


class WordParagraph(Struct, frozen=True, kw_only=True):
    """level is a heading's, from 1. indent counts lists and quotations around it; marker is a list item's • or 1."""

    kind: WordKind
    runs: tuple[WordRun, ...]
    level: int = 1
    indent: int = 0
    marker: str = ""


class WordTable(Struct, frozen=True):
    """Rows of cells of runs; the first row is its head."""

    rows: tuple[tuple[tuple[WordRun, ...], ...], ...]


WordBlock = WordParagraph | WordTable


class _Look(NamedTuple):
    size_pt: float
    before_pt: float
    after_pt: float
    color: str = "1F1F1D"
    is_bold: bool = False


# Quiet ones, in place of the blue ones of the library's template.
_LOOKS: Final = {
    "Normal": _Look(10.5, 0, 6),
    "Title": _Look(20, 0, 6, is_bold=True),
    "Heading 1": _Look(14, 16, 4, is_bold=True),
    "Heading 2": _Look(12, 12, 4, is_bold=True),
    **{f"Heading {level}": _Look(10.5, 10, 4, is_bold=True) for level in range(3, _MAX_LEVEL + 1)},
    "Quote": _Look(10.5, 0, 6, "6B6A66"),
    _NOTE_STYLE: _Look(9, 0, 3, "6B6A66"),
    _CODE_STYLE: _Look(9, 3, 9),
}


def word_file(title: str, language: str, blocks: Sequence[WordBlock]) -> bytes:
    """A DOCX file. language is an ISO 639-1 code."""
    import docx

    document = docx.Document()
    _set_up(document, title, language)
    for block in blocks:
        if isinstance(block, WordTable):
            _add_table(document, block)
        else:
            _fill(document.add_paragraph(), block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: "WordDocument", title: str, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, _A4_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    properties = document.core_properties
    properties.title, properties.language = xml_text(title)[:_MAX_TITLE], language
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    styles: Any = document.styles
    for name in (_CODE_STYLE, _NOTE_STYLE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for name, look in _LOOKS.items():
        _set_up_style(document, name, look)


def _set_up_style(document: "WordDocument", name: str, look: _Look) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor
    from docx.styles.style import ParagraphStyle

    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size_pt), look.is_bold, False
    style.font.color.rgb = RGBColor.from_string(look.color)
    style.font.name = _CODE_FONT if name == _CODE_STYLE else _TEXT_FONT
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.before_pt), Pt(look.after_pt)
    style.paragraph_format.line_spacing = 1.0 if name == _CODE_STYLE else 1.15
    element: Any = style.element
    for border in element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):  # the line below the title
        border.getparent().remove(border)


def _fill(paragraph: "Paragraph", block: WordParagraph) -> None:
    from docx.shared import Mm

    paragraph.style = _style_name(block)
    if block.indent:
        paragraph.paragraph_format.left_indent = Mm(_INDENT_MM * block.indent)
    if block.marker:
        paragraph.paragraph_format.first_line_indent = Mm(-_INDENT_MM)
        paragraph.paragraph_format.space_after = Mm(1)
        paragraph.add_run(f"{block.marker}\t")
    if block.kind is WordKind.HEADING:
        paragraph.paragraph_format.keep_with_next = True
    _add_runs(paragraph, block.runs)


def _style_name(block: WordParagraph) -> str:
    match block.kind:
        case WordKind.TITLE:
            return "Title"
        case WordKind.HEADING:
            return f"Heading {min(max(block.level, 1), _MAX_LEVEL)}"
        case WordKind.NOTE:
            return _NOTE_STYLE
        case WordKind.CODE:
            return _CODE_STYLE
        case WordKind.QUOTE:
            return "Quote"
        case WordKind.TEXT:
            return "Normal"


def _add_table(document: "WordDocument", table: WordTable) -> None:
    from docx.shared import Mm

    width = max((len(row) for row in table.rows), default=0)
    if not width:
        return
    grid = document.add_table(len(table.rows), width, "Table Grid")
    for number, row in enumerate(table.rows):
        cells = grid.rows[number].cells
        for cell, runs in zip(cells, row, strict=False):
            cell.paragraphs[0].paragraph_format.space_after = Mm(0)
            _add_runs(cell.paragraphs[0], runs, is_bold=number == 0)
    document.add_paragraph()


def _add_runs(paragraph: "Paragraph", runs: Sequence[WordRun], *, is_bold: bool = False) -> None:
    is_right_to_left = begins_from_right("".join(run.text for run in runs))
    if is_right_to_left:
        _write_from_right(paragraph)
    for run in runs:
        added = paragraph.add_run(xml_text(run.text))
        added.bold = run.is_bold or is_bold or None
        added.italic = run.is_italic or None
        added.font.strike = run.is_struck or None
        added.font.rtl = is_right_to_left or None
        if run.is_code:
            added.font.name = _CODE_FONT
        if run.link:
            _link(paragraph, added, run.link)


def _write_from_right(paragraph: "Paragraph") -> None:
    element: Any = paragraph.paragraph_format.element
    properties: Any = element.get_or_add_pPr()
    properties.insert_element_before(_element("w:bidi"), *_AFTER_BIDI)


def _link(paragraph: "Paragraph", run: "Run", address: str) -> None:
    """The library has no call for it: the run is moved into a hyperlink that refers to the address."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run.font.underline, run.font.color.rgb = True, RGBColor.from_string(_LINK_COLOR)
    hyperlink = _element("w:hyperlink")
    hyperlink.set(qn("r:id"), paragraph.part.relate_to(xml_text(address), _HYPERLINK, is_external=True))
    element: Any = run.element
    element.addprevious(hyperlink)
    hyperlink.append(element)


def _element(name: str) -> Any:
    import docx.oxml

    oxml: Any = docx.oxml
    return oxml.OxmlElement(name)
