"""How models mark what they think before they answer: data, and which of it a chat template uses.

Pure; used by the template and by the answer stream in the engine process.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class Section(StrEnum):
    """What the next text belongs to. START: nothing but space so far, a thinking section may still open."""

    START = "start"
    THINKING = "thinking"
    ANSWER = "answer"


class ThinkingMarks(Struct, frozen=True):
    """What opens and what closes a thinking section."""

    opening: str
    closing: str


class ThinkingStyle(Struct, frozen=True):
    """The marks of one model. has_channels: OpenAI's harmony format, where every message names its channel."""

    marks: tuple[ThinkingMarks, ...] = ()
    has_channels: bool = False

    @property
    def can_think(self) -> bool:
        return self.has_channels or bool(self.marks)


PLAIN: Final = ThinkingStyle()


class ChannelMark(StrEnum):
    """Special tokens of the harmony format."""

    START = "<|start|>"
    CHANNEL = "<|channel|>"
    MESSAGE = "<|message|>"
    END = "<|end|>"
    RETURN = "<|return|>"
    CALL = "<|call|>"


KNOWN_MARKS: Final = (
    ThinkingMarks("<think>", "</think>"),
    ThinkingMarks("<thinking>", "</thinking>"),
    ThinkingMarks("<thought>", "</thought>"),
    ThinkingMarks("[THINK]", "[/THINK]"),
    ThinkingMarks("<seed:think>", "</seed:think>"),
    ThinkingMarks("<mm:think>", "</mm:think>"),
    ThinkingMarks("<think:opensource>", "</think:opensource>"),
    ThinkingMarks("<|START_THINKING|>", "<|END_THINKING|>"),
    ThinkingMarks("<|begin_of_thought|>", "<|end_of_thought|>"),
    ThinkingMarks("<|channel>thought", "<channel|>"),
    ThinkingMarks("◁think▷", "◁/think▷"),
    ThinkingMarks("<reasoning>", "</reasoning>"),
)

_DEFAULT_MARKS: Final = KNOWN_MARKS[:1]


def thinking_style(template_source: str) -> ThinkingStyle:
    """The marks that a chat template names; a switch for thinking without any marks means <think>."""
    if ChannelMark.CHANNEL in template_source and ChannelMark.MESSAGE in template_source:
        return ThinkingStyle(has_channels=True)
    named = tuple(
        marks for marks in KNOWN_MARKS if marks.opening in template_source or marks.closing in template_source
    )
    if not named and "enable_thinking" in template_source:
        return ThinkingStyle(_DEFAULT_MARKS)
    return ThinkingStyle(named)
