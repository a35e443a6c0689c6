import gc

from msgspec.structs import replace
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.document_review import DocumentReview
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.documents.segments import InlineEnd, InlineStart, Look
from desktop_llm.ui.item_models.segment_table_model import SegmentColumn
from desktop_llm.ui.rows.segment_rows import segment_row
from desktop_llm.ui.widgets.translation.segment_painter import LaidOutText, SegmentCell, SegmentPainter
from tests.fakes.reviews import made, review_of


def painted(review: DocumentReview, column: SegmentColumn) -> QImage:
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    SegmentPainter(QApplication.font()).draw(painter, SegmentCell(image.rect(), segment_row(review, 0), column))
    painter.end()
    return image


def test_a_longer_text_needs_more_room_but_not_without_end(qtbot: QtBot) -> None:
    painter = SegmentPainter(QApplication.font())
    review = review_of("Short.", "A longer text that needs a line more than one.", "word " * 2000)
    rows = [segment_row(review, number) for number in range(3)]
    heights = [painter.height_of(row, [(SegmentColumn.SOURCE, 200)]) for row in rows]
    assert heights[0] < heights[1] < heights[2] < 20 * heights[0]


def test_texts_that_were_drawn_long_ago_go_one_at_a_time(qtbot: QtBot) -> None:
    """To end a thousand at once keeps the window waiting beside a job that computes."""
    painter = SegmentPainter(QApplication.font())
    review = review_of(*(f"Clause {number}" for number in range(1002)))
    n_kept: list[int] = []
    for number in range(1002):
        painter.height_of(segment_row(review, number), [(SegmentColumn.SOURCE, 200)])
        if number >= 999:
            n_kept.append(sum(isinstance(each, LaidOutText) for each in gc.get_objects()))
    assert n_kept[0] >= 1000
    assert n_kept == [n_kept[0]] * 3


def test_a_doubt_is_drawn_otherwise_than_what_is_right(qtbot: QtBot) -> None:
    right, doubtful = review_of("a"), review_of("a")
    right.take(0, made(right, 0, "b"))
    doubtful.take(0, made(doubtful, 0, "b", TranslationWarning(TranslationFault.TOO_SHORT)))
    assert painted(right, SegmentColumn.NOTE) != painted(doubtful, SegmentColumn.NOTE)
    assert painted(right, SegmentColumn.TARGET) == painted(doubtful, SegmentColumn.TARGET)
    doubtful.accept([0])
    assert painted(doubtful, SegmentColumn.NOTE) != painted(right, SegmentColumn.NOTE)


def test_formats_are_drawn_where_they_are_behind_signs_of_two_units_too(qtbot: QtBot) -> None:
    def drawn(text: str, *looks: Look, start: str = "") -> QImage:
        review = review_of((start, InlineStart(1), text, InlineEnd(1), " end"))
        segment = replace(review.file.segments[0], looks={1: frozenset(looks)} if looks else {})
        review.file = replace(review.file, segments=(segment,))
        return painted(review, SegmentColumn.SOURCE)

    plain = drawn("word")
    for look in Look:
        assert drawn("word", look) != plain, look
    assert drawn("", Look.BOLD) == drawn("")
    behind_a_sign, behind_a_letter = drawn("word", Look.STRUCK, start="😀 "), drawn("word", Look.STRUCK, start="M ")
    assert behind_a_sign != drawn("word", start="😀 ")
    assert _struck_px(behind_a_sign) == _struck_px(behind_a_letter)


def _struck_px(image: QImage) -> int:
    """How many dots the longest dark line has."""
    rows = ("".join("#" if image.pixelColor(x, y).lightness() < 140 else " " for x in range(300)) for y in range(60))
    return max(len(run) for row in rows for run in row.split())
