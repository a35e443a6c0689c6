import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, RichText, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.written_texts import EVERYTHING, paragraph


@pytest.fixture
def editor(qtbot: QtBot) -> RichEditor:
    editor = RichEditor()
    qtbot.addWidget(editor)
    editor.resize(800, 600)
    editor.show()
    return editor


def _show(qtbot: QtBot, editor: RichEditor, text: RichText) -> None:
    with qtbot.waitSignal(editor.text_loaded, timeout=10_000):
        editor.show_rich_text(text)


def test_a_text_comes_back_as_it_was_shown(qtbot: QtBot, editor: RichEditor) -> None:
    _show(qtbot, editor, EVERYTHING)
    assert editor.rich_text == EVERYTHING
    assert not editor.document().isUndoAvailable()
    assert not editor.isReadOnly()


def test_a_long_text_comes_in_steps_and_is_only_read_meanwhile(qtbot: QtBot, editor: RichEditor) -> None:
    long = RichText(paragraphs=tuple(paragraph(f"{number} " + "word " * 60) for number in range(1500)))
    editor.show_rich_text(long)
    assert editor.is_loading
    assert editor.isReadOnly()
    assert editor.document().blockCount() < 1500
    qtbot.waitSignal(editor.text_loaded, timeout=20_000).wait()
    assert editor.rich_text == long
    assert not editor.is_loading


def test_another_text_takes_the_place_of_one_that_still_comes(qtbot: QtBot, editor: RichEditor) -> None:
    editor.show_rich_text(RichText(paragraphs=tuple(paragraph("word " * 60) for _ in range(1500))))
    short = RichText(paragraphs=(paragraph("short"),))
    _show(qtbot, editor, short)
    assert editor.rich_text == short


def test_typing_is_told_and_loading_is_not(qtbot: QtBot, editor: RichEditor) -> None:
    told: list[None] = []
    editor.text_edited.connect(lambda: told.append(None))
    _show(qtbot, editor, EVERYTHING)
    assert told == []
    qtbot.keyClicks(editor, "a")
    assert len(told) == 1
    assert editor.rich_text.paragraphs[0].text == "aNotice of defects"


def test_a_wide_window_leaves_lines_that_can_be_read(editor: RichEditor) -> None:
    editor.resize(1400, 600)
    assert editor.viewport().width() <= 740
    editor.resize(500, 600)
    assert editor.viewport().width() > 400


_TWO_WORDS = RichText(paragraphs=(paragraph("one two"),))


def _select(editor: RichEditor, start: int, end: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def test_keys_make_letters_bold_though_the_window_uses_them(qtbot: QtBot, editor: RichEditor) -> None:
    _show(qtbot, editor, _TWO_WORDS)
    _select(editor, 0, 3)
    qtbot.keyClick(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    bold = TextRun(text="one", format=TextFormat(bold=True))
    assert editor.rich_text.paragraphs == (paragraph(bold, " two"),)
    qtbot.keyClick(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert editor.rich_text == _TWO_WORDS


def test_without_a_selection_what_is_typed_next_is_bold(qtbot: QtBot, editor: RichEditor) -> None:
    _show(qtbot, editor, _TWO_WORDS)
    qtbot.keyClick(editor, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "a")
    assert editor.rich_text.paragraphs[0].runs[0] == TextRun(text="a", format=TextFormat(italic=True))


def test_what_is_typed_behind_a_picture_or_a_link_is_none(qtbot: QtBot, editor: RichEditor) -> None:
    link = TextRun(text="here", format=TextFormat(link="https://a.org"))
    picture = TextRun(text="[picture]", kept="k1")
    _show(qtbot, editor, RichText(paragraphs=(paragraph(link), paragraph(picture))))
    for position, typed in ((4, "x"), (7, "y")):
        _select(editor, position, position)
        qtbot.keyClicks(editor, typed)
    assert editor.rich_text.paragraphs == (paragraph(link, "x"), paragraph(picture, "y"))
    _select(editor, 2, 2)
    qtbot.keyClicks(editor, "l")
    assert editor.rich_text.paragraphs[0].runs[0].text == "helre"


def test_what_is_copied_is_pasted_with_its_formats_and_plain(qtbot: QtBot, editor: RichEditor) -> None:
    both = (paragraph("Title", kind=ParagraphKind.HEADING, level=2), paragraph("b"))
    _show(qtbot, editor, RichText(paragraphs=(*both, paragraph(""))))
    _select(editor, 0, 7)
    editor.copy()
    _select(editor, 8, 8)
    editor.paste()
    assert editor.rich_text.paragraphs == (*both, *both)
    editor.undo()
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert editor.rich_text.paragraphs == (*both, paragraph("Title"), paragraph("b"))


def test_the_menu_offers_plain_pasting(qtbot: QtBot, editor: RichEditor) -> None:
    _show(qtbot, editor, _TWO_WORDS)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold")
    QGuiApplication.clipboard().setMimeData(data)
    menu = editor.context_menu(QPoint(1, 1))
    menu.findChild(QAction, "paste_plain").trigger()
    assert editor.rich_text.paragraphs == (paragraph("boldone two"),)
    menu.close()


def test_a_restored_text_is_one_step(qtbot: QtBot, editor: RichEditor) -> None:
    _show(qtbot, editor, _TWO_WORDS)
    assert editor.replace_text(RichText(paragraphs=(paragraph("one"), paragraph("two"))))
    assert editor.toPlainText() == "one\ntwo"
    editor.undo()
    assert editor.rich_text == _TWO_WORDS


def test_a_text_of_200000_words_opens_and_is_written_in(qtbot: QtBot, editor: RichEditor) -> None:
    long = RichText(paragraphs=(paragraph("word " * 100),) * 2000)
    editor.show_rich_text(long)
    qtbot.waitSignal(editor.text_loaded, timeout=60_000).wait()
    qtbot.keyClicks(editor, "a ")
    assert editor.counts.n_words == 200_001
    assert editor.rich_text.paragraphs[1:] == long.paragraphs[1:]


def test_nothing_is_put_into_a_text_that_is_only_read(qtbot: QtBot, editor: RichEditor) -> None:
    _show(qtbot, editor, _TWO_WORDS)
    editor.hold_typing(True)
    editor.insert_paragraphs((paragraph("more"),))
    editor.insert_table()
    editor.insert_link("https://example.org", "")
    assert editor.rich_text == _TWO_WORDS
