"""Turns what is stored into what the model is asked. The wording is data, in `resources/prompts/`."""

from collections.abc import Iterable
from functools import cache

from desktop_llm.assist.fenced_text import fenced, fenced_code
from desktop_llm.assist.questions.attached_documents import is_code, sent_texts
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, ThinkingMode
from desktop_llm.paths import resource
from desktop_llm.storage.records import Attachment, AttachmentUse, Message

_EXCERPT_CHARACTERS = 800


def conversation_prompt(
    instructions: str,
    messages: Iterable[Message],
    thinking: ThinkingMode = ThinkingMode.AUTO,
    *,
    is_continuation: bool = False,
) -> ChatPrompt:
    """The conversation as the template gets it: instructions first, messages the user left out are not in it."""
    system = (ChatTurn("system", instructions),) if instructions.strip() else ()
    turns = tuple(_turn(message) for message in messages if not message.is_left_out)
    return ChatPrompt((*system, *turns), thinking, is_continuation)


def message_text(text: str, attachments: Iterable[Attachment]) -> str:
    """A user's message, and before it its attached texts, each fenced and named, with a word on what they are.

    The documents come first: another question about the same ones finds them evaluated.
    """
    sent = sent_texts(attachments)
    files = (_fenced(item) for item in sent)
    about = _template("attached.txt").strip() if sent else ""
    parts = _template("question/parts.txt").strip() if any(item.use is AttachmentUse.EXCERPT for item in sent) else ""
    return "\n\n".join(part for part in (about, parts, *files, text) if part)


def _fenced(attachment: Attachment) -> str:
    return (fenced_code if is_code(attachment) else fenced)(attachment.text, attachment.name)


def title_prompt(question: str, answer: str) -> ChatPrompt:
    """Asks for a title of the conversation that begins with `question` and `answer`."""
    request = _template("title.txt").format(
        question=question[:_EXCERPT_CHARACTERS], answer=answer[:_EXCERPT_CHARACTERS]
    )
    return ChatPrompt((ChatTurn("user", request),), ThinkingMode.OFF)


def _turn(message: Message) -> ChatTurn:
    if message.role == "user":
        return ChatTurn("user", message_text(message.text, message.attachments))
    return ChatTurn("assistant", message.text, message.thinking)


@cache
def _template(name: str) -> str:
    return resource(f"prompts/{name}").read_text(encoding="utf-8")
