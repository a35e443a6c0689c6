"""Keeps the text of messages from being read as turn marks. Pure; used on the worker's one thread.

A pasted document may contain `<|im_end|>` and the like. Tokenized with the template around it, that would end the turn
and let the document speak as somebody else. A zero-width space behind the first character makes it plain text again.
"""

import re
from typing import Final

from msgspec.structs import replace

from desktop_llm.engine.backends.backend import Vocabulary
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Prompt

# How control tokens are written in all common vocabularies: <|im_end|>, <s>, </s>, <start_of_turn>, [INST], [/INST].
_CANDIDATE: Final = re.compile(r"<[^\s<>]{1,60}>|\[/?[A-Z_]{2,30}\]")
_ZERO_WIDTH_SPACE: Final = "\u200b"


def harmless_prompt(prompt: Prompt, vocabulary: Vocabulary) -> Prompt:
    """The prompt with the control tokens that stand in its messages made plain. Raw text is left as it is."""
    if not isinstance(prompt, ChatPrompt):
        return prompt
    return replace(prompt, turns=tuple(_harmless_turn(turn, vocabulary) for turn in prompt.turns))


def _harmless_turn(turn: ChatTurn, vocabulary: Vocabulary) -> ChatTurn:
    content = _harmless(turn.content, vocabulary)
    return turn if content is turn.content else replace(turn, content=content)


def _harmless(text: str, vocabulary: Vocabulary) -> str:
    for mark in set(_CANDIDATE.findall(text)):
        if _is_control(mark, vocabulary):
            text = text.replace(mark, mark[0] + _ZERO_WIDTH_SPACE + mark[1:])
    return text


def _is_control(mark: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.is_control(token) for token in vocabulary.tokenize(mark, is_beginning=False))
