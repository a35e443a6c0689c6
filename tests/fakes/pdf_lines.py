"""Lines of PDF pages as values, without a PDF."""

from collections.abc import Sequence

from desktop_llm.documents.readers.pdf_page import Cell, PdfLine, PdfPage


def line(text: str, left: float = 72, baseline: float = 700, size: float = 10, **facts: object) -> PdfLine:
    """As wide as its letters would be."""
    return PdfLine(
        text=text,
        left=left,
        right=left + 0.5 * size * len(text),
        bottom=baseline - 0.2 * size,
        top=baseline + 0.7 * size,
        baseline=baseline,
        size=size,
        **facts,
    )


def row(cells: Sequence[tuple[float, str]], baseline: float) -> PdfLine:
    """Cells by where they begin."""
    found = tuple(Cell(text, left, left + 5 * len(text)) for left, text in cells)
    text = " ".join(cell.text for cell in found)
    return PdfLine(
        text=text,
        left=found[0].left,
        right=found[-1].right,
        bottom=baseline - 2,
        top=baseline + 7,
        baseline=baseline,
        size=10,
        cells=found if len(found) > 1 else (),
    )


def page(lines: Sequence[PdfLine], number: int = 1) -> PdfPage:
    return PdfPage(number=number, width=600, height=800, lines=tuple(lines))
