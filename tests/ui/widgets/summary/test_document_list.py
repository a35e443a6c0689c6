from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.rows.document_rows import DocumentRow
from desktop_llm.ui.widgets.summary.document_list import DocumentList, DocumentListView

ROWS = [DocumentRow(key="a", name="a.pdf", note="3 pages", fraction=0.5), DocumentRow(key="b", name="b.pdf")]


def list_of(qtbot: QtBot) -> tuple[DocumentList, DocumentListView]:
    documents = DocumentList()
    qtbot.addWidget(documents)
    documents.resize(220, 300)
    documents.show_rows(ROWS)
    documents.show()
    (view,) = documents.findChildren(DocumentListView)
    return documents, view


def test_a_click_chooses_and_the_cross_takes_off(qtbot: QtBot) -> None:
    documents, view = list_of(qtbot)
    row = view.visualRect(view.model().index(1, 0))
    with qtbot.waitSignal(documents.document_chosen) as chosen, qtbot.assertNotEmitted(documents.remove_requested):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert chosen.args == ["b"]
    with qtbot.waitSignal(documents.remove_requested) as removed, qtbot.assertNotEmitted(documents.document_chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.right() - 14, row.center().y()))
    assert removed.args == ["b"]


def test_the_keyboard_chooses_and_takes_off(qtbot: QtBot) -> None:
    documents, view = list_of(qtbot)
    view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(documents.document_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(documents.remove_requested) as removed:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert (chosen.args, removed.args) == (["a"], ["a"])


def test_there_are_three_ways_to_add(qtbot: QtBot) -> None:
    documents, _ = list_of(qtbot)
    (button,) = documents.findChildren(QToolButton, "add_documents_button")
    (menu,) = button.findChildren(QMenu)
    signals = (documents.files_requested, documents.folder_requested, documents.paste_requested)
    for action, signal in zip(menu.actions(), signals, strict=True):
        with qtbot.waitSignal(signal):
            action.trigger()
