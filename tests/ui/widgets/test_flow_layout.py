import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.flow_layout import FlowLayout


@pytest.fixture
def area(qtbot: QtBot) -> QWidget:
    area = QWidget()
    qtbot.addWidget(area)
    layout = FlowLayout(area, spacing_px=10)
    for _ in range(4):
        label = QLabel(area)
        label.setFixedSize(100, 20)
        layout.addWidget(label)
    area.show()
    return area


def places(area: QWidget) -> list[tuple[int, int]]:
    return [(label.x(), label.y()) for label in area.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (430, 20, [(0, 0), (110, 0), (220, 0), (330, 0)]),
        (429, 50, [(0, 0), (110, 0), (220, 0), (0, 30)]),
        (210, 50, [(0, 0), (110, 0), (0, 30), (110, 30)]),
        (60, 110, [(0, 0), (0, 30), (0, 60), (0, 90)]),
    ],
)
def test_items_flow_into_lines(area: QWidget, width: int, height: int, expected: list[tuple[int, int]]) -> None:
    layout = area.layout()
    assert layout.heightForWidth(width) == height
    layout.setGeometry(QRect(0, 0, width, height))
    assert places(area) == expected


def test_hidden_items_take_no_room(area: QWidget) -> None:
    area.findChildren(QLabel)[0].hide()
    assert area.layout().heightForWidth(320) == 20


def test_items_can_be_taken_out(area: QWidget) -> None:
    layout = area.layout()
    layout.removeWidget(area.findChildren(QLabel)[0])
    assert layout.count() == 3
    assert layout.itemAt(3) is None
    assert layout.takeAt(7) is None


def test_lines_are_centred_if_they_shall_be(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    layout = FlowLayout(area, spacing_px=10, is_centred=True)
    boxes = [box_in(layout) for _ in range(3)]
    layout.setGeometry(QRect(0, 0, 100, 60))
    assert [(box.x(), box.y()) for box in boxes] == [(5, 0), (55, 0), (30, 30)]


def test_lines_begin_at_the_right_from_right_to_left(qtbot: QtBot, qapp: QApplication) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    layout = FlowLayout(area, spacing_px=10)
    box = box_in(layout)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        layout.setGeometry(QRect(0, 0, 100, 60))
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert box.x() == 60


def box_in(layout: FlowLayout) -> QWidget:
    box = QWidget(layout.parentWidget())
    box.setFixedSize(40, 20)
    layout.addWidget(box)
    box.show()
    return box
