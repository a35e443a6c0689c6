import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent
from desktop_llm.ui.widgets.transcript.thinking_line import ThinkingLine


@pytest.fixture
def line(qtbot: QtBot) -> ThinkingLine:
    line = ThinkingLine(None)
    qtbot.addWidget(line)
    return line


def said(line: ThinkingLine, *, is_unfolded: bool = False, **content: object) -> str:
    line.show_thinking(MessageContent(id="a", role="assistant", **content), is_unfolded=is_unfolded)
    return line.findChild(QPushButton).text()


@pytest.mark.parametrize(
    ("seconds", "sentence"), [(0.2, "▸ Thought for 1 s"), (4.4, "▸ Thought for 4 s"), (None, "▸ Thought")]
)
def test_it_says_how_long_it_took(line: ThinkingLine, seconds: float | None, sentence: str) -> None:
    assert said(line, text="x", thinking_s=seconds) == sentence


def test_it_says_that_it_goes_on_until_the_answer_begins(line: ThinkingLine) -> None:
    assert said(line, state=ContentState.STREAMING) == "▸ Thinking …"
    assert said(line, state=ContentState.STREAMING, text="x", thinking_s=2.0) == "▸ Thought for 2 s"


def test_it_shows_whether_it_is_unfolded(line: ThinkingLine) -> None:
    assert said(line, is_unfolded=True, thinking_s=2.0) == "▾ Thought for 2 s"
    button = line.findChild(QPushButton)
    assert button.isChecked()
    assert button.accessibleName() == "Thought for 2 s"
