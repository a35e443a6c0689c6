import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.model_list_model import ModelChoice, ModelListModel, model_note

SMALL = ModelChoice(id="s", name="Small", size_bytes=98_000_000, note="quick")
BIG = ModelChoice(id="b", name="Big", size_bytes=2_400_000_000)


@pytest.fixture
def model(qapp: object) -> ModelListModel:
    return ModelListModel()


def test_the_loaded_model_is_known(model: ModelListModel, qtmodeltester: ModelTester) -> None:
    model.show_models([SMALL, BIG], "b")
    qtmodeltester.check(model)
    assert model.current_index().data() == "Big"
    assert model.is_current(model.index(1, 0))
    assert not model.is_current(model.index(0, 0))


def test_no_model_may_be_loaded(model: ModelListModel) -> None:
    model.show_models([SMALL], "")
    assert not model.current_index().isValid()


def test_showing_the_same_again_changes_nothing(model: ModelListModel, qtbot: QtBot) -> None:
    model.show_models([SMALL], "s")
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_models([SMALL], "s")


def test_size_and_note_are_one_line() -> None:
    assert model_note(SMALL) == "98 MB · quick"
    assert model_note(BIG) == "2.4 GB"
    assert model_note(structs.replace(SMALL, version="Q4_0")) == "98 MB · Q4_0 · quick"
    assert model_note(ModelChoice(id="x", name="x", note="remote")) == "remote"


def test_a_model_is_read_out_with_its_note(model: ModelListModel) -> None:
    model.show_models([SMALL], "s")
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Small, 98 MB · quick"
