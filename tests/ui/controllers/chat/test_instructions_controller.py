from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop_llm.params import SamplingParams
from desktop_llm.ui.dialogs.conversation_dialog import ConversationDialog, ConversationSettings
from tests.fakes.small_program import SmallProgram


def dialogs(program: SmallProgram) -> list[ConversationDialog]:
    return [each for each in program.window.findChildren(ConversationDialog) if each.isVisible()]


def test_instructions_are_saved_and_sent_with_the_next_question(program: SmallProgram) -> None:
    answer = program.ask("One")
    program.window.instructions_requested.emit()
    program.wait_for(lambda: bool(dialogs(program)))
    dialog = program.part(ConversationDialog)
    dialog.findChild(QPlainTextEdit, "conversation_instructions").setPlainText("Answer in Danish.")
    dialog.findChild(QPushButton, "conversation_save").click()
    program.settle()
    assert dialogs(program) == []
    assert program.store.conversation(answer.conversation_id).instructions == "Answer in Danish."
    program.ask("Two")
    assert program.last_prompt().turns[0].content == "Answer in Danish."


def test_the_dialog_shows_what_holds(program: SmallProgram) -> None:
    answer = program.ask("One")
    program.store.set_instructions(answer.conversation_id, "Answer in Danish.")
    program.store.set_sampling(answer.conversation_id, SamplingParams(temperature=0.25))
    program.window.instructions_requested.emit()
    program.wait_for(lambda: bool(dialogs(program)))
    dialog = program.part(ConversationDialog)
    assert dialog.findChild(QPlainTextEdit, "conversation_instructions").toPlainText() == "Answer in Danish."
    dialog.findChild(QPushButton, "conversation_save").click()
    program.settle()
    assert program.store.conversation(answer.conversation_id).sampling == SamplingParams(temperature=0.25)


def test_there_is_one_dialog_at_a_time(program: SmallProgram) -> None:
    program.ask("One")
    program.window.instructions_requested.emit()
    program.window.instructions_requested.emit()
    program.settle()
    assert len(dialogs(program)) == 1


def test_a_new_chat_has_no_instructions_of_its_own_yet(program: SmallProgram) -> None:
    program.window.instructions_requested.emit()
    program.settle()
    assert dialogs(program) == []


def test_instructions_that_cannot_be_saved_are_told(program: SmallProgram) -> None:
    program.ask("One")
    program.window.instructions_requested.emit()
    program.wait_for(lambda: bool(dialogs(program)))
    gone = ConversationSettings(conversation_id="gone", instructions="", sampling=SamplingParams())
    program.part(ConversationDialog).conversation_settings_changed.emit(gone)
    program.wait_for(lambda: program.toast == "This chat no longer exists.")
