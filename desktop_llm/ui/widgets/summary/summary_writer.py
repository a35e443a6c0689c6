"""Writes a summary's items into a rich text: sentences, the chips of their sources, remarks below them. GUI thread.

It only ever adds at the end, or to the line that is the last, so that places it has noted stay right.
"""

from typing import Final

from msgspec import Struct
from PySide6.QtGui import QColor, QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from desktop_llm.assist.checks.sourced_text import Severity
from desktop_llm.assist.summary.summary_result import ItemKind, SummaryItem
from desktop_llm.ui.rows.summary_words import check_remark, source_chip, worst_severity
from desktop_llm.ui.theme import HEADING_FONT, SMALL_FONT, current_palette, scaled_font

_GAP_PX: Final = 10
_HEADING_GAP_PX: Final = 20
_DOUBT_INDENT_PX: Final = 12
_LINE_PERCENT: Final = 130


class WrittenSentence(Struct, frozen=True):
    """An item and where its text stands."""

    item: SummaryItem
    start: int
    end: int


class DoubtBar(Struct):
    """The lines from the one with a doubtful sentence to the last that says what is the matter."""

    first_block: int
    last_block: int
    is_red: bool


class SummaryWriter:
    """`sentences` are all but headings, in their order; their numbers are in the text's links."""

    def __init__(self, document: QTextDocument, font: QFont) -> None:
        self.sentences: list[WrittenSentence] = []
        self.bars: list[DoubtBar] = []
        self._document = document
        self._font = font
        self._palette = current_palette()
        self._part_index = -1
        self._line = -1
        self._line_block = QTextBlock()
        self._has_bar = False
        self._kind: ItemKind | None = None

    def write(self, item: SummaryItem, part_index: int, part_title: str, *, is_named: bool) -> None:
        """is_named: the chips say which document they lead to."""
        if part_index != self._part_index and part_title:
            self._write_heading(part_title, 1)
        is_new_line = part_index != self._part_index or item.line != self._line
        self._part_index, self._line = part_index, item.line
        if item.kind is ItemKind.HEADING:
            self._write_heading(item.text, item.level + (1 if part_title else 0))
            return
        if is_new_line:
            self._begin_line(_GAP_PX if self._kind is not ItemKind.QUESTION else 2)
            self._has_bar = False
        self._kind = item.kind
        self._write_sentence(item, is_named=is_named, is_first=is_new_line)
        if item.checks:
            self._write_remarks(item)

    def _write_heading(self, text: str, level: int) -> None:
        cursor = self._begin_line(_HEADING_GAP_PX if self.sentences else _GAP_PX)
        text_format = self._format(self._palette.text)
        font = scaled_font(self._font, 1.2 if level <= 1 else HEADING_FONT)
        font.setBold(True)
        text_format.setFont(font)
        cursor.insertText(text, text_format)
        self._kind = ItemKind.HEADING

    def _begin_line(self, gap_px: int) -> QTextCursor:
        cursor = self._end()
        is_first = self._document.isEmpty()
        if not is_first:
            cursor.insertBlock()
        cursor.setBlockFormat(_block_format(0 if is_first else gap_px))
        self._line_block = cursor.block()
        return cursor

    def _write_sentence(self, item: SummaryItem, *, is_named: bool, is_first: bool) -> None:
        cursor = QTextCursor(self._line_block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        number = len(self.sentences)
        if not is_first:
            cursor.insertText(" ", self._format(self._palette.text))
        start = cursor.position()
        cursor.insertText(f"“{item.text}”" if item.is_extract else item.text, self._sentence_format(item, number))
        self.sentences.append(WrittenSentence(item, start, cursor.position()))
        seen: set[str] = set()
        for index, source in enumerate(item.sources):
            chip = source_chip(source, is_named=is_named)
            if chip in seen:
                continue
            seen.add(chip)
            cursor.insertText(" ", self._format(self._palette.text))
            chip_format = self._format(self._palette.accent, f"{number}/{index}")
            chip_format.setFont(scaled_font(self._font, SMALL_FONT))
            cursor.insertText(chip.replace(" ", "\u00a0"), chip_format)

    def _sentence_format(self, item: SummaryItem, number: int) -> QTextCharFormat:
        text_format = self._format(self._palette.text, str(number))
        font = QFont(self._font)
        font.setBold(item.kind is ItemKind.QUESTION)
        text_format.setFont(font)
        severity = worst_severity(item.checks)
        if severity is not None:
            text_format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            text_format.setUnderlineColor(self._doubt_color(severity))
        return text_format

    def _write_remarks(self, item: SummaryItem) -> None:
        """Below the line, however many sentences it has."""
        is_red = worst_severity(item.checks) is Severity.RED
        number = len(self.sentences) - 1
        if not self._has_bar:
            self._has_bar = True
            first = self._line_block.blockNumber()
            self.bars.append(DoubtBar(first, first, is_red))
            line_format = self._line_block.blockFormat()
            line_format.setLeftMargin(_DOUBT_INDENT_PX)
            QTextCursor(self._line_block).setBlockFormat(line_format)
        self.bars[-1].is_red = self.bars[-1].is_red or is_red
        for check in item.checks:
            cursor = self._end()
            cursor.insertBlock(_block_format(2, _DOUBT_INDENT_PX))
            remark_format = self._format(self._doubt_color(check.severity).name(), str(number))
            remark_format.setFont(scaled_font(self._font, SMALL_FONT))
            cursor.insertText(check_remark(check), remark_format)
            self.bars[-1].last_block = cursor.block().blockNumber()

    def _doubt_color(self, severity: Severity) -> QColor:
        return QColor(self._palette.error if severity is Severity.RED else self._palette.warning)

    def _format(self, color: str, link: str = "") -> QTextCharFormat:
        text_format = QTextCharFormat()
        text_format.setFont(self._font)
        text_format.setForeground(QColor(color))
        if link:
            text_format.setAnchor(True)
            text_format.setAnchorHref(f"sentence:{link}")
        return text_format

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor


def _block_format(gap_px: int, indent_px: int = 0) -> QTextBlockFormat:
    block_format = QTextBlockFormat()
    block_format.setTopMargin(gap_px)
    block_format.setLeftMargin(indent_px)
    block_format.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return block_format
