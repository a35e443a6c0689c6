"""Turns stored messages into what the transcript shows: states, sentences about failures, speeds. Pure; GUI thread."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.questions.attached_documents import own_texts
from desktop_llm.storage.records import (
    Attachment,
    AttachmentUse,
    BegunEdit,
    Message,
    MessageState,
    PathMessage,
    Timings,
)
from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.i18n import decimal_text, number_text, translate
from desktop_llm.ui.rows.source_words import parts_text, sources_content
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent

# The speed of a shorter answer says more about its first tokens than about the machine.
_STEADY_TOKENS: Final = 20
_ASKED: Final = frozenset((AttachmentUse.KEPT, AttachmentUse.FOLDER))

_CONTENT_STATES: Final = {state: ContentState(state.value) for state in MessageState}


class GrowingText(Struct, frozen=True):
    """What has arrived of an answer that is being written."""

    text: str = ""
    thinking: str = ""

    def grown(self, text: str, thinking: str) -> "GrowingText":
        return GrowingText(self.text + text, self.thinking + thinking)


def conversation_contents(
    path: tuple[PathMessage, ...],
    growing: Mapping[str, GrowingText],
    failures: Mapping[str, ErrorText],
    edits: Mapping[str, BegunEdit],
) -> tuple[MessageContent, ...]:
    """The shown branch. Answers that are being written show what has arrived, which the disk does not know yet."""
    contents = (message_content(item, growing.get(item.message.id), failures.get(item.message.id)) for item in path)
    return tuple(
        replace(content, edited_text=edits[content.id].text) if content.id in edits else content for content in contents
    )


def message_content(
    item: PathMessage, growing: GrowingText | None = None, failure: ErrorText | None = None
) -> MessageContent:
    message = item.message
    content = MessageContent(
        id=message.id,
        role=message.role,
        text=growing.text if growing else message.text,
        thinking=growing.thinking if growing else message.thinking,
        thinking_s=message.timings.thinking_ms / 1000 if message.timings else None,
        state=ContentState.STREAMING if growing else _CONTENT_STATES[message.state],
        branch_number=item.branch_number,
        branch_count=item.branch_count,
        details=answer_details(message.timings, message.model_name),
        attachments=attachment_names(message.attachments) if message.attachments else (),
        is_left_out=message.is_left_out,
        sources=sources_content(message.sources) if message.sources and not growing else None,
    )
    return with_failure(content, message, failure)


def attachment_names(attachments: Sequence[Attachment]) -> tuple[str, ...]:
    """What the person attached, and how much of it was sent where that is not all."""
    read = {item.name: item.parts for item in attachments if item.use is AttachmentUse.EXCERPT and item.parts}
    return tuple(
        f"{item.name} · {parts_text(read.get(item.name) or item.parts)}"
        if item.use in _ASKED and item.parts
        else item.name
        for item in own_texts(attachments)
    )


def with_failure(content: MessageContent, message: Message, failure: ErrorText | None) -> MessageContent:
    if failure is not None:
        return replace(content, notice=failure.whole, notice_action=failure.button or "")
    if message.state is MessageState.FAILED:
        return replace(content, notice=translate("ChatPane", "This answer ended with an error."))
    return content


def answer_details(timings: Timings | None, model_name: str) -> str:
    """What an answer cost, such as: 38.2 tokens/s · 120 tokens · first word after 0.4 s · SmolLM2 135M."""
    if timings is None or not timings.completion_tokens:
        return model_name
    rate = tokens_per_second(timings)
    speed = translate("ChatPane", "{rate} tokens/s").format(rate=decimal_text(rate)) if rate else ""
    first = translate("ChatPane", "first word after {seconds} s").format(
        seconds=decimal_text(timings.first_token_ms / 1000)
    )
    tokens = translate("ChatPane", "{tokens} tokens").format(tokens=number_text(timings.completion_tokens))
    return " · ".join(part for part in (speed, tokens, first, model_name) if part)


def tokens_per_second(timings: Timings) -> float | None:
    """The speed of an answer; None where it is too short to say."""
    if timings.completion_tokens < 2 or timings.generation_ms <= 0:
        return None
    return timings.completion_tokens / (timings.generation_ms / 1000)


def steady_tokens_per_second(timings: Timings | None) -> float | None:
    """The speed of the machine; None where an answer is too short to tell it."""
    if timings is None or timings.completion_tokens < _STEADY_TOKENS:
        return None
    return tokens_per_second(timings)
