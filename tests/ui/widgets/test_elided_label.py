import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.elided_label import ElidedLabel

LONG = "Statement of the costs of 2025, <i>second</i> edition.docx"
WIDE_PX = 900
NARROW_PX = 120


def label(qtbot: QtBot, *, width_px: int, keeps_end: bool = False) -> ElidedLabel:
    made = ElidedLabel(None, "name_of_test", keeps_end=keeps_end)
    qtbot.addWidget(made)
    made.show()
    made.resize(width_px, 24)
    return made


def test_what_has_room_stands_there_whole_and_needs_no_tip(qtbot: QtBot) -> None:
    made = label(qtbot, width_px=WIDE_PX)
    made.show_text(LONG)
    assert (made.text(), made.toolTip()) == (LONG, "")


def test_what_has_none_ends_in_an_ellipsis_and_the_tip_tells_the_whole(qtbot: QtBot) -> None:
    made = label(qtbot, width_px=NARROW_PX)
    made.show_text(LONG)
    assert made.text().endswith("…")
    assert LONG.startswith(made.text().removesuffix("…"))
    assert made.fontMetrics().horizontalAdvance(made.text()) <= NARROW_PX
    assert made.toolTip() == f"<p>{LONG.replace('<', '&lt;').replace('>', '&gt;')}</p>"
    assert made.accessibleName() == LONG


def test_the_end_of_a_file_name_stays(qtbot: QtBot) -> None:
    made = label(qtbot, width_px=NARROW_PX, keeps_end=True)
    made.show_text(LONG)
    begin, end = made.text().split("…")
    assert LONG.startswith(begin)
    assert LONG.endswith(end)
    assert end.endswith(".docx")


@pytest.mark.parametrize("width_px", [NARROW_PX, WIDE_PX])
def test_a_tip_of_its_own_is_told_however_much_room_there_is(qtbot: QtBot, width_px: int) -> None:
    made = label(qtbot, width_px=width_px)
    made.show_text(LONG, "/home/ann")
    assert made.toolTip() == "<p>/home/ann</p>"


def test_it_follows_the_room(qtbot: QtBot) -> None:
    made = label(qtbot, width_px=NARROW_PX)
    made.show_text(LONG)
    made.resize(WIDE_PX, 24)
    assert (made.text(), made.toolTip()) == (LONG, "")
    made.resize(NARROW_PX, 24)
    assert made.text().endswith("…")


def test_it_follows_its_font(qtbot: QtBot) -> None:
    made = label(qtbot, width_px=NARROW_PX)
    made.show_text("Lease of 2025")
    assert made.text() == "Lease of 2025"
    font = made.font()
    font.setPointSize(font.pointSize() * 3)
    made.setFont(font)
    assert made.text().endswith("…")


def test_it_asks_for_room_for_all_and_gives_way(qtbot: QtBot) -> None:
    made = label(qtbot, width_px=NARROW_PX)
    made.show_text(LONG)
    assert made.sizeHint().width() >= made.fontMetrics().horizontalAdvance(LONG)
    assert made.minimumSizeHint().width() == 0
