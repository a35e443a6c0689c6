"""Markdown in the editor. What did not change keeps its lines; blank lines and definitions of links stay.

Reading process.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from textwrap import dedent, indent
from typing import Final

from msgspec import structs

from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.editing.editor import SegmentList
from desktop_llm.documents.editing.kept_things import KeptThings
from desktop_llm.documents.editing.markdown_leaves import Leaf, MarkdownLeaves
from desktop_llm.documents.editing.markdown_lists import ListPrefixes, continuation_of
from desktop_llm.documents.editing.rich_markdown_inline import LineWriter, OldLine, new_parser
from desktop_llm.documents.editing.rich_plan import Step, plan_of
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TableCell, TextRun, Tracking
from desktop_llm.documents.source_file import SourceFile

_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_LONE_LINE_FEED: Final = re.compile(r"(?<!\r)\n")
_FREE_BAR: Final = re.compile(r"(?<!\\)\|")
_INDENT: Final = re.compile(r"[ \t]*")
_BEFORE_TABLE: Final = re.compile(r"[ \t>]*")
_DELIMITER: Final = "---"
_DEEPEST_HEADING: Final = 6


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that are written. number is that of the leaf whose place they have; -1 for new ones.

    is_old: they are that leaf's lines, maybe with other words.
    """

    text: str
    number: int
    is_item: bool = False
    is_old: bool = True


