from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.document_list_model import DocumentListModel
from desktop_llm.ui.rows.document_rows import DocumentRow


def test_rows_are_shown_spoken_and_found_again(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = DocumentListModel()
    model.show_rows([DocumentRow(key="a", name="a.pdf", note="3 pages"), DocumentRow(key="b", name="b.pdf")])
    qtmodeltester.check(model)
    index = model.index_of("a")
    assert index.data() == "a.pdf"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "a.pdf: 3 pages"
    model.show_rows([DocumentRow(key="b", name="b.pdf")])
    assert not model.index_of("a").isValid()
    assert model.row_at(model.index_of("b")) == DocumentRow(key="b", name="b.pdf")
