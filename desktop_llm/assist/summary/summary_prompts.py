"""What a model is asked while it summarizes. The wording is data, in `resources/prompts/summary/`. Pure; any thread.

The beginning is the same in all sections of a document, so that the engine reads it once. Whatever comes from a
document, or was written by a model about one, stands in a fence; what is asked stands outside, before it or behind.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from desktop_llm.assist.fenced_text import FENCE, fenced, plain_name
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.summary.summary_request import SummaryForm
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, ThinkingMode
from desktop_llm.paths import resource

_FENCED: Final = re.compile(rf"<{FENCE}[^\n]*>\n.*?\n</{FENCE}>", re.DOTALL)

PROMPT_VERSION: Final = 1
"""Part of the cache's keys; another number makes all notes of earlier programs void."""


def notes_prompt(text: str, heading_path: tuple[str, ...], n_facts: int, language: str, focus: str) -> ChatPrompt:
    """Asks for the facts of a section."""
    fields = {"language": _in_language(language), "focus": _focus(focus)}
    heading = " > ".join(plain_name(part) for part in heading_path)
    return _asked(_template("notes", **fields), fenced(text, heading), _template("notes-end", n_facts=n_facts))


def merge_prompt(material: str, n_facts: int, language: str, focus: str) -> ChatPrompt:
    """Asks for the facts that matter among the notes of several sections."""
    fields = {"n_facts": n_facts, "language": _in_language(language), "focus": _focus(focus)}
    return _asked(_template("merge", **fields), fenced(material), _template("merge-end", **fields))


def form_prompt(
    form: SummaryForm,
    material: Sequence[tuple[str, str]],
    language: str,
    *,
    n_words: int,
    n_points: int,
    instruction: str = "",
    focus: str = "",
) -> ChatPrompt:
    """Asks for the summary itself. `material`: names and texts. It comes first: another form finds it evaluated."""
    fields = {"n_words": n_words, "n_points": n_points, "language": _in_language(language), "instruction": instruction}
    task = _template(f"form-{form}", **fields)
    return _asked(*(fenced(text, name) for name, text in material), task + _focus(focus))


def translation_prompt(text: str, language: str) -> ChatPrompt:
    """Asks for one sentence of a summary in another language."""
    task = _template("translate", language=language_name(language) or language)
    return ChatPrompt((ChatTurn("user", f"{task}\n\n{fenced(text)}"),), ThinkingMode.OFF)


def task_of(prompt: ChatPrompt) -> str:
    """What is asked, without the material."""
    return _FENCED.sub("", prompt.turns[-1].content).strip()


def _asked(*parts: str) -> ChatPrompt:
    turns = (ChatTurn("system", _template("system")), ChatTurn("user", "\n\n".join(parts)))
    return ChatPrompt(turns, ThinkingMode.OFF)


def _in_language(code: str) -> str:
    name = language_name(code)
    return f" in {name}" if name else ""


def _focus(focus: str) -> str:
    return f" {_template('focus', focus=' '.join(focus.split()))}" if focus.strip() else ""


def _template(name: str, **fields: str | int) -> str:
    return _wording(name).format(**fields)


@cache
def _wording(name: str) -> str:
    return resource(f"prompts/summary/{name}.txt").read_text(encoding="utf-8").strip()
