import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.attachment_chip import AttachmentChip
from desktop_llm.ui.widgets.prompt.prompt_box import PromptBox
from desktop_llm.ui.widgets.prompt.prompt_draft import (
    PromptAttachment,
    PromptDraft,
    PromptState,
    SendKey,
    ThinkingChoice,
)
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField


@pytest.fixture
def box(qtbot: QtBot) -> PromptBox:
    box = PromptBox()
    qtbot.addWidget(box)
    box.resize(800, 200)
    box.show()
    return box


def field(box: PromptBox) -> PromptField:
    found = box.findChild(PromptField)
    assert found is not None
    return found


def send_button(box: PromptBox) -> QPushButton:
    found = box.findChild(QPushButton, "send_button")
    assert found is not None
    return found


def chip_texts(box: PromptBox) -> list[str]:
    return [
        " ".join(label.text() for label in chip.findChildren(QLabel) if label.text())
        for chip in box.findChildren(AttachmentChip)
        if chip.isVisible()
    ]


def files(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def test_enter_sends_and_the_text_stays_until_it_is_taken(box: PromptBox, qtbot: QtBot) -> None:
    box.set_text("Hello 你好")
    with qtbot.waitSignal(box.prompt_submitted) as received:
        qtbot.keyClick(field(box), Qt.Key.Key_Return)
    assert received.args == [PromptDraft("Hello 你好")]
    assert box.text() == "Hello 你好"
    box.clear()
    assert box.text() == ""


def test_shift_enter_breaks_the_line(box: PromptBox, qtbot: QtBot) -> None:
    box.set_text("a")
    qtbot.keyClick(field(box), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert box.text() == "a\n"


def test_with_the_other_setting_enter_breaks_the_line_and_ctrl_enter_sends(box: PromptBox, qtbot: QtBot) -> None:
    box.set_send_key(SendKey.CTRL_ENTER)
    box.set_text("a")
    with qtbot.assertNotEmitted(box.prompt_submitted):
        qtbot.keyClick(field(box), Qt.Key.Key_Return)
    assert box.text() == "a\n"
    with qtbot.waitSignal(box.prompt_submitted):
        qtbot.keyClick(field(box), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_not_sent(box: PromptBox, qtbot: QtBot, text: str) -> None:
    box.set_text(text)
    with qtbot.assertNotEmitted(box.prompt_submitted):
        qtbot.keyClick(field(box), Qt.Key.Key_Return)


def test_while_an_answer_comes_the_button_stops_it(box: PromptBox, qtbot: QtBot) -> None:
    box.set_text("next")
    box.show_state(PromptState.ANSWERING)
    assert send_button(box).text() == "Stop"
    with qtbot.waitSignal(box.stop_requested), qtbot.assertNotEmitted(box.prompt_submitted):
        qtbot.mouseClick(send_button(box), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(box.stop_requested):
        qtbot.keyClick(field(box), Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(box.prompt_submitted):
        qtbot.keyClick(field(box), Qt.Key.Key_Return)


def test_escape_stops_nothing_when_nothing_runs(box: PromptBox, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(box.stop_requested):
        qtbot.keyClick(field(box), Qt.Key.Key_Escape)


def test_what_cannot_be_sent_says_why(box: PromptBox, qtbot: QtBot) -> None:
    box.set_text("hello")
    box.show_state(PromptState.UNAVAILABLE, "The model is being loaded.")
    assert not send_button(box).isEnabled()
    assert send_button(box).toolTip() == "The model is being loaded."
    with qtbot.assertNotEmitted(box.prompt_submitted):
        qtbot.keyClick(field(box), Qt.Key.Key_Return)


def test_up_in_an_empty_box_asks_for_the_last_message(box: PromptBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.edit_last_requested):
        qtbot.keyClick(field(box), Qt.Key.Key_Up)
    box.set_text("x")
    with qtbot.assertNotEmitted(box.edit_last_requested):
        qtbot.keyClick(field(box), Qt.Key.Key_Up)


def test_the_box_grows_with_its_text_up_to_ten_lines(box: PromptBox) -> None:
    heights = []
    for n_lines in (1, 2, 5, 10, 50):
        box.set_text("\n".join("x" * n_lines))
        heights.append(field(box).height())
    assert heights[0] < heights[1] < heights[2] < heights[3] == heights[4]


def test_wrapped_lines_count_too(box: PromptBox) -> None:
    box.set_text("x")
    one = field(box).height()
    box.set_text("word " * 100)
    assert field(box).height() > 2 * one


def paste(box: PromptBox, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field(box).paste()


def test_a_megabyte_is_pasted_as_a_chip_without_a_stall(box: PromptBox, qtbot: QtBot) -> None:
    text = "some words and more\n" * 52_429
    QGuiApplication.clipboard().setText(text)
    started_s = time.thread_time()
    field(box).paste()
    box.repaint()
    assert time.thread_time() - started_s < 0.100
    assert box.text() == ""
    assert chip_texts(box) == ["Pasted text"]
    assert box.attachments() == (PromptAttachment("pasted-1", "Pasted text", text=text),)
    with qtbot.waitSignal(box.prompt_submitted) as received:
        qtbot.mouseClick(send_button(box), Qt.MouseButton.LeftButton)
    assert received.args[0].attachments[0].text == text


def test_a_short_paste_is_text(box: PromptBox) -> None:
    paste(box, "x" * 10_000)
    assert len(box.text()) == 10_000
    assert chip_texts(box) == []


def test_pasted_files_become_chips(box: PromptBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.files_dropped) as received:
        field(box).insertFromMimeData(files("/a/lease.pdf", "/a/notes.txt"))
    assert received.args == [("/a/lease.pdf", "/a/notes.txt")]
    assert chip_texts(box) == ["lease.pdf", "notes.txt"]


@pytest.mark.parametrize("target", [lambda box: box, lambda box: field(box).viewport()], ids=["frame", "field"])
def test_dropped_files_become_chips(box: PromptBox, qtbot: QtBot, target: Callable[[PromptBox], QWidget]) -> None:
    mime = files("/a/lease.pdf")
    action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), action, mime, buttons, keys)
    QApplication.sendEvent(target(box), enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(box.files_dropped):
        QApplication.sendEvent(target(box), QDropEvent(QPointF(5, 5), action, mime, buttons, keys))
    assert chip_texts(box) == ["lease.pdf"]
    assert box.text() == ""


def test_a_file_is_taken_once(box: PromptBox, qtbot: QtBot) -> None:
    box.add_files(("/a/x.txt",))
    with qtbot.assertNotEmitted(box.files_dropped):
        box.add_files(("/a/x.txt",))
    assert chip_texts(box) == ["x.txt"]


def test_a_chip_says_what_it_costs(box: PromptBox) -> None:
    box.add_files(("/a/lease.pdf",))
    box.set_attachment_cost("/a/lease.pdf", "12 pages · 5,900 tokens · fits", is_too_large=False)
    assert chip_texts(box) == ["lease.pdf 12 pages · 5,900 tokens · fits"]
    box.set_attachment_cost("/gone", "x", is_too_large=True)


def test_a_chip_can_be_taken_away(box: PromptBox, qtbot: QtBot) -> None:
    box.add_files(("/a/lease.pdf", "/a/b.txt"))
    remove = box.findChildren(QToolButton, "remove_attachment_button")[0]
    assert remove.accessibleName() == "Remove lease.pdf"
    with qtbot.waitSignal(box.draft_changed):
        qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert [each.name for each in box.attachments()] == ["b.txt"]


def test_thinking_is_chosen_where_the_model_can(box: PromptBox, qtbot: QtBot) -> None:
    button = box.findChild(QPushButton, "thinking_choice_button")
    assert not button.isVisible()
    box.set_thinking_available(True)
    assert button.isVisible()
    assert button.text() == "Thinking: auto"
    button.menu().actions()[1].trigger()
    assert button.text() == "Thinking: on"
    assert box.draft().thinking is ThinkingChoice.ON


def test_a_draft_comes_back_whole(box: PromptBox) -> None:
    draft = PromptDraft("half a", (PromptAttachment("/a/x.txt", "x.txt", path="/a/x.txt"),), ThinkingChoice.OFF)
    box.show_draft(draft)
    assert box.draft() == draft
    assert chip_texts(box) == ["x.txt"]


def test_every_control_has_a_name(box: PromptBox) -> None:
    box.set_thinking_available(True)
    box.add_files(("/a/x.txt",))
    controls = [*box.findChildren(QPushButton), *box.findChildren(QToolButton), field(box)]
    assert all(each.objectName() for each in controls)
    assert all(each.accessibleName() or each.text() for each in controls[:-1])
    assert field(box).accessibleName()


def test_at_the_narrowest_nothing_is_cut(box: PromptBox, qtbot: QtBot) -> None:
    box.set_thinking_available(True)
    box.add_files(tuple(f"/a/a rather long name of a file {n}.txt" for n in range(5)))
    box.resize(420, 300)
    qtbot.waitUntil(lambda: all(chip.geometry().right() <= 420 - 48 for chip in box.findChildren(AttachmentChip)))
    chips = [chip.geometry() for chip in box.findChildren(AttachmentChip)]
    assert not any(a.intersects(b) for a in chips for b in chips if a is not b)
    assert send_button(box).mapTo(box, send_button(box).rect().bottomRight()).x() < 420
