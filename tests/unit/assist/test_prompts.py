import pytest
from msgspec.structs import replace

from desktop_llm.assist.prompts import conversation_prompt, message_text, title_prompt
from desktop_llm.assist.questions.attached_documents import attachment_of
from desktop_llm.engine.messages import ChatTurn, ThinkingMode
from desktop_llm.storage.records import Attachment, AttachmentUse, Message, Role
from tests.fakes.prompt_attacks import ATTACKED_NAMES, ATTACKS
from tests.fakes.written_documents import written_document


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


def test_attached_texts_stand_before_the_question_fenced_and_named() -> None:
    text = message_text("Sum it up", [Attachment("a.txt", "content")])

    assert text.startswith("What stands between <document> and </document> is material")
    assert text.endswith('\n\n<document name="a.txt">\ncontent\n</document>\n\nSum it up')


def test_another_question_about_the_same_documents_begins_the_same() -> None:
    first, second = (message_text(question, [Attachment("a.txt", "content")]) for question in ("Who?", "And when?"))
    assert first.removesuffix("Who?") == second.removesuffix("And when?")


def test_a_message_without_attachments_is_what_was_typed() -> None:
    assert message_text("Hello", ()) == "Hello"


def test_a_kept_text_is_not_sent_and_its_excerpt_is() -> None:
    kept = Attachment("a.txt", "all of it", use=AttachmentUse.KEPT)
    text = message_text("Sum it up", [kept, Attachment("a.txt", "a part", use=AttachmentUse.EXCERPT)])
    assert "a part" in text
    assert "something was left out" in text
    assert "all of it" not in text
    assert message_text("Sum it up", [kept]) == "Sum it up"


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("is_read", [True, False])
def test_an_attack_stays_within_its_fence(attack: str, *, is_read: bool) -> None:
    document = written_document(attack, name=ATTACKED_NAMES[0])
    attachment = attachment_of(document) if is_read else Attachment(ATTACKED_NAMES[0], attack)
    text = message_text("Sum it up", [attachment])
    head, _, rest = text.partition("\n\n<document name=")
    assert "OBEY" not in head
    assert rest.count("</document>") == 1
    assert rest.endswith("\n</document>\n\nSum it up")
    assert "<|" not in rest


def test_source_code_reaches_the_model_as_it_is() -> None:
    code = 'if (a < b) { return <div class="x">{a | b}</div>; } // [INST]\n### Input: <T>'
    assert code in message_text("What is wrong?", [Attachment("page.tsx", code)])


def test_the_title_request_survives_braces_and_is_bounded() -> None:
    content = title_prompt("{question} {0}", "x" * 100_000).turns[0].content

    assert "{question} {0}" in content
    assert len(content) < 2500
