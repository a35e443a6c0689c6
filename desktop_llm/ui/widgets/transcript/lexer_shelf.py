"""Pygments' lexers, loaded off the GUI thread: the first use of one compiles its rules, which takes up to 110 ms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_llm.ui.widgets.transcript.code_highlighting import load_lexer
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread

if TYPE_CHECKING:
    from pygments.lexer import Lexer


class LexerShelf(QObject):
    """`lexer(language)` answers at once; for a new language with None, and `lexer_loaded` follows."""

    lexer_loaded = Signal(str)

    def __init__(self, parent: QObject, thread: SpareThread) -> None:
        super().__init__(parent)
        self._thread = thread
        self._lexers: dict[str, Lexer | None] = {}

    def lexer(self, language: str) -> Lexer | None:
        if language and language not in self._lexers:
            self._lexers[language] = None
            self._thread.run(partial(load_lexer, language), partial(self._take, language))
        return self._lexers.get(language)

    def _take(self, language: str, lexer: Lexer | None) -> None:
        self._lexers[language] = lexer
        if lexer is not None:
            self.lexer_loaded.emit(language)
