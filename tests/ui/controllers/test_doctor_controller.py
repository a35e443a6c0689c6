from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_llm.engine.messages import MeasureMachine
from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MACHINE, ScriptedEngineClient
from desktop_llm.hub.starter_model import STARTER_MODEL_ID, STARTER_MODEL_NAME, starter_model_path
from desktop_llm.params import LoadParams
from desktop_llm.settings import Settings, load_settings
from desktop_llm.ui.controllers.doctor_controller import DoctorController
from desktop_llm.ui.dialogs.about_dialog import AboutDialog
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from tests.fakes.patients import CUDA_DEVICE, machine, model
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


def engine_with(measured: object = SCRIPTED_MACHINE) -> ScriptedEngineClient:
    """An engine that stays as it is when a model is loaded."""
    engine = ScriptedEngineClient(status=replace(READY_STATUS, model=model(0)))
    engine.machine = measured
    return engine


def checked(program: SmallProgram) -> SettingsDialog:
    """The settings, after their button was pressed and the doctor has come to an end."""
    program.window.settings_requested.emit()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    button(dialog, "computer_check").click()
    assert button(dialog, "computer_check").text() == "Checking…"
    program.wait_for(lambda: button(dialog, "computer_check").text() == "Check again")
    return dialog


def button(dialog: SettingsDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None, name
    return found


def texts(dialog: SettingsDialog, name: str) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel, name) if label.isVisible()]


def test_the_doctor_looks_when_it_is_asked_and_says_what_it_found(start_program: StartProgram) -> None:
    program = start_program(engine_with(machine(processor_features=("AVX2",), built_features=())))
    assert not [each for each in program.engine.submitted if isinstance(each, MeasureMachine)]
    dialog = checked(program)
    assert any("leaves parts of your processor unused (AVX2)" in text for text in texts(dialog, "computer_line"))
    assert texts(dialog, "computer_command") == ["make cpu"]
    button(dialog, "computer_advice_button").click()
    assert QGuiApplication.clipboard().text() == "make cpu"
    assert program.toast == "Command copied"


def test_the_report_can_be_copied_and_is_still_there_when_the_settings_are_opened_again(
    start_program: StartProgram,
) -> None:
    program = start_program(engine_with())
    dialog = checked(program)
    button(dialog, "computer_copy").click()
    assert "Memory speed: 20.0 GB a second" in QGuiApplication.clipboard().text()
    lines = texts(dialog, "computer_line")
    dialog.close()
    program.window.settings_requested.emit()
    again = [each for each in program.window.findChildren(SettingsDialog) if each.isVisible()]
    assert texts(again[0], "computer_line") == lines


def test_the_model_has_the_name_that_the_list_gives_it(start_program: StartProgram) -> None:
    path = starter_model_path()
    assert path is not None
    loaded = model(0, name="run 7, step 9000", path=str(path.resolve()))
    engine = ScriptedEngineClient(status=replace(READY_STATUS, model=loaded))
    program = start_program(engine)
    dialog = checked(program)
    button(dialog, "computer_copy").click()
    assert f"Model: {STARTER_MODEL_NAME}, " in QGuiApplication.clipboard().text()
    program.window.about_requested.emit()
    facts = [label.text() for label in program.part(AboutDialog).findChildren(QLabel)]
    assert any(STARTER_MODEL_NAME in text for text in facts)
    assert not any("run 7" in text for text in facts)


def test_a_card_that_was_switched_off_is_switched_on(start_program: StartProgram) -> None:
    settings = Settings(last_model_id=STARTER_MODEL_ID, load=LoadParams(n_gpu_layers=0))
    program = start_program(engine_with(machine(CUDA_DEVICE, backends=("CPU", "CUDA"))), settings)
    program.wait_for(lambda: len(program.loads) == 1)
    dialog = checked(program)
    assert texts(dialog, "computer_advice") == [
        "Let the program decide how much of the model goes on the graphics card."
    ]
    button(dialog, "computer_advice_button").click()
    program.wait_for(lambda: len(program.loads) == 2)
    assert program.loads[1].params.n_gpu_layers is None
    program.settle()
    assert load_settings(program.folder.settings).load.n_gpu_layers is None


def test_a_card_with_too_little_memory_leads_to_the_models(start_program: StartProgram) -> None:
    program = start_program(engine_with(machine(CUDA_DEVICE, backends=("CPU", "CUDA"))))
    (doctor,) = program.window.findChildren(DoctorController)
    asked: list[bool] = []
    doctor.model_choice_requested.connect(lambda: asked.append(True))
    dialog = checked(program)
    button(dialog, "computer_advice_button").click()
    assert asked == [True]


def test_the_program_ends_while_the_doctor_still_looks(start_program: StartProgram) -> None:
    engine = ScriptedEngineClient(status=READY_STATUS, is_manual=True)
    program = start_program(engine, is_awaited=True)
    program.window.settings_requested.emit()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    button(dialog, "computer_check").click()
    program.wait_for(lambda: any(isinstance(each, MeasureMachine) for each in engine.submitted))
    program.stop()


@pytest.mark.logs_errors
def test_an_examination_that_fails_leaves_the_button_to_try_again(
    start_program: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("desktop_llm.ui.controllers.doctor_controller.examine", fail)
    program = start_program(engine_with())
    program.window.settings_requested.emit()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    button(dialog, "computer_check").click()
    program.wait_for(lambda: button(dialog, "computer_check").text() == "Check this computer")
