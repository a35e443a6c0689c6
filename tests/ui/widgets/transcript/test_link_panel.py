import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.link_panel import LinkPanel


@pytest.fixture
def panel(qtbot: QtBot) -> LinkPanel:
    panel = LinkPanel()
    qtbot.addWidget(panel)
    return panel


def question(panel: LinkPanel) -> str:
    label = panel.findChild(QLabel, "link_question")
    assert label is not None
    return label.text()


def button(panel: LinkPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_host_and_the_whole_target_are_shown(panel: LinkPanel) -> None:
    panel.show_link("https://example.org/a?b=c")
    target = panel.findChild(QLabel, "link_target")
    assert target is not None
    assert question(panel) == "Open a page of example.org?"
    assert target.text().replace("\u200b", "") == "https://example.org/a?b=c"


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("https://bank.example@evil.example/", "Open a page of evil.example?"),
        ("https://xn--pple-43d.com/", "Open a page of xn--pple-43d.com?"),
        ("https://\u0430pple.com/", "Open a page of xn--pple-43d.com?"),
        ("mailto:ana@example.org", "Write to ana@example.org?"),
    ],
)
def test_the_real_host_is_told(panel: LinkPanel, target: str, shown: str) -> None:
    panel.show_link(target)
    assert question(panel) == shown


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "smb://host/share", "", "//host/x"]
)
def test_what_is_not_on_the_web_cannot_be_opened(panel: LinkPanel, target: str) -> None:
    panel.show_link(target)
    assert not button(panel, "link_open").isVisible()
    assert question(panel) == "This link cannot be opened."


def test_invisible_characters_are_written_out(panel: LinkPanel) -> None:
    panel.show_link("https://example.org/\u202egpj.exe")
    target = panel.findChild(QLabel, "link_target")
    assert target is not None
    assert "\\u202e" in target.text()


def test_opening_is_reported_only_after_the_click(panel: LinkPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.open_confirmed):
        panel.show_link("https://example.org/")
    with qtbot.waitSignal(panel.open_confirmed) as confirmed:
        button(panel, "link_open").click()
    assert confirmed.args == ["https://example.org/"]
    assert not panel.isVisible()


def test_esc_closes(panel: LinkPanel, qtbot: QtBot) -> None:
    panel.show_link("https://example.org/")
    with qtbot.assertNotEmitted(panel.open_confirmed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_copying_and_cancelling_open_nothing(panel: LinkPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.open_confirmed):
        panel.show_link("https://example.org/")
        button(panel, "link_copy").click()
        assert QGuiApplication.clipboard().text() == "https://example.org/"
        panel.show_link("https://example.org/")
        button(panel, "link_cancel").click()
    assert not panel.isVisible()
