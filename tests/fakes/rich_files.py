"""Files opened for the editor without a process of their own, and written with another text."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import structs

from desktop_llm.documents.editing.rich_file import RichFile, rich_file_of
from desktop_llm.documents.file_kinds import kind_of_file
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import (
    PLAIN,
    Paragraph,
    ParagraphKind,
    RichText,
    TableCell,
    TextFormat,
    TextRun,
    Tracking,
)
from desktop_llm.documents.source_file import SourceFile

BOLD = TextFormat(bold=True)
ITALIC = TextFormat(italic=True)

Edit = Callable[[list[Paragraph]], Sequence[Paragraph]]


def rich_file(path: Path) -> RichFile:
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    return rich_file_of(kind_of_file(path), source)(source)


def paragraphs(path: Path) -> list[Paragraph]:
    return list(rich_file(path).paragraphs)


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(path)]


def edited(path: Path, edit: Edit, tracking: Tracking | None = None) -> Path:
    """The file that is written when the text is changed so."""
    file = rich_file(path)
    text = RichText(paragraphs=tuple(edit(list(file.paragraphs))))
    output = path.with_name(f"edited-{path.name}")
    output.write_bytes(file.written(text, tracking))
    return output


def run(text: str, look: TextFormat = PLAIN) -> TextRun:
    return TextRun(text=text, format=look)


def new(
    *runs: TextRun | str,
    kind: ParagraphKind = ParagraphKind.TEXT,
    level: int = 0,
    is_numbered: bool = False,
    cell: TableCell | None = None,
) -> Paragraph:
    return Paragraph(
        runs=tuple(run(each) if isinstance(each, str) else each for each in runs),
        kind=kind,
        level=level,
        is_numbered=is_numbered,
        cell=cell,
    )


def item(text: str, level: int = 1, *, is_numbered: bool = False) -> Paragraph:
    return new(text, kind=ParagraphKind.LIST_ITEM, level=level, is_numbered=is_numbered)


def heading(text: str, level: int = 1) -> Paragraph:
    return new(text, kind=ParagraphKind.HEADING, level=level)


def saying(paragraph: Paragraph, *runs: TextRun | str) -> Paragraph:
    """The same paragraph with other words."""
    return structs.replace(paragraph, runs=tuple(run(each) if isinstance(each, str) else each for each in runs))


def replaced(paragraph: Paragraph, old: str, new_words: str) -> Paragraph:
    """With other words in each run that has these."""
    return structs.replace(
        paragraph,
        runs=tuple(structs.replace(each, text=each.text.replace(old, new_words)) for each in paragraph.runs),
    )


def changed(number: int, old: str, new_words: str) -> Edit:
    """Other words in one paragraph, from 0."""

    def edit(before: list[Paragraph]) -> list[Paragraph]:
        return [replaced(each, old, new_words) if n == number else each for n, each in enumerate(before)]

    return edit


def with_new(number: int, *added: Paragraph) -> Edit:
    """New paragraphs before the one of this number."""
    return lambda before: [*before[:number], *added, *before[number:]]


def without(number: int) -> Edit:
    return lambda before: [*before[:number], *before[number + 1 :]]


def outline(path: Path) -> list[tuple[ParagraphKind, int, str]]:
    return [(each.kind, each.level, each.text) for each in paragraphs(path)]
