from msgspec.structs import replace

from desktop_llm.assist.prompts import conversation_prompt, message_text, title_prompt
from desktop_llm.engine.messages import ChatTurn, ThinkingMode
from desktop_llm.storage.records import Attachment, Message, Role


def message(role: Role, text: str, thinking: str = "") -> Message:
    return Message(
        id=text, conversation_id="c", parent_id=None, role=role, text=text, thinking=thinking, created_at=0.0
    )


def test_instructions_come_first_and_only_when_there_are_any() -> None:
    messages = [message("user", "Hello")]

    assert conversation_prompt("Be brief.", messages).turns[0] == ChatTurn("system", "Be brief.")
    assert conversation_prompt("  ", messages).turns == (ChatTurn("user", "Hello"),)


def test_messages_that_the_user_left_out_are_not_sent() -> None:
    messages = [replace(message("user", "old"), is_left_out=True), message("user", "new")]

    assert conversation_prompt("", messages).turns == (ChatTurn("user", "new"),)


def test_thinking_goes_along_for_templates_that_ask_for_it() -> None:
    prompt = conversation_prompt("", [message("assistant", "Yes.", thinking="Hm.")], ThinkingMode.ON)

    assert prompt.turns == (ChatTurn("assistant", "Yes.", "Hm."),)
    assert prompt.thinking is ThinkingMode.ON


def test_attached_texts_follow_the_question_fenced_and_named() -> None:
    text = message_text("Sum it up", [Attachment("a.txt", "content")])

    assert text == 'Sum it up\n\n<file name="a.txt">\ncontent\n</file>'


def test_the_title_request_survives_braces_and_is_bounded() -> None:
    content = title_prompt("{question} {0}", "x" * 100_000).turns[0].content

    assert "{question} {0}" in content
    assert len(content) < 2500
