"""Each program here is a real window on a real database; the second one is the next start of the first."""

from collections.abc import Callable
from pathlib import Path

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.storage.records import StoredDraft
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptAttachment, PromptDraft, ThinkingChoice
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]
LONG_TEXT = "A long text that was pasted. " * 200


def open_chat(program: SmallProgram, conversation_id: str) -> None:
    program.window.conversation_selected.emit(ConversationTarget(conversation_id))
    program.wait_for(lambda: program.chat.open_id == conversation_id)
    program.settle()


def type_in(program: SmallProgram, text: str) -> None:
    program.qtbot.keyClicks(program.part(PromptField), text)


def kept(program: SmallProgram) -> dict[str, str]:
    return {key: draft.text for key, draft in program.store.prompt_drafts().items()}


def restarted(start_program: StartProgram, program: SmallProgram) -> SmallProgram:
    program.stop()
    again = start_program()
    again.settle()
    return again


def test_what_was_typed_stands_there_after_a_restart_in_each_chat(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?").conversation_id
    type_in(program, "And then")
    program.new_chat()
    type_in(program, "Something else")

    again = restarted(start_program, program)
    again.wait_for(lambda: again.draft == "Something else")
    open_chat(again, trip)
    assert again.draft == "And then"
    again.new_chat()
    assert again.draft == "Something else"


def test_it_is_on_the_disk_before_the_program_ends(program: SmallProgram) -> None:
    type_in(program, "Who keeps")
    program.wait_for(lambda: kept(program) == {"": "Who keeps"})
    type_in(program, " it?")
    program.wait_for(lambda: kept(program) == {"": "Who keeps it?"})


def test_files_and_pasted_texts_come_back_and_can_be_sent(start_program: StartProgram, tmp_path: Path) -> None:
    path = tmp_path / "clause.txt"
    path.write_text("The landlord keeps what repairs cost.")
    program = start_program()
    pasted = PromptAttachment("pasted-1", "Pasted text", text=LONG_TEXT)
    program.pane.show_draft(PromptDraft("Who pays?", (pasted,), ThinkingChoice.ON))
    program.pane.add_files((path,))
    program.settle()

    again = restarted(start_program, program)
    again.wait_for(lambda: len(again.chips) == len([pasted, path]))
    assert again.pane.draft.thinking is ThinkingChoice.ON
    again.wait_for(lambda: all("tokens" in each for each in again.chips))
    again.engine.script(ScriptedAnswer(text=("ok",)))
    again.send()
    again.wait_for(lambda: again.last_shown() == "ok")
    question = again.stored_messages()[0]
    assert [each.text for each in question.attachments] == [LONG_TEXT, "The landlord keeps what repairs cost."]


def test_a_text_pasted_after_a_restart_stands_beside_the_one_before(start_program: StartProgram) -> None:
    program = start_program()
    program.settle()
    program.part(PromptField).long_text_received.emit(LONG_TEXT)
    again = restarted(start_program, program)
    again.wait_for(lambda: len(again.chips) == 1)
    again.part(PromptField).long_text_received.emit("Another one. " * 500)
    assert [each.text for each in again.pane.draft.attachments] == [LONG_TEXT, "Another one. " * 500]


def test_what_was_sent_does_not_come_back(start_program: StartProgram) -> None:
    program = start_program()
    type_in(program, "Where to?")
    program.wait_for(lambda: kept(program) == {"": "Where to?"})
    trip = program.ask("").conversation_id
    program.wait_for(lambda: not kept(program))
    again = restarted(start_program, program)
    assert again.draft == ""
    open_chat(again, trip)
    assert again.draft == ""


def test_what_is_typed_while_a_new_chat_begins_belongs_to_its_conversation(start_program: StartProgram) -> None:
    program = start_program()
    program.engine.script(ScriptedAnswer(text=("ok",)))
    program.send("Where to?")
    type_in(program, " And when?")
    program.wait_for(lambda: bool(program.chat.open_id) and program.shown() == ["Where to?", "ok"])
    trip = program.chat.open_id
    program.wait_for(lambda: kept(program) == {trip: "Where to? And when?"})


def test_what_is_typed_before_the_earlier_text_is_there_stands_behind_it(start_program: StartProgram) -> None:
    program = start_program()
    program.settle()
    type_in(program, "Who keeps it?")
    program.stop()
    again = start_program(is_awaited=False)
    again.write("And when?")
    again.wait_until_composed()
    again.wait_for(lambda: again.draft == "Who keeps it?\nAnd when?")
    again.wait_for(lambda: kept(again) == {"": "Who keeps it?\nAnd when?"})


def test_a_file_that_is_gone_is_said_and_the_text_stays(start_program: StartProgram, tmp_path: Path) -> None:
    path = tmp_path / "clause.txt"
    path.write_text("The landlord keeps what repairs cost.")
    program = start_program()
    type_in(program, "Who pays?")
    program.pane.add_files((path,))
    program.settle()
    program.stop()
    path.unlink()
    again = start_program()
    again.wait_for(lambda: "clause.txt" in again.notice)
    assert (again.draft, again.chips) == ("Who pays?", [])


def test_the_draft_of_a_deleted_conversation_comes_back_with_it(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?").conversation_id
    type_in(program, "And then")
    program.wait_for(lambda: kept(program) == {trip: "And then"})
    program.window.conversation_delete_requested.emit(trip)
    program.wait_for(lambda: not program.chat.open_id)
    assert program.draft == ""
    program.settle()
    again = restarted(start_program, program)
    again.store.restore(trip)
    open_chat(again, trip)
    assert again.draft == "And then"


def test_an_unknown_choice_of_thinking_counts_as_none(start_program: StartProgram) -> None:
    program = start_program()
    program.store.keep_prompt_draft("", StoredDraft("Who?", thinking="sometimes"))
    again = restarted(start_program, program)
    again.wait_for(lambda: again.draft == "Who?")
    assert again.pane.draft.thinking is ThinkingChoice.AUTO


def test_the_list_marks_chats_that_were_left_with_a_message(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?").conversation_id
    program.new_chat()
    assert program.marked == []
    open_chat(program, trip)
    type_in(program, "And then")
    assert program.marked == []  # it is seen in its box
    program.new_chat()
    assert program.marked == [trip]

    again = restarted(start_program, program)
    again.wait_for(lambda: again.marked == [trip])
    open_chat(again, trip)
    assert again.marked == []
    again.part(PromptField).clear()
    again.new_chat()
    assert again.marked == []


def test_files_without_words_are_marked_too_and_blanks_are_not(program: SmallProgram) -> None:
    first = program.ask("Where to?").conversation_id
    program.pane.show_draft(PromptDraft("", (PromptAttachment("pasted-1", "Pasted text", text=LONG_TEXT),)))
    program.new_chat()
    second = program.ask("And when?").conversation_id
    type_in(program, "  ")
    program.new_chat()
    assert first != second
    assert program.marked == [first]


def test_a_chat_that_was_left_is_unmarked_once_its_message_is_sent(program: SmallProgram) -> None:
    trip = program.ask("Where to?").conversation_id
    type_in(program, "And then")
    program.new_chat()
    assert program.marked == [trip]
    program.chat.drafts.drop(trip)  # as when a question that was left is accepted
    assert program.marked == []
