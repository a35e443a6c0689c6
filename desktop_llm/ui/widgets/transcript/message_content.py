"""What the transcript is told and what it reports: plain frozen values. No Qt, no state."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from desktop_llm.ui.widgets.transcript.source_content import SourcesContent


class ContentState(StrEnum):
    """How far a message is. The values are those of the stored messages."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    CUT_AT_LIMIT = "cut_at_limit"
    REPEATED = "repeated"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class MessageContent(Struct, frozen=True, kw_only=True):
    """One message as it is shown.

    `details` is shown on hover ("38 tokens/s"). `notice` is a sentence about what went wrong and `notice_action` the
    text of the one button that helps, "" for none. thinking_s is None while it is not known. `edited_text` is what
    stands in the editor of a question that is being changed; None where there is none.
    """

    id: str
    role: Literal["user", "assistant"]
    text: str = ""
    edited_text: str | None = None
    thinking: str = ""
    thinking_s: float | None = None
    state: ContentState = ContentState.COMPLETE
    branch_number: int = 1
    branch_count: int = 1
    details: str = ""
    notice: str = ""
    notice_action: str = ""
    attachments: tuple[str, ...] = ()
    is_left_out: bool = False
    sources: SourcesContent | None = None


@dataclass(frozen=True)
class EditedMessage:
    """A question of the user's, rewritten."""

    id: str
    text: str


@dataclass(frozen=True)
class BranchStep:
    """The wish to see the sibling of message `id` that is `step` further (-1 or 1)."""

    id: str
    step: int
