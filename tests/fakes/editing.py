"""Opens and writes files for translation in this process, with translations that keep every mark."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_llm.documents.editing.choice import editor_of, media_type_of
from desktop_llm.documents.editing.editor import Editor, OpenWish, WriteWish
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import (
    Content,
    InlineEnd,
    InlineObject,
    InlineStart,
    Layout,
    SegmentTarget,
)
from desktop_llm.documents.source_file import SourceFile

Change = Callable[[Content], Content]


def open_here(path: Path, *, with_properties: bool = False, limits: ReadLimits | None = None) -> Editor:
    source = SourceFile(path, limits or ReadLimits(), lambda _done, _total: None)
    return editor_of(media_type_of(path))(source, OpenWish(with_properties=with_properties))


def contents(editor: Editor) -> list[Content]:
    return [segment.content for segment in editor.segments]


def marked_texts(editor: Editor) -> list[str]:
    return [marked(segment.content) for segment in editor.segments]


def marked(content: Content) -> str:
    """For reading: `a [1]b[/1] {2}`."""
    parts: list[str] = []
    for piece in content:
        match piece:
            case str():
                parts.append(piece)
            case InlineStart():
                parts.append(f"[{piece.id}]")
            case InlineEnd():
                parts.append(f"[/{piece.id}]")
            case InlineObject():
                parts.append(f"{{{piece.id}}}")
    return "".join(parts)


def write_here(
    path: Path,
    change: Change | Sequence[Content],
    *,
    language: str = "de",
    layout: Layout = Layout.REPLACED,
    with_properties: bool = False,
) -> Path:
    """The file with every segment changed, or with these contents, written beside it."""
    editor = open_here(path, with_properties=with_properties)
    targets = [change(segment.content) for segment in editor.segments] if callable(change) else list(change)
    wanted = {
        segment.id: SegmentTarget(id=segment.id, content=content)
        for segment, content in zip(editor.segments, targets, strict=True)
    }
    output = path.with_name(f"written-{path.name}")
    output.write_bytes(editor.written(wanted, WriteWish(language=language, layout=layout)))
    return output


def write_some(path: Path, n_translated: int, *, language: str = "de") -> Path:
    """The file with its first segments louder and none for the others, as a job that was stopped leaves it."""
    editor = open_here(path)
    targets = {
        segment.id: SegmentTarget(id=segment.id, content=louder(segment.content))
        for segment in editor.segments[:n_translated]
    }
    output = path.with_name(f"written-{path.name}")
    output.write_bytes(editor.written(targets, WriteWish(language=language)))
    return output


def unchanged(content: Content) -> Content:
    return content


def louder(content: Content) -> Content:
    """Every text in capitals, every mark where it was."""
    return tuple(piece.upper() if isinstance(piece, str) else piece for piece in content)


def turned(content: Content) -> Content:
    """Marks in another order: what stands at the top, backwards."""
    groups: list[list[object]] = []
    depth = 0
    for piece in content:
        if depth == 0:
            groups.append([])
        groups[-1].append(piece)
        depth += isinstance(piece, InlineStart) - isinstance(piece, InlineEnd)
    return tuple(piece for group in reversed(groups) for piece in group)  # pyright: ignore[reportReturnType]
