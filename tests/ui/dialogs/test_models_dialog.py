import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QListView, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.models_dialog import ModelsDialog
from desktop_llm.ui.item_models.model_list_model import ModelChoice

MODELS = (
    ModelChoice(id="s", name="Small", path="/opt/s.gguf", is_removable=False),
    ModelChoice(id="b", name="Big", path="/m/b.gguf"),
    ModelChoice(id="g", name="Gone", path="/m/g.gguf", is_missing=True),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ModelsDialog:
    dialog = ModelsDialog()
    qtbot.addWidget(dialog)
    dialog.show_models(MODELS, "s")
    dialog.show()
    return dialog


def button(dialog: ModelsDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def choose(dialog: ModelsDialog, row: int) -> None:
    view = dialog.findChild(QListView, "models_list")
    assert view is not None
    view.setCurrentIndex(view.model().index(row, 0))


def is_possible(dialog: ModelsDialog) -> tuple[bool, bool]:
    return button(dialog, "models_use").isEnabled(), button(dialog, "models_remove").isEnabled()


@pytest.mark.parametrize(("row", "possible"), [(0, (False, False)), (1, (True, True)), (2, (False, True))])
def test_only_what_can_be_done_is_offered(dialog: ModelsDialog, row: int, possible: tuple[bool, bool]) -> None:
    choose(dialog, row)
    assert is_possible(dialog) == possible


def test_a_model_is_used_and_taken_off_the_list_by_wish(dialog: ModelsDialog, qtbot: QtBot) -> None:
    choose(dialog, 1)
    path = dialog.findChild(QLabel, "models_path")
    assert path is not None
    assert path.text() == "/m/b.gguf"
    with qtbot.waitSignal(dialog.model_selected) as selected:
        button(dialog, "models_use").click()
    assert selected.args == ["b"]
    with qtbot.waitSignal(dialog.model_remove_requested) as removed:
        button(dialog, "models_remove").click()
    assert removed.args == ["b"]


def test_the_choice_stays_when_the_list_changes(dialog: ModelsDialog) -> None:
    choose(dialog, 1)
    dialog.show_models(MODELS[1:], "")
    path = dialog.findChild(QLabel, "models_path")
    assert path is not None
    assert path.text() == "/m/b.gguf"


def test_without_models_only_a_file_can_be_opened(dialog: ModelsDialog, qtbot: QtBot) -> None:
    dialog.show_models((), "")
    assert is_possible(dialog) == (False, False)
    button(dialog, "models_open").click()
    chooser = dialog.findChild(QFileDialog, "model_file_dialog")
    assert chooser is not None
    with qtbot.waitSignal(dialog.model_file_chosen) as chosen:
        chooser.fileSelected.emit("/m/new.gguf")
    assert chosen.args == ["/m/new.gguf"]
    chooser.close()
