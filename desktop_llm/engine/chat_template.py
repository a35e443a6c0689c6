"""Renders a conversation as the text that a model was trained on, with the chat template of its file.

Templates differ in what they refuse; the differences are smoothed here. Used on the worker's one thread.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from jinja2 import Template, meta
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Prompt, TextPrompt, ThinkingMode
from desktop_llm.engine.template_sandbox import (
    MAX_SOURCE_CHARACTERS,
    RENDER_ERRORS,
    LimitExceededError,
    TemplateSandbox,
)
from desktop_llm.engine.thinking import PLAIN, ChannelMark, Section, ThinkingStyle, thinking_style
from desktop_llm.errors import ErrorCode, RequestFailedError

_SWITCHES: Final = frozenset(("enable_thinking", "thinking"))
_END_OF_PART: Final = "\ue000end of the part to be continued\ue000"
_FINAL_CHANNEL: Final = f"{ChannelMark.CHANNEL}final{ChannelMark.MESSAGE}"
_THINKING_CHANNEL: Final = f"{ChannelMark.CHANNEL}analysis{ChannelMark.MESSAGE}"
_BLANK_LINES: Final = re.compile(r"\s+")


class RenderedPrompt(Struct, frozen=True):
    """Text for the tokenizer, and which section of the answer it leaves open (for AnswerStream)."""

    text: str
    opens_in: Section = Section.START


def can_think(template_source: str) -> bool:
    """Whether a model with this template may think before it answers."""
    return thinking_style(template_source).can_think


class ChatTemplate:
    """The template of one model. An empty source means a completion model.

    A completion model knows no turns: system text, questions and answers follow each other, parted by an empty line,
    and the model goes on from there.
    """

    def __init__(self, source: str, *, bos_text: str = "", eos_text: str = "") -> None:
        """Compiling waits for the first prompt, so that a broken template does not keep a model from loading."""
        self._source = source
        self._special_texts = {"bos_token": bos_text, "eos_token": eos_text}
        self._style = thinking_style(source) if source else PLAIN
        self._sandbox = TemplateSandbox()
        self._template: Template | None = None
        self._has_switch = False

    @property
    def style(self) -> ThinkingStyle:
        return self._style

    def render(self, prompt: Prompt) -> RenderedPrompt:
        """Raises RequestFailedError (TEMPLATE_FAILED, PROMPT_EMPTY, REQUEST_INVALID)."""
        match prompt:
            case TextPrompt(text=text):
                return RenderedPrompt(text, Section.ANSWER)
            case ChatPrompt(turns=()):
                raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
            case ChatPrompt() if not self._source:
                return RenderedPrompt("\n\n".join(turn.content for turn in prompt.turns), Section.ANSWER)
            case ChatPrompt(is_continuation=True):
                return self._continued(prompt)
            case ChatPrompt():
                return self._answered(prompt)

    def _answered(self, prompt: ChatPrompt) -> RenderedPrompt:
        text = self._rendered(prompt.turns, prompt.thinking, is_answer_next=True)
        if prompt.thinking is ThinkingMode.OFF:
            text = self._without_thinking(text)
        return RenderedPrompt(text, Section.THINKING if self._leaves_thinking_open(text) else Section.START)

    def _continued(self, prompt: ChatPrompt) -> RenderedPrompt:
        *before, last = prompt.turns
        if last.role != "assistant":
            raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="only an assistant's turn can be continued")
        if not last.content:
            return self._thought_on(replace(prompt, turns=tuple(before), is_continuation=False), last.thinking)
        marked = ChatTurn(last.role, last.content + _END_OF_PART, last.thinking)
        text = self._rendered((*before, marked), prompt.thinking, is_answer_next=False)
        part, mark, _ = text.rpartition(_END_OF_PART)
        if not mark:
            raise _failed("the template leaves out the answer that is to be continued")
        return RenderedPrompt(part, Section.ANSWER)

    def _thought_on(self, prompt: ChatPrompt, thinking: str) -> RenderedPrompt:
        """The answer was stopped while the model still thought."""
        if not prompt.turns:
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        rendered = self._answered(prompt)
        if not thinking or not self._style.can_think:
            return rendered
        opening = _THINKING_CHANNEL if self._style.has_channels else f"{self._style.marks[0].opening}\n"
        is_open = rendered.opens_in is Section.THINKING
        return RenderedPrompt(rendered.text + ("" if is_open else opening) + thinking, Section.THINKING)

    def _leaves_thinking_open(self, text: str) -> bool:
        return any(text.rstrip().endswith(marks.opening) for marks in self._style.marks)

    def _without_thinking(self, text: str) -> str:
        """Close what is open; where the template has no switch, put an empty thinking section before the answer."""
        if self._style.has_channels:
            return text + _FINAL_CHANNEL if text.endswith(f"{ChannelMark.START}assistant") else text
        if not self._style.can_think:
            return text
        marks = self._style.marks[0]
        if self._leaves_thinking_open(text):
            return f"{text.rstrip()}\n\n{marks.closing}\n\n"
        return text if self._has_switch else f"{text}{marks.opening}\n\n{marks.closing}\n\n"

    def _rendered(self, turns: Sequence[ChatTurn], thinking: ThinkingMode, *, is_answer_next: bool) -> str:
        """As given, or in a form that the template takes."""
        first_error: RequestFailedError | None = None
        last_text = ""
        for variant in _variants(turns):
            try:
                text = self._rendered_once(variant, thinking, is_answer_next=is_answer_next)
            except RequestFailedError as error:
                first_error = first_error or error
                if isinstance(error.__cause__, LimitExceededError):
                    break
                continue
            if _has_system_text(variant, text):
                return text
            last_text = text
        if first_error is not None and not last_text:
            raise first_error
        return last_text

    def _rendered_once(self, turns: Sequence[ChatTurn], thinking: ThinkingMode, *, is_answer_next: bool) -> str:
        variables = {
            "messages": [_message(turn) for turn in turns],
            "add_generation_prompt": is_answer_next,
            **self._special_texts,
            **_switches(thinking, self._style),
        }
        n_characters = sum(len(turn.content) + len(turn.thinking) for turn in turns)
        try:
            return self._sandbox.render(self._compiled(), variables, n_characters, len(turns))
        except RENDER_ERRORS as error:
            raise _failed(_reason(error)) from error

    def _compiled(self) -> Template:
        if self._template is None:
            if len(self._source) > MAX_SOURCE_CHARACTERS:
                raise _failed("the template is too long")
            self._has_switch = bool(meta.find_undeclared_variables(self._sandbox.parse(self._source)) & _SWITCHES)
            self._template = self._sandbox.from_string(self._source)
        return self._template


def _variants(turns: Sequence[ChatTurn]) -> Iterator[Sequence[ChatTurn]]:
    """The turns; without a system turn, for templates that refuse it; with strictly alternating roles."""
    yield turns
    folded = _with_folded_system(turns)
    if folded != turns:
        yield folded
    merged = _with_merged_roles(folded)
    if merged != folded:
        yield merged


def _with_folded_system(turns: Sequence[ChatTurn]) -> Sequence[ChatTurn]:
    if len(turns) < 2 or turns[0].role != "system" or turns[1].role != "user":
        return turns
    text = f"{turns[0].content}\n\n{turns[1].content}"
    return (ChatTurn("user", text), *turns[2:])


def _with_merged_roles(turns: Sequence[ChatTurn]) -> Sequence[ChatTurn]:
    merged: list[ChatTurn] = []
    for turn in turns:
        if merged and merged[-1].role == turn.role:
            merged[-1] = ChatTurn(turn.role, f"{merged[-1].content}\n\n{turn.content}", turn.thinking)
        else:
            merged.append(turn)
    return tuple(merged)


def _has_system_text(turns: Sequence[ChatTurn], text: str) -> bool:
    """Some templates drop a system turn without a word."""
    return turns[0].role != "system" or _squeezed(turns[0].content) in _squeezed(text)


def _squeezed(text: str) -> str:
    return _BLANK_LINES.sub(" ", text).strip()


def _message(turn: ChatTurn) -> dict[str, str]:
    message = {"role": turn.role, "content": turn.content}
    if turn.thinking:
        message |= {"reasoning_content": turn.thinking, "thinking": turn.thinking}
    return message


def _switches(thinking: ThinkingMode, style: ThinkingStyle) -> dict[str, bool | str]:
    if thinking is ThinkingMode.AUTO:
        return {}
    is_on = thinking is ThinkingMode.ON
    effort = {"reasoning_effort": "medium" if is_on else "low"} if style.has_channels else {}
    return dict.fromkeys(sorted(_SWITCHES), is_on) | effort


def _reason(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "the template calls itself without end"
    if isinstance(error, MemoryError):
        return "the template asks for too much memory"
    return f"{error}"[:300] or type(error).__name__


def _failed(reason: str) -> RequestFailedError:
    return RequestFailedError(ErrorCode.TEMPLATE_FAILED, reason=reason)
