import pytest

from desktop_llm.errors import ErrorCode
from desktop_llm.storage.records import (
    Attachment,
    AttachmentUse,
    BegunEdit,
    Message,
    MessageState,
    PathMessage,
    ReadParts,
    Timings,
)
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.message_contents import (
    GrowingText,
    answer_details,
    attachment_names,
    conversation_contents,
    message_content,
    steady_tokens_per_second,
    tokens_per_second,
)
from desktop_llm.ui.widgets.transcript.message_content import ContentState

FAILURE = error_text(ErrorCode.ENGINE_DIED, {})


def stored(message_id: str = "a", **more: object) -> PathMessage:
    fields = {"conversation_id": "c", "parent_id": None, "role": "assistant", "text": "Yes.", "created_at": 0.0}
    return PathMessage(Message(id=message_id, **(fields | more)), branch_number=2, branch_count=3)


def test_a_stored_message_is_shown_with_its_branch_attachments_and_what_it_cost() -> None:
    timings = Timings(completion_tokens=40, generation_ms=1000.0, first_token_ms=400.0, thinking_ms=2500.0)
    content = message_content(
        stored(
            thinking="Hm.",
            model_name="Scripted",
            timings=timings,
            attachments=(Attachment("notes.txt", "text"),),
            is_left_out=True,
        )
    )
    assert (content.text, content.thinking, content.thinking_s) == ("Yes.", "Hm.", 2.5)
    assert (content.branch_number, content.branch_count) == (2, 3)
    assert content.attachments == ("notes.txt",)
    assert content.is_left_out
    assert content.state is ContentState.COMPLETE
    assert content.details == "40.0 tokens/s · 40 tokens · first word after 0.4 s · Scripted"


@pytest.mark.parametrize("state", MessageState)
def test_every_stored_state_can_be_shown(state: MessageState) -> None:
    assert message_content(stored(state=state)).state.value == state.value


def test_an_answer_that_is_being_written_shows_what_has_arrived() -> None:
    growing = {"a": GrowingText("Yes").grown(", you may", "hm")}
    contents = conversation_contents((stored("q", role="user"), stored("a", text="")), growing, {}, {})
    assert [content.text for content in contents] == ["Yes.", "Yes, you may"]
    assert contents[1].thinking == "hm"
    assert contents[1].state is ContentState.STREAMING


def test_a_question_that_is_being_changed_shows_both_texts() -> None:
    edits = {"q": BegunEdit("c", "No?"), "elsewhere": BegunEdit("c", "Never?")}
    contents = conversation_contents((stored("q", role="user"), stored("a")), {}, {}, edits)
    assert [(content.text, content.edited_text) for content in contents] == [("Yes.", "No?"), ("Yes.", None)]


def test_a_failure_is_said_below_its_answer_with_its_button() -> None:
    (content,) = conversation_contents((stored(state=MessageState.FAILED),), {}, {"a": FAILURE}, {})
    assert content.notice == f"{FAILURE.sentence} {FAILURE.advice}"
    assert content.notice_action == "Try again"


def test_a_failure_of_an_earlier_run_is_said_without_its_reason() -> None:
    content = message_content(stored(state=MessageState.FAILED))
    assert content.notice == "This answer ended with an error."
    assert content.notice_action == ""


def test_an_answer_without_timings_names_its_model_alone() -> None:
    assert answer_details(None, "Scripted") == "Scripted"
    assert answer_details(Timings(completion_tokens=1, first_token_ms=100.0), "") == "1 tokens · first word after 0.1 s"


@pytest.mark.parametrize(
    ("timings", "speed", "steady_speed"),
    [
        (Timings(completion_tokens=1, generation_ms=10.0), None, None),
        (Timings(completion_tokens=10, generation_ms=0.0), None, None),
        (Timings(completion_tokens=19, generation_ms=1000.0), 19.0, None),
        (Timings(completion_tokens=20, generation_ms=1000.0), 20.0, 20.0),
    ],
)
def test_the_speed_needs_enough_tokens_to_be_told(
    timings: Timings, speed: float | None, steady_speed: float | None
) -> None:
    assert tokens_per_second(timings) == speed
    assert steady_tokens_per_second(timings) == steady_speed


def test_without_timings_there_is_no_speed() -> None:
    assert steady_tokens_per_second(None) is None


def test_a_kept_document_says_how_much_of_it_was_sent() -> None:
    kept = Attachment("a.pdf", "long", use=AttachmentUse.KEPT, parts=ReadParts(0, 212))
    part = Attachment("a.pdf", "part", use=AttachmentUse.EXCERPT, parts=ReadParts(14, 212))
    assert attachment_names((kept, part)) == ("a.pdf · 14 of 212 passages",)
    assert attachment_names((kept,)) == ("a.pdf · 0 of 212 passages",)
