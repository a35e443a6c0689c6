"""Marks words that are in no dictionary: of what is seen of the text, and not while they are typed. GUI thread."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor

from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.ui.text_places import TextPlaces
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_looks import Look
from desktop_llm.ui.widgets.writing.text_styles import fragments_of, kind_of, letters_of

_REST_MS: Final = 400
_MOST_BLOCKS: Final = 200
_WORD: Final = re.compile(r"(?<![\w@./:-])[^\W\d_]{2,}(?:['’][^\W\d_]+)*(?![\w@/:]|\.\w)")
_UNCHECKED: Final = frozenset({ParagraphKind.CODE, ParagraphKind.KEPT})


class CheckedWord(Struct, frozen=True):
    """A word at its place in the document."""

    word: str
    start: int
    end: int


class SpellingMarks(QObject):
    """Says which words are seen and not known yet, and is told which of them are wrong."""

    words_wanted = Signal(object)  # tuple[str, ...]

    def __init__(self, editor: RichEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._is_wrong: dict[str, bool] = {}
        self._asked: frozenset[str] = frozenset()
        self._typed_block = -1
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        editor.looks.add_source(self._looks_of)
        editor.text_edited.connect(self._rest.start)
        editor.text_loaded.connect(self._rest.start)
        editor.verticalScrollBar().valueChanged.connect(self._rest.start)
        editor.cursorPositionChanged.connect(self._on_cursor_moved)

    def show_words(self, asked: Iterable[str], wrong: frozenset[str]) -> None:
        """What is known of the words that were wanted."""
        self._is_wrong |= {word: word in wrong for word in asked}
        self._refresh()
        self._rest.start()

    def forget(self) -> None:
        """Another dictionary holds now, or none."""
        self._is_wrong = {}
        self._asked = frozenset()
        self._refresh()
        self._rest.start()

    def wrong_word_at(self, place: QPoint) -> CheckedWord | None:
        """Of the viewport."""
        position = self._editor.cursorForPosition(place).position()
        block = self._editor.document().findBlock(position)
        words = (each for each in _words_of(block) if each.start <= position <= each.end)
        return next((each for each in words if self._is_wrong.get(each.word, False)), None)

    def replace(self, wrong: CheckedWord, word: str) -> None:
        """One step to undo; formats stay."""
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(wrong.start)
        cursor.setPosition(wrong.end, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText().replace("’", "'") == wrong.word:
            cursor.insertText(word)

    @Slot()
    def _ask(self) -> None:
        """Each word once."""
        words = {each.word for block in self._seen_blocks() for each in _words_of(block)}
        unknown = words - self._is_wrong.keys()
        if unknown and unknown != self._asked:
            self._asked = frozenset(unknown)
            self.words_wanted.emit(tuple(sorted(unknown)))

    def _refresh(self) -> None:
        for block in list(self._seen_blocks()):
            self._editor.looks.refresh(block)

    def _seen_blocks(self) -> Iterator[QTextBlock]:
        viewport = self._editor.viewport().rect()
        block = self._editor.cursorForPosition(viewport.topLeft()).block()
        last = self._editor.cursorForPosition(viewport.bottomRight()).blockNumber()
        n_blocks = 0
        while block.isValid() and block.blockNumber() <= last and n_blocks < _MOST_BLOCKS:
            yield block
            block = block.next()
            n_blocks += 1

    def _looks_of(self, block: QTextBlock) -> Iterator[Look]:
        if not any(self._is_wrong.values()):
            return
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        look.setUnderlineColor(QColor(current_palette().error))
        typed = self._editor.textCursor().position() if self._editor.hasFocus() else -1
        for each in _words_of(block):
            if self._is_wrong.get(each.word, False) and each.end != typed:
                yield Look(each.start - block.position(), each.end - block.position(), look)

    @Slot()
    def _on_cursor_moved(self) -> None:
        """A word that was being typed is one to be marked when the cursor has left it."""
        block = self._editor.textCursor().block()
        left, self._typed_block = self._typed_block, block.blockNumber()
        if any(self._is_wrong.values()):
            for number in {left, self._typed_block}:
                self._editor.looks.refresh(self._editor.document().findBlockByNumber(number))


def _words_of(block: QTextBlock) -> Iterator[CheckedWord]:
    """Code, links and what is not edited are nobody's spelling."""
    if kind_of(block)[0] in _UNCHECKED:
        return
    left_out = [
        (fragment.position(), fragment.position() + fragment.length())
        for fragment in fragments_of(block)
        if (letters := letters_of(fragment.charFormat())).code or letters.link
    ]
    text = block.text()
    places = TextPlaces(text)
    for match in _WORD.finditer(text):
        start, end = (block.position() + places.units(each) for each in match.span())
        place = CheckedWord(match[0].replace("’", "'"), start, end)
        if not any(first < place.end and place.start < last for first, last in left_out):
            yield place
