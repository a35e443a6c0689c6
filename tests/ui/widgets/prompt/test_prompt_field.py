import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.prompt_draft import SendKey
from desktop_llm.ui.widgets.prompt.prompt_field import LONG_PASTE_CHARS, PromptField, local_files


@pytest.fixture
def field(qtbot: QtBot) -> PromptField:
    field = PromptField(None)
    qtbot.addWidget(field)
    field.resize(400, 40)
    field.show()
    return field


def test_the_first_letter_of_a_line_stands_clear_of_the_edge(field: PromptField) -> None:
    assert field.cursorRect().left() >= 1


def text_mime(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


@pytest.mark.parametrize(
    ("send_key", "keys", "is_sent"),
    [
        (SendKey.ENTER, Qt.KeyboardModifier.NoModifier, True),
        (SendKey.ENTER, Qt.KeyboardModifier.ShiftModifier, False),
        (SendKey.ENTER, Qt.KeyboardModifier.ControlModifier, True),
        (SendKey.CTRL_ENTER, Qt.KeyboardModifier.NoModifier, False),
        (SendKey.CTRL_ENTER, Qt.KeyboardModifier.ControlModifier, True),
    ],
)
def test_the_setting_says_which_key_sends(
    field: PromptField, qtbot: QtBot, send_key: SendKey, keys: Qt.KeyboardModifier, is_sent: bool
) -> None:
    sent: list[bool] = []
    field.send_requested.connect(lambda: sent.append(True))
    field.set_send_key(send_key)
    qtbot.keyClick(field, Qt.Key.Key_Return, keys)
    assert bool(sent) is is_sent
    assert bool(field.toPlainText()) is not is_sent


def test_rich_text_is_pasted_as_plain_text(field: PromptField) -> None:
    mime = text_mime("bold")
    mime.setHtml("<b>bold</b><img src='file:///x'>")
    field.insertFromMimeData(mime)
    assert field.toPlainText() == "bold"


def test_only_what_is_longer_than_the_limit_is_handed_on(field: PromptField, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(field.long_text_received):
        field.insertFromMimeData(text_mime("x" * LONG_PASTE_CHARS))
    field.clear()
    with qtbot.waitSignal(field.long_text_received):
        field.insertFromMimeData(text_mime("x" * (LONG_PASTE_CHARS + 1)))
    assert field.toPlainText() == ""


def test_an_address_of_the_web_is_text_and_no_file(field: PromptField, qtbot: QtBot) -> None:
    mime = text_mime("https://example.org")
    mime.setUrls([QUrl("https://example.org")])
    assert local_files(mime) == ()
    with qtbot.assertNotEmitted(field.files_received):
        field.insertFromMimeData(mime)
    assert field.toPlainText() == "https://example.org"


def test_tab_leaves_the_field(field: PromptField) -> None:
    assert field.tabChangesFocus()
