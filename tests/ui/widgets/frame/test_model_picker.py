import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.widgets.frame.model_picker import ModelPicker

MODELS = (ModelChoice(id="s", name="Small", size_bytes=98_000_000), ModelChoice(id="b", name="Big", note="clever"))


@pytest.fixture
def picker(qtbot: QtBot) -> ModelPicker:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    picker.show_models(MODELS, "s")
    picker.show()
    return picker


def popup_list(picker: ModelPicker) -> QListView:
    view = picker.findChild(QListView, "model_popup_list")
    assert view is not None
    return view


def popup_button(picker: ModelPicker, name: str) -> QPushButton:
    button = picker.findChild(QPushButton, name)
    assert button is not None
    return button


def popup(picker: ModelPicker) -> QWidget:
    widget = picker.findChild(QWidget, "model_popup")
    assert widget is not None
    return widget


def test_the_button_names_the_loaded_model(picker: ModelPicker) -> None:
    assert picker.text() == "Small ▾"
    assert picker.accessibleName() == "Model: Small"
    picker.show_models(MODELS, "")
    assert picker.text() == "No model loaded ▾"


def test_a_very_long_name_does_not_widen_the_bar(picker: ModelPicker) -> None:
    picker.show_models([ModelChoice(id="x", name="x" * 200)], "x")
    assert len(picker.text()) < 40
    assert "x" * 200 in picker.toolTip()


def test_a_model_is_chosen_by_keys_alone(picker: ModelPicker, qtbot: QtBot) -> None:
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    view = popup_list(picker)
    assert view.currentIndex().data() == "Small"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.model_selected) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["b"]
    assert not popup(picker).isVisible()


def test_the_keys_lead_on_to_the_other_ways(picker: ModelPicker, qtbot: QtBot) -> None:
    picker.open_list()
    view = popup_list(picker)
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.model_file_requested):
        popup_button(picker, "model_popup_open").click()
    picker.open_list()
    with qtbot.waitSignal(picker.models_requested):
        popup_button(picker, "model_popup_manage").click()
    assert not popup(picker).isVisible()


def test_without_models_the_file_is_offered(picker: ModelPicker) -> None:
    picker.show_models((), "")
    picker.open_list()
    assert not popup_list(picker).isVisible()
    assert popup_button(picker, "model_popup_open").isVisible()
    popup(picker).close()


def test_the_list_is_drawn(picker: ModelPicker) -> None:
    picker.open_list()
    view = popup_list(picker)
    height = view.sizeHintForRow(0)
    assert height > 2 * picker.fontMetrics().height()
    assert not view.grab().isNull()
    popup(picker).close()


ELSEWHERE = (
    ModelChoice(id="1", name="granite", note="gpu-box.example", is_elsewhere=True, heading="On a server"),
    ModelChoice(id="2", name="llama", note="gpu-box.example", is_elsewhere=True),
)


def test_a_model_on_a_server_says_so_on_the_button(picker: ModelPicker) -> None:
    assert picker.icon().isNull()
    picker.show_models((*MODELS, *ELSEWHERE), "1")
    assert picker.accessibleName() == "Model on a server: granite, gpu-box.example"
    assert not picker.icon().isNull()
    picker.show_models((*MODELS, *ELSEWHERE), "s")
    assert picker.icon().isNull()


def test_models_on_servers_stand_below_a_heading(picker: ModelPicker) -> None:
    picker.show_models((*MODELS, *ELSEWHERE), "s")
    picker.open_list()
    view = popup_list(picker)
    heights = [view.sizeHintForRow(row) for row in range(4)]
    assert heights[2] > heights[0] == heights[1] == heights[3]
    assert view.height() >= sum(heights)
    assert not view.grab().isNull()
    popup(picker).close()


def test_servers_are_one_click_away(picker: ModelPicker, qtbot: QtBot) -> None:
    picker.open_list()
    with qtbot.waitSignal(picker.servers_requested):
        popup_button(picker, "model_popup_servers").click()
    assert not popup(picker).isVisible()
