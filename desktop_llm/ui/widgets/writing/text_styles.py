"""How a text with formats is drawn: Qt's formats for kinds of paragraphs and letters, and what they say. GUI thread.

Colours are no part of them: a text is not changed when the theme is. `text_looks` and the editor paint those.
"""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFragment,
    QTextLength,
    QTextListFormat,
    QTextTableFormat,
)

from desktop_llm.documents.rich_text import PLAIN, Paragraph, ParagraphKind, TextFormat, TextRun
from desktop_llm.ui.theme import fixed_font

KEPT_OBJECT: Final = int(QTextFormat.ObjectTypes.UserObject) + 1
"""Something within a line that is shown as a small box with its text."""
OBJECT_LETTER: Final = "\ufffc"
LINE_BREAK: Final = "\u2028"
QUOTE_PX: Final = 20
LIST_PX: Final = 26
"""How much deeper each level of a list is."""
MOST_LEVELS: Final = 6

_ORIGIN: Final = int(QTextFormat.Property.UserProperty) + 1
_KIND: Final = int(QTextFormat.Property.UserProperty) + 2
_QUOTE_DEPTH: Final = int(QTextFormat.Property.UserProperty) + 3
_FILLER: Final = int(QTextFormat.Property.UserProperty) + 4
KEPT_ID: Final = int(QTextFormat.Property.UserProperty) + 5
KEPT_TEXT: Final = int(QTextFormat.Property.UserProperty) + 6
_CODE: Final = int(QTextFormat.Property.UserProperty) + 7

_LINE_HEIGHT_PERCENT: Final = 140.0
_SPACE_PX: Final = 10
_ITEM_SPACE_PX: Final = 6
_HEADING_SPACE_PX: Final = 18
_LARGEST_HEADING: Final = 3  # steps of Qt's own scale above the text
_SINGLE_QUOTE_LEVEL: Final = 1


def block_format(paragraph: Paragraph) -> QTextBlockFormat:
    look = QTextBlockFormat()
    look.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    look.setBottomMargin(_SPACE_PX)
    match paragraph.kind:
        case ParagraphKind.HEADING:
            look.setHeadingLevel(paragraph.level)
            look.setTopMargin(_HEADING_SPACE_PX)
        case ParagraphKind.LIST_ITEM:
            look.setBottomMargin(_ITEM_SPACE_PX)
        case ParagraphKind.QUOTE:
            look.setProperty(_QUOTE_DEPTH, max(paragraph.level, _SINGLE_QUOTE_LEVEL))
            look.setLeftMargin(QUOTE_PX * max(paragraph.level, _SINGLE_QUOTE_LEVEL))
        case ParagraphKind.CODE | ParagraphKind.KEPT:
            look.setProperty(_KIND, str(paragraph.kind))
            look.setLeftMargin(_SPACE_PX)
            look.setRightMargin(_SPACE_PX)
        case ParagraphKind.TEXT:
            pass
    if paragraph.cell is not None:
        look.setBottomMargin(0)
        look.setTopMargin(0)
    if paragraph.origin:
        look.setProperty(_ORIGIN, paragraph.origin)
    return look


def filler_format() -> QTextBlockFormat:
    """Of an empty block that Qt needs beside a table, and that is no paragraph while it is empty."""
    look = QTextBlockFormat()
    look.setProperty(_FILLER, True)
    look.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return look


def is_filler(block: QTextBlock) -> bool:
    return block.length() == 1 and block.blockFormat().hasProperty(_FILLER)


def list_format(paragraph: Paragraph) -> QTextListFormat:
    look = QTextListFormat()
    look.setIndent(max(1, paragraph.level))
    look.setStyle(QTextListFormat.Style.ListDecimal if paragraph.is_numbered else QTextListFormat.Style.ListDisc)
    return look


def table_format() -> QTextTableFormat:
    look = QTextTableFormat()
    look.setCellPadding(5)
    look.setCellSpacing(0)
    look.setBorder(1)
    look.setBorderCollapse(True)
    look.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(Qt.GlobalColor.gray)  # seen on light and on dark
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    look.setBottomMargin(_SPACE_PX)
    return look


def char_format(letters: TextFormat, kind: ParagraphKind, level: int) -> QTextCharFormat:
    look = QTextCharFormat()
    if kind is ParagraphKind.HEADING:
        look.setProperty(QTextFormat.Property.FontSizeAdjustment, max(0, _LARGEST_HEADING - level + 1))
        look.setFontWeight(QFont.Weight.DemiBold)
    if letters.bold:
        look.setFontWeight(QFont.Weight.Black if kind is ParagraphKind.HEADING else QFont.Weight.Bold)
    if letters.italic:
        look.setFontItalic(True)
    if letters.underline:
        look.setFontUnderline(True)
    if letters.strike:
        look.setFontStrikeOut(True)
    if letters.link:
        look.setAnchor(True)
        look.setAnchorHref(letters.link)
    if letters.code:
        look.setProperty(_CODE, True)
    if letters.code or kind is ParagraphKind.CODE:
        look.setFontFamilies(fixed_font().families())
    return look


def run_format(run: TextRun, kind: ParagraphKind, level: int) -> QTextCharFormat:
    look = char_format(run.format, kind, level)
    if run.kept:
        look.setObjectType(KEPT_OBJECT)
        look.setProperty(KEPT_ID, run.kept)
        look.setProperty(KEPT_TEXT, run.text)
    return look


def letters_of(look: QTextCharFormat) -> TextFormat:
    letters = TextFormat(
        bold=look.fontWeight() >= QFont.Weight.Bold,
        italic=look.fontItalic(),
        underline=look.fontUnderline(),
        strike=look.fontStrikeOut(),
        code=look.hasProperty(_CODE),
        link=look.anchorHref() if look.isAnchor() else "",
    )
    return PLAIN if letters == PLAIN else letters


def fragments_of(block: QTextBlock) -> Iterator[QTextFragment]:
    """Its letters in pieces of one format."""
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


def kind_of(block: QTextBlock) -> tuple[ParagraphKind, int]:
    """With the level."""
    text_list = block.textList()
    if text_list is not None:
        return ParagraphKind.LIST_ITEM, text_list.format().indent()
    look = block.blockFormat()
    if look.headingLevel():
        return ParagraphKind.HEADING, look.headingLevel()
    if depth := look.intProperty(_QUOTE_DEPTH):
        return ParagraphKind.QUOTE, depth
    if kind := look.stringProperty(_KIND):
        return ParagraphKind(kind), 0
    return ParagraphKind.TEXT, 0


def is_numbered(block: QTextBlock) -> bool:
    text_list = block.textList()
    return text_list is not None and text_list.format().style() == QTextListFormat.Style.ListDecimal


def origin_of(block: QTextBlock) -> str:
    return block.blockFormat().stringProperty(_ORIGIN)


def without_origin(look: QTextBlockFormat) -> QTextBlockFormat:
    bare = QTextBlockFormat(look)
    bare.clearProperty(_ORIGIN)
    return bare
