from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop_llm.ui.item_models.model_row_list_model import MODEL_ROW_ROLE, ModelRowListModel
from tests.fakes.model_row_examples import LOCAL, OFFER, SECTION


def model() -> ModelRowListModel:
    rows = ModelRowListModel()
    rows.show_rows([SECTION, LOCAL, OFFER])
    return rows


def test_a_row_is_served_whole_and_spoken_whole() -> None:
    rows = model()
    index = rows.index_of(LOCAL.key)
    assert index.row() == 1
    assert index.data(MODEL_ROW_ROLE) == LOCAL
    assert index.data() == "Granite 4.1 3B"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Granite 4.1 3B. Summaries and long documents. Fits in memory, about 9 words a second. 2.0 GB · Apache-2.0"
    )
    assert "/models/granite.gguf" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_it_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    rows = model()
    qtmodeltester.check(rows)
    rows.show_rows([LOCAL, SECTION])
    qtmodeltester.check(rows)


def test_headings_cannot_be_chosen() -> None:
    rows = model()
    assert rows.flags(rows.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert rows.flags(rows.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert rows.first_index().row() == 1


def test_what_is_not_there_is_nowhere() -> None:
    rows = model()
    assert not rows.index_of("gone").isValid()
    assert rows.row_at(rows.index(7, 0)) is None
    rows.show_rows([])
    assert not rows.first_index().isValid()
