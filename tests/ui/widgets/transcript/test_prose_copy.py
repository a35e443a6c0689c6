import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.prose_copy import plain_text
from desktop_llm.ui.widgets.transcript.prose_view import ProseView


@pytest.fixture
def view(qtbot: QtBot) -> ProseView:
    view = ProseView(None)
    qtbot.addWidget(view)
    return view


def copied(view: ProseView) -> str:
    view.selectAll()
    return plain_text(view.textCursor())


def test_a_selection_is_copied_as_readable_text(view: ProseView) -> None:
    view.show_markdown("# Head\n\n3. one\n   - two\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\nend `x`")
    assert copied(view) == "Head\n3. one\n  - two\n- [x] done\na\tb\n1\t2\n---\nend x"


def test_empty_lines_of_plain_text_are_copied(view: ProseView) -> None:
    view.show_text("a\n\nb")
    assert copied(view) == "a\n\nb"


def test_part_of_an_item_is_copied_without_its_marker(view: ProseView) -> None:
    view.show_markdown("- one two")
    cursor = view.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert plain_text(view.textCursor()) == "two"
