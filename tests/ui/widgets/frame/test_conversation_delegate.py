import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.conversation_list_model import ConversationListModel
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.frame.conversation_delegate import ConversationDelegate, draw_snippet, snippet_runs
from tests.fakes.conversations import conversation, hit


def test_matches_are_told_apart() -> None:
    runs = snippet_runs("the \x02rent\x03 and the \x02deposit\x03")
    assert runs == [("the ", False), ("rent", True), (" and the ", False), ("deposit", True)]


def test_a_mark_without_its_end_does_no_harm() -> None:
    assert snippet_runs("the \x02rent") == [("the rent", False)]
    assert snippet_runs("") == []


def test_only_the_open_conversation_has_its_ground(qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    model = ConversationListModel(view)
    model.show_conversations([conversation("a"), conversation("b")])
    delegate = ConversationDelegate(view)
    delegate.open_id = "a"
    assert ground(delegate, model, "a") == QColor(current_palette().hover)
    assert ground(delegate, model, "b") != QColor(current_palette().hover)


def ground(delegate: ConversationDelegate, model: ConversationListModel, conversation_id: str) -> QColor:
    image = QImage(200, 32, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 200, 32)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index_of(conversation_id))
    painter.end()
    return image.pixelColor(190, 16)


def test_a_hit_takes_two_lines(qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    model = ConversationListModel(view)
    delegate = ConversationDelegate(view)
    model.show_conversations([conversation("a")])
    one = delegate.sizeHint(QStyleOptionViewItem(), model.index_of("a")).height()
    model.show_hits([hit("a", "x")])
    assert delegate.sizeHint(QStyleOptionViewItem(), model.index_of("a")).height() > one


def test_a_snippet_stays_in_its_place(qapp: object) -> None:
    image = QImage(300, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_snippet(painter, QRect(0, 0, 100, 20), "a \x02very long match\x03 and very much more of it", QFont())
    painter.end()
    assert all(image.pixelColor(x, y) == QColor("white") for x in range(105, 300) for y in range(20))


LONG = "What the landlord may keep of the deposit"


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("title", ["Trip", LONG])
def test_a_message_that_was_not_sent_is_marked_at_the_end_of_the_line(
    qtbot: QtBot, title: str, direction: Qt.LayoutDirection
) -> None:
    view = QListView()
    qtbot.addWidget(view)
    model = ConversationListModel(view)
    model.show_conversations([conversation("a", title)])
    plain = drawn(view, model, direction)
    model.show_unsent(frozenset({"a"}))
    marked = drawn(view, model, direction)
    metrics = QFontMetrics(scaled_font(view.font(), SMALL_FONT))
    mark_px = 188 - metrics.horizontalAdvance("Draft")
    gap = range(mark_px - 6, mark_px - 1)
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    assert inked(marked, range(mark_px, 188), is_mirrored=is_mirrored)
    assert not inked(marked, gap, is_mirrored=is_mirrored)  # the title ends before it
    assert inked(plain, gap, is_mirrored=is_mirrored) is (title == LONG)


def drawn(view: QListView, model: ConversationListModel, direction: Qt.LayoutDirection) -> QImage:
    image = QImage(200, 32, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    option = QStyleOptionViewItem()
    option.rect, option.direction = QRect(0, 0, 200, 32), direction
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    ConversationDelegate(view).paint(painter, option, model.index_of("a"))
    painter.end()
    return image


def inked(image: QImage, columns: range, *, is_mirrored: bool) -> bool:
    places = (image.width() - 1 - x if is_mirrored else x for x in columns)
    return any(image.pixelColor(x, y) != QColor("white") for x in places for y in range(image.height()))
