import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.transcript.prose_view import ProseView


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ProseView:
    apply_theme(qapp, Theme.LIGHT)
    view = ProseView(None)
    qtbot.addWidget(view)
    view.resize(400, view.heightForWidth(400))
    view.show()
    return view


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "https://example.org/x.png", "data:image/png;base64,AA", "x.png"]
)
def test_no_resource_is_ever_loaded(view: ProseView, url: str) -> None:
    view.setHtml(f'<img src="{url}">')
    for kind in QTextDocument.ResourceType:
        assert view.document().resource(kind.value, QUrl(url)) == QImage()


def test_it_is_as_high_as_its_text_at_any_width(view: ProseView) -> None:
    view.show_markdown("word " * 100)
    assert view.heightForWidth(200) > 1.7 * view.heightForWidth(400)
    view.resize(300, view.heightForWidth(300))
    assert view.verticalScrollBar().maximum() <= view.fontMetrics().height()


def test_it_never_scrolls_in_itself(view: ProseView) -> None:
    view.show_markdown("# Title\n\nword")
    view.resize(400, view.heightForWidth(400))
    assert view.verticalScrollBar().maximum() > 0  # the gap below the last line
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.verticalScrollBar().value() == 0


def test_a_selection_is_copied_as_text_and_with_its_looks(view: ProseView) -> None:
    view.show_markdown("- **one**")
    view.selectAll()
    mime = view.createMimeDataFromSelection()
    assert mime.text() == "- one"
    assert "font-weight:600" in mime.html()


def test_plain_text_stays_as_it_was_written(view: ProseView) -> None:
    view.show_text("# no heading\n  <b>x</b>")
    assert view.toPlainText() == "# no heading\n  <b>x</b>"


def test_the_wheel_is_left_to_the_conversation(view: ProseView) -> None:
    view.show_markdown("word " * 300)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert not wheel.isAccepted()


def test_text_with_links_can_be_reached_with_tab(view: ProseView) -> None:
    view.show_markdown("no link")
    assert view.focusPolicy() is Qt.FocusPolicy.ClickFocus
    view.show_markdown("[a](https://b.c)")
    assert view.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_the_target_of_a_link_is_shown_before_it_is_opened(view: ProseView) -> None:
    view.show_markdown("[bank](https://evil.example/?a=1&b=2)")
    (piece, *_) = view.document().begin().textFormats()
    assert piece.format.anchorHref() == "https://evil.example/?a=1&b=2"
    assert piece.format.toolTip() == "<p>https://evil.example/?a=1&amp;b=2</p>"


def test_the_cursor_mark_is_painted_behind_the_last_word(view: ProseView) -> None:
    view.show_markdown("hello")
    view.resize(400, view.heightForWidth(400))
    without = view.grab().toImage()
    view.show_cursor_mark(is_shown=True)
    with_mark = view.grab().toImage()
    changed = [
        x
        for x in range(with_mark.width())
        for y in range(with_mark.height())
        if with_mark.pixel(x, y) != without.pixel(x, y)
    ]
    assert changed
    assert min(changed) > view.document().idealWidth() - 2


def test_rules_bars_and_markers_are_painted(view: ProseView) -> None:
    for source, least_px in (("> quote", 20), ("---", 300), ("- \u200d", 4), ("1. \u200d", 4)):
        view.show_markdown(source)
        view.resize(400, view.heightForWidth(400))
        image = view.grab().toImage()
        ground = image.pixel(399, 0)
        painted = sum(image.pixel(x, y) != ground for x in range(400) for y in range(image.height()))
        assert painted >= least_px, source
