import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.overflow_panel import ContextOverflow, OverflowChoice, OverflowPanel

OVERFLOW = ContextOverflow(
    excess_tokens=812,
    context_tokens=8192,
    leave_out=("First question", "A long answer " * 20),
    larger_context_tokens=16384,
    larger_context_bytes=180_000_000,
)


@pytest.fixture
def panel(qtbot: QtBot) -> OverflowPanel:
    panel = OverflowPanel()
    qtbot.addWidget(panel)
    panel.show_overflow(OVERFLOW)
    return panel


def button(panel: OverflowPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def text(panel: OverflowPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_it_says_how_much_is_too_much(panel: OverflowPanel) -> None:
    assert text(panel, "overflow_sentence") == ("This chat is 812 tokens too long for the model, which can hold 8,192.")


def test_the_messages_that_would_go_are_named(panel: OverflowPanel) -> None:
    first, second = text(panel, "overflow_messages").split("\n")
    assert first == "“First question”"
    assert second.startswith("“A long answer")
    assert second.endswith("…”")


def test_many_messages_are_counted(panel: OverflowPanel) -> None:
    panel.show_overflow(ContextOverflow(excess_tokens=1, context_tokens=2, leave_out=tuple("abcdefg")))
    assert text(panel, "overflow_messages").split("\n")[-1] == "and 3 more"


def test_choices_name_their_price(panel: OverflowPanel) -> None:
    assert button(panel, "overflow_leave_out").text() == "Leave out the oldest 2 messages"
    assert button(panel, "overflow_larger_context").text() == "Context of 16,384 (0.2 GB more memory)"


@pytest.mark.parametrize("choice", OverflowChoice)
def test_each_choice_is_reported(panel: OverflowPanel, qtbot: QtBot, choice: OverflowChoice) -> None:
    with qtbot.waitSignal(panel.choice_made) as made:
        button(panel, f"overflow_{choice}").click()
    assert made.args == [choice]


def test_only_what_helps_is_offered(panel: OverflowPanel) -> None:
    panel.show_overflow(ContextOverflow(excess_tokens=1, context_tokens=2))
    assert not button(panel, "overflow_leave_out").isVisible()
    assert not button(panel, "overflow_larger_context").isVisible()
    assert button(panel, "overflow_shorten").isVisible()


def test_one_message_is_not_called_many(panel: OverflowPanel) -> None:
    panel.show_overflow(ContextOverflow(excess_tokens=1, context_tokens=2, leave_out=("a",)))
    assert button(panel, "overflow_leave_out").text() == "Leave out the oldest message"


def test_it_goes_when_everything_fits(panel: OverflowPanel) -> None:
    panel.show_overflow(None)
    assert not panel.isVisible()


def test_a_guess_does_not_forbid_to_send(panel: OverflowPanel) -> None:
    panel.show()
    assert not button(panel, "overflow_send_anyway").isVisible()
    panel.show_overflow(ContextOverflow(excess_tokens=812, context_tokens=8192, is_estimate=True))
    assert button(panel, "overflow_send_anyway").isVisible()
    assert text(panel, "overflow_sentence").startswith("This chat may be about 812 tokens too long")
