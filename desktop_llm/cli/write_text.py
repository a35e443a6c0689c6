"""Lines of English for the terminal, and the JSON, of proofreading: what to look at, what was not read, how much."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.writing.proofread_result import ProofreadPlanned, SentencesRead
from desktop_llm.assist.writing.text_change import ChangeDoubt, TextChange, edits_per_100_words
from desktop_llm.assist.writing.writing_notes import WritingNote

_NOTES: Final[Mapping[WritingNote, str]] = {
    WritingNote.SMALL_MODEL: (
        "{model} is a small model and not good at this. What it writes is checked; a larger model writes better."
    ),
    WritingNote.NOT_MADE_FOR_IT: "{model} was not made to follow instructions; little will come of this.",
    WritingNote.LANGUAGE_UNKNOWN: "Nobody can tell which language the text is in; name it with --lang.",
    WritingNote.NOTHING_TO_READ: "There are no sentences to proofread: code and quotations are left alone.",
}
_DOUBTS: Final[Mapping[ChangeDoubt, str]] = {
    ChangeDoubt.MUCH_SHORTER: "the sentence would be much shorter",
    ChangeDoubt.MUCH_LONGER: "the sentence would be much longer",
    ChangeDoubt.OTHER_SENTENCE: "it would be another sentence",
    ChangeDoubt.NAME: "it changes a name",
    ChangeDoubt.QUESTION_LOST: "the question would be none",
    ChangeDoubt.REWRITTEN: "it is more than a correction",
    ChangeDoubt.CONTRADICTED: "the model proposed two things for this sentence",
    ChangeDoubt.IN_PART: "the rest of what was proposed here is not acceptable",
}
_SHOWN_CHARACTERS: Final = 60


class JsonChange(Struct, frozen=True, kw_only=True):
    """start and end count characters of the input. checked: it is among those that --apply makes."""

    start: int
    end: int
    before: str
    after: str
    category: str
    reason: str
    checked: bool
    doubt: str


class JsonChanges(Struct, frozen=True, kw_only=True):
    """What `--json` prints."""

    changes: tuple[JsonChange, ...]
    language: str
    model: str
    notes: tuple[str, ...]
    edits_per_100_words: float


def json_changes(changes: Sequence[TextChange], planned: ProofreadPlanned | None) -> JsonChanges:
    checked = [change for change in changes if change.is_checked]
    return JsonChanges(
        changes=tuple(map(_json_change, changes)),
        language=planned.language if planned else "",
        model=planned.model_name if planned else "",
        notes=tuple(map(str, planned.notes)) if planned else (),
        edits_per_100_words=round(edits_per_100_words(checked, planned.n_words if planned else 0), 2),
    )


def note_lines(planned: ProofreadPlanned) -> Iterator[str]:
    yield from model_note_lines(planned.model_name, planned.notes)


def model_note_lines(model: str, notes: Sequence[WritingNote]) -> Iterator[str]:
    for note in notes:
        yield _NOTES[note].format(model=model)


def doubtful_lines(text: str, changes: Sequence[TextChange]) -> Iterator[str]:
    """Changes that are not made unless somebody does so."""
    for change in changes:
        if change.doubt is not None:
            line = text.count("\n", 0, change.start) + 1
            what = f"{_shown(change.before)} → {_shown(change.after)}"
            yield f"Line {line}, not applied: {what} ({_DOUBTS[change.doubt]})."


def unread_lines(text: str, unread: Sequence[SentencesRead]) -> Iterator[str]:
    for part in unread:
        line = text.count("\n", 0, part.start) + 1
        yield f"Line {line}, not read ({_shown(text[part.start : part.end])}): the model gave no usable answer, twice."


def closing_line(changes: Sequence[TextChange], n_words: int, n_dropped: int) -> str:
    checked = [change for change in changes if change.is_checked]
    n_doubtful = len(changes) - len(checked)
    parts = [f"{_counted(len(checked), 'change')} ({edits_per_100_words(checked, n_words):.1f} per 100 words)"]
    if n_doubtful:
        parts.append(f"{n_doubtful} more to look at")
    if n_dropped:
        parts.append(f"{n_dropped} not acceptable and left out")
    return f"{', '.join(parts)}."


def _json_change(change: TextChange) -> JsonChange:
    return JsonChange(
        start=change.start,
        end=change.end,
        before=change.before,
        after=change.after,
        category=str(change.category),
        reason=change.reason,
        checked=change.is_checked,
        doubt=str(change.doubt or ""),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:_SHOWN_CHARACTERS]}…”" if len(line) > _SHOWN_CHARACTERS else f"“{line}”"
