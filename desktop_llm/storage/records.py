"""What the database holds, as values: conversations, folders, messages. Read and written on any thread."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from desktop_llm.params import LOCAL_ENGINE, EngineChoice, SamplingParams

Role = Literal["user", "assistant"]


class MessageState(StrEnum):
    """How far a message is. A message that was streaming when the program died is found as interrupted."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    CUT_AT_LIMIT = "cut_at_limit"
    REPEATED = "repeated"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class TitleSource(StrEnum):
    """Who named the conversation. A title that the user typed is never replaced."""

    FIRST_WORDS = "first_words"
    MODEL = "model"
    USER = "user"


class AttachmentUse(StrEnum):
    """What of an attached text goes to the model along with its message."""

    WHOLE = "whole"
    KEPT = "kept"
    """Nothing: it is too long, and kept for the questions that are asked about it."""
    EXCERPT = "excerpt"
    """All of this text, which is parts of a kept one, or of a document of a folder."""
    FOLDER = "folder"
    """Nothing: the text is the path of a folder whose documents are asked."""


class AttachedBlock(Struct, frozen=True, array_like=True):
    """A paragraph, say, from `start` to `end` of the attached text, and where in the file it stood.

    Ids, kinds, levels, pages (0: none) and labels are those of the document that was read.
    """

    id: str
    kind: str
    start: int
    end: int
    page: int = 0
    label: str = ""
    level: int = 0


class ReadParts(Struct, frozen=True, array_like=True):
    """So many passages of so many. is_by_words: those that have words of the question; else the first ones."""

    n_read: int
    n_all: int
    is_by_words: bool = True


class Attachment(Struct, frozen=True):
    """Text that goes to the model along with a message. language is an ISO 639-1 code, empty where nobody can tell.

    Without blocks the text was pasted, or attached by an earlier version.
    """

    name: str
    text: str
    language: str = ""
    blocks: tuple[AttachedBlock, ...] = ()
    use: AttachmentUse = AttachmentUse.WHOLE
    parts: ReadParts | None = None
    """Of an excerpt: how much of its document it is. Of a kept text: none of so many.
    Of a folder: what was read of all its documents for this question."""


class DraftFile(Struct, frozen=True):
    """What was to go along with a message: a file or folder, known by its path, or a text that was pasted."""

    name: str
    path: str = ""
    text: str = ""


class StoredDraft(Struct, frozen=True):
    """A message that was written and not sent."""

    text: str
    files: tuple[DraftFile, ...] = ()
    thinking: str = ""


class BegunEdit(Struct, frozen=True):
    """The new text of an earlier message that is being changed, and was not sent anew yet."""

    conversation_id: str
    text: str


class QuotedPassage(Struct, frozen=True, kw_only=True):
    """A passage of an attached text. The quote stands literally in its block, from `start` to `end`.

    The text is attachment number `attachment_index` of the message with this id.
    """

    message_id: str
    attachment_index: int
    document: str
    block_id: str
    start: int
    end: int
    quote: str
    page: int = 0
    label: str = ""


class Doubt(Struct, frozen=True):
    """What is the matter with a sentence, as `assist/checks/sourced_text.py` names it, and with which part of it."""

    kind: str
    text: str = ""


class SourcedSentence(Struct, frozen=True, kw_only=True):
    """A sentence of an answer, in plain text, and the passages that say it."""

    text: str
    passages: tuple[QuotedPassage, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class ReadDocument(Struct, frozen=True):
    """A document that the model had, and how much of it; None is all of it."""

    name: str
    parts: ReadParts | None = None


class AnswerSources(Struct, frozen=True, kw_only=True):
    """Where an answer comes from, and what the model had read for it."""

    sentences: tuple[SourcedSentence, ...] = ()
    documents: tuple[ReadDocument, ...] = ()


class Timings(Struct, frozen=True, kw_only=True):
    """What an answer cost, for display. Times in ms."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    completion_tokens: int = 0
    first_token_ms: float = 0.0
    prompt_ms: float = 0.0
    generation_ms: float = 0.0
    thinking_ms: float = 0.0


class Message(Struct, frozen=True, kw_only=True):
    """One node of a conversation's tree. Siblings (same parent_id) are branches, in order of creation."""

    id: str
    conversation_id: str
    parent_id: str | None
    role: Role
    text: str
    thinking: str = ""
    state: MessageState = MessageState.COMPLETE
    created_at: float
    model_name: str = ""
    sampling: SamplingParams = SamplingParams()
    timings: Timings | None = None
    attachments: tuple[Attachment, ...] = ()
    is_left_out: bool = False
    """Left out of the prompt by the user's own choice because the conversation no longer fitted."""
    sources: AnswerSources | None = None
    """Of an answer about documents."""


class PathMessage(Struct, frozen=True):
    """A message on the shown path, and which of its siblings it is (branch_number counts from 1)."""

    message: Message
    branch_number: int
    branch_count: int


class Folder(Struct, frozen=True):
    id: str
    name: str


class Conversation(Struct, frozen=True, kw_only=True):
    """A conversation without its messages. Times are seconds since the epoch; deleted_at is set in the trash.

    server_id and model_id are the engine that answers it; both are empty for the model that is loaded here. sent_to is
    the host that its text last went to, also if it is answered here now.
    """

    id: str
    title: str
    title_source: TitleSource
    created_at: float
    updated_at: float
    leaf_id: str | None = None
    folder_id: str | None = None
    is_pinned: bool = False
    instructions: str = ""
    model_id: str = ""
    server_id: str = ""
    sent_to: str = ""
    sampling: SamplingParams = SamplingParams()
    deleted_at: float | None = None

    @property
    def engine(self) -> EngineChoice:
        return EngineChoice(self.server_id, self.model_id) if self.server_id else LOCAL_ENGINE


class SearchHit(Struct, frozen=True):
    r"""A conversation found by title or text. Matches in the snippet stand between \x02 and \x03."""

    conversation: Conversation
    message_id: str | None
    snippet: str
