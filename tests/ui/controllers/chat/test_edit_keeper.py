"""Each program here is a real window on a real database; the second one is the next start of the first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import READY_STATUS, ScriptedAnswer
from desktop_llm.storage.records import Message
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from tests.fakes.edited_messages import (
    StartProgram,
    begin_edit,
    bubble_of,
    edited,
    fields,
    open_chat,
    restarted,
    send_edit,
    step_branch,
)
from tests.fakes.small_program import SmallProgram

LONG = "birds flew over the hill. " * 40


def question(program: SmallProgram, answer: Message) -> Message:
    assert answer.parent_id is not None
    return program.store.message(answer.parent_id)


def kept(program: SmallProgram) -> dict[str, str]:
    return {key: edit.text for key, edit in program.store.begun_edits().items()}


def test_a_begun_edit_stands_in_its_message_after_a_restart(start_program: StartProgram) -> None:
    program = start_program()
    answer = program.ask("Where to?", "North.")
    program.ask("And when?", "Soon.")
    begin_edit(program, "Where to?", " And")
    again = restarted(start_program, program, answer.conversation_id)
    assert edited(again) == ["Where to? And"]
    assert again.shown() == ["North.", "And when?", "Soon."]
    again.qtbot.keyClicks(fields(again)[0], " why?")
    assert edited(again) == ["Where to? And why?"]
    assert question(again, answer).text == "Where to?"


def test_it_is_on_the_disk_before_the_program_ends(program: SmallProgram) -> None:
    asked = question(program, program.ask("Where to?"))
    begin_edit(program, "Where to?", " Now")
    program.wait_for(lambda: kept(program) == {asked.id: "Where to? Now"})
    program.qtbot.keyClicks(fields(program)[0], "!")
    program.wait_for(lambda: kept(program) == {asked.id: "Where to? Now!"})


def test_it_is_there_again_when_one_comes_back_from_another_chat(program: SmallProgram) -> None:
    trip = program.ask("Where to?").conversation_id
    begin_edit(program, "Where to?", " Now")
    program.new_chat()
    other = program.ask("Who?").conversation_id
    assert edited(program) == []
    open_chat(program, trip)
    assert edited(program) == ["Where to? Now"]
    open_chat(program, other)
    assert edited(program) == []


def test_a_cancelled_edit_and_one_that_was_taken_back_do_not_come_back(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?").conversation_id
    program.ask("And when?")
    begin_edit(program, "Where to?", " Now")
    begin_edit(program, "And when?", "!")
    program.wait_for(lambda: len(kept(program)) == len(["Where to? Now", "And when?!"]))
    bubble_of(program, "Where to?").findChild(QAbstractButton, "cancel_edit_button").click()
    program.qtbot.keyClick(fields(program)[0], Qt.Key.Key_Backspace)
    program.wait_for(lambda: not kept(program))
    again = restarted(start_program, program, trip)
    assert edited(again) == []
    assert again.shown() == ["Where to?", "ok", "And when?", "ok"]


def test_a_sent_edit_is_a_branch_and_does_not_come_back(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?", "North.").conversation_id
    begin_edit(program, "Where to?", " Now ")
    program.wait_for(lambda: bool(kept(program)))
    program.engine.script(ScriptedAnswer(text=("South.",)))
    program.click("send_edit_button")
    program.wait_for(lambda: program.shown() == ["Where to? Now", "South."])
    program.wait_for(lambda: not kept(program))
    step_branch(program, "previous_branch_button")
    assert program.shown() == ["Where to?", "North."]
    assert edited(program) == []
    again = restarted(start_program, program, trip)
    assert edited(again) == []


def test_an_edit_that_cannot_be_sent_stays_in_its_editor(program: SmallProgram) -> None:
    program.ask("Where to?")
    begin_edit(program, "Where to?", " Now")
    program.engine.set_status(EngineStatus(state=EngineState.EMPTY))
    program.settle()
    program.click("send_edit_button")
    program.wait_for(lambda: program.notice.startswith("No model is loaded."))
    assert edited(program) == ["Where to? Now"]
    program.engine.set_status(READY_STATUS)
    program.settle()
    program.click("send_edit_button")
    program.wait_for(lambda: program.shown() == ["Where to? Now", "ok"])


def test_an_edit_that_the_disk_did_not_take_is_kept_with_the_next_key(program: SmallProgram) -> None:
    asked = question(program, program.ask("Where to?"))
    with program.store._database.reading() as connection:
        connection.execute("PRAGMA query_only = 1")
    begin_edit(program, "Where to?", " Now")
    program.chat.drafts.save()
    program.settle()
    with program.store._database.reading() as connection:
        connection.execute("PRAGMA query_only = 0")
    assert kept(program) == {}
    program.qtbot.keyClicks(fields(program)[0], "!")
    program.wait_for(lambda: kept(program) == {asked.id: "Where to? Now!"})


def test_what_is_typed_while_an_edit_is_sent_waits_on_its_branch(program: SmallProgram) -> None:
    program.ask("Where to?", "North.")
    begin_edit(program, "Where to?", " Now")
    program.engine.script(ScriptedAnswer(text=("South.",)))
    program.click("send_edit_button")
    program.qtbot.keyClicks(fields(program)[0], " and then")
    program.wait_for(lambda: program.shown() == ["Where to? Now", "South."])
    step_branch(program, "previous_branch_button")
    assert edited(program) == ["Where to? Now and then"]


def test_an_edit_on_a_branch_that_is_not_shown_waits_for_it(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?", "North.").conversation_id
    send_edit(program, "Where to?", " Now", "South.")
    begin_edit(program, "Where to? Now", "?!")
    step_branch(program, "previous_branch_button")
    assert (program.shown(), edited(program)) == (["Where to?", "North."], [])
    assert program.marked == [trip]

    again = restarted(start_program, program, trip)
    assert (again.shown(), edited(again)) == (["Where to?", "North."], [])
    assert again.marked == [trip]
    step_branch(again, "next_branch_button")
    assert edited(again) == ["Where to? Now?!"]
    assert again.marked == []
    assert again.notice == ""


def test_a_chat_opens_where_a_message_is_being_changed(start_program: StartProgram) -> None:
    program = start_program()
    first = question(program, program.ask("Where to?"))
    for number in range(10):
        program.store.add_user_message(first.conversation_id, program.stored_messages()[-1].id, f"{number} {LONG}")
    program.new_chat()
    open_chat(program, first.conversation_id)
    assert "Where to?" not in program.shown()
    program.window.conversation_selected.emit(ConversationTarget(first.conversation_id, first.id))
    program.wait_for(lambda: "Where to?" in program.shown())
    begin_edit(program, "Where to?", " Now")
    again = restarted(start_program, program, first.conversation_id)
    (field,) = fields(again)
    assert again.pane.rect().contains(field.mapTo(again.pane, field.rect().center()))


def test_the_list_marks_chats_that_were_left_with_a_begun_edit(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?").conversation_id
    begin_edit(program, "Where to?", " Now")
    assert program.marked == []  # it is seen in its chat
    program.new_chat()
    assert program.marked == [trip]
    program.stop()

    again = start_program()
    again.wait_for(lambda: again.marked == [trip])
    open_chat(again, trip)
    assert again.marked == []
    again.click("cancel_edit_button")
    again.new_chat()
    assert again.marked == []


def test_an_emptied_editor_is_no_message_that_waits(program: SmallProgram) -> None:
    program.ask("Where to?")
    begin_edit(program, "Where to?", "")
    fields(program)[0].clear()
    program.new_chat()
    assert program.marked == []


def test_a_chat_that_was_left_is_unmarked_once_its_edit_is_sent(program: SmallProgram) -> None:
    trip = program.ask("Where to?").conversation_id
    begin_edit(program, "Where to?", " Now")
    program.engine.script(ScriptedAnswer(text=("South.",)))
    program.click("send_edit_button")
    program.new_chat()
    program.wait_for(lambda: not program.chat._sending)
    program.settle()
    assert program.marked == []
    open_chat(program, trip)
    assert program.shown() == ["Where to? Now", "South."]


def test_the_edit_of_a_deleted_conversation_comes_back_with_it(start_program: StartProgram) -> None:
    program = start_program()
    trip = program.ask("Where to?").conversation_id
    begin_edit(program, "Where to?", " Now")
    program.window.conversation_delete_requested.emit(trip)
    program.wait_for(lambda: not program.chat.open_id)
    program.settle()
    assert program.marked == []
    program.stop()
    again = start_program()
    again.settle()
    again.store.restore(trip)
    open_chat(again, trip)
    assert edited(again) == ["Where to? Now"]


def test_a_conversation_that_is_gone_for_good_takes_its_edit_along(program: SmallProgram) -> None:
    trip = program.ask("Where to?").conversation_id
    begin_edit(program, "Where to?", " Now")
    program.window.conversation_delete_requested.emit(trip)
    program.wait_for(lambda: not program.chat.open_id)
    program.settle()
    program.store.delete_for_good([trip])
    program.chat.drafts.save()
    program.settle()
    assert kept(program) == {}
