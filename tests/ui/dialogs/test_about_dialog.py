from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from desktop_llm.licences import LicensedPart
from desktop_llm.ui.dialogs.about_dialog import AboutDialog, AboutPage, ProgramFacts, UpdateAnswer
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


def test_nothing_is_said_of_updates_before_a_click(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    wishes: list[bool] = []
    dialog.update_check_requested.connect(lambda: wishes.append(True))
    assert not _update(dialog).isVisible()
    assert not _button(dialog, "about_open_page").isVisible()
    assert wishes == []
    _button(dialog, "about_check").click()
    assert wishes == [True]


def test_a_newer_version_is_told_with_its_page_and_fetched_by_nobody(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    pages: list[str] = []
    dialog.update_page_requested.connect(pages.append)
    dialog.show_update(UpdateAnswer("Asking…", is_asking=True))
    assert not _button(dialog, "about_check").isEnabled()
    dialog.show_update(UpdateAnswer("Version 9 is there.", "https://example.org/9"))
    assert _update(dialog).text() == "Version 9 is there."
    assert _button(dialog, "about_check").isEnabled()
    assert pages == []
    _button(dialog, "about_open_page").click()
    assert pages == ["https://example.org/9"]


def test_licences_are_asked_for_when_their_page_is_looked_at(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    wishes: list[bool] = []
    dialog.licences_requested.connect(lambda: wishes.append(True))
    dialog.show()
    assert wishes == []
    dialog.show_page(AboutPage.LICENCES)
    assert wishes == [True]
    part = LicensedPart(
        name="lxml", version="6.1", licence="BSD-3-Clause", text="Redistribution …", purl="pkg:pypi/lxml"
    )
    dialog.show_licences([part])
    dialog.show_page(AboutPage.PROGRAM)
    dialog.show_page(AboutPage.LICENCES)
    assert wishes == [True]
    text = dialog.findChild(QPlainTextEdit, "licence_text")
    assert text is not None
    assert text.toPlainText() == "Redistribution …"


def _update(dialog: AboutDialog) -> QLabel:
    label = dialog.findChild(QLabel, "about_update")
    assert label is not None
    return label


def _button(dialog: AboutDialog, name: str) -> QPushButton:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    return button


def test_enter_in_the_search_does_not_close_the_dialog(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show_licences([LicensedPart(name="lxml", version="6.1", licence="BSD-3-Clause", text="…", purl="")])
    dialog.show_page(AboutPage.LICENCES)
    dialog.show()
    search = dialog.findChild(QLineEdit, "licence_search")
    assert search is not None
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert dialog.isVisible()
