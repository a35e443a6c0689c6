"""What is to be known of a document that was read: its reader's warnings, and what of it was not read. GUI thread."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop_llm.documents.document import Document, DocumentWarning, Place, Unread, UnreadReason, WarningKind
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, list_text, number_text, translate

_MAX_PLACES: Final = 4

_WARNINGS: Final[Mapping[WarningKind, str]] = {
    WarningKind.KIND_DIFFERS: QT_TRANSLATE_NOOP("DocumentWords", "The name ends in {suffix}, but it is another kind."),
    WarningKind.ENCODING_GUESSED: QT_TRANSLATE_NOOP(
        "DocumentWords", "The file does not say how its letters are written; some may be wrong."
    ),
    WarningKind.TEXT_FROM_PICTURES: QT_TRANSLATE_NOOP(
        "DocumentWords", "The text of {n_pages} pages was read from pictures and may have errors."
    ),
    WarningKind.TRACKED_CHANGES: QT_TRANSLATE_NOOP(
        "DocumentWords", "Changes are marked in it: insertions were read, deletions were not."
    ),
    WarningKind.MACROS_IGNORED: QT_TRANSLATE_NOOP("DocumentWords", "It holds macros. They were not run."),
    WarningKind.TABLE_DESCRIBED: QT_TRANSLATE_NOOP(
        "DocumentWords", "The table {label} has {n_rows} rows; its columns are described instead."
    ),
    WarningKind.HIDDEN_LEFT_OUT: QT_TRANSLATE_NOOP("DocumentWords", "{n_parts} hidden parts were left out."),
    WarningKind.NAMES_KEPT: QT_TRANSLATE_NOOP(
        "DocumentWords", "{n_texts} texts stay as they are: formulas or tables know them by these names."
    ),
    WarningKind.MARKUP_KEPT: QT_TRANSLATE_NOOP(
        "DocumentWords", "{n_texts} texts stay as they are: their tags stand among the marks of a quotation."
    ),
}
_REASONS: Final[Mapping[UnreadReason, str]] = {
    UnreadReason.NO_TEXT: QT_TRANSLATE_NOOP(
        "DocumentWords", "Not read: {places}. It is a picture of text, and no program that reads pictures is installed."
    ),
    UnreadReason.DAMAGED: QT_TRANSLATE_NOOP("DocumentWords", "Not read: {places}. The file is damaged there."),
    UnreadReason.LOCKED: QT_TRANSLATE_NOOP("DocumentWords", "Not read: {places}. It is locked with a password."),
    UnreadReason.TOO_LARGE: QT_TRANSLATE_NOOP(
        "DocumentWords", "Not read from here on: {places}. The document is too large."
    ),
    UnreadReason.ATTACHED: QT_TRANSLATE_NOOP("DocumentWords", "Not read: {places}. Attach it as a file of its own."),
}


def remark_text(document: Document) -> str:
    """In two or three words, for a chip; empty if there is nothing to be known."""
    if n_unread := len(document.unread):
        one = translate("DocumentWords", "1 part not read")
        many = translate("DocumentWords", "{count} parts not read")
        return one if n_unread == 1 else many.format(count=number_text(n_unread))
    return translate("DocumentWords", "see the note") if document.warnings else ""


def remark_sentences(document: Document) -> tuple[str, ...]:
    return (*unread_sentences(document.unread), *map(warning_sentence, document.warnings))


def place_text(place: Place) -> str:
    """Page 3, or the file's own word for the place."""
    if place.page:
        return translate("DocumentWords", "page {number}").format(number=number_text(place.page))
    return place.label or translate("DocumentWords", "a part")


def page_text(page: int, n_pages: int) -> str:
    """Page 31 of 118; empty in a document without pages."""
    numbers = {"number": number_text(page), "count": number_text(n_pages)}
    return translate("DocumentWords", "Page {number} of {count}").format(**numbers) if page else ""


def unread_sentence(unread: Unread) -> str:
    """Why a part is missing, with its place."""
    return next(unread_sentences((unread,)))


def warning_sentence(warning: DocumentWarning) -> str:
    """What a reader should know."""
    facts = {key: number_text(fact) if isinstance(fact, int) else fact for key, fact in warning.facts.items()}
    return translate("DocumentWords", _WARNINGS[warning.kind]).format(**facts)


def unread_sentences(unread: Sequence[Unread]) -> Iterator[str]:
    """One for each reason."""
    for reason in dict.fromkeys(each.reason for each in unread):
        places = [place_text(each.place) for each in unread if each.reason is reason]
        shown = places[:_MAX_PLACES]
        if len(places) > len(shown):
            more = translate("DocumentWords", "{count} more").format(count=number_text(len(places) - len(shown)))
            shown.append(more)
        yield translate("DocumentWords", _REASONS[reason]).format(places=list_text(shown))
