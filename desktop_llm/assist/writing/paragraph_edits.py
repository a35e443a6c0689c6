"""Words of a paragraph with formats exchanged for others, which stand in the format of the first. Pure; any thread."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.documents.rich_text import Paragraph, TextRun


class ParagraphEdit(Struct, frozen=True, order=True):
    """`after` takes the place of what stands from `start` to `end`: characters, and what is not shown counts as one."""

    start: int
    end: int
    after: str


def edited_paragraph(paragraph: Paragraph, edits: Iterable[ParagraphEdit]) -> Paragraph:
    """No two edits are about the same place."""
    runs = paragraph.runs
    for edit in sorted(edits, reverse=True):
        runs = _edited(runs, edit)
    return replace(paragraph, runs=runs)


def _edited(runs: tuple[TextRun, ...], edit: ParagraphEdit) -> tuple[TextRun, ...]:
    result: list[TextRun] = []
    at = 0
    added = edit.after
    for run in runs:
        length = 1 if run.kept else len(run.text)
        if added and run.kept and edit.start == edit.end == at:
            result.append(TextRun(text=added))
            added = ""
        start, end = max(edit.start - at, 0), min(edit.end - at, length)
        is_place = start < end or (edit.start == edit.end and start <= length and edit.start - at >= 0)
        if run.kept or not is_place or (start == end and not added):
            result.append(run)
        else:
            result.append(replace(run, text=run.text[:start] + added + run.text[max(start, end) :]))
            added = ""
        at += length
    if added:
        result.append(TextRun(text=added))
    return tuple(run for run in result if run.text)
