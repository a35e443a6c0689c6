"""A translation as a person writes it: what is shown for editing, and what becomes of the text that comes back.

Marks of formats and of things in the file stay marks in it, placeholders and tags are themselves. Whatever is written
is taken; what it lost of the file is told. Pure; any thread.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.protected_text import MarkWarning, ProtectedText
from desktop_llm.assist.translation.translation_checks import check_translation
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault, TranslationWarning
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart, Piece, text_of

_MARK: Final = re.compile(r"⟦/?\d{1,4}⟧")


def edit_text(result: SegmentResult) -> str:
    """What a person edits."""
    protected = ProtectedText(result.segment.content)
    return protected.written_out(protected.recognized(result.content))


def edited_result(
    result: SegmentResult, text: str, languages: tuple[str, str], glossary: Sequence[Term] = ()
) -> SegmentResult:
    """The segment with this translation, checked again. An emptied one is the original again.

    languages: from which into which. Formats whose marks are not whole are given up; things of the file that are
    missing, such as the mark of a note, go to the end.
    """
    protected = ProtectedText(result.segment.content)
    if not text.strip():
        return _untranslated(result, protected)
    marked = protected.marked_as(text.strip())
    faults = protected.faults(marked)
    source = result.segment.content
    content = protected.restored(marked) if not faults else _mended(protected.pieces(marked), source)
    are_formats_lost = _formats(content) != _formats(source)
    return replace(
        result,
        target=text_of(content),
        content=content,
        marked=marked,
        origin=Origin.GIVEN,
        warnings=(*_things_missing(faults), *check_translation(result.source, text_of(content), *languages, glossary)),
        care=Care.FORMATS_LOST if are_formats_lost else Care.NONE,
        lost=faults if are_formats_lost else (),
        confidence=None,
        is_accepted=False,
    )


def without_unknown_marks(protected: ProtectedText, answer: str) -> str:
    """Of another text's translation: the marks that this one has, too."""
    known = set(protected.marks)
    return _MARK.sub(lambda match: match[0] if match[0] in known else "", answer)


def _untranslated(result: SegmentResult, protected: ProtectedText) -> SegmentResult:
    return replace(
        result,
        target=result.source,
        content=result.segment.content,
        marked=protected.text,
        origin=Origin.GIVEN,
        warnings=(TranslationWarning(TranslationFault.UNTRANSLATED, result.source),),
        care=Care.NOT_TRANSLATED,
        lost=(),
        confidence=None,
        is_accepted=False,
    )


def _things_missing(faults: Sequence[MarkWarning]) -> Iterator[TranslationWarning]:
    """Of those that are no text: the texts are compared anyway."""
    for fault in faults:
        if fault.shows.startswith("⟦") and not fault.shows.startswith("⟦/"):
            yield TranslationWarning(TranslationFault.PLACEHOLDER_MISSING, fault.shows)


def _mended(pieces: Content, source: Content) -> Content:
    keeps_formats = _is_whole(pieces, source)
    kept: list[Piece] = []
    found: set[int] = set()
    for piece in pieces:
        match piece:
            case str():
                kept.append(piece)
            case InlineObject() if piece.id not in found:
                found.add(piece.id)
                kept.append(piece)
            case InlineStart() | InlineEnd() if keeps_formats:
                kept.append(piece)
            case _:
                pass
    kept += [piece for piece in source if isinstance(piece, InlineObject) and piece.id not in found]
    return _joined(kept)


def _is_whole(pieces: Content, source: Content) -> bool:
    """Every format of the source is there once, and they are nested."""
    waiting: list[int] = []
    for piece in pieces:
        if isinstance(piece, InlineStart):
            waiting.append(piece.id)
        elif isinstance(piece, InlineEnd) and (not waiting or waiting.pop() != piece.id):
            return False
    return not waiting and _formats(pieces) == _formats(source)


def _formats(content: Content) -> list[int]:
    return sorted(piece.id for piece in content if isinstance(piece, InlineStart))


def _joined(pieces: Sequence[Piece]) -> Content:
    """Texts that follow each other are one."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)
