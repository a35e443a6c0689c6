"""Titles of conversations: the first words of a question, or what the model suggests, cleaned."""

import re
from typing import Final

_MAX_CHARACTERS: Final = 60
_MAX_SUGGESTED_WORDS: Final = 10
# What models put around a title: list and heading marks, quotation marks, "Title:", a full stop.
_LABEL: Final = re.compile(r"^\s*(?:[#>*\-\s]*)(?:\**\s*title\s*\**\s*[::]\s*)?", re.IGNORECASE)
_QUOTES: Final = "\"'`*_«»“”„‘’「」『』《》 \t"


def title_from_first_words(question: str) -> str:
    """The beginning of a question on one line, cut at a word. Empty for an empty question."""
    line = " ".join(question.split())
    if len(line) <= _MAX_CHARACTERS:
        return line
    cut = line[:_MAX_CHARACTERS]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


def title_from_answer(answer: str) -> str | None:
    """The title in a model's answer, or None where the answer is no title."""
    first_line = next((line for line in answer.splitlines() if line.strip()), "")
    title = _LABEL.sub("", first_line).strip(_QUOTES).rstrip(".。").strip(_QUOTES)
    if not title or len(title) > _MAX_CHARACTERS or len(title.split()) > _MAX_SUGGESTED_WORDS:
        return None
    return title
