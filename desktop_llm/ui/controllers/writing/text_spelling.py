"""Has the spelling of the open text checked, in its language and with the person's own words, beside the window.

GUI thread; a thread of its own waits for the process that looks words up.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar

from msgspec import Struct
from PySide6.QtCore import QLocale, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_llm.assist.writing.personal_dictionary import add_known_word, known_words
from desktop_llm.documents.rich_text import Paragraph
from desktop_llm.documents.spelling import dictionaries, dictionary_for
from desktop_llm.documents.spelling_messages import SpellingDictionary
from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.spelling_marks import CheckedWord, SpellingMarks

_log = logging.getLogger(__name__)

_LANGUAGE_MS: Final = 2_000
_IDLE_MS: Final = 30_000
"""The process takes 120 MB once it has told a language, and is there again in a quarter of a second."""
_Result = TypeVar("_Result")
_SAMPLE_CHARACTERS: Final = 2_000


class Checker(Protocol):
    """`documents.spelling.SpellingChecker` is one."""

    def wrong_words(self, dictionary: SpellingDictionary, words: Sequence[str]) -> frozenset[str]: ...

    def suggestions(self, dictionary: SpellingDictionary, word: str) -> tuple[str, ...]: ...

    def language_of(self, text: str) -> str: ...

    def close(self) -> None: ...


class _Looked(Struct, frozen=True):
    dictionary: SpellingDictionary
    words: tuple[str, ...]
    wrong: frozenset[str]


class TextSpelling(QObject):
    """Where there is no dictionary for the language, nothing is marked."""

    def __init__(
        self,
        editor: RichEditor,
        own_words: Path,
        make_checker: Callable[[], Checker],
        bridge: EventBridge,
        known: Callable[[], tuple[SpellingDictionary, ...]] = dictionaries,
        idle_ms: int = _IDLE_MS,
    ) -> None:
        """`own_words` is the file of the personal dictionary; `idle_ms`: so long the process is kept without work."""
        super().__init__(editor)
        self._editor = editor
        self._own_words = own_words
        self._checker = make_checker()
        self._known = known
        self._threads = SideThreads(bridge, "spelling")
        self._marks = SpellingMarks(editor)
        self._dictionary: SpellingDictionary | None = None
        self._menu: QMenu | None = None
        self._waiting: QAction | None = None
        self._wrong: CheckedWord | None = None
        self._language = QTimer(self, singleShot=True, interval=_LANGUAGE_MS)
        self._language.timeout.connect(self._find_dictionary)
        self._idle = QTimer(self, singleShot=True, interval=idle_ms)
        self._idle.timeout.connect(self._rest)
        self._marks.words_wanted.connect(self._on_words_wanted)
        editor.text_loaded.connect(self._find_dictionary)
        editor.text_edited.connect(self._on_edited)
        editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        editor.customContextMenuRequested.connect(self._on_menu)

    def stop(self) -> None:
        """Ends the process. Blocks for half a second at most."""
        self._threads.stop()
        self._checker.close()

    @Slot()
    def _on_edited(self) -> None:
        """In which language a new text is shows after a sentence or two."""
        if not self._language.isActive():
            self._language.start()

    @Slot()
    def _find_dictionary(self) -> None:
        text = self._editor.rich_text
        find = partial(_dictionary_of, self._checker, self._known, text.language, _beginning(text.paragraphs))
        self._run(find, self._use)

    def _use(self, dictionary: SpellingDictionary | None) -> None:
        if dictionary != self._dictionary:
            self._dictionary = dictionary
            self._marks.forget()

    @Slot(object)
    def _on_words_wanted(self, words: tuple[str, ...]) -> None:
        if self._dictionary is not None:
            look = partial(_looked_up, self._checker, self._dictionary, words, self._own_words)
            self._run(look, self._show)

    def _show(self, looked: _Looked) -> None:
        if looked.dictionary == self._dictionary:
            self._marks.show_words(looked.words, looked.wrong)

    # The menu

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        menu = self._editor.context_menu(place)
        wrong = self._marks.wrong_word_at(place)
        if wrong is not None and self._dictionary is not None:
            self._add_spelling(menu, wrong, self._dictionary)
        menu.popup(self._editor.viewport().mapToGlobal(place))

    def _add_spelling(self, menu: QMenu, wrong: CheckedWord, dictionary: SpellingDictionary) -> None:
        """What was meant takes a moment to find; its place is kept for it."""
        menu.setObjectName("spelling_menu")
        first = menu.actions()[0]
        waiting = QAction(translate("TextSpelling", "Looking for suggestions…"), menu)
        waiting.setEnabled(False)
        own = QAction(translate("TextSpelling", "Add to my dictionary"), menu)
        own.setData(wrong.word)
        own.triggered.connect(self._on_own_word)
        menu.insertActions(first, [waiting, own])
        menu.insertSeparator(first)
        if self._menu is not None:  # one that opened before this one may go after it came
            self._menu.destroyed.disconnect(self._on_menu_gone)
        suggest = partial(self._checker.suggestions, dictionary, wrong.word)
        self._menu, self._waiting, self._wrong = menu, waiting, wrong
        menu.destroyed.connect(self._on_menu_gone)
        self._run(suggest, partial(self._show_suggestions, wrong))

    def _show_suggestions(self, wrong: CheckedWord, words: tuple[str, ...]) -> None:
        if self._menu is None or self._waiting is None or wrong != self._wrong:
            return
        waiting, self._waiting = self._waiting, None
        if not words:
            waiting.setText(translate("TextSpelling", "No suggestions"))
            return
        for word in words:
            action = QAction(word, self._menu)
            action.triggered.connect(self._on_suggestion)
            self._menu.insertAction(waiting, action)
        self._menu.removeAction(waiting)

    @Slot()
    def _on_suggestion(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._wrong is not None:
            self._marks.replace(self._wrong, action.text())

    @Slot()
    def _on_own_word(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            add = partial(add_known_word, self._own_words, str(action.data()))
            self._run(add, self._on_word_added)

    def _on_word_added(self, _nothing: None) -> None:
        self._marks.forget()

    @Slot()
    def _on_menu_gone(self) -> None:
        self._menu = self._waiting = None

    def _run(self, work: Callable[[], _Result], on_done: Callable[[_Result], None]) -> None:
        self._threads.run(work, on_done, self._note)
        self._idle.start()

    @Slot()
    def _rest(self) -> None:
        self._threads.run(self._checker.close, None, self._note)

    def _note(self, error: DesktopLlmError) -> None:
        _log.warning("spelling is not checked: %s", error)


def _dictionary_of(
    checker: Checker, known: Callable[[], tuple[SpellingDictionary, ...]], language: str, text: str
) -> SpellingDictionary | None:
    installed = known()
    code = language or checker.language_of(text) or QLocale.system().name().split("_")[0]
    return dictionary_for(code, installed, QLocale.system().name())


def _looked_up(checker: Checker, dictionary: SpellingDictionary, words: tuple[str, ...], own_words: Path) -> _Looked:
    own = {word.casefold() for word in known_words(own_words)}
    asked = [word for word in words if word.casefold() not in own]
    return _Looked(dictionary, words, checker.wrong_words(dictionary, asked))


def _beginning(paragraphs: Sequence[Paragraph]) -> str:
    """Enough to tell the language."""
    text = ""
    for paragraph in paragraphs:
        if len(text) >= _SAMPLE_CHARACTERS:
            break
        text += paragraph.text + "\n"
    return text[:_SAMPLE_CHARACTERS]
