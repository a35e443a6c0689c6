import pytest
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import RichText
from desktop_llm.storage.written_records import DocumentVersion, VersionReason
from desktop_llm.ui.dialogs.versions_dialog import VersionsDialog
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.written_texts import paragraph

_VERSIONS = tuple(
    DocumentVersion(id=reason.value, created_at=1_795_000_000.0, reason=reason, n_words=1200)
    for reason in VersionReason
)


@pytest.fixture
def dialog(qtbot: QtBot) -> VersionsDialog:
    dialog = VersionsDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_each_version_says_when_why_and_how_long(dialog: VersionsDialog) -> None:
    dialog.show_versions(_VERSIONS)
    texts = [dialog.findChild(QListWidget).item(row).text() for row in range(len(_VERSIONS))]
    assert all("1,200 words" in text and "26" in text for text in texts)
    assert len(set(texts)) == len(_VERSIONS)


def test_the_chosen_one_is_asked_for_shown_and_brought_back(qtbot: QtBot, dialog: VersionsDialog) -> None:
    with qtbot.waitSignal(dialog.version_chosen) as told:
        dialog.show_versions(_VERSIONS)
    assert told.args == ["wished"]
    preview = dialog.findChild(RichEditor)
    dialog.show_preview("another", RichText(paragraphs=(paragraph("another"),)))
    assert preview.toPlainText() == ""
    dialog.show_preview("wished", RichText(paragraphs=(paragraph("as it was"),)))
    assert preview.toPlainText() == "as it was"
    assert preview.isReadOnly()
    with qtbot.waitSignal(dialog.restore_requested) as told:
        dialog.findChild(QPushButton, "version_restore").click()
    assert told.args == ["wished"]


def test_without_versions_there_is_nothing_to_bring_back(qtbot: QtBot, dialog: VersionsDialog) -> None:
    assert not dialog.findChild(QPushButton, "version_restore").isEnabled()
    with qtbot.waitSignal(dialog.keep_requested):
        dialog.findChild(QPushButton, "version_keep").click()
