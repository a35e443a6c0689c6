"""Blocks of a page that are new: paragraphs, headings, nested lists, quotations, code, tables. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from desktop_llm.documents.editing.markup_tokens import escaped
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from desktop_llm.documents.segments import begins_from_right

_LINE_END: Final = "\n"
_DEEPEST_HEADING: Final = 6


class NewBlock(NamedTuple):
    """A paragraph, and its line as HTML. raw is that of a block that is kept, in another place."""

    paragraph: Paragraph
    line: str
    raw: str = ""


def html_of(blocks: Sequence[NewBlock]) -> str:
    """A line of the page for each tag that begins or ends something."""
    parts: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.paragraph.kind):
        same = list(group)
        match kind:
            case ParagraphKind.LIST_ITEM:
                parts.append(lists_html(same))
            case ParagraphKind.QUOTE:
                parts += _quotes(same)
            case _:
                parts += [_block(block) for block in same]
    return _LINE_END.join(parts)


def lists_html(blocks: Sequence[NewBlock], level: int = 1) -> str:
    """Lists of items of this level; deeper ones stand in lists within the item before them."""
    parts: list[str] = []
    start = 0
    for index in range(1, len(blocks) + 1):
        if index < len(blocks) and not _begins_list(blocks[index], blocks[start], level):
            continue
        tag = "ol" if blocks[start].paragraph.is_numbered else "ul"
        parts += [f"<{tag}>", items_html(blocks[start:index], level), f"</{tag}>"]
        start = index
    return _LINE_END.join(parts)


def items_html(blocks: Sequence[NewBlock], level: int) -> str:
    """The same without the list around them."""
    parts: list[str] = []
    index = 0
    while index < len(blocks):
        is_own = blocks[index].paragraph.level <= level
        end = index + is_own
        while end < len(blocks) and blocks[end].paragraph.level > level:
            end += 1
        inside = blocks[index + is_own : end]
        nested = f"{_LINE_END}{lists_html(inside, level + 1)}{_LINE_END}" if inside else ""
        head = f"<li{_direction(blocks[index])}>{blocks[index].line}" if is_own else "<li>"
        parts.append(f"{head}{nested}</li>")
        index = end
    return _LINE_END.join(parts)


def _begins_list(block: NewBlock, first: NewBlock, level: int) -> bool:
    return block.paragraph.level <= level and block.paragraph.is_numbered is not first.paragraph.is_numbered


def table_html(rows: Sequence[Sequence[tuple[str, str, str]]], opening: str) -> str:
    """Rows of cells, each with its opening tag, what is in it, and its closing tag."""
    lines = ["".join(f"{start}{inside}{end}" for start, inside, end in row) for row in rows]
    return _LINE_END.join([opening, *(f"<tr>{line}</tr>" for line in lines), "</table>"])


def _quotes(blocks: Sequence[NewBlock]) -> Iterator[str]:
    for level, group in groupby(blocks, key=lambda block: max(block.paragraph.level, 1)):
        lines = _LINE_END.join(f"<p>{block.line}</p>" for block in group)
        yield f"{'<blockquote>' * level}{_LINE_END}{lines}{_LINE_END}{'</blockquote>' * level}"


def _block(block: NewBlock) -> str:
    if block.raw:
        return block.raw
    paragraph = block.paragraph
    match paragraph.kind:
        case ParagraphKind.HEADING:
            tag = f"h{min(max(paragraph.level, 1), _DEEPEST_HEADING)}"
            return f"<{tag}{_direction(block)}>{block.line}</{tag}>"
        case ParagraphKind.CODE:
            return f"<pre><code>{escaped(paragraph.text)}</code></pre>"
        case _:
            return f"<p{_direction(block)}>{block.line}</p>"


def _direction(block: NewBlock) -> str:
    return ' dir="rtl"' if begins_from_right(block.paragraph.text) else ""
