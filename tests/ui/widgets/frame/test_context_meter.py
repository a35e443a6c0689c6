import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.frame.context_meter import ContextMeter, ContextUse


def test_words_and_bar_say_how_full_the_context_is(qtbot: QtBot) -> None:
    meter = ContextMeter()
    qtbot.addWidget(meter)
    meter.show_use(ContextUse(3120, 8192))
    label, bar = meter.findChild(QLabel, "context_label"), meter.findChild(QProgressBar, "context_bar")
    assert label is not None
    assert bar is not None
    assert label.text() == "Context 3,120 of 8,192"
    assert (bar.value(), bar.maximum()) == (3120, 8192)


def test_more_than_there_is_room_for_fills_the_bar_and_is_a_warning(qtbot: QtBot) -> None:
    meter = ContextMeter()
    qtbot.addWidget(meter)
    label, bar = meter.findChild(QLabel, "context_label"), meter.findChild(QProgressBar, "context_bar")
    assert label is not None
    assert bar is not None
    for used, look in ((9000, "small_warning"), (8192, "small")):
        meter.show_use(ContextUse(used, 8192))
        assert (bar.value(), label.property("look")) == (8192, look)
    meter.show_use(ContextUse(3120, 0))
    assert label.property("look") == "small"


def test_without_a_model_nothing_is_measured(qtbot: QtBot) -> None:
    meter = ContextMeter()
    qtbot.addWidget(meter)
    meter.show_use(ContextUse(1, 2))
    assert meter.isVisible()
    meter.show_use(None)
    assert not meter.isVisible()


@pytest.mark.parametrize(
    ("use", "text", "has_bar"),
    [
        (ContextUse(3120, 8192, is_estimate=True), "Context about 3,120 of 8,192", True),
        (ContextUse(3120, 0, is_estimate=True), "Context about 3,120", False),
    ],
)
def test_a_guess_is_called_one(qtbot: QtBot, use: ContextUse, text: str, has_bar: bool) -> None:
    meter = ContextMeter()
    qtbot.addWidget(meter)
    meter.show_use(use)
    meter.show()
    label, bar = meter.findChild(QLabel, "context_label"), meter.findChild(QProgressBar, "context_bar")
    assert label is not None
    assert bar is not None
    assert (label.text(), bar.isVisible()) == (text, has_bar)
