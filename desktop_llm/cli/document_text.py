"""Lines of English for the terminal: what a document's reader warns of, and what of it was not read."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.documents.document import DocumentWarning, Place, Unread, UnreadReason, WarningKind

_WARNINGS: Final[Mapping[WarningKind, str]] = {
    WarningKind.KIND_DIFFERS: "The name ends in {suffix}, but the file is {media_type}.",
    WarningKind.ENCODING_GUESSED: "The file does not say how its letters are written; {encoding} was guessed.",
    WarningKind.TEXT_FROM_PICTURES: "The text of {n_pages} pages was read from pictures and may have errors.",
    WarningKind.TRACKED_CHANGES: "Changes are marked: {n_inserted} insertions were read, {n_deleted} deletions not.",
    WarningKind.MACROS_IGNORED: "The file holds macros. They were not run.",
    WarningKind.TABLE_DESCRIBED: "The table {label} has {n_rows} rows; its columns are described instead.",
    WarningKind.HIDDEN_LEFT_OUT: "{n_parts} hidden parts were left out.",
    WarningKind.NAMES_KEPT: "{n_texts} texts stay as they are: formulas or tables know them by these names.",
    WarningKind.MARKUP_KEPT: "{n_texts} texts stay as they are: their tags stand among the marks of a quotation.",
}
_REASONS: Final[Mapping[UnreadReason, str]] = {
    UnreadReason.NO_TEXT: "it is a picture; with the program tesseract installed, it would be read",
    UnreadReason.DAMAGED: "it is damaged",
    UnreadReason.LOCKED: "it is locked",
    UnreadReason.TOO_LARGE: "the document is too long",
    UnreadReason.ATTACHED: "it is a file of its own; save it and name it",
}


def warning_line(warning: DocumentWarning) -> str:
    return _WARNINGS[warning.kind].format(**warning.facts)


def unread_line(unread: Unread) -> str:
    return f"Not read: {place_text(unread.place)}: {reason_text(unread.reason)}."


def reason_text(reason: UnreadReason) -> str:
    return _REASONS[reason]


def place_text(place: Place) -> str:
    """`page 3`, or the format's own word for the place."""
    return place.label or (f"page {place.page}" if place.page else "a part")
