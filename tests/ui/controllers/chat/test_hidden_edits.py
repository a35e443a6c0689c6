"""In a real window on a real database."""

from tests.fakes.edited_messages import StartProgram, begin_edit, edited, restarted, send_edit, step_branch
from tests.fakes.small_program import SmallProgram

TOLD = "You began to change a message in another version of this chat."


def hide_edit(program: SmallProgram) -> str:
    """A chat with two versions of its first message. The second is being changed, and the first one shown."""
    conversation_id = program.ask("Where to?", "North.").conversation_id
    send_edit(program, "Where to?", " Now", "South.")
    assert program.notice == ""
    begin_edit(program, "Where to? Now", "?!")
    step_branch(program, "previous_branch_button")
    return conversation_id


def test_a_button_leads_to_an_edit_on_a_branch_that_is_not_shown(start_program: StartProgram) -> None:
    program = start_program()
    trip = hide_edit(program)
    again = restarted(start_program, program, trip)
    assert again.notice == TOLD
    again.click("notice_action_button")
    again.wait_for(lambda: edited(again) == ["Where to? Now?!"])
    assert again.shown() == ["South."]
    assert (again.notice, again.marked) == ("", [])


def test_what_was_read_is_not_said_again_with_the_next_version(program: SmallProgram) -> None:
    hide_edit(program)
    assert program.notice == TOLD
    program.click("notice_dismiss_button")
    send_edit(program, "Where to?", " Later", "East.")
    assert program.notice == ""


def test_it_is_not_said_in_another_chat(program: SmallProgram) -> None:
    hide_edit(program)
    program.new_chat()
    program.settle()
    assert program.notice == ""
