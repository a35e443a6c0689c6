import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.model_page.card_column import CardColumn
from desktop_llm.ui.widgets.transcript.prose_view import ProseView

LONG_CARD = "\n\n".join(f"# Part {number}\n\n" + "Words of the makers. " * 40 for number in range(60))


class Head(QWidget):
    """Controls as high as a test says."""

    def __init__(self) -> None:
        super().__init__()
        self.px = 200
        self.button = QPushButton("Download", self)
        QVBoxLayout(self).addWidget(self.button)

    def heightForWidth(self, width: int) -> int:
        return self.px

    def sizeHint(self) -> QSize:
        return QSize(100, self.px)


@pytest.fixture
def head() -> Head:
    return Head()


@pytest.fixture
def column(qtbot: QtBot, qapp: QApplication, head: Head) -> CardColumn:
    apply_theme(qapp, Theme.LIGHT)
    column = CardColumn("card", head)
    qtbot.addWidget(column)
    column.resize(800, 600)
    column.show()
    column.activateWindow()
    qtbot.waitUntil(column.isActiveWindow)
    return column


def texts(column: CardColumn) -> list[str]:
    views = [each for each in column.findChildren(ProseView) if each.isVisible()]
    return [each.toPlainText() for each in sorted(views, key=lambda view: view.mapTo(column, view.pos()).y())]


def test_the_text_stands_below_the_controls(column: CardColumn, head: Head) -> None:
    column.show_text("# Granite\n\nA model.")
    assert texts(column)[0].startswith("Granite")
    (view,) = [each for each in column.findChildren(ProseView) if each.isVisible()]
    assert view.mapTo(column, view.rect().topLeft()).y() >= head.geometry().bottom()
    assert head.isVisible()


def test_controls_that_grow_push_the_text_down(column: CardColumn, head: Head) -> None:
    column.show_text("# Granite\n\nA model.")
    (view,) = [each for each in column.findChildren(ProseView) if each.isVisible()]
    before = view.mapTo(column, view.rect().topLeft()).y()
    head.px = 300
    column.head_changed()
    assert view.mapTo(column, view.rect().topLeft()).y() == before + 100


def test_a_long_text_is_built_as_far_as_it_is_seen(column: CardColumn, head: Head) -> None:
    column.show_text(LONG_CARD)
    assert len(column.findChildren(ProseView)) < 10
    column.verticalScrollBar().setValue(column.verticalScrollBar().maximum())
    assert "Part 59" in "\n".join(texts(column))
    assert not head.isVisible()
    column.go_to_top()
    assert head.isVisible()
    assert head.button.text() == "Download"


def test_another_text_takes_the_place_of_the_first(column: CardColumn) -> None:
    column.show_text(LONG_CARD)
    column.show_text("Short.")
    assert texts(column) == ["Short."]
    column.show_text("")
    assert texts(column) == []


def test_what_has_the_keyboard_comes_into_view(column: CardColumn, head: Head) -> None:
    column.show_text(LONG_CARD)
    column.verticalScrollBar().setValue(250)
    assert column.verticalScrollBar().value() == 250
    head.button.setFocus()
    assert head.button.mapTo(column.viewport(), head.button.rect().topLeft()).y() >= 0


def test_a_link_is_only_reported(column: CardColumn, qtbot: QtBot) -> None:
    column.show_text("[the site](https://example.org/)")
    (view,) = [each for each in column.findChildren(ProseView) if each.isVisible()]
    with qtbot.waitSignal(column.link_activated) as link:
        view.link_activated.emit("https://example.org/")
    assert link.args == ["https://example.org/"]


def test_other_colours_reach_the_text(column: CardColumn, qapp: QApplication, qtbot: QtBot) -> None:
    column.show_text("Words.")
    (before,) = column.findChildren(ProseView)
    apply_theme(qapp, Theme.DARK)
    qtbot.waitUntil(lambda: [each for each in column.findChildren(ProseView) if each.isVisible()] != [before])
    assert texts(column) == ["Words."]
