import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.personal_dictionary import known_words
from desktop_llm.documents.rich_text import RichText
from desktop_llm.documents.spelling import SpellingChecker
from desktop_llm.documents.spelling_messages import SpellingDictionary
from desktop_llm.ui.controllers.writing.text_spelling import TextSpelling
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.writing_window import WritingWindow
from tests.fakes.written_texts import paragraph


@pytest.fixture
def window(writing: Callable[[], WritingWindow]) -> WritingWindow:
    window = writing()
    window.begin_new()
    window.write("I recieve the letters of my landlord every month. ")
    window.wait_for(lambda: _n_marks(window) == 1)
    return window


def _n_marks(window: WritingWindow) -> int:
    return len(window.editor.document().firstBlock().layout().formats())


def _open_menu(window: WritingWindow) -> QMenu:
    cursor = QTextCursor(window.editor.document())
    cursor.setPosition(5)
    window.editor.customContextMenuRequested.emit(window.editor.cursorRect(cursor).center())
    (menu,) = window.editor.findChildren(QMenu, "spelling_menu")
    return menu


def _action(menu: QMenu, text: str) -> QAction | None:
    return next((action for action in menu.actions() if action.text() == text), None)


def test_what_was_meant_is_suggested_and_takes_its_place(window: WritingWindow) -> None:
    menu = _open_menu(window)
    window.wait_for(lambda: _action(menu, "receive") is not None)
    _action(menu, "receive").trigger()
    assert window.text.startswith("I receive the letters")
    menu.close()
    window.wait_for(lambda: _n_marks(window) == 0)


def test_a_menu_that_goes_late_takes_nothing_from_the_next_one(
    window: WritingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer = threading.Event()

    def suggest_late(*_asked: object) -> tuple[str, ...]:
        may_answer.wait(20)
        return ("receive",)

    monkeypatch.setattr(SpellingChecker, "suggestions", suggest_late)
    gone: list[bool] = []
    old = _open_menu(window)
    old.setObjectName("old_menu")
    old.destroyed.connect(lambda: gone.append(True))
    old.close()  # it goes when the next one is there already
    new = _open_menu(window)
    new.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # two popups without a screen close each other
    window.wait_for(lambda: bool(gone))
    may_answer.set()
    window.wait_for(lambda: _action(new, "receive") is not None)
    assert _action(new, "Looking for suggestions…") is None
    new.deleteLater()


def test_a_word_of_ones_own_is_right_from_then_on(window: WritingWindow) -> None:
    menu = _open_menu(window)
    _action(menu, "Add to my dictionary").trigger()
    menu.close()
    window.wait_for(lambda: _n_marks(window) == 0)
    window.wait_for(lambda: known_words(window.folder.personal_dictionary) == ("recieve",))


def test_elsewhere_the_menu_is_the_usual_one(window: WritingWindow) -> None:
    cursor = QTextCursor(window.editor.document())
    window.editor.customContextMenuRequested.emit(window.editor.cursorRect(cursor).center())
    assert window.editor.findChild(QMenu, "spelling_menu") is None
    for menu in window.editor.findChildren(QMenu):
        menu.close()


class _CountedChecker:
    """One for which every word is right."""

    n_closed = 0

    def wrong_words(self, dictionary: SpellingDictionary, words: Sequence[str]) -> frozenset[str]:
        return frozenset()

    def suggestions(self, dictionary: SpellingDictionary, word: str) -> tuple[str, ...]:
        return ()

    def language_of(self, text: str) -> str:
        return "en"

    def close(self) -> None:
        self.n_closed += 1


def test_the_process_ends_when_it_has_nothing_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    editor = RichEditor()
    qtbot.addWidget(editor)
    editor.show()
    bridge = EventBridge(editor)
    checker = _CountedChecker()
    spelling = TextSpelling(editor, tmp_path / "own.txt", lambda: checker, bridge, idle_ms=10)
    editor.show_rich_text(RichText(paragraphs=(paragraph("Some words"),)))
    qtbot.waitUntil(lambda: checker.n_closed > 0)
    spelling.stop()
    bridge.stop()
