"""What a model is asked while it proofreads. The wording is data, in `resources/prompts/write/`. Pure; any thread.

The task is the same for all groups of a text in one language, so that the engine reads it once; sentences stand in a
fence, because they may say anything.
"""

from functools import cache
from typing import Final

from desktop_llm.assist.fenced_text import fenced_code
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.assist.writing.sentence_groups import SentenceGroup
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, ThinkingMode
from desktop_llm.paths import resource

INSTRUCTION_TOKENS: Final = 420
"""More than the task, its example and the chat template take."""


def proofread_prompt(group: SentenceGroup, mode: ProofreadMode) -> ChatPrompt:
    """Asks for changes of the group's sentences, numbered from 1."""
    language = language_name(group.language) or "the language in which it is written"
    task = _template(mode).format(language=language)
    numbered = (f"{number}. {sentence.shown}" for number, sentence in enumerate(group.sentences, 1))
    lines = (*_around(group.before), *numbered, *_around(group.behind))
    turns = (ChatTurn("system", task), ChatTurn("user", fenced_code("\n".join(lines))))
    return ChatPrompt(turns, ThinkingMode.OFF)


def _around(shown: tuple[str, ...]) -> tuple[str, ...]:
    return (f"- {' '.join(shown)}",) if shown else ()


@cache
def _template(name: str) -> str:
    return resource(f"prompts/write/{name}.txt").read_text(encoding="utf-8").strip()
