"""A conversation as a document of its own: the shown path to be read, JSON of the whole tree. Any thread."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    SectionKind,
    date_text,
    escaped,
)
from desktop_llm.assist.questions.attached_documents import own_texts
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.storage.records import AnswerSources, Conversation, Message, PathMessage, QuotedPassage


class ExportLabels(Struct, frozen=True, kw_only=True):
    """The few words that are not the conversation's own, in the reader's language."""

    user: str = "You"
    assistant: str = "Assistant"
    instructions: str = "Instructions"
    thinking: str = "Thinking"
    sources: str = "Sources"
    no_source: str = "No passage says this."
    page: str = "page {number}"
    language: str = "en"


class ConversationFile(Struct, frozen=True, kw_only=True):
    """A conversation with all its branches, as JSON: docs/conversation-file.md describes the fields.

    Parents stand before their children; conversation.leaf_id names the end of the path that was shown.
    """

    format: Literal["desktop-llm-conversation"] = "desktop-llm-conversation"
    version: Literal[1] = 1
    conversation: Conversation
    messages: tuple[Message, ...]


def document_of(
    conversation: Conversation,
    path: Iterable[PathMessage],
    labels: ExportLabels = ExportLabels(),  # noqa: B008 a frozen value
) -> ExportedDocument:
    """The shown path, as it is exported to be read."""
    sections = [_section_of(item.message, labels) for item in path]
    if conversation.instructions.strip():
        instructions = ExportedSection(
            kind=SectionKind.INSTRUCTIONS,
            heading=labels.instructions,
            text=conversation.instructions,
            is_markdown=False,
        )
        sections.insert(0, instructions)
    return ExportedDocument(
        title=conversation.title,
        language=labels.language,
        facts=(ExportedFact("", date_text(conversation.updated_at)),),
        sections=tuple(sections),
    )


def json_of(conversation: Conversation, messages: Iterable[Message]) -> str:
    file = ConversationFile(conversation=conversation, messages=tuple(messages))
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"


def conversation_from_json(text: str | bytes) -> ConversationFile:
    """The opposite of `json_of`. Raises RequestFailedError(FILE_UNREADABLE) for anything else."""
    try:
        file = msgspec.json.decode(text, type=ConversationFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(str(error)) from error
    _require_tree(file)
    return file


def _section_of(message: Message, labels: ExportLabels) -> ExportedSection:
    if message.role == "user":
        attachments = (
            Aside(kind=AsideKind.ATTACHMENT, name=each.name, text=each.text) for each in own_texts(message.attachments)
        )
        return ExportedSection(
            kind=SectionKind.USER, heading=labels.user, text=message.text, is_markdown=False, asides=tuple(attachments)
        )
    asides: list[Aside] = []
    if thinking := message.thinking.strip():
        asides.append(Aside(kind=AsideKind.THINKING, name=labels.thinking, text=thinking))
    if message.sources is not None and message.sources.sentences:
        text = "\n".join(_source_lines(message.sources, labels))
        asides.append(Aside(kind=AsideKind.SOURCES, name=labels.sources, text=text))
    return ExportedSection(
        kind=SectionKind.ASSISTANT,
        heading=message.model_name or labels.assistant,
        text=message.text,
        is_markdown=True,
        asides=tuple(asides),
    )


def _source_lines(sources: AnswerSources, labels: ExportLabels) -> Iterator[str]:
    """A list of sentences, each with its passages below it, in Markdown."""
    for sentence in sources.sentences:
        yield f"- {escaped(sentence.text)}"
        for passage in sentence.passages:
            yield f"  - {escaped(_place(passage, labels))}: “{escaped(passage.quote)}”"
        if not sentence.passages:
            yield f"  - *{labels.no_source}*"


def _place(passage: QuotedPassage, labels: ExportLabels) -> str:
    place = labels.page.format(number=passage.page) if passage.page else passage.label
    return f"{passage.document}, {place}" if place else passage.document


def _require_tree(file: ConversationFile) -> None:
    seen: set[str] = set()
    for message in file.messages:
        if message.parent_id is not None and message.parent_id not in seen:
            raise _unreadable(f"message {message.id} stands before its parent")
        if message.id in seen:
            raise _unreadable(f"message {message.id} is there twice")
        seen.add(message.id)
    if file.conversation.leaf_id is not None and file.conversation.leaf_id not in seen:
        raise _unreadable("the last shown message is missing")


def _unreadable(reason: str) -> RequestFailedError:
    return RequestFailedError(ErrorCode.FILE_UNREADABLE, path="", reason=reason)