class RichMarkdown:
    """A RichFile."""

    language = ""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: larger than may be read."""
        told = SegmentList()
        self._file = read_text_file(source, told)
        self.warnings: Sequence[DocumentWarning] = told.warnings
        self._kept = KeptThings()
        self._read = MarkdownLeaves(self._file.text)
        self._numbers: dict[str, int] = {}
        self._cells: dict[str, TableCell] = {}
        self.paragraphs: list[Paragraph] = []
        n_tables = 0
        for number, leaf in enumerate(self._read.leaves):
            for paragraph in _paragraphs(leaf, n_tables):
                self._add(paragraph, number)
            n_tables += bool(leaf.cells)
        if not self.paragraphs:
            self.paragraphs.append(Paragraph())
        self._originals = {paragraph.origin: paragraph for paragraph in self.paragraphs}
        self._line_end = "\r\n" if "\r\n" in self._file.text else "\n"
        self._writer = LineWriter(new_parser(), self._read.definitions)

    def _add(self, paragraph: Paragraph, number: int) -> None:
        origin = f"p{len(self.paragraphs) + 1}"
        self._numbers[origin] = number
        if paragraph.cell is not None:
            self._cells[origin] = paragraph.cell
        runs = paragraph.runs if paragraph.kind is ParagraphKind.CODE else self._kept.numbered(paragraph.runs)
        self.paragraphs.append(structs.replace(paragraph, runs=runs, origin=origin))

    def written(self, text: RichText, tracking: Tracking | None = None) -> bytes:  # noqa: ARG002  in Word files only
        plan = plan_of(self.paragraphs, joined_code(text.paragraphs))
        if plan.is_unchanged:
            return self._file.encoded(self._file.text)
        wanted = _outline(step.paragraph for step in plan.steps)
        written = self._assembled(plan.steps, is_anew=False)
        if (n_faults := _n_faults(written, wanted)) > 0:  # lines that stand elsewhere now mean something else there
            anew = self._assembled(plan.steps, is_anew=True)
            written = anew if _n_faults(anew, wanted) < n_faults else written
        return self._file.encoded(_LONE_LINE_FEED.sub(self._line_end, written))

    def _assembled(self, steps: Sequence[Step], *, is_anew: bool) -> str:
        lists = ListPrefixes()
        blocks: list[_Block] = []
        for table, group in groupby(steps, key=lambda step: step.paragraph.cell and step.paragraph.cell.table):
            if table is not None:
                lists.end()
                blocks.append(self._table(list(group), is_anew=is_anew))
                continue
            blocks += (block for step in group if (block := self._block(step, lists, is_anew=is_anew)) is not None)
        return self._read.head + self._joined(blocks) + self._loose(blocks)

    def _joined(self, blocks: Sequence[_Block]) -> str:
        parts: list[str] = []
        for block, following in zip_longest(blocks, blocks[1:]):
            behind = self._read.behind(block.number) if block.number >= 0 else ""
            is_next = following is not None and _is_next(block, following, behind)
            if following is not None and not is_next and not behind.strip():
                behind = "" if block.is_item and following.is_item else self._line_end
            elif following is None and block.number < len(self._read.leaves) - 1 and not behind.strip():
                behind = ""
            ends = block.text.endswith("\n") or (following is None and block.number == len(self._read.leaves) - 1)
            parts += [block.text, "" if ends else self._line_end, behind]
        return "".join(parts)

    def _loose(self, blocks: Sequence[_Block]) -> str:
        """Definitions of links that stood behind leaves which are gone."""
        there = {block.number for block in blocks}
        gone = (self._read.behind(number) for number in range(len(self._read.leaves)) if number not in there)
        return "".join(f"{self._line_end}{behind.strip()}{self._line_end}" for behind in gone if behind.strip())

    # ↓ One leaf

    def _block(self, step: Step, lists: ListPrefixes, *, is_anew: bool) -> _Block | None:
        """None for an empty paragraph, which Markdown does not have."""
        paragraph = step.paragraph
        number = self._numbers[step.place] if step.place else -1
        leaf = self._read.leaves[number] if number >= 0 else None
        own = self._read.own(leaf) if leaf is not None and not leaf.cells else []
        is_item = paragraph.kind is ParagraphKind.LIST_ITEM
        if leaf is not None and own and not (is_anew and (is_item or _is_indented(own))):
            text = "".join(own) if step.is_unchanged else self._rewritten(leaf, step)
            if text is not None:
                self._note(leaf, paragraph, lists)
                return _Block(text, number, is_item)
        kept = self._numbers.get(step.moved or (step.place if paragraph.kind is ParagraphKind.KEPT else ""))
        if kept is not None:
            return _Block(dedent("".join(self._read.own(self._read.leaves[kept]))), number)
        within = "" if is_anew or leaf is None or is_item else _within(leaf, own)
        text = self._new(paragraph, lists, within)
        return _Block(text, number, is_item, is_old=False) if text else None

    def _note(self, leaf: Leaf, paragraph: Paragraph, lists: ListPrefixes) -> None:
        first = self._read.own(leaf)[0].rstrip("\r\n")
        start = first.find(leaf.content.partition("\n")[0]) if leaf.content else len(first)
        if paragraph.kind is ParagraphKind.LIST_ITEM:
            lists.note(paragraph.level, first[: max(start, 0)])
        elif first[:1].strip():  # what is indented may go on in the item before it
            lists.end()

    def _rewritten(self, leaf: Leaf, step: Step) -> str | None:
        """In the old lines; None where that cannot be."""
        original = self._originals[step.place]
        paragraph = step.paragraph
        shapes = [(each.kind, each.level, each.is_numbered) for each in (original, paragraph)]
        if shapes[0] != shapes[1] or not paragraph.text.strip() or paragraph.kind is ParagraphKind.KEPT:
            return None
        joined = "".join(self._read.own(leaf))
        if paragraph.kind is ParagraphKind.CODE:
            return _with_code(leaf, self._read.own(leaf), paragraph.text)
        span = _where(joined, leaf.content)
        if span is None:
            return None
        prefix, raw = joined[: span[0]], joined[slice(*span)]
        line = self._writer.written(
            self._kept.restored(paragraph.runs),
            OldLine(raw, original.runs),
            continuation=continuation_of(prefix),
            is_single=paragraph.kind is ParagraphKind.HEADING,
        )
        return prefix + line + joined[span[1] :]

    def _new(self, paragraph: Paragraph, lists: ListPrefixes, within: str = "") -> str:
        """`within` stands before each line of what is in an item of a list and goes on there."""
        is_heading = paragraph.kind is ParagraphKind.HEADING
        if paragraph.kind is not ParagraphKind.LIST_ITEM and not within:
            lists.end()
        match paragraph.kind:
            case ParagraphKind.CODE:
                return indent(_fenced(paragraph.text), within)
            case ParagraphKind.HEADING:
                prefix = f"{within}{'#' * min(max(paragraph.level, 1), _DEEPEST_HEADING)} "
            case ParagraphKind.LIST_ITEM:
                prefix = lists.prefix(max(paragraph.level, 1), is_numbered=paragraph.is_numbered)
            case ParagraphKind.QUOTE:
                prefix = within + "> " * max(paragraph.level, 1)
            case _:
                prefix = within
        runs = self._kept.restored(paragraph.runs)
        line = self._writer.written(runs, continuation=continuation_of(prefix), is_single=is_heading)
        return f"{prefix}{line}\n" if line or paragraph.kind is ParagraphKind.LIST_ITEM else ""

    # ↓ Tables

    def _table(self, steps: Sequence[Step], *, is_anew: bool) -> _Block:
        """Rows that did not change keep their lines."""
        numbers = {self._numbers[step.place] for step in steps if step.place}
        number = min(numbers) if len(numbers) == 1 else -1
        leaf = self._read.leaves[number] if number >= 0 and self._read.leaves[number].cells else None
        own = self._read.own(leaf) if leaf is not None else []
        own = own if own and not (is_anew and _is_indented(own)) else []
        rows = [
            list(row) for _, row in groupby(steps, key=lambda step: step.paragraph.cell and step.paragraph.cell.row)
        ]
        width = max(cell.column + cell.n_columns for cell in map(_cell_of, steps))
        old_width = 1 + max(cell.column for cell in leaf.cells) if leaf is not None else 0
        before = match[0] if own and (match := _BEFORE_TABLE.match(own[0])) else ""
        lines = [self._row(row, width, before, own if width == old_width else ()) for row in rows]
        delimiter = own[1] if own and width == old_width else f"{before}|{f' {_DELIMITER} |' * width}\n"
        return _Block("".join([lines[0], delimiter, *lines[1:]]), number if leaf is not None else -1)

    def _row(self, steps: Sequence[Step], width: int, before: str, own: Sequence[str]) -> str:
        origins = [self._cells.get(step.place) for step in steps]
        rows = {cell.row for cell in origins if cell is not None}
        if own and len(steps) == width and all(step.is_unchanged for step in steps) and len(rows) == 1:
            row = rows.pop()
            line = own[row + 1 if row else 0]
            return line if line.endswith("\n") else f"{line}\n"
        cells = [""] * width
        for column, group in groupby(steps, key=lambda step: _cell_of(step).column):
            runs = [run for step in group for run in (*step.paragraph.runs, TextRun(text="\n"))]
            line = self._writer.written(self._kept.restored(runs[:-1]), is_single=True)
            cells[column] = _FREE_BAR.sub(r"\|", line)
        return f"{before}| {' | '.join(cells)} |\n"


def joined_code(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Code that was divided into paragraphs is one again; empty code that was not there before is none."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        is_code = paragraph.kind is ParagraphKind.CODE
        goes_on = last is not None and is_code and last.kind is ParagraphKind.CODE and last.cell == paragraph.cell
        if last is not None and goes_on and (paragraph.origin in ("", last.origin) or not last.text):
            text = TextRun(text=f"{last.text}\n{paragraph.text}")
            joined[-1] = structs.replace(last, runs=(text,), origin=last.origin or paragraph.origin)
        else:
            joined.append(paragraph)
    return joined


def _paragraphs(leaf: Leaf, table: int) -> Iterator[Paragraph]:
    if not leaf.cells:
        yield Paragraph(runs=leaf.runs, kind=leaf.kind, level=leaf.level, is_numbered=leaf.is_numbered)
    for cell in leaf.cells:
        yield Paragraph(runs=cell.runs, cell=TableCell(table=table, row=cell.row, column=cell.column))


def _outline(paragraphs: Iterable[Paragraph]) -> list[tuple[ParagraphKind, int, str]]:
    """What must be read again from what was written; spaces do not matter."""
    found = ((each.kind, each.level, " ".join(each.text.split())) for each in paragraphs)
    return [each for each in found if each[2]]


def _outline_of(text: str) -> list[tuple[ParagraphKind, int, str]]:
    return _outline(paragraph for leaf in MarkdownLeaves(text).leaves for paragraph in _paragraphs(leaf, 0))


def _n_faults(text: str, wanted: Sequence[tuple[ParagraphKind, int, str]]) -> int:
    """Nothing, other levels only (an item deeper than all above it has none in Markdown), other kinds too, or words."""
    found = _outline_of(text)
    return sum([found != wanted, *([one[n] for one in found] != [one[n] for one in wanted] for n in (0, 2))])


def _cell_of(step: Step) -> TableCell:
    cell = step.paragraph.cell
    assert cell is not None
    return cell


def _is_next(block: _Block, following: _Block, behind: str) -> bool:
    """Whether what stands between the two in the file can stand there again."""
    is_next = block.number >= 0 and following.number == block.number + 1
    return is_next and (bool(behind) or (block.is_old and following.is_old))


def _is_indented(own: Sequence[str]) -> bool:
    """It stands in an item of a list, and means something else where there is none."""
    return own[0][:1] in (" ", "\t")


def _within(leaf: Leaf, own: Sequence[str]) -> str:
    """What the lines of something in an item begin with; nothing for the item itself."""
    match = _INDENT.match(own[0]) if own and leaf.kind is not ParagraphKind.LIST_ITEM else None
    return match[0] if match else ""


def _where(joined: str, content: str) -> tuple[int, int] | None:
    """The first line of the content is found in the first of the leaf, each other one in its own."""
    lines = content.split("\n")
    first = joined.find(lines[0])
    if not lines[0] or first < 0 or "\n" in joined[:first]:
        return None
    position = first
    for line in lines[1:]:
        position = joined.find(line.strip(), joined.find("\n", position) + 1)
        if position < 0:
            return None
    return first, position + len(lines[-1].strip() if len(lines) > 1 else lines[-1])


def _with_code(leaf: Leaf, own: Sequence[str], text: str) -> str | None:
    """Other lines between the old fences."""
    is_fence = leaf.content == "fence"
    match = _FENCE.search(own[0]) if is_fence else None
    if is_fence and (match is None or any(match[0] in line for line in text.split("\n"))):
        return None
    start = match.start() if match else len(own[0]) - len(own[0].lstrip())
    prefix = continuation_of(own[0][:start])
    is_closed = match is not None and len(own) > 1 and own[-1].strip(" \t>\r\n").startswith(match[0])
    lines = [f"{prefix}{line}\n" for line in text.split("\n")]
    return "".join([*(own[:1] if is_fence else ()), *lines, *(own[-1:] if is_closed else ())])


def _fenced(text: str) -> str:
    longest = max((len(fence) for fence in _FENCE.findall(text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}\n{text}\n{fence}\n"
