"""Documents that are translated, in words: as rows of the list beside the pane, and how far they are. GUI thread."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, arrow_text, duration_text, number_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.rows.document_rows import DocumentRow


class Phase(Enum):
    """Where a document is on its way."""

    OPENING = auto()
    UNREADABLE = auto()
    READY = auto()
    """Open, and nobody has asked for its translation yet."""
    QUEUED = auto()
    RUNNING = auto()
    STOPPED = auto()
    FAILED = auto()
    DONE = auto()


_PHASES: Final[Mapping[Phase, str]] = {
    Phase.OPENING: QT_TRANSLATE_NOOP("TranslatedRows", "is being opened"),
    Phase.UNREADABLE: QT_TRANSLATE_NOOP("TranslatedRows", "cannot be translated"),
    Phase.READY: QT_TRANSLATE_NOOP("TranslatedRows", "not translated yet"),
    Phase.QUEUED: QT_TRANSLATE_NOOP("TranslatedRows", "waits for its turn"),
    Phase.STOPPED: QT_TRANSLATE_NOOP("TranslatedRows", "stopped"),
    Phase.FAILED: QT_TRANSLATE_NOOP("TranslatedRows", "came to a halt"),
    Phase.DONE: QT_TRANSLATE_NOOP("TranslatedRows", "translated"),
}


def translated_row(
    key: str, name: str, target: str, phase: Phase, n_done: int, n_segments: int, problem: str = ""
) -> DocumentRow:
    """target: the code of the language. problem: a sentence that says what went wrong."""
    note = _running(n_done, n_segments) if phase is Phase.RUNNING else translate("TranslatedRows", _PHASES[phase])
    arrow = arrow_text(name, language_name(target)) if target else name
    return DocumentRow(
        key=key,
        name=arrow,
        note=note,
        tip=problem or arrow,
        is_problem=phase in (Phase.UNREADABLE, Phase.FAILED),
        fraction=n_done / n_segments if phase is Phase.RUNNING and n_segments else -1.0,
    )


def progress_text(phase: Phase, n_done: int, n_segments: int, left_s: float | None) -> str:
    """Below the grid; empty where there is nothing to be said."""
    counts = {"done": number_text(n_done), "count": number_text(n_segments)}
    match phase:
        case Phase.RUNNING if not n_done:
            return translate("TranslatedRows", "The model is getting ready")
        case Phase.RUNNING:
            text = _running(n_done, n_segments)
            if left_s is None:
                return text
            left = translate("TranslatedRows", "about {time} left").format(time=duration_text(left_s))
            return f"{text} · {left}"
        case Phase.QUEUED:
            return translate("TranslatedRows", "Waits for the document before it")
        case Phase.STOPPED | Phase.FAILED:
            text = translate("TranslatedRows", "{done} of {count} segments are translated; going on begins there.")
            return text.format(**counts)
        case _:
            return ""


def saved_text(name: str) -> str:
    return translate("TranslatedRows", "Saved as {name}").format(name=name)


def pdf_sentence() -> str:
    return translate("TranslatedRows", "The layout of a PDF cannot be kept. Its text is saved as a Word file.")


def _running(n_done: int, n_segments: int) -> str:
    text = translate("TranslatedRows", "{done} of {count}")
    return text.format(done=number_text(n_done), count=number_text(n_segments))
