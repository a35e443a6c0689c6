"""What a model is asked about documents. The wording is data, in `resources/prompts/question/`. Pure; any thread.

The material comes first and the question last: another question about the same documents finds them evaluated.
"""

from collections.abc import Iterable
from functools import cache

from desktop_llm.assist.fenced_text import fenced
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, ThinkingMode
from desktop_llm.paths import resource


def question_prompt(question: str, material: Iterable[tuple[str, str]], *, is_whole: bool) -> ChatPrompt:
    """`material`: names and texts of documents; is_whole: nothing of them is left out."""
    parts = [] if is_whole else [_wording("parts")]
    parts += (fenced(text, name) for name, text in material)
    parts.append(_wording("ask").format(question=" ".join(question.split())))
    turns = (ChatTurn("system", _wording("system")), ChatTurn("user", "\n\n".join(parts)))
    return ChatPrompt(turns, ThinkingMode.OFF)


def task_text(question: str) -> str:
    """What is asked, without the material: small models say it back."""
    return _wording("ask").format(question=" ".join(question.split()))


@cache
def _wording(name: str) -> str:
    return resource(f"prompts/question/{name}.txt").read_text(encoding="utf-8").strip()
