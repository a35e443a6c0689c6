from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.transcript.code_block import CodeBlock
from desktop_llm.ui.widgets.transcript.lexer_shelf import LexerShelf
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


@pytest.fixture
def lexers(qapp: QApplication) -> Iterator[LexerShelf]:
    owner = QObject()
    apply_theme(qapp, Theme.LIGHT)
    yield LexerShelf(owner, SpareThread(owner))
    owner.deleteLater()


@pytest.fixture
def block(qtbot: QtBot, lexers: LexerShelf) -> CodeBlock:
    block = CodeBlock(None, lexers)
    qtbot.addWidget(block)
    block.resize(500, 300)
    block.show()
    return block


def editor(block: CodeBlock) -> QPlainTextEdit:
    found = block.findChild(QPlainTextEdit)
    assert found is not None
    return found


def colors(block: CodeBlock) -> list[list[tuple[str, str]]]:
    """Per line, the coloured pieces and their colours."""
    lines = []
    line = editor(block).document().begin()
    while line.isValid():
        pieces = line.layout().formats()
        lines.append(
            [(line.text()[p.start : p.start + p.length], p.format.foreground().color().name()) for p in pieces]
        )
        line = line.next()
    return lines


def test_complete_code_is_coloured_when_its_lexer_is_there(block: CodeBlock, qtbot: QtBot) -> None:
    block.show_code("def f():\n    return 1\n", "python", is_complete=True)
    qtbot.waitUntil(lambda: ("def", "#8a3a8f") in colors(block)[0] and ("1", "#a0460f") in colors(block)[1])


def test_growing_code_is_coloured_at_its_end(block: CodeBlock, qtbot: QtBot, lexers: LexerShelf) -> None:
    with qtbot.waitSignal(lexers.lexer_loaded, timeout=20_000):
        block.show_code("x", "python", is_complete=False)
    block.show_code("x = 1\nreturn", "python", is_complete=False)
    assert ("return", "#8a3a8f") in colors(block)[1]


def test_what_begins_early_colours_what_comes_late_once_the_code_is_complete(
    block: CodeBlock, qtbot: QtBot, lexers: LexerShelf
) -> None:
    code = "'''\n" + "def words():\n" * 200 + "'''"
    with qtbot.waitSignal(lexers.lexer_loaded, timeout=20_000):
        block.show_code(code, "python", is_complete=False)
    assert ("def", "#8a3a8f") in colors(block)[199]
    block.show_code(code, "python", is_complete=True)
    qtbot.waitUntil(lambda: colors(block)[199] == [("def words():", "#2f6f5e")])


@pytest.mark.parametrize("language", ["", "no such language", "<script>"])
def test_code_in_an_unknown_language_is_plain(
    block: CodeBlock, qtbot: QtBot, lexers: LexerShelf, language: str
) -> None:
    with qtbot.assertNotEmitted(lexers.lexer_loaded, wait=60):
        block.show_code("def f(): pass", language, is_complete=True)
    assert colors(block) == [[]]
    assert block.code() == "def f(): pass"


def test_growing_code_appends_and_keeps_what_is_there(block: CodeBlock) -> None:
    changes: list[int] = []
    block.show_code("a = 1\n", "", is_complete=False)
    editor(block).document().contentsChange.connect(lambda at, _removed, _added: changes.append(at))
    block.show_code("a = 1\nb = 2\n", "", is_complete=False)
    assert editor(block).toPlainText() == "a = 1\nb = 2"
    assert min(changes) >= len("a = 1")


def test_it_is_as_high_as_its_lines(block: CodeBlock) -> None:
    block.show_code("x\n", "", is_complete=True)
    one = block.heightForWidth(500)
    block.show_code("x\n" * 11, "", is_complete=True)
    line_px = editor(block).fontMetrics().lineSpacing()
    assert 10 * line_px <= block.heightForWidth(500) - one <= 10 * (line_px + 1)


def test_long_lines_are_scrolled_not_wrapped(block: CodeBlock, qtbot: QtBot) -> None:
    block.show_code("short\n" + "long " * 100, "", is_complete=True)
    block.resize(500, block.heightForWidth(500))
    qtbot.waitUntil(lambda: editor(block).horizontalScrollBar().maximum() > 0)
    assert editor(block).verticalScrollBar().maximum() == 0
    assert editor(block).document().begin().next().lineCount() == 1


def test_code_is_named_for_a_screen_reader(block: CodeBlock) -> None:
    block.show_code("x", "python", is_complete=True)
    assert editor(block).accessibleName() == "Code, python"


def test_a_language_that_a_model_names_is_no_markup(block: CodeBlock) -> None:
    language = "<img/src='file:///home/ana/a.png'>"
    block.show_code("x = 1", language, is_complete=True)
    label = block.findChild(QLabel, "code_language")
    assert label.text() == language
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(language)
