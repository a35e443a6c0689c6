import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.frame.command_palette import CommandPalette, PaletteEntry

COMMANDS = (
    PaletteEntry(key="new_chat", title="New chat", note="Ctrl+N", is_command=True),
    PaletteEntry(key="trash", title="Trash", is_command=True),
)
CHATS = (PaletteEntry(key="a", title="New flat"), PaletteEntry(key="b", title="Trip to Bergen"))


@pytest.fixture
def palette(qtbot: QtBot) -> CommandPalette:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 700)
    field = QLineEdit(host)
    field.setObjectName("before")
    host.show()
    field.setFocus()
    palette = CommandPalette(host)
    palette.open_with(COMMANDS, CHATS)
    return palette


def field(palette: CommandPalette) -> QLineEdit:
    found = palette.findChild(QLineEdit, "palette_field")
    assert found is not None
    return found


def titles(palette: CommandPalette) -> list[str]:
    view = palette.findChild(QListView, "palette_list")
    assert view is not None
    return [view.model().index(row, 0).data() for row in range(view.model().rowCount())]


def test_it_opens_on_everything(palette: CommandPalette) -> None:
    assert titles(palette) == ["New chat", "Trash", "New flat", "Trip to Bergen"]
    assert field(palette).hasFocus()


def test_conversations_that_match_stand_before_commands(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(palette), "new")
    assert titles(palette) == ["New flat", "New chat"]


def test_words_match_in_any_order(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(palette), "berg tri")
    assert titles(palette) == ["Trip to Bergen"]


def test_arrow_keys_move_and_enter_chooses(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClick(field(palette), Qt.Key.Key_Up)
    with qtbot.waitSignal(palette.entry_chosen) as chosen:
        qtbot.keyClick(field(palette), Qt.Key.Key_Return)
    assert chosen.args == [CHATS[1]]
    assert not palette.isVisible()


def test_esc_closes_and_gives_the_keyboard_back(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClick(field(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    host = palette.parentWidget()
    assert host is not None
    before = host.findChild(QLineEdit, "before")
    assert before is not None
    assert before.hasFocus()


def test_hits_take_the_place_of_titles_and_late_ones_are_dropped(palette: CommandPalette, qtbot: QtBot) -> None:
    with qtbot.waitSignal(palette.query_changed):
        field(palette).setText("rent")
    found = PaletteEntry(key="a", title="New flat", snippet="the \x02rent\x03", message_id="m")
    palette.show_hits("ren", [found])
    assert titles(palette) == []
    palette.show_hits("rent", [found])
    assert titles(palette) == ["New flat"]
    assert not palette.grab().isNull()


def test_nothing_found_chooses_nothing(palette: CommandPalette, qtbot: QtBot) -> None:
    field(palette).setText("zzz")
    with qtbot.assertNotEmitted(palette.entry_chosen):
        qtbot.keyClick(field(palette), Qt.Key.Key_Return)


def test_it_stays_within_a_small_window(palette: CommandPalette) -> None:
    host = palette.parentWidget()
    assert host is not None
    host.resize(480, 360)
    assert host.rect().contains(palette.geometry())
