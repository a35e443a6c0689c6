import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, RichText
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.written_texts import paragraph


@pytest.mark.parametrize(
    ("kind", "colour"), [(ParagraphKind.QUOTE, "line"), (ParagraphKind.CODE, "code"), (ParagraphKind.TEXT, "")]
)
def test_quotations_and_code_are_marked_behind_the_text(qtbot: QtBot, kind: ParagraphKind, colour: str) -> None:
    editor = RichEditor()
    qtbot.addWidget(editor)
    editor.resize(500, 300)
    level = 1 if kind is ParagraphKind.QUOTE else 0
    editor.show_rich_text(RichText(paragraphs=(paragraph("some words", kind=kind, level=level),)))
    image: QImage = editor.viewport().grab().toImage()
    shown = {image.pixelColor(1, y).name() for y in range(40)}
    colours = {QColor(current_palette().line).name(), QColor(current_palette().code).name()}
    assert shown & colours == ({QColor(getattr(current_palette(), colour)).name()} if colour else set())
