from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.settings import HubSettings
from desktop_llm.ui.widgets.settings.hub_section import HubSection, HubSectionContent

_Widget = TypeVar("_Widget", bound=QWidget)

HUB = HubSettings(endpoint="https://mirror.example", proxy="proxy:3128", is_offline=True)


@pytest.fixture
def section(qtbot: QtBot) -> HubSection:
    section = HubSection()
    qtbot.addWidget(section)
    section.show()
    return section


def child(section: HubSection, kind: type[_Widget], name: str) -> _Widget:
    found = section.findChild(kind, name)
    assert found is not None, name
    return found


def field(section: HubSection, name: str) -> QLineEdit:
    return child(section, QLineEdit, name)


def button(section: HubSection, name: str) -> QPushButton:
    return child(section, QPushButton, name)


def test_what_is_set_is_shown_and_not_reported(section: HubSection, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(section.hub_changed):
        section.show_hub(HUB)
        section.show_content(HubSectionContent(default_address="https://huggingface.co", is_offline_forced=True))
        section.show_content(HubSectionContent())
    assert child(section, QCheckBox, "hub_offline").isChecked()
    assert field(section, "hub_endpoint").text() == "https://mirror.example"
    assert field(section, "hub_proxy").text() == "proxy:3128"


def test_changes_are_reported_whole(section: HubSection, qtbot: QtBot) -> None:
    section.show_hub(HUB)
    with qtbot.waitSignal(section.hub_changed) as changed:
        child(section, QCheckBox, "hub_offline").click()
    assert changed.args == [HubSettings(endpoint="https://mirror.example", proxy="proxy:3128")]
    field(section, "hub_endpoint").setText(" https://other.example ")
    with qtbot.waitSignal(section.hub_changed) as changed:
        field(section, "hub_endpoint").editingFinished.emit()
    assert changed.args == [HubSettings(endpoint="https://other.example", proxy="proxy:3128")]
    with qtbot.assertNotEmitted(section.hub_changed):
        field(section, "hub_proxy").editingFinished.emit()


def test_an_address_that_is_being_typed_is_left_alone(section: HubSection, qtbot: QtBot) -> None:
    child(section, QWidget, "hub_way").click()
    endpoint = field(section, "hub_endpoint")
    section.activateWindow()
    endpoint.setFocus()
    qtbot.waitUntil(endpoint.hasFocus)
    qtbot.keyClicks(endpoint, "https://m")
    section.show_hub(HubSettings(is_offline=True))
    assert endpoint.text() == "https://m"


def test_a_token_is_handed_over_once_and_not_shown(section: HubSection, qtbot: QtBot) -> None:
    token = field(section, "hub_token")
    assert token.echoMode() is QLineEdit.EchoMode.Password
    assert not button(section, "hub_token_save").isEnabled()
    qtbot.keyClicks(token, " hf_abc ")
    with qtbot.waitSignal(section.token_saved) as saved:
        button(section, "hub_token_save").click()
    assert saved.args == ["hf_abc"]
    assert token.text() == ""
    qtbot.keyClicks(token, "hf_def")
    with qtbot.waitSignal(section.token_saved) as saved:
        qtbot.keyClick(token, Qt.Key.Key_Return)
    assert saved.args == ["hf_def"]


def test_where_the_token_is_decides_what_can_be_done_with_it(section: HubSection, qtbot: QtBot) -> None:
    assert not button(section, "hub_token_remove").isVisible()
    assert not button(section, "hub_token_file").isVisible()
    section.show_content(HubSectionContent(token_line="In memory.", has_token=True, is_file_offered=True))
    assert child(section, QLabel, "hub_token_line").text() == "In memory."
    with qtbot.waitSignal(section.token_file_allowed):
        button(section, "hub_token_file").click()
    with qtbot.waitSignal(section.token_removed):
        button(section, "hub_token_remove").click()


def test_a_check_is_asked_for_and_its_result_shown(section: HubSection, qtbot: QtBot) -> None:
    result = child(section, QLabel, "hub_result")
    assert not result.isVisible()
    with qtbot.waitSignal(section.check_requested):
        button(section, "hub_check").click()
    section.show_content(HubSectionContent(is_busy=True))
    assert field(section, "hub_token").isReadOnly()
    with qtbot.assertNotEmitted(section.check_requested), qtbot.assertNotEmitted(section.token_removed):
        button(section, "hub_check").click()
        button(section, "hub_token_remove").click()
    with qtbot.waitSignal(section.result_shown) as shown:
        section.show_content(HubSectionContent(result="Not there.", is_failure=True))
    assert shown.args == [result]
    assert (result.text(), result.property("look")) == ("Not there.", "small_warning")
    section.show_content(HubSectionContent(result="<b>Connected</b>"))
    assert (result.text(), result.property("look")) == ("<b>Connected</b>", "small")
    assert result.textFormat() is Qt.TextFormat.PlainText


def test_offline_by_the_environment_cannot_be_switched_off_here(section: HubSection) -> None:
    section.show_content(HubSectionContent(is_offline_forced=True))
    offline = child(section, QCheckBox, "hub_offline")
    assert (offline.isChecked(), offline.isEnabled()) == (True, False)
    section.show_hub(HubSettings())
    assert offline.isChecked()


def test_every_control_is_named(section: HubSection) -> None:
    section.show_content(HubSectionContent(has_token=True, is_file_offered=True))
    for line in section.findChildren(QLineEdit):
        assert line.accessibleName()
    for control in section.findChildren(QPushButton):
        assert control.text()


def test_the_keyboard_stays_in_the_section_while_a_token_is_saved_and_removed(
    section: HubSection, qtbot: QtBot
) -> None:
    section.activateWindow()
    qtbot.waitUntil(section.isActiveWindow)
    qtbot.keyClicks(field(section, "hub_token"), "hf_abc")
    button(section, "hub_token_save").setFocus()
    button(section, "hub_token_save").click()
    assert field(section, "hub_token").hasFocus()
    section.show_content(HubSectionContent(has_token=True))
    button(section, "hub_token_remove").setFocus()
    button(section, "hub_token_remove").click()
    assert section.first_field is field(section, "hub_token")
    assert field(section, "hub_token").hasFocus()
