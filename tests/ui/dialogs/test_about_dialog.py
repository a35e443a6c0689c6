from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.about_dialog import AboutDialog, AboutPage, ProgramFacts
from desktop_llm.ui.window_commands import COMMANDS


def test_every_shortcut_is_listed(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show_page(AboutPage.SHORTCUTS)
    pages = dialog.findChild(QTabWidget, "about_pages")
    assert pages is not None
    words = {label.text() for label in pages.currentWidget().findChildren(QLabel)}
    with_keys = [description for description in COMMANDS if description.keys]
    assert {description.shown_title for description in with_keys} <= words
    assert {description.shown_keys for description in with_keys} <= words


def test_what_a_helper_asks_for_is_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show_facts(ProgramFacts("0.0.9", (("Qt", "5"),)))
    dialog.show_facts(ProgramFacts("0.1.0", (("Qt", "6.11.3"), ("Data folder", "/data"))))
    button = dialog.findChild(QPushButton, "about_copy")
    assert button is not None
    button.click()
    assert QGuiApplication.clipboard().text() == "Desktop LLM 0.1.0\nQt: 6.11.3\nData folder: /data"
    version = dialog.findChild(QLabel, "about_version")
    assert version is not None
    assert version.text() == "Version 0.1.0"
