"""What prose is drawn with: sizes, fonts and colours, the marks on blocks that `prose_view.py` paints, formulas.

GUI thread. Bars, rules, markers and code backgrounds are block properties, because rich text has no means for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QTextCharFormat, QTextCursor, QTextFormat

from desktop_llm.ui.palette import Palette
from desktop_llm.ui.theme import current_palette, fixed_font

INDENT_PX: Final = 28  # room for the marker of item 20
MARKER_GAP_PX: Final = 8
QUOTE_PX: Final = 16
QUOTE_DEPTH: Final = QTextFormat.Property.UserProperty + 1
QUOTE_LEFT: Final = QTextFormat.Property.UserProperty + 2
RULE: Final = QTextFormat.Property.UserProperty + 3
CODE: Final = QTextFormat.Property.UserProperty + 4
TEX: Final = QTextFormat.Property.UserProperty + 5
MARKER: Final = QTextFormat.Property.UserProperty + 6
"""What stands before a list item: "•", "3.", TASK_OPEN or TASK_DONE."""

LINE_BREAK: Final = "\u2028"
TASK_OPEN: Final = "☐"
TASK_DONE: Final = "☑"
_LINE_HEIGHT: Final = 1.55


@dataclass(frozen=True)
class Formula:
    """A formula as it was written: its TeX, the source with its delimiters, whether it stands on a line of its own."""

    tex: str
    source: str
    is_display: bool


FormulaWriter = Callable[[QTextCursor, Formula, QTextCharFormat], None]
"""Writes a formula at the cursor; the format is that of the text around it."""


@dataclass(frozen=True)
class ProseStyle:
    """What prose is drawn with."""

    palette: Palette
    font: QFont
    code_font: QFont
    is_dim: bool = False

    @property
    def text(self) -> str:
        return self.palette.dim_text if self.is_dim else self.palette.text

    @property
    def line_height_percent(self) -> float:
        """Fonts differ in how much room they leave between lines; prose shall not."""
        metrics = QFontMetricsF(self.font)
        return max(100.0, 100 * _LINE_HEIGHT * QFontInfo(self.font).pixelSize() / metrics.height())


def prose_style(font: QFont, *, is_dim: bool = False) -> ProseStyle:
    return ProseStyle(current_palette(), font, fixed_font(), is_dim=is_dim)


def write_tex(cursor: QTextCursor, formula: Formula, around: QTextCharFormat) -> None:
    """The readable form of a formula that is not drawn: its source."""
    plain = QTextCharFormat(around)
    plain.setFont(fixed_font())
    cursor.insertText(formula.source.replace("\n", LINE_BREAK), plain)
