from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from desktop_llm.assist.conversation_export import ExportLabels
from desktop_llm.ui.rows.export_words import conversation_labels


def test_without_a_translation_the_words_are_the_plain_ones(qtbot: QtBot) -> None:
    assert conversation_labels() == ExportLabels()


def test_the_file_names_the_language_of_its_words(qtbot: QtBot) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        assert conversation_labels().language == "de"
    finally:
        QLocale.setDefault(before)
