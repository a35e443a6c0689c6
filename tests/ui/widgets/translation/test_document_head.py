from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.translation.document_head import DocumentHead, HeadView


def head(qtbot: QtBot, view: HeadView) -> DocumentHead:
    head = DocumentHead()
    qtbot.addWidget(head)
    head.show_head(view)
    return head


def button(head: DocumentHead, name: str) -> QPushButton:
    found = head.findChild(QPushButton, name)
    assert found is not None
    return found


def test_there_is_one_button_that_stands_out(qtbot: QtBot) -> None:
    shown = head(qtbot, HeadView(name="a.docx", translate_text="Translate"))
    assert shown.findChild(QLabel, "document_name").text() == "a.docx"
    assert button(shown, "translate_document_button").property("look") == "primary"
    assert not button(shown, "save_document_button").isEnabled()
    shown.show_head(HeadView(name="a.docx", can_save=True, is_save_next=True))
    assert button(shown, "translate_document_button").isHidden()
    assert button(shown, "save_document_button").property("look") == "primary"


def test_every_button_tells_its_wish(qtbot: QtBot) -> None:
    shown = head(qtbot, HeadView(translate_text="Translate", can_save=True))
    for name, signal in (
        ("back_to_text_button", shown.text_requested),
        ("translate_document_button", shown.translate_requested),
        ("save_document_button", shown.save_requested),
    ):
        with qtbot.waitSignal(signal):
            button(shown, name).click()


def test_the_path_of_a_document_is_no_markup(qtbot: QtBot) -> None:
    shown = head(qtbot, HeadView(name="a.docx", tip="/home/<i>a</i>.docx"))
    assert shown.findChild(QLabel, "document_name").toolTip() == "<p>/home/&lt;i&gt;a&lt;/i&gt;.docx</p>"


def test_a_long_name_gives_way_and_keeps_its_end(qtbot: QtBot) -> None:
    shown = head(qtbot, HeadView(name="statement_of_the_costs_" * 9 + ".docx", translate_text="Translate"))
    shown.resize(568, 40)
    shown.show()
    name = shown.findChild(QLabel, "document_name")
    assert "…" in name.text()
    assert name.text().endswith(".docx")
    assert shown.width() == 568
