"""What stands in the prompt box: plain frozen values, handed over when it is sent. No Qt."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class ThinkingChoice(StrEnum):
    """Whether the model shall think first. The values are the engine's."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class PromptState(Enum):
    """What the one button does: send, stop the answer, or nothing for now."""

    READY = auto()
    ANSWERING = auto()
    UNAVAILABLE = auto()


class SendKey(StrEnum):
    """Which key sends; the other one breaks the line."""

    ENTER = "enter"
    CTRL_ENTER = "ctrl_enter"


@dataclass(frozen=True)
class PromptAttachment:
    """A file, known by its path, or a long text that was pasted."""

    id: str
    name: str
    path: str = ""
    text: str = ""


@dataclass(frozen=True)
class PromptDraft:
    text: str
    attachments: tuple[PromptAttachment, ...] = ()
    thinking: ThinkingChoice = ThinkingChoice.AUTO


@dataclass(frozen=True)
class FolderChoice:
    """A folder of documents that is known already; the text names it and says how many there are."""

    path: str
    text: str
    is_paused: bool = False
