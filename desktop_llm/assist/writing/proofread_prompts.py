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
    lines = (f"{number}. {sentence.shown}" for number, sentence in enumerate(group.sentences, 1))
    parts = (_context("before", group.before), fenced_code("\n".join(lines)), _context("behind", group.behind))
    turns = (ChatTurn("system", task), ChatTurn("user", "\n\n".join(part for part in parts if part)))
    return ChatPrompt(turns, ThinkingMode.OFF)


def _context(place: str, shown: tuple[str, ...]) -> str:
    return f"{_template(place)}\n{fenced_code(' '.join(shown))}" if shown else ""


@cache
def _template(name: str) -> str:
    return resource(f"prompts/write/{name}.txt").read_text(encoding="utf-8").strip()
