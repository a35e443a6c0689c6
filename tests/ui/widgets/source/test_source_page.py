from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.documents.document import BlockKind, Place, Unread, UnreadReason
from desktop_llm.ui.source_segments import source_segments
from desktop_llm.ui.widgets.source.source_page import SourcePage, SourceRow
from tests.fakes.summaries import block, document_of


def test_blocks_look_like_what_they_are(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    blocks = (
        block(1, "Lease", kind=BlockKind.HEADING, level=1),
        block(2, "a\tb\nc\td", kind=BlockKind.TABLE),
        block(3, "a point", kind=BlockKind.LIST_ITEM, level=2),
    )
    (segment,) = source_segments(document_of(*blocks))
    page = SourcePage(host, segment, 0, 400)
    document = page.findChildren(QTextBrowser)[0].document()
    heading, table, point = (document.findBlockByNumber(number) for number in range(3))
    assert heading.begin().fragment().charFormat().font().bold()
    assert table.text() == "a\tb\u2028c\td"
    assert point.blockFormat().leftMargin() > 0


def test_a_page_that_was_not_read_says_why(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    unread = Unread(place=Place(page=2), reason=UnreadReason.NO_TEXT)
    (segment,) = source_segments(document_of(n_pages=2, unread=(unread,)))
    row = SourceRow(segment, 2)
    page = row.build(host, 400)
    page.resize(400, page.heightForWidth(400))
    (note,) = page.findChildren(QLabel, "source_page_note")
    assert note.text().startswith("Not read: page 2. It is a picture of text")
    assert abs(row.estimated_height(400) - page.heightForWidth(400)) < 100
