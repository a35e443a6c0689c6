from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.empty_page import EmptyPage


def test_it_says_what_a_pane_does_and_leads_the_keyboard_to_the_first_way_to_begin(qtbot: QtBot) -> None:
    page = EmptyPage("empty_thing", "Nothing yet")
    qtbot.addWidget(page)
    first, second = page.new_button("first_button", "Begin"), page.new_button("second_button", "Open…")
    page.lay_out("file-text", "Title", "Promise", "Kinds", (first, second))
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert [text for text in texts if text] == ["Title", "Promise", "Kinds"]
    assert page.focusProxy() is first
    assert (first.property("look"), second.property("look")) == ("primary", None)
    assert (page.accessibleName(), second.accessibleName()) == ("Nothing yet", "Open…")
