"""Texts with passages that are replaced, while every other character stays what it was. Reading process.

A passage may hold others: the alternative text of a picture stands within the paragraph that the picture is in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_llm.documents.editing.editor import Targets
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart, Looks

Range = tuple[int, int]
"""Offsets in the text: the first character, and the one behind the last."""

RawText = Callable[[Range], str]
"""What now stands in a range, with the passages within it replaced."""

Render = Callable[[Content, RawText], str]
"""How a passage's new content is written in the language of the file."""


@dataclass(slots=True)
class Passage:
    """A segment in a text. `bilingual` makes what takes its place in a bilingual file; None replaces instead."""

    segment_id: str
    content: Content
    range: Range
    render: Render
    bilingual: Render | None = None
    children: "list[Passage]" = field(default_factory=list["Passage"])


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the file that is no translation: its language."""

    range: Range
    text: str


class SplicedText:
    def __init__(self, text: str, passages: Sequence[Passage]) -> None:
        """Passages in the order of their starts; an outer one before those within it."""
        self._text = text
        self._roots = _nested(passages)

    def written(self, targets: Targets, edits: Sequence[Edit] = (), *, is_bilingual: bool = False) -> str:
        """Edits do not overlap with passages that are at the top."""
        writer = _Writer(self._text, targets, is_bilingual)
        parts: list[str] = []
        position = 0
        for edit in sorted(edits, key=lambda each: each.range):
            parts += [self._between(writer, position, edit.range[0]), edit.text]
            position = edit.range[1]
        return "".join([*parts, self._between(writer, position, len(self._text))])

    def _between(self, writer: "_Writer", start: int, end: int) -> str:
        return writer.text((start, end), [root for root in self._roots if start <= root.range[0] < end])


class _Writer:
    def __init__(self, text: str, targets: Targets, is_bilingual: bool) -> None:  # noqa: FBT001
        self._text = text
        self._targets = targets
        self._is_bilingual = is_bilingual

    def text(self, span: Range, passages: Sequence[Passage]) -> str:
        parts: list[str] = []
        position = span[0]
        for passage in passages:
            parts += [self._text[position : passage.range[0]], self._passage(passage)]
            position = passage.range[1]
        return "".join([*parts, self._text[position : span[1]]])

    def _passage(self, passage: Passage) -> str:
        target = self._targets.get(passage.segment_id)
        render = passage.bilingual if self._is_bilingual and passage.bilingual else passage.render
        if target is None or target.content == passage.content:
            return self.text(passage.range, passage.children)

        def raw(span: Range) -> str:
            return self.text(span, [each for each in passage.children if span[0] <= each.range[0] < span[1]])

        return render(target.content, raw)


@dataclass(frozen=True, slots=True)
class Markup:
    """The characters that stand for a mark: of an object all of them, of a pair those before and those behind."""

    opening: Range
    closing: Range | None = None


class MarkedContent(NamedTuple):
    """What is translated of a text, and of its marks the characters and the looks, by their ids."""

    content: Content
    markup: dict[int, Markup]
    looks: dict[int, Looks]


def marked_up(content: Content, markup: Mapping[int, Markup], raw: RawText, escape: Callable[[str], str]) -> str:
    """The content with the characters of its marks around its text."""
    parts: list[str] = []
    for piece in content:
        match piece:
            case str():
                parts.append(escape(piece))
            case InlineStart() | InlineObject():
                parts.append(raw(markup[piece.id].opening))
            case InlineEnd():
                closing = markup[piece.id].closing
                parts.append(raw(closing) if closing else "")
    return "".join(parts)


def _nested(passages: Sequence[Passage]) -> list[Passage]:
    roots: list[Passage] = []
    open_passages: list[Passage] = []
    for passage in passages:
        while open_passages and open_passages[-1].range[1] <= passage.range[0]:
            open_passages.pop()
        (open_passages[-1].children if open_passages else roots).append(passage)
        open_passages.append(passage)
    return roots
