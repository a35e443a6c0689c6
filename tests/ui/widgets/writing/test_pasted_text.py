import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop_llm.documents.rich_text import ParagraphKind, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.pasted_text import OWN_KIND, copied_paragraphs, pasted_paragraphs, plain_paragraphs
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter
from tests.fakes.written_texts import EVERYTHING, paragraph

pytestmark = pytest.mark.usefixtures("qapp")


def _html(html: str) -> QMimeData:
    data = QMimeData()
    data.setHtml(html)
    return data


def test_what_is_copied_here_comes_back_with_all_its_formats() -> None:
    document = QTextDocument()
    DocumentWriter(document).write(EVERYTHING.paragraphs[:10])
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    data = QMimeData()
    data.setData(OWN_KIND, copied_paragraphs(cursor))
    assert pasted_paragraphs(data) == EVERYTHING.paragraphs[:10]


def test_formats_of_web_pages_come_along_and_their_looks_do_not() -> None:
    html = (
        "<h2>Title</h2><p style='color:red;font-size:30pt'>see <b>this</b> <a href='https://a.org'>page</a></p>"
        "<ul><li>one</li></ul><p><img src='http://example.org/x.png'></p>"
    )
    pasted = pasted_paragraphs(_html(html))
    assert pasted[:3] == (
        paragraph("Title", kind=ParagraphKind.HEADING, level=2),
        paragraph(
            "see ",
            TextRun(text="this", format=TextFormat(bold=True)),
            " ",
            TextRun(text="page", format=TextFormat(link="https://a.org", underline=True)),
        ),
        paragraph("one", kind=ParagraphKind.LIST_ITEM, level=1),
    )
    assert "".join(each.text for each in pasted[3:]) == ""


def test_what_another_version_copied_is_taken_as_words() -> None:
    data = QMimeData()
    data.setData(OWN_KIND, b"what is this")
    data.setText("words")
    assert pasted_paragraphs(data) == (paragraph("words"),)


def test_lines_of_plain_text_are_paragraphs() -> None:
    assert plain_paragraphs("a\r\n\nb\rc") == (paragraph("a"), paragraph(), paragraph("b"), paragraph("c"))
