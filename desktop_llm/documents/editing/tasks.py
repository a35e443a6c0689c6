"""Opening a file for its translation, and writing it: what the reading process does for it. Reading process."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from desktop_llm.documents.document import DocumentWarning, WarningKind
from desktop_llm.documents.editing.choice import editor_of, media_type_of
from desktop_llm.documents.editing.editor import OpenWish, WriteWish
from desktop_llm.documents.file_kinds import FileKind, kind_by_name
from desktop_llm.documents.language import MIN_CHARACTERS, language_of
from desktop_llm.documents.reader_messages import OpenForEditing, WriteChanges, WriteTranslation
from desktop_llm.documents.segments import EditableFile, FileSegment, contents_key, text_of
from desktop_llm.documents.source_file import FileState, ProgressSink, SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_SEGMENTS_AT_ONCE: Final = 500
_BYTES_AT_ONCE: Final = 1024**2
_SAMPLED: Final = 40
_ENOUGH_CHARACTERS: Final = 200

SegmentSink = Callable[[Sequence[FileSegment]], None]


def open_for_editing(command: OpenForEditing, progress: ProgressSink, send: SegmentSink) -> EditableFile:
    """Raises DocumentError: of no kind that can be translated, damaged, empty, changed meanwhile."""
    path = Path(command.path)
    state = FileState(path)
    media_type = media_type_of(path, reads_memories=command.reads_memories)
    source = SourceFile(path, command.limits, progress)
    editor = editor_of(media_type)(
        source, OpenWish(with_properties=command.with_properties, for_changes=command.for_changes)
    )
    state.check_unchanged()
    if not editor.segments:
        raise DocumentError(ErrorCode.DOCUMENT_EMPTY, path=command.path)
    for start in range(0, len(editor.segments), _SEGMENTS_AT_ONCE):
        send(editor.segments[start : start + _SEGMENTS_AT_ONCE])
    return EditableFile(
        name=path.name,
        path=command.path,
        sha256=state.sha256,
        media_type=media_type,
        language=likely_language(editor.language, [text_of(segment.content) for segment in editor.segments]),
        warnings=(*name_warnings(path, media_type), *editor.warnings),
    )


def written_translation(command: WriteTranslation, progress: ProgressSink) -> Iterator[bytes]:
    """Raises DocumentError: another file than was opened, or other segments of it; damaged."""
    path = Path(command.path)
    state = FileState(path)
    if state.sha256 != command.sha256:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=command.path)
    source = SourceFile(path, command.limits, progress)
    editor = editor_of(media_type_of(path))(source, OpenWish(with_properties=command.with_properties))
    if contents_key(editor.segments) != command.contents:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=command.path)
    wish = WriteWish(language=command.language, layout=command.layout)
    data = editor.written({target.id: target for target in command.targets}, wish)
    state.check_unchanged()
    yield from in_pieces(data)


def written_changes(command: WriteChanges, progress: ProgressSink) -> Iterator[bytes]:
    """Raises DocumentError: no Word file, another one than was opened, damaged."""
    from desktop_llm.documents.editing.docx import DocxEditor

    path = Path(command.path)
    state = FileState(path)
    if state.sha256 != command.sha256:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=command.path)
    if media_type_of(path) != FileKind.DOCX:
        raise DocumentError(ErrorCode.DOCUMENT_NOT_EDITABLE, path=command.path)
    editor = DocxEditor(SourceFile(path, command.limits, progress), OpenWish(for_changes=True))
    data = editor.with_changes(command.edits, command.author, command.date)
    state.check_unchanged()
    yield from in_pieces(data)


def in_pieces(data: bytes) -> Iterator[bytes]:
    """Small enough that each is sent by itself."""
    for start in range(0, len(data), _BYTES_AT_ONCE):
        yield data[start : start + _BYTES_AT_ONCE]


def likely_language(named: str, texts: Sequence[str]) -> str:
    """What most of the text is in; what the file says of itself is often what its program was set to.

    Of few words nobody can tell.
    """
    named = named.replace("_", "-").partition("-")[0].lower()
    step = max(len(texts) // _SAMPLED, 1)
    sample = "\n".join(text[:500] for text in texts[::step])
    enough = _ENOUGH_CHARACTERS if named else MIN_CHARACTERS
    return (language_of(sample).code if len(sample) >= enough else "") or named


def name_warnings(path: Path, media_type: str) -> Iterator[DocumentWarning]:
    """What a file's name says wrongly."""
    named = kind_by_name(path.name)
    if named is not None and named != media_type and path.suffix.lower() not in (".po", ".pot"):
        facts = {"suffix": path.suffix, "media_type": media_type}
        yield DocumentWarning(kind=WarningKind.KIND_DIFFERS, facts=dict(facts))
