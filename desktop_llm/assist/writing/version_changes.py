"""What a rewriting changes in the paragraphs that it rewrites, so that the rest keeps its formats. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_llm.assist.word_diff import phrase_edits, word_edits
from desktop_llm.assist.writing.text_change import ChangeCategory, TextChange

PARAGRAPH_END: Final = "\n\n"
_MOST_COMPARED: Final = 4000  # characters of a paragraph; comparing takes quadratic time
_MARKED_UP: Final = ("- ", "* ", "• ", "#", "|", ">", "```", "1. ")


def version_changes(before: str, after: str) -> tuple[TextChange, ...] | None:
    """None where the new text is not the same paragraphs in other words: it takes their place as a whole."""
    ours, theirs = before.split(PARAGRAPH_END), after.strip("\n").split(PARAGRAPH_END)
    if len(ours) != len(theirs) or "**" in after or any(map(_is_marked_up, theirs)):
        return None
    return tuple(_changes(ours, theirs))


def _changes(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[TextChange]:
    at = 0
    for old, new in zip(ours, theirs, strict=True):
        line = " ".join(new.split("\n"))
        if max(len(old), len(line)) > _MOST_COMPARED:
            yield _change(at, old, line)
        else:
            for edit in phrase_edits(old, word_edits(old, line)):
                yield _change(at + edit.start, old[edit.start : edit.end], edit.after)
        at += len(old) + len(PARAGRAPH_END)


def _change(start: int, before: str, after: str) -> TextChange:
    return TextChange(start=start, end=start + len(before), before=before, after=after, category=ChangeCategory.WORDING)


def _is_marked_up(paragraph: str) -> bool:
    return any(line.startswith(_MARKED_UP) for line in paragraph.split("\n"))
