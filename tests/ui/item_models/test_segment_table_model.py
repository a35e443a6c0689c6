import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewFilter
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.ui.item_models.segment_table_model import NO_SEGMENT, SegmentColumn, SegmentEdit, SegmentTableModel
from tests.fakes.reviews import made, review_of

MISSING = TranslationWarning(TranslationFault.NUMBER_MISSING, "30")


def looked_over() -> DocumentReview:
    review = review_of("The pump", "The seal", "The tank")
    review.take(0, made(review, 0, "Die Pumpe", MISSING))
    review.take(1, made(review, 1, "Die Dichtung"))
    return review


def model_of(review: DocumentReview) -> SegmentTableModel:
    model = SegmentTableModel()
    model.show_review(review)
    return model


def shown(model: SegmentTableModel) -> list[object]:
    return [model.index(row, SegmentColumn.SOURCE).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("n_segments", [60, 400])
def test_the_model_keeps_to_qts_rules_also_while_rows_come_and_go(qtmodeltester: ModelTester, n_segments: int) -> None:
    texts = ["The seal" if number // 3 % 2 else "The pump" for number in range(n_segments)]
    review = review_of(*texts)
    model = model_of(review)
    qtmodeltester.check(model)
    for text in ("pump", "seal", "nothing of the kind", "the", "PUMP", ""):
        model.show_filter(ReviewFilter.ALL, text)
        assert shown(model) == [each for each in texts if text.casefold() in each.casefold()]
    model.show_filter(ReviewFilter.NOT_ACCEPTED, "")
    for index in range(0, n_segments, 2):
        review.take(index, made(review, index, "Die Pumpe"))
    model.show_changes(review.accept(range(n_segments)))
    assert shown(model) == [texts[index] for index in range(1, n_segments, 2)]


def test_columns_are_named_after_the_languages(qtbot: QtBot) -> None:
    model = model_of(looked_over())
    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in SegmentColumn]
    assert names == ["English", "German", "State", "Sure"]


def test_only_the_translation_can_be_edited_and_the_edit_is_told(qtbot: QtBot) -> None:
    model = model_of(looked_over())
    source, target = model.index(1, SegmentColumn.SOURCE), model.index(1, SegmentColumn.TARGET)
    assert not source.flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(source, "x")
    assert target.flags() & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.edit_made) as told:
        assert model.setData(target, "Der Dichtring")
    assert told.args == [SegmentEdit(1, "Der Dichtring")]


def test_a_screen_reader_hears_the_state_and_every_warning(qtbot: QtBot) -> None:
    model = model_of(looked_over())
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, SegmentColumn.NOTE).data(role) == "Translated. The number 30 is missing."
    assert model.index(2, SegmentColumn.TARGET).data(role) == "Not translated yet"


def test_changes_are_told_in_runs_and_shown(qtbot: QtBot) -> None:
    review = review_of(*"abcdef")
    model = model_of(review)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    assert model.index(1, SegmentColumn.TARGET).data() == ""
    review.take(1, made(review, 1, "x"))
    model.show_changes([5, 1, 2])
    assert told == [(1, 2), (5, 5)]
    assert model.index(1, SegmentColumn.TARGET).data() == "x"


def test_a_filter_follows_what_changes(qtbot: QtBot) -> None:
    review = looked_over()
    model = model_of(review)
    model.show_filter(ReviewFilter.TO_LOOK_AT, "")
    assert shown(model) == ["The pump"]
    assert model.segment_of(model.index(0, 0)) == 0
    review.accept([0])
    model.show_changes([0])
    assert shown(model) == []
    assert not model.index_of(0, SegmentColumn.TARGET).isValid()
    model.show_filter(ReviewFilter.ALL, "TANK")
    assert shown(model) == ["The tank"]
    assert model.segment_of(model.index_of(2, SegmentColumn.TARGET)) == 2
    assert model.segment_of(QModelIndex()) == NO_SEGMENT


def test_what_is_written_into_a_row_of_a_filter_is_for_its_segment(qtbot: QtBot) -> None:
    model = model_of(looked_over())
    model.show_filter(ReviewFilter.ALL, "seal")
    with qtbot.waitSignal(model.edit_made) as told:
        assert model.setData(model.index(0, SegmentColumn.TARGET), "Der Dichtring")
    assert told.args == [SegmentEdit(1, "Der Dichtring")]
    model.show_busy([1])
    assert not model.index(0, SegmentColumn.TARGET).flags() & Qt.ItemFlag.ItemIsEditable


def test_a_segment_that_is_translated_again_says_so_and_cannot_be_edited(qtbot: QtBot) -> None:
    model = model_of(looked_over())
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    model.show_busy([0])
    note, target = model.index(0, SegmentColumn.NOTE), model.index(0, SegmentColumn.TARGET)
    assert (note.data(), target.data()) == ("Being translated again…", "Die Pumpe")
    assert not target.flags() & Qt.ItemFlag.ItemIsEditable
    model.show_busy([])
    assert note.data() == "The number 30 is missing."
    assert target.flags() & Qt.ItemFlag.ItemIsEditable
    assert told == [0, 0]
    model.show_busy([2])
    model.show_review(review_of("Another file"))
    model.show_busy([])
    assert told == [0, 0, 2]
