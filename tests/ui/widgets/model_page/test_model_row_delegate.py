import pytest
from msgspec import structs
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.model_row_list_model import ModelRowListModel
from desktop_llm.ui.model_rows import ModelRow, RowLevel
from desktop_llm.ui.palette import LIGHT_PALETTE
from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.model_page.model_row_delegate import ModelRowDelegate
from tests.fakes.model_row_examples import DOWNLOAD, LOCAL, OFFER, SECTION

WIDTH = 600


@pytest.fixture
def viewport(qtbot: QtBot, qapp: QApplication) -> QWidget:
    apply_theme(qapp, Theme.LIGHT)
    viewport = QWidget()
    qtbot.addWidget(viewport)
    viewport.resize(WIDTH, 400)
    return viewport


@pytest.fixture
def delegate(viewport: QWidget) -> ModelRowDelegate:
    return ModelRowDelegate(viewport, viewport, lambda row_px: (24, row_px - 48), lambda row: 100 if row.buttons else 0)


def painted(
    delegate: ModelRowDelegate, row: ModelRow, state: QStyle.StateFlag = QStyle.StateFlag.State_Enabled
) -> QImage:
    model = ModelRowListModel()
    model.show_rows([row])
    option = QStyleOptionViewItem()
    option.state = state
    height = delegate.height(row, option, WIDTH)
    option.rect = QRect(0, 0, WIDTH, height)
    image = QImage(WIDTH, height, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT_PALETTE.background))
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


def count(image: QImage, color: str) -> int:
    wanted = QColor(color).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_no_ink_falls_where_the_buttons_are(delegate: ModelRowDelegate) -> None:
    image = painted(delegate, structs.replace(LOCAL, text="many words " * 20))
    buttons = image.copy(WIDTH - 24 - 100, 0, 100, image.height() - 2)
    assert count(buttons, LIGHT_PALETTE.background) == buttons.width() * buttons.height()


def test_the_bar_is_as_long_as_the_download_is_far(delegate: ModelRowDelegate) -> None:
    half = count(painted(delegate, DOWNLOAD), LIGHT_PALETTE.accent)
    whole = count(painted(delegate, structs.replace(DOWNLOAD, progress=1.0)), LIGHT_PALETTE.accent)
    assert whole == pytest.approx(2 * half, rel=0.1)
    assert count(painted(delegate, structs.replace(DOWNLOAD, progress=0.0)), LIGHT_PALETTE.accent) == 0


@pytest.mark.parametrize(
    ("level", "color"),
    [
        (RowLevel.GOOD, LIGHT_PALETTE.accent),
        (RowLevel.WARNING, LIGHT_PALETTE.warning),
        (RowLevel.ERROR, LIGHT_PALETTE.error),
    ],
)
def test_a_dot_repeats_how_it_fits(delegate: ModelRowDelegate, level: RowLevel, color: str) -> None:
    assert count(painted(delegate, structs.replace(LOCAL, level=level)), color) > 30
    assert count(painted(delegate, structs.replace(LOCAL, level=RowLevel.PLAIN)), color) == 0


def test_where_a_click_leads_further_the_row_is_tinted(delegate: ModelRowDelegate) -> None:
    pointed = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_MouseOver
    assert count(painted(delegate, OFFER, pointed), LIGHT_PALETTE.user_message) > 1000
    assert count(painted(delegate, LOCAL, pointed), LIGHT_PALETTE.user_message) == 0


def test_the_keyboards_row_is_outlined(delegate: ModelRowDelegate) -> None:
    focused = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_HasFocus
    plain = structs.replace(LOCAL, level=RowLevel.PLAIN)
    image, bare = painted(delegate, plain, focused), painted(delegate, plain)
    middle = image.height() // 2
    changed = [x for x in range(WIDTH) if image.pixel(x, middle) != bare.pixel(x, middle)]
    assert changed
    assert min(changed) < 24
    assert max(changed) > WIDTH - 24


def test_an_outline_without_room_becomes_a_line(viewport: QWidget) -> None:
    tight = ModelRowDelegate(viewport, viewport, lambda row_px: (0, row_px), lambda _row: 0)
    focused = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_HasFocus
    image = painted(tight, structs.replace(LOCAL, level=RowLevel.PLAIN), focused)
    assert QColor(image.pixel(0, image.height() // 2)).name().upper() == LIGHT_PALETTE.background
    assert count(image.copy(0, image.height() - 3, WIDTH, 3), LIGHT_PALETTE.accent) >= WIDTH


def test_a_tag_that_has_no_room_beside_the_title_goes_below(delegate: ModelRowDelegate) -> None:
    option = QStyleOptionViewItem()

    def tag_px(title: str) -> int:
        tagged = structs.replace(OFFER, key=title, title=title)
        untagged = structs.replace(tagged, key=f"{title} untagged", tag="")
        return delegate.height(tagged, option, WIDTH) - delegate.height(untagged, option, WIDTH)

    assert tag_px("Short") == 0
    assert max(tag_px("W" * length) for length in range(60)) > option.fontMetrics.height()


def test_a_heading_is_no_row(delegate: ModelRowDelegate) -> None:
    focused = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_HasFocus
    image = painted(delegate, SECTION, focused)
    assert count(image, LIGHT_PALETTE.accent) == 0
    assert count(image, LIGHT_PALETTE.line) == 0


def test_another_font_is_measured_anew(delegate: ModelRowDelegate) -> None:
    option = QStyleOptionViewItem()
    before = delegate.height(LOCAL, option, WIDTH)
    option.font.setPointSizeF(option.font.pointSizeF() * 2)
    assert delegate.height(LOCAL, option, WIDTH) == before
    delegate.forget_heights()
    assert delegate.height(LOCAL, option, WIDTH) > 1.5 * before
