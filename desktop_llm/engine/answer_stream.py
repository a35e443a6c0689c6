"""Turns the bytes of tokens into the text of an answer while they arrive, and keeps thinking apart from it.

Whole characters only; what may become a stop string or a mark is held back until that is decided. How the bytes were
split never changes the result. Pure; used by the scheduler in the engine process.
"""

import codecs
from collections.abc import Sequence
from typing import Final, NamedTuple

from desktop_llm.engine.thinking import PLAIN, ChannelMark, Section, ThinkingStyle

_MAX_CHANNEL_HEADER_CHARACTERS: Final = 256
_ANSWER_CHANNEL: Final = "final"


class AnswerPart(NamedTuple):
    """Text that became certain."""

    text: str = ""
    thinking: str = ""


class _Match(NamedTuple):
    end: int
    start: int
    mark: str


class AnswerStream:
    """One answer. Push bytes until it is stopped or the model ends, then call `finish` once."""

    def __init__(
        self, style: ThinkingStyle = PLAIN, stop: Sequence[str] = (), opens_in: Section = Section.START
    ) -> None:
        """`opens_in`: what the prompt left open (RenderedPrompt.opens_in). Stop strings count in the answer only."""
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._marks = style.marks
        self._channel_marks = tuple(mark.value for mark in ChannelMark) if style.has_channels else ()
        self._stop = tuple(text for text in stop if text)
        self._section = Section.ANSWER if opens_in is Section.START and not style.marks else opens_in
        self._closings = tuple(marks.closing for marks in style.marks)
        self._header: str | None = None
        self._buffer = ""
        self._drops_space = opens_in is Section.THINKING
        self._is_stopped = False
        self._text: list[str] = []
        self._thinking: list[str] = []

    @property
    def is_stopped(self) -> bool:
        """True once a stop string came; everything pushed after it is ignored."""
        return self._is_stopped

    @property
    def is_thinking(self) -> bool:
        return self._section is Section.THINKING

    def push(self, data: bytes) -> AnswerPart:
        return self._grow(self._decoder.decode(data), is_last=False)

    def finish(self) -> AnswerPart:
        """What was held back. A broken character at the very end becomes U+FFFD."""
        return self._grow(self._decoder.decode(b"", final=True), is_last=True)

    def _grow(self, text: str, *, is_last: bool) -> AnswerPart:
        if self._is_stopped:
            return AnswerPart()
        self._buffer += text
        while self._advance(is_last=is_last):
            pass
        delta = AnswerPart("".join(self._text), "".join(self._thinking))
        self._text.clear()
        self._thinking.clear()
        return delta

    def _advance(self, *, is_last: bool) -> bool:
        """One step; False when the rest of the buffer must wait for more."""
        if self._header is not None:
            return self._read_channel_header(is_last=is_last)
        if self._section is Section.START:
            return self._leave_start(is_last=is_last)
        return self._read_section(is_last=is_last)

    def _leave_start(self, *, is_last: bool) -> bool:
        rest = self._buffer.lstrip()
        for marks in self._marks:
            if rest.startswith(marks.opening):
                self._buffer = rest[len(marks.opening) :]
                self._open(Section.THINKING, drops_space=True)
                self._closings = (marks.closing,)
                return True
        may_open = any(marks.opening.startswith(rest) for marks in self._marks)
        if may_open and not is_last:
            return False
        self._buffer = rest if self._drops_space else self._buffer
        self._section, self._drops_space = Section.ANSWER, False
        return True

    def _read_section(self, *, is_last: bool) -> bool:
        marks = self._marks_here()
        match = _first_match(self._buffer, marks)
        if match is None:
            n_held = 0 if is_last else _held_characters(self._buffer, marks)
            self._emit(self._take(len(self._buffer) - n_held))
            return False
        self._emit(self._take(match.start))
        self._take(len(match.mark))
        self._pass_mark(match.mark)
        return not self._is_stopped

    def _marks_here(self) -> tuple[str, ...]:
        if self._section is Section.ANSWER:
            return self._channel_marks + self._stop
        return self._channel_marks or self._closings

    def _pass_mark(self, mark: str) -> None:
        if mark in self._channel_marks:
            self._pass_channel_mark(mark)
        elif self._section is Section.THINKING:
            self._open(Section.START, drops_space=True)
        else:
            self._is_stopped = True
            self._buffer = ""

    def _pass_channel_mark(self, mark: str) -> None:
        match mark:
            case ChannelMark.START | ChannelMark.CHANNEL:
                self._header = ""
            case _:
                self._open(Section.ANSWER, drops_space=False)

    def _read_channel_header(self, *, is_last: bool) -> bool:
        """Between <|channel|> and <|message|> stands the channel's name."""
        match = _first_match(self._buffer, self._channel_marks)
        end = match.start if match else len(self._buffer)
        self._header = f"{self._header}{self._take(end - (0 if match or is_last else self._held_in_header()))}"
        if len(self._header) > _MAX_CHANNEL_HEADER_CHARACTERS:
            self._buffer, self._header = self._header + self._buffer, None
            self._open(Section.ANSWER, drops_space=False)
            return True
        if match is None:
            return False
        self._take(len(match.mark))
        self._end_channel_header(match.mark)
        return True

    def _held_in_header(self) -> int:
        return _held_characters(self._buffer, self._channel_marks)

    def _end_channel_header(self, mark: str) -> None:
        name = (self._header or "").strip()
        if mark in (ChannelMark.START, ChannelMark.CHANNEL):
            self._header = ""
            return
        self._header = None
        is_thought = mark == ChannelMark.MESSAGE and bool(name) and not name.startswith((_ANSWER_CHANNEL, "assistant"))
        self._open(Section.THINKING if is_thought else Section.ANSWER, drops_space=False)

    def _open(self, section: Section, *, drops_space: bool) -> None:
        self._section, self._drops_space = section, drops_space

    def _take(self, n_characters: int) -> str:
        taken, self._buffer = self._buffer[:n_characters], self._buffer[n_characters:]
        return taken

    def _emit(self, text: str) -> None:
        if self._drops_space:
            text = text.lstrip()
            self._drops_space = not text
        (self._thinking if self._section is Section.THINKING else self._text).append(text)


def _first_match(text: str, marks: Sequence[str]) -> _Match | None:
    """The mark that is complete first; of those that end together, the longest. Needs no look ahead."""
    found = [(start + len(mark), start, mark) for mark in marks if (start := text.find(mark)) >= 0]
    return _Match(*min(found)) if found else None


def _held_characters(text: str, marks: Sequence[str]) -> int:
    """Length of the longest end of `text` with which a mark begins."""
    longest = min(len(text), max((len(mark) for mark in marks), default=1) - 1)
    for n_characters in range(longest, 0, -1):
        tail = text[-n_characters:]
        if any(mark.startswith(tail) for mark in marks):
            return n_characters
    return 0
