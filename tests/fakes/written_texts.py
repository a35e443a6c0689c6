"""Texts with formats: one that has everything, and any that can be."""

from itertools import pairwise

from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TableCell, TextFormat, TextRun

_LEVELS = {ParagraphKind.HEADING: 6, ParagraphKind.LIST_ITEM: 4, ParagraphKind.QUOTE: 3}


def paragraph(*runs: str | TextRun, **fields: object) -> Paragraph:
    return Paragraph(runs=tuple(TextRun(text=run) if isinstance(run, str) else run for run in runs), **fields)


def _cell(row: int, column: int, n_rows: int = 1, n_columns: int = 1) -> TableCell:
    return TableCell(table=0, row=row, column=column, n_rows=n_rows, n_columns=n_columns)


_TABLES = (
    (_cell(0, 0), _cell(0, 1)),
    (_cell(0, 0), _cell(0, 1), _cell(1, 0), _cell(1, 1)),
    (_cell(0, 0, 1, 2), _cell(1, 0), _cell(1, 1)),
    (_cell(0, 0, 2, 1), _cell(0, 1), _cell(1, 1)),
    (_cell(0, 0), _cell(0, 1, 2, 2), _cell(1, 0), _cell(2, 0, 1, 3)),
)
"""Cells side by side, and some that go over others."""

EVERYTHING = RichText(
    language="en",
    paragraphs=(
        paragraph("Notice of defects", kind=ParagraphKind.HEADING, level=1, origin="p1"),
        paragraph(
            "The ",
            TextRun(text="boiler", format=TextFormat(bold=True, italic=True)),
            " leaks, see ",
            TextRun(text="the law", format=TextFormat(link="https://example.org/law")),
            ".",
            origin="p2",
        ),
        Paragraph(),
        paragraph("Photographs", kind=ParagraphKind.LIST_ITEM, level=1),
        paragraph("of the hall", kind=ParagraphKind.LIST_ITEM, level=2, is_numbered=True),
        paragraph("Dates", kind=ParagraphKind.LIST_ITEM, level=1),
        paragraph("It was fine\nwhen I came", kind=ParagraphKind.QUOTE, level=1),
        paragraph("x = 1", kind=ParagraphKind.CODE),
        paragraph("[contents]", kind=ParagraphKind.KEPT, origin="p9"),
        paragraph("Seal ", TextRun(text="[picture]", kept="k1"), TextRun(text="[picture]", kept="k1"), " here"),
        *(
            paragraph(f"{row}/{column}", cell=TableCell(table=0, row=row, column=column))
            for row in range(2)
            for column in range(3)
        ),
        paragraph("alone", cell=TableCell(table=1, row=0, column=0)),
        paragraph("and more", cell=TableCell(table=1, row=0, column=0), kind=ParagraphKind.LIST_ITEM, level=1),
        paragraph("Yours sincerely"),
    ),
)


def text_formats() -> st.SearchStrategy[TextFormat]:
    flags = {name: st.booleans() for name in ("bold", "italic", "underline", "strike", "code")}
    return st.builds(TextFormat, **flags, link=st.sampled_from(["", "https://example.org/a?b=1#c"]))


def _runs() -> st.SearchStrategy[tuple[TextRun, ...]]:
    letters = st.text(st.sampled_from("ab é\n你😀\u200f"), min_size=1, max_size=6)
    written = st.builds(TextRun, text=letters, format=text_formats())
    kept = st.builds(TextRun, text=st.just("[picture]"), format=text_formats(), kept=st.sampled_from(["k1", "k2"]))
    return st.lists(st.one_of(written, kept), max_size=4).map(_apart)


def _apart(runs: list[TextRun]) -> tuple[TextRun, ...]:
    """Neighbours of one format are one run."""
    first = runs[:1]
    others = (run for before, run in pairwise(runs) if run.kept or before.kept or run.format != before.format)
    return (*first, *others) if all(run.kept for run in runs) else _joined([*first, *others])


def _joined(runs: list[TextRun]) -> tuple[TextRun, ...]:
    joined: list[TextRun] = []
    for run in runs:
        if joined and not run.kept and not joined[-1].kept and run.format == joined[-1].format:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


@st.composite
def _paragraphs(draw: st.DrawFn) -> Paragraph:
    kind = draw(st.sampled_from(ParagraphKind))
    most = _LEVELS.get(kind, 0)
    return Paragraph(
        runs=draw(_runs()),
        kind=kind,
        level=draw(st.integers(1, most)) if most else 0,
        is_numbered=kind is ParagraphKind.LIST_ITEM and draw(st.booleans()),
    )


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    """With tables between paragraphs, and next to one another; every cell has a paragraph."""
    paragraphs: list[Paragraph] = []
    n_tables = 0
    for is_table in draw(st.lists(st.booleans(), min_size=1, max_size=6)):
        if not is_table:
            paragraphs.append(draw(_paragraphs()))
            continue
        for place in draw(st.sampled_from(_TABLES)):
            inside = draw(st.lists(_paragraphs(), min_size=1, max_size=2))
            paragraphs += [replace(each, cell=replace(place, table=n_tables)) for each in inside]
        n_tables += 1
    own = [replace(each, origin=f"p{number}") for number, each in enumerate(paragraphs)]
    return RichText(paragraphs=tuple(own), language=draw(st.sampled_from(["", "en"])))
