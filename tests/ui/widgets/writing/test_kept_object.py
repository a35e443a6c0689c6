import pytest
from PySide6.QtGui import QFontMetricsF

from desktop_llm.documents.rich_text import RichText, TextRun
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from tests.fakes.written_texts import paragraph

pytestmark = pytest.mark.usefixtures("qapp")


def test_what_is_kept_takes_the_room_of_its_name() -> None:
    editor = RichEditor()
    editor.show_rich_text(RichText(paragraphs=(paragraph(TextRun(text="[picture]", kept="k1")),)))
    editor.resize(400, 300)
    editor.grab()
    width = editor.document().firstBlock().layout().lineAt(0).naturalTextWidth()
    assert width > QFontMetricsF(editor.document().defaultFont()).horizontalAdvance("pict")
    editor.deleteLater()
