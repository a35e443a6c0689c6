"""Every pane and dialog in languages that nobody speaks: nothing stays English, nothing is cut."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from tests.fakes.pseudo_languages import MirroredTranslator, StretchedTranslator, unmarked
from tests.fakes.window_tour import WindowTour

CHECKOUT = Path(__file__).parents[2]
SIZES = ((800, 600), (1280, 800))
NAMES = re.compile(
    "|".join(re.escape(name) for model in load_catalogue().models for name in (model.repository, model.name))
    + "|"
    + re.escape(str(CHECKOUT))
    + r"|Aa|Desktop LLM|SmolLM2[\w -]*|English|简体中文|Ctrl|Shift|Alt|Esc|Enter|Return|Del|Space|F\d+|Tab|Up|Down|"
    r"\bmin[-_ ]p\b|huggingface\.co|pump\.docx|python|MB|GB|kB|https?\S*|/\S+|&nbsp;"
)
"""What every language calls so, and what the tour itself wrote."""


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[QTranslator], None]]:
    spoken: list[QTranslator] = []

    def install(translator: QTranslator) -> None:
        spoken.append(translator)
        qapp.installTranslator(translator)

    yield install
    for translator in spoken:
        qapp.removeTranslator(translator)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def tour(qtbot: QtBot, folder: DataFolder, tmp_path: Path) -> Iterator[Callable[..., WindowTour]]:
    tours: list[WindowTour] = []

    def make(settings: Settings | None = None) -> WindowTour:
        tours.append(WindowTour(qtbot, folder, tmp_path, settings))
        return tours[-1]

    yield make
    for each in tours:
        each.stop()


@pytest.mark.parametrize("size", SIZES, ids=("small", "large"))
def test_longer_texts_have_room_in_every_pane(
    speak: Callable[[QTranslator], None], tour: Callable[..., WindowTour], size: tuple[int, int]
) -> None:
    speak(StretchedTranslator())
    walk = tour()
    walk.window.resize(*size)
    assert [f"{name}: {fault}" for name, shown in walk.panes() for fault in faults(shown)] == []


def test_longer_texts_have_room_in_every_dialog(
    speak: Callable[[QTranslator], None], tour: Callable[..., WindowTour]
) -> None:
    speak(StretchedTranslator())
    walk = tour()
    walk.window.resize(*SIZES[0])
    assert [f"{name}: {fault}" for name, shown in walk.dialogs() for fault in faults(shown)] == []


@pytest.mark.parametrize("size", SIZES, ids=("small", "large"))
def test_longer_texts_have_room_at_the_first_start(
    speak: Callable[[QTranslator], None], tour: Callable[..., WindowTour], size: tuple[int, int]
) -> None:
    speak(StretchedTranslator())
    walk = tour(Settings(suggest_titles=False))
    walk.window.resize(*size)
    walk.program.settle()
    assert walk.program.is_shown("first_start_starter_button")
    assert list(faults(walk.window)) == []


def test_from_right_to_left_the_sidebar_is_at_the_right_and_code_stays_as_it_is(
    qapp: QApplication, speak: Callable[[QTranslator], None], tour: Callable[..., WindowTour]
) -> None:
    speak(MirroredTranslator())
    walk = tour()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    walk.window.resize(*SIZES[1])
    for name, shown in walk.panes():
        assert place_in(walk.program.part(QWidget, "sidebar"), walk.window).left() > walk.window.width() / 2
        assert [f"{name}: {fault}" for fault in faults(shown)] == []
        if name == "chat":
            assert walk.program.part(QWidget, "code_text").layoutDirection() is Qt.LayoutDirection.LeftToRight


def faults(shown: QWidget) -> Iterator[str]:
    """What of a window is cut or not translated."""
    QApplication.sendPostedEvents()
    for widget in [shown, *shown.findChildren(QWidget)]:
        if widget.isVisible() and not isinstance(widget, ProseView):
            for text in texts_of(widget):
                if re.search(r"[A-Za-z]{2}", NAMES.sub("", unmarked(without_tags(text)))):
                    yield f"{described(widget)} is not translated: {text!r}"
            if is_cut(widget, shown):
                yield f"{described(widget)} is cut: {widget.text()!r}"
            if isinstance(widget, QScrollArea | QListView) and widget.horizontalScrollBar().isVisible():
                yield f"{described(widget)} is wider than its window"


def texts_of(widget: QWidget) -> Iterator[str]:
    """Of what it says itself, to the eye and to a screen reader."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if widget.isWindow():
        yield widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QComboBox():
            yield from (widget.itemText(number) for number in range(widget.count()))
        case QLineEdit() | QPlainTextEdit() | QTextEdit():
            yield widget.placeholderText()
        case QAbstractItemView() if (model := widget.model()) is not None:
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            rows = range(model.rowCount())
            yield from (str(model.index(row, 0).data(role) or "") for row in rows for role in roles)
    yield from (action.text() for action in widget.actions())


def without_tags(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def is_cut(widget: QWidget, shown: QWidget) -> bool:
    if not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
        return False
    if widget.hasHeightForWidth():
        is_short = widget.height() < widget.heightForWidth(widget.width())
    else:
        is_short = widget.width() < widget.sizeHint().width() and "…" not in widget.text()
    return is_short or not (is_scrolled(widget, shown) or shown.rect().contains(place_in(widget, shown)))


def is_scrolled(widget: QWidget, shown: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not shown:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def place_in(widget: QWidget, shown: QWidget) -> QRect:
    return QRect(widget.mapTo(shown, QPoint(0, 0)), widget.size())


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"
