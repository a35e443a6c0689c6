import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.attachment_chip import AttachmentChip
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptAttachment


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


def texts(chip: AttachmentChip) -> list[str]:
    return [label.text() for label in chip.findChildren(QLabel) if label.text()]


def test_it_names_its_file_and_the_price(parent: QWidget) -> None:
    chip = AttachmentChip(parent, PromptAttachment("/a/b.txt", "b.txt", path="/a/b.txt"))
    assert texts(chip) == ["b.txt"]
    chip.show_cost("900 tokens", is_too_large=False)
    assert texts(chip) == ["b.txt", "900 tokens"]
    assert chip.accessibleName() == "b.txt 900 tokens"


def test_what_does_not_fit_is_in_the_colour_of_errors(parent: QWidget) -> None:
    chip = AttachmentChip(parent, PromptAttachment("1", "b.txt"))
    chip.show_cost("too large", is_too_large=True)
    assert chip.findChildren(QLabel)[-1].property("look") == "error"


def test_a_very_long_name_is_shortened_and_whole_on_hover(parent: QWidget) -> None:
    name = "x" * 300 + ".txt"
    chip = AttachmentChip(parent, PromptAttachment("1", name))
    assert chip.sizeHint().width() < 400
    assert name in chip.toolTip()


def test_a_name_is_never_taken_for_html(parent: QWidget) -> None:
    chip = AttachmentChip(parent, PromptAttachment("1", "<b>x</b>"))
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in chip.findChildren(QLabel) if label.text())
    assert chip.toolTip() == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_its_button_asks_to_take_it_away(parent: QWidget, qtbot: QtBot) -> None:
    chip = AttachmentChip(parent, PromptAttachment("7", "b.txt"))
    with qtbot.waitSignal(chip.remove_requested) as received:
        chip.findChild(QToolButton).click()
    assert received.args == ["7"]
