from PySide6.QtCore import Qt

from desktop_llm.ui.item_models.change_list_model import CHANGE_ROW_ROLE, ChangeListModel, ChangeRow

ROW = ChangeRow(
    key="1", before="recieved", after="<b>", kind="Spelling", reason="i before e", doubt="It changes a name."
)


def test_a_row_is_read_aloud_with_all_that_it_says() -> None:
    model = ChangeListModel()
    model.show_rows([ROW])
    index = model.index_of("1")
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "recieved → <b>. Spelling. i before e. It changes a name."
    assert model.data(index, CHANGE_ROW_ROLE) == ROW
    assert "i before e" in str(model.data(index, Qt.ItemDataRole.ToolTipRole))


def test_a_key_that_is_not_there_has_no_index() -> None:
    model = ChangeListModel()
    model.show_rows([ROW])
    assert not model.index_of("2").isValid()
    model.show_rows([])
    assert model.rowCount() == 0
