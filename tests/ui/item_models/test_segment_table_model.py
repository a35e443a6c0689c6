from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewFilter
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.ui.item_models.segment_table_model import (
    SegmentColumn,
    SegmentEdit,
    SegmentFilterModel,
    SegmentTableModel,
)
from tests.fakes.reviews import made, review_of

MISSING = TranslationWarning(TranslationFault.NUMBER_MISSING, "30")


def looked_over() -> DocumentReview:
    review = review_of("The pump", "The seal", "The tank")
    review.take(0, made(review, 0, "Die Pumpe", MISSING))
    review.take(1, made(review, 1, "Die Dichtung"))
    return review


def models(review: DocumentReview) -> tuple[SegmentTableModel, SegmentFilterModel]:
    model = SegmentTableModel()
    model.show_review(review)
    return model, SegmentFilterModel(model)


def shown(model: SegmentFilterModel) -> list[object]:
    return [model.index(row, SegmentColumn.SOURCE).data() for row in range(model.rowCount())]


def test_the_models_keep_to_qts_rules(qtmodeltester: ModelTester) -> None:
    _, filtered = models(looked_over())
    qtmodeltester.check(filtered)


def test_columns_are_named_after_the_languages(qtbot: QtBot) -> None:
    model, _ = models(looked_over())
    names = [model.headerData(column, Qt.Orientation.Horizontal) for column in SegmentColumn]
    assert names == ["English", "German", "State", "Sure"]


def test_only_the_translation_can_be_edited_and_the_edit_is_told(qtbot: QtBot) -> None:
    model, _ = models(looked_over())
    source, target = model.index(1, SegmentColumn.SOURCE), model.index(1, SegmentColumn.TARGET)
    assert not source.flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(source, "x")
    assert target.flags() & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.edit_made) as told:
        assert model.setData(target, "Der Dichtring")
    assert told.args == [SegmentEdit(1, "Der Dichtring")]


def test_a_screen_reader_hears_the_state_and_every_warning(qtbot: QtBot) -> None:
    model, _ = models(looked_over())
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, SegmentColumn.NOTE).data(role) == "Translated. The number 30 is missing."
    assert model.index(2, SegmentColumn.TARGET).data(role) == "Not translated yet"


def test_changes_are_told_in_runs_and_shown(qtbot: QtBot) -> None:
    review = review_of(*"abcdef")
    model, _ = models(review)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    assert model.index(1, SegmentColumn.TARGET).data() == ""
    review.take(1, made(review, 1, "x"))
    model.show_changes([5, 1, 2])
    assert told == [(1, 2), (5, 5)]
    assert model.index(1, SegmentColumn.TARGET).data() == "x"


def test_a_filter_follows_what_changes(qtbot: QtBot) -> None:
    review = looked_over()
    model, filtered = models(review)
    filtered.show_filter(ReviewFilter.TO_LOOK_AT, "")
    assert shown(filtered) == ["The pump"]
    assert filtered.segment_of(filtered.index(0, 0)) == 0
    review.accept([0])
    model.show_changes([0])
    assert shown(filtered) == []
    assert not filtered.index_of(0, SegmentColumn.TARGET).isValid()
    filtered.show_filter(ReviewFilter.ALL, "TANK")
    assert shown(filtered) == ["The tank"]


def test_a_segment_that_is_translated_again_says_so_and_cannot_be_edited(qtbot: QtBot) -> None:
    model, _ = models(looked_over())
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
