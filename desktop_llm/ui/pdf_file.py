"""An exported document as a PDF, set by Qt. On a thread of Qt's (`ui/export_desk.py`), never on the GUI thread.

Qt's text documents may live on any thread that has an event dispatcher; Python's own threads have none.
"""

from string import Template
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)

from desktop_llm.assist.exports.exported_document import ExportedDocument
from desktop_llm.assist.exports.html_document import html_body_of
from desktop_llm.ui.palette import LIGHT_PALETTE

_SIZE_PT: Final = 10.5
_DOTS_PER_INCH: Final = 300
# Each step is a fifth larger than the one below; headings without one are as large as text.
_TITLE_STEP: Final = 3
_HEADING_STEPS: Final = {1: 1, 2: 1}
_HEADING_GAP_PT: Final = 16.0
_CELL_PADDING: Final = 3.0

# What Qt knows of CSS. Sizes in points; the colours are those of the window, on paper.
_STYLE: Final = Template("""
body { color: $text; }
p, li { line-height: 125%; }
.fact { color: $dim; font-size: 9pt; margin-top: 0; margin-bottom: 2pt; }
.aside { color: $dim; font-size: 9pt; margin-bottom: 2pt; }
.plain { white-space: pre-wrap; line-height: 125%; }
.instructions .plain { color: $dim; }
pre { background-color: $code; font-size: 9pt; white-space: pre-wrap; }
code { font-size: 9pt; }
blockquote { color: $dim; }
a { color: $accent; }
""")


def pdf_of(document: ExportedDocument) -> bytes:
    """On A4, with page numbers."""
    text = QTextDocument()
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(_SIZE_PT)
    text.setDefaultFont(font)
    text.setDefaultStyleSheet(_style())
    text.setHtml(f"<body>{html_body_of(document, is_folded=False)}</body>")
    _set_headings(text)
    _draw_tables(text)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(document.title)
    writer.setCreator(QGuiApplication.applicationDisplayName())
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    text.print_(writer)
    del writer  # writes the end of the file
    return bytes(buffer.data().data())


def _set_headings(text: QTextDocument) -> None:
    """Qt makes headings larger than their style sheet says, and leaves no room above them."""
    block = text.begin()
    while block.isValid():
        if level := block.blockFormat().headingLevel():
            is_title = block.blockNumber() == 0
            letters = QTextCharFormat()
            step = _TITLE_STEP if is_title else _HEADING_STEPS.get(level, 0)
            letters.setProperty(QTextFormat.Property.FontSizeAdjustment, step)
            lines = QTextBlockFormat()
            lines.setTopMargin(0 if is_title else _HEADING_GAP_PT)
            lines.setBottomMargin(_HEADING_GAP_PT / 4)
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(letters)
            QTextCursor(block).mergeBlockFormat(lines)
        block = block.next()


def _draw_tables(text: QTextDocument) -> None:
    """With thin lines, which Qt forgets where a cell has a style of its own."""
    for frame in text.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            lines = frame.format()
            lines.setBorder(1)
            lines.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            lines.setBorderBrush(QColor(LIGHT_PALETTE.line))
            lines.setBorderCollapse(True)
            lines.setCellSpacing(0)
            lines.setCellPadding(_CELL_PADDING)
            lines.setTopMargin(_SIZE_PT)
            frame.setFormat(lines)


def _style() -> str:
    palette = LIGHT_PALETTE
    return _STYLE.substitute(text=palette.text, dim=palette.dim_text, code=palette.code, accent=palette.accent)
