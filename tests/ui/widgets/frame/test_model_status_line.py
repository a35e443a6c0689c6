import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.frame.model_status_line import ModelPhase, ModelStatus, ModelStatusLine


@pytest.fixture
def line(qtbot: QtBot) -> ModelStatusLine:
    line = ModelStatusLine()
    qtbot.addWidget(line)
    line.resize(700, 48)
    line.show()
    return line


def spoken(line: ModelStatusLine) -> str:
    label = line.findChild(QLabel, "model_status_label")
    assert label is not None
    return label.accessibleName()


def button(line: ModelStatusLine, name: str) -> QPushButton:
    found = line.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_ready_model_says_memory_and_speed(line: ModelStatusLine) -> None:
    line.show_status(ModelStatus(phase=ModelPhase.READY, memory_bytes=206_000_000, tokens_per_second=139.7))
    assert spoken(line) == "ready · 0.2 GB · 140 tokens/s"


def test_a_model_that_has_not_answered_yet_has_no_speed(line: ModelStatusLine) -> None:
    line.show_status(ModelStatus(phase=ModelPhase.READY, memory_bytes=2_400_000_000))
    assert spoken(line) == "ready · 2.4 GB"


def test_loading_shows_how_far_it_is_and_can_be_cancelled(line: ModelStatusLine, qtbot: QtBot) -> None:
    line.show_status(ModelStatus(phase=ModelPhase.LOADING, load_fraction=0.42))
    bar = line.findChild(QProgressBar, "model_load_bar")
    assert bar is not None
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == pytest.approx(0.42)
    assert spoken(line) == "loading, 42 %"
    with qtbot.waitSignal(line.load_cancel_requested):
        button(line, "model_load_cancel").click()


def test_a_failure_is_a_sentence_and_a_button(line: ModelStatusLine, qtbot: QtBot) -> None:
    line.show_status(ModelStatus(phase=ModelPhase.FAILED, failure="It does not fit.", button="Choose a model"))
    assert spoken(line) == "It does not fit."
    assert button(line, "model_failure_button").text() == "Choose a model"
    with qtbot.waitSignal(line.failure_action_requested):
        button(line, "model_failure_button").click()
    assert not button(line, "model_load_cancel").isVisible()


def test_a_failure_without_help_has_no_button(line: ModelStatusLine) -> None:
    line.show_status(ModelStatus(phase=ModelPhase.FAILED, failure="No."))
    assert not button(line, "model_failure_button").isVisible()


def test_a_long_failure_gives_way_and_stays_readable_on_hover(line: ModelStatusLine) -> None:
    sentence = "This model needs 5.1 GB of memory, and 3.9 GB are free. " * 5
    line.show_status(
        ModelStatus(phase=ModelPhase.FAILED, failure=sentence, details="model_does_not_fit", button="Help")
    )
    label = line.findChild(QLabel, "model_status_label")
    assert label is not None
    assert line.minimumSizeHint().width() < 200
    assert sentence in label.toolTip()
    assert "model_does_not_fit" in label.toolTip()


def test_without_a_model_nothing_is_said(line: ModelStatusLine) -> None:
    line.show_status(ModelStatus())
    assert spoken(line) == ""


def test_connecting_can_be_cancelled_and_has_no_bar(qtbot: QtBot) -> None:
    line = ModelStatusLine()
    qtbot.addWidget(line)
    line.show_status(ModelStatus(phase=ModelPhase.CONNECTING))
    line.show()
    cancel = line.findChild(QPushButton, "model_load_cancel")
    bar = line.findChild(QProgressBar, "model_load_bar")
    assert cancel is not None
    assert bar is not None
    assert not bar.isVisible()
    with qtbot.waitSignal(line.load_cancel_requested):
        cancel.click()
