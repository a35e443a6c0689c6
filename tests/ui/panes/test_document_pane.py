from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.documents.segments import Layout
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from tests.fakes.reviews import made, review_of


def pane(qtbot: QtBot) -> DocumentPane:
    pane = DocumentPane()
    qtbot.addWidget(pane)
    pane.resize(900, 600)
    pane.show()
    return pane


def part(pane: DocumentPane, kind: type[QWidget], name: str) -> QWidget:
    found = pane.findChild(kind, name)
    assert found is not None
    return found


def test_a_document_that_is_not_open_yet_says_so_in_the_place_of_the_grid(qtbot: QtBot) -> None:
    shown = pane(qtbot)
    shown.show_review(None)
    shown.show_blank("The document is being opened.")
    assert part(shown, QLabel, "document_blank").isVisible()
    assert not part(shown, SegmentTable, "segment_table").isVisible()
    shown.show_review(review_of("The pump"))
    assert not part(shown, QLabel, "document_blank").isVisible()
    assert part(shown, SegmentTable, "segment_table").isVisible()


def test_the_choices_are_those_of_texts_with_the_layout_and_without_swapping(qtbot: QtBot) -> None:
    shown = pane(qtbot)
    choices = TranslationChoices(source="en", target="fr")
    shown.show_choices(choices, Layout.BELOW)
    layout = part(shown, Choice, "document_layout")
    assert isinstance(layout, Choice)
    assert (shown.choices, layout.chosen) == (choices, Layout.BELOW)
    assert not part(shown, QWidget, "swap_button").isVisible()
    layout.setFocus()
    with qtbot.waitSignal(shown.layout_chosen) as told:
        qtbot.keyClick(layout, Qt.Key.Key_Down)
    assert told.args == [Layout.COLUMNS]


def test_control_s_saves_and_control_f_searches(qtbot: QtBot) -> None:
    shown = pane(qtbot)
    shown.show_review(review_of("The pump", "The seal"))
    table = part(shown, SegmentTable, "segment_table")
    table.setFocus()
    with qtbot.waitSignal(shown.save_requested):
        qtbot.keyClick(table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = part(shown, QLineEdit, "segment_search")
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "seal")
    assert isinstance(table, SegmentTable)
    qtbot.waitUntil(lambda: table.n_shown == 1)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.waitUntil(table.hasFocus)
    assert shown.current_segment == 1


def test_a_change_is_shown_with_the_counts(qtbot: QtBot) -> None:
    shown = pane(qtbot)
    review = review_of("The pump", "The seal")
    shown.show_review(review)
    review.take(1, made(review, 1, "Die Dichtung", confidence=0.1))
    shown.show_changes([1], review.counts)
    table = part(shown, SegmentTable, "segment_table")
    assert isinstance(table, SegmentTable)
    assert table.model().index(1, 1).data() == "Die Dichtung"
    assert part(shown, QWidget, "to_look_at_button").isVisible()
