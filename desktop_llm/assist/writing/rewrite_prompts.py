"""What a model is asked while it rewrites. The wording is data, in `resources/prompts/write/`. Pure; any thread."""

from functools import cache

from desktop_llm.assist.fenced_text import fenced_code
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.writing.rewrite_request import RewriteRequest
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, ThinkingMode
from desktop_llm.paths import resource


def rewrite_prompt(text: str, language: str, request: RewriteRequest, hint: str = "") -> ChatPrompt:
    """Asks for one piece in another style. hint: what was wrong with the first attempt."""
    name = language_name(language) or "the language in which it is written"
    system = _template("rewrite").format(language=name)
    task = _template(f"rewrite-{request.style}").format(instruction=" ".join(request.instruction.split()))
    asked = "\n\n".join(part for part in (task, hint, fenced_code(text)) if part)
    return ChatPrompt((ChatTurn("system", system), ChatTurn("user", asked)), ThinkingMode.OFF)


@cache
def _template(name: str) -> str:
    return resource(f"prompts/write/{name}.txt").read_text(encoding="utf-8").strip()
