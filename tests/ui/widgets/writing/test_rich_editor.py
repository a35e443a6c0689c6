import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import RichText
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
