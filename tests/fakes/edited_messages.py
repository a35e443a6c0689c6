"""Earlier messages that are being changed, in the window of a small program, and what a person does with them."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.transcript.user_bubble import UserBubble
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


def open_chat(program: SmallProgram, conversation_id: str) -> None:
    program.window.conversation_selected.emit(ConversationTarget(conversation_id))
    program.wait_for(lambda: program.chat.open_id == conversation_id)
    program.settle()


def restarted(start_program: StartProgram, program: SmallProgram, conversation_id: str) -> SmallProgram:
    """With this chat open."""
    program.stop()
    again = start_program()
    again.settle()
    open_chat(again, conversation_id)
    return again


def fields(program: SmallProgram) -> list[QPlainTextEdit]:
    found = program.pane.findChildren(QPlainTextEdit, "edit_message_field")
    return [each for each in found if each.isVisible()]


def edited(program: SmallProgram) -> list[str]:
    return [each.toPlainText() for each in fields(program)]


def bubble_of(program: SmallProgram, text: str) -> UserBubble:
    (found,) = [each for each in program.pane.findChildren(UserBubble) if each._content.text == text]
    return found


def begin_edit(program: SmallProgram, message: str, typed: str) -> None:
    """As a person does: click Edit and type behind what is there."""
    button = bubble_of(program, message).findChild(QAbstractButton, "edit_button")
    assert button is not None
    button.click()
    program.qtbot.keyClicks(fields(program)[-1], typed)


def send_edit(program: SmallProgram, message: str, typed: str, answer: str) -> None:
    """The message becomes another version, which is answered with `answer`."""
    begin_edit(program, message, typed)
    program.engine.script(ScriptedAnswer(text=(answer,)))
    program.click("send_edit_button")
    program.wait_for(lambda: program.shown() == [f"{message}{typed}", answer])
    program.settle()


def step_branch(program: SmallProgram, name: str) -> None:
    program.click(name)
    program.settle()
