"""What is drawn over a text without being in it: colours of links, marks of spelling, proposed changes. GUI thread.

Qt keeps one list of such formats for a block, so everybody who wants some says so here.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.writing.text_styles import letters_of


class Look(Struct, frozen=True):
    """How letters from `start` to `end` of a block are drawn, on top of their own format."""

    start: int
    end: int
    format: QTextCharFormat


LookSource = Callable[[QTextBlock], Iterable[Look]]
"""Says how a block is drawn now. Asked whenever the block changes, and after `TextLooks.refresh`."""


class TextLooks(QSyntaxHighlighter):
    """Later sources are drawn on top of earlier ones."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._sources: list[LookSource] = [_links_and_code]

    def add_source(self, source: LookSource) -> None:
        self._sources.append(source)

    def refresh(self, block: QTextBlock) -> None:
        """Ask again how this block is drawn."""
        if block.isValid():
            self.rehighlightBlock(block)

    # Qt's own name

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        below: list[Look] = []
        for source in self._sources:
            for look in source(block):
                if any(look.start < each.end and each.start < look.end for each in below):
                    self._lay_over(look)
                else:
                    self.setFormat(look.start, look.end - look.start, look.format)
                below.append(look)

    def _lay_over(self, look: Look) -> None:
        """What is below may differ from letter to letter."""
        start = look.start
        while start < look.end:
            below = self.format(start)
            end = start + 1
            while end < look.end and self.format(end) == below:
                end += 1
            merged = QTextCharFormat(below)
            merged.merge(look.format)
            self.setFormat(start, end - start, merged)
            start = end


def _links_and_code(block: QTextBlock) -> Iterable[Look]:
    formats = block.textFormats()
    if all(not each.format.isAnchor() and not each.format.fontFamilies() for each in formats):
        return
    palette = current_palette()
    for each in formats:
        letters = letters_of(each.format)
        look = QTextCharFormat()
        if letters.link:
            look.setForeground(QColor(palette.accent))
            look.setFontUnderline(True)
        if letters.code:
            look.setBackground(QColor(palette.code))
        if letters.link or letters.code:
            yield Look(each.start, each.start + each.length, look)
