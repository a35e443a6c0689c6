"""What a model is asked while it composes. The wording is data, in `resources/prompts/write/`. Pure; any thread."""

from collections.abc import Sequence
from functools import cache

from desktop_llm.assist.fenced_text import fenced
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.writing_kinds import WritingKind
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, ThinkingMode
from desktop_llm.paths import resource


def compose_prompt(
    request: ComposeRequest, kind: WritingKind, language: str, n_words: int, missing: Sequence[str] = ()
) -> ChatPrompt:
    """Asks for a draft. missing: points that the first one left out."""
    name = language_name(language) or "the language of the brief"
    lines = [f"{kind.instruction} Write about {n_words} words in {name}."]
    if request.to:
        lines.append(f"It is for: {_line(request.to)}")
    if request.tone:
        lines.append(f"Its tone: {_line(request.tone)}")
    if missing:
        lines.append("It must say each of these:\n" + "\n".join(f"- {_line(point)}" for point in missing))
    parts = ["\n".join(lines), fenced(request.brief, "brief")]
    if request.answered:
        parts.append(fenced(request.answered, "message"))
    turns = (ChatTurn("system", _template("compose")), ChatTurn("user", "\n\n".join(parts)))
    return ChatPrompt(turns, ThinkingMode.OFF)


def _line(text: str) -> str:
    return " ".join(text.split())


@cache
def _template(name: str) -> str:
    return resource(f"prompts/write/{name}.txt").read_text(encoding="utf-8").strip()
