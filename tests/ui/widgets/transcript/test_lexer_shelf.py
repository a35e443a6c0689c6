from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.lexer_shelf import LexerShelf
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


def test_a_lexer_is_there_after_it_was_asked_for(qtbot: QtBot) -> None:
    owner = QObject()
    shelf = LexerShelf(owner, SpareThread(owner))
    with qtbot.waitSignal(shelf.lexer_loaded, timeout=20_000) as received:
        assert shelf.lexer("python") is None
    assert received.args == ["python"]
    lexer = shelf.lexer("python")
    assert lexer is not None
    assert shelf.lexer("python") is lexer


def test_a_word_that_names_no_language_is_looked_for_once(qtbot: QtBot) -> None:
    owner = QObject()
    thread = SpareThread(owner)
    shelf = LexerShelf(owner, thread)
    shelf.lexer("nothing")
    qtbot.waitUntil(lambda: not thread._waiting)
    shelf.lexer("nothing")
    assert not thread._waiting
    assert shelf.lexer("") is None
