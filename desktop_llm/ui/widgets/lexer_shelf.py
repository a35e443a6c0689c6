"""Pygments' lexers, loaded off the GUI thread: the first use of one compiles its rules, which takes up to 110 ms."""

from dataclasses import dataclass

from pygments.lexer import Lexer
from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from desktop_llm.ui.widgets.code_highlighting import load_lexer


@dataclass(frozen=True)
class _Loaded:
    language: str
    lexer: Lexer | None


class LexerShelf(QObject):
    """`lexer(language)` answers at once; for a new language with None, and `lexer_loaded` follows."""

    lexer_loaded = Signal(str)
    _load_ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lexers: dict[str, Lexer | None] = {}
        self._requested: set[str] = set()
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._load_ended.connect(self._on_load_ended)

    def lexer(self, language: str) -> Lexer | None:
        if language and language not in self._requested:
            self._requested.add(language)
            self._pool.start(lambda: self._load(language))
        return self._lexers.get(language)

    def _load(self, language: str) -> None:
        """Runs on the pool's thread."""
        self._load_ended.emit(_Loaded(language, load_lexer(language)))

    @Slot(object)
    def _on_load_ended(self, loaded: _Loaded) -> None:
        self._lexers[loaded.language] = loaded.lexer
        if loaded.lexer is not None:
            self.lexer_loaded.emit(loaded.language)
