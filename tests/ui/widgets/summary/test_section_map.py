from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.summary.section_map import SectionMap, SectionState


def map_of(qtbot: QtBot, n_sections: int) -> SectionMap:
    sections = SectionMap()
    qtbot.addWidget(sections)
    sections.resize(200, 14)
    sections.show_sections([f"section {number}" for number in range(n_sections)])
    sections.show()
    return sections


def test_fields_fill_while_the_pieces_are_read(qtbot: QtBot) -> None:
    sections = map_of(qtbot, 4)
    sections.show_state(1, SectionState.READ)
    image = sections.grab().toImage()
    colors = [image.pixelColor(50 * number + 20, 7).name() for number in range(4)]
    assert colors.count(colors[1]) == 1
    assert colors[1] == current_palette().accent.lower()
    assert sections.accessibleDescription() == "1 of 4 pieces read"


def test_what_is_waiting_at_the_end_was_not_read(qtbot: QtBot) -> None:
    sections = map_of(qtbot, 3)
    sections.show_state(0, SectionState.READ)
    sections.show_end()
    assert sections.states == (SectionState.READ, SectionState.UNREAD, SectionState.UNREAD)


def test_a_click_or_the_keyboard_chooses_a_piece_also_where_several_share_a_field(qtbot: QtBot) -> None:
    sections = map_of(qtbot, 280)
    with qtbot.waitSignal(sections.section_chosen) as chosen:
        qtbot.mouseClick(sections, Qt.MouseButton.LeftButton, pos=QPoint(105, 7))
    assert 130 <= chosen.args[0] <= 150
    qtbot.keyClick(sections, Qt.Key.Key_Right)
    with qtbot.waitSignal(sections.section_chosen) as next_chosen:
        qtbot.keyClick(sections, Qt.Key.Key_Return)
    assert next_chosen.args[0] > chosen.args[0]
