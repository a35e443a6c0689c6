"""A conversation as a document of its own: Markdown or HTML of the shown path, JSON of the whole tree. Any thread.

What was said is not to be trusted: HTML in it is shown as text, nothing in it is fetched, and no script can run.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, assert_never

import msgspec
from msgspec import Struct

from desktop_llm.assist.attached_documents import own_texts
from desktop_llm.assist.html_document import HtmlDocument, SourceList
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.storage.records import AnswerSources, Conversation, Message, PathMessage, QuotedPassage

_MARKDOWN_SYNTAX: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_FENCES: Final = re.compile(r"`{3,}")


class ExportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


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


def exported_text(
    conversation: Conversation,
    path: Sequence[PathMessage],
    messages: Sequence[Message],
    export_format: ExportFormat,
    labels: ExportLabels = ExportLabels(),  # noqa: B008 a frozen value
) -> str:
    """The text of an export file, to be written as UTF-8."""
    match export_format:
        case ExportFormat.MARKDOWN:
            return markdown_of(conversation, path, labels)
        case ExportFormat.HTML:
            return html_of(conversation, path, labels)
        case ExportFormat.JSON:
            return json_of(conversation, messages)
        case _:
            assert_never(export_format)


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


def markdown_of(
    conversation: Conversation,
    path: Iterable[PathMessage],
    labels: ExportLabels = ExportLabels(),  # noqa: B008 a frozen value
) -> str:
    """The shown path as Markdown. What was written is passed on as it is; attachments are fenced."""
    parts = [f"# {_escaped(conversation.title)}", *_markdown_instructions(conversation, labels)]
    for item in path:
        parts += _markdown_message(item.message, labels)
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def html_of(
    conversation: Conversation,
    path: Iterable[PathMessage],
    labels: ExportLabels = ExportLabels(),  # noqa: B008 a frozen value
) -> str:
    """The shown path as one HTML file that needs nothing else, for light and dark."""
    document = HtmlDocument(conversation.title, labels.language)
    document.add_date(_date(conversation.updated_at))
    if conversation.instructions.strip():
        document.add_plain_message("instructions", labels.instructions, conversation.instructions)
    for item in path:
        message = item.message
        if message.role == "user":
            document.add_plain_message("user", labels.user, message.text, own_texts(message.attachments))
            continue
        document.add_answer(
            message.model_name or labels.assistant,
            message.text,
            labels.thinking,
            message.thinking,
            _html_sources(message.sources, labels),
        )
    return document.text()


def _markdown_instructions(conversation: Conversation, labels: ExportLabels) -> list[str]:
    parts = [_date(conversation.updated_at)]
    if conversation.instructions.strip():
        parts += [f"## {labels.instructions}", conversation.instructions]
    return parts


def _markdown_message(message: Message, labels: ExportLabels) -> list[str]:
    if message.role == "user":
        parts = [f"## {labels.user}", message.text]
        for attachment in own_texts(message.attachments):
            parts += [f"**{_escaped(attachment.name)}**", _fenced(attachment.text)]
        return [part for part in parts if part]
    thinking = [_quoted(f"*{labels.thinking}*\n\n{message.thinking.strip()}")] if message.thinking.strip() else []
    name = _escaped(message.model_name) or labels.assistant
    return [f"## {name}", *thinking, message.text, *_markdown_sources(message.sources, labels)]


def _markdown_sources(sources: AnswerSources | None, labels: ExportLabels) -> list[str]:
    """A list of sentences, each with its passages below it."""
    if sources is None or not sources.sentences:
        return []
    lines: list[str] = []
    for sentence in sources.sentences:
        lines.append(f"- {_escaped(sentence.text)}")
        lines += [
            f"  - {_escaped(_place(passage, labels))}: “{_escaped(passage.quote)}”" for passage in sentence.passages
        ]
        lines += [] if sentence.passages else [f"  - *{labels.no_source}*"]
    return [f"### {labels.sources}", "\n".join(lines)]


def _place(passage: QuotedPassage, labels: ExportLabels) -> str:
    place = labels.page.format(number=passage.page) if passage.page else passage.label
    return f"{passage.document}, {place}" if place else passage.document


def _html_sources(sources: AnswerSources | None, labels: ExportLabels) -> SourceList | None:
    if sources is None or not sources.sentences:
        return None
    entries = (
        (
            sentence.text,
            tuple(f"{_place(passage, labels)}: “{passage.quote}”" for passage in sentence.passages)
            or (labels.no_source,),
        )
        for sentence in sources.sentences
    )
    return SourceList(labels.sources, tuple(entries))


def _escaped(text: str) -> str:
    """Text on one line that Markdown takes as it is."""
    return _MARKDOWN_SYNTAX.sub(r"\\\1", " ".join(text.split()))


def _fenced(text: str) -> str:
    """A code block whose fence is longer than any in the text."""
    longest = max((len(fence) for fence in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _date(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"


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
