from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_llm.documents.readers.pdf_page import PdfPage
from desktop_llm.documents.readers.pdfium import PdfFile
from tests.fakes.written_pdf import Page, PdfWriter, Text, lines

OpenPdf = Callable[..., PdfFile]


@pytest.fixture
def open_pdf(tmp_path: Path) -> Iterator[OpenPdf]:
    opened: list[PdfFile] = []

    def open_(*pages: Page, **facts: object) -> PdfFile:
        opened.append(PdfFile(PdfWriter(list(pages), **facts).write(tmp_path / "a.pdf"), ""))
        return opened[-1]

    yield open_
    for pdf in opened:
        pdf.close()


def page(open_pdf: OpenPdf, *texts: Text, **facts: object) -> PdfPage:
    return open_pdf(Page(texts, **facts)).page(1)


def test_a_line_knows_its_place_size_and_font(open_pdf: OpenPdf) -> None:
    plain, bold, mono = page(
        open_pdf,
        Text(72, 700, "Plain text", 12),
        Text(72, 650, "Bold text", 10, "bold"),
        Text(72, 600, "Mono text", 9, "mono"),
    ).lines
    assert (plain.text, plain.baseline, plain.size) == ("Plain text", 700, 12)
    assert (plain.is_bold, bold.is_bold, mono.is_bold) == (False, True, False)
    assert (plain.is_mono, bold.is_mono, mono.is_mono) == (False, False, True)
    assert 70 < plain.left < 76 < plain.right < 140
    assert plain.bottom < 700 < plain.top


def test_wide_gaps_make_cells(open_pdf: OpenPdf) -> None:
    (line,) = page(open_pdf, Text(72, 700, "Rent"), Text(200, 700, "900"), Text(300, 700, "May")).lines
    assert [cell.text for cell in line.cells] == ["Rent", "900", "May"]
    assert line.text == "Rent 900 May"


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_turned_text_stands_upright(open_pdf: OpenPdf, angle: int) -> None:
    found = page(open_pdf, Text(300, 400, "Turned text", angle=angle))
    assert found.angle == angle
    (line,) = found.lines
    assert line.right - line.left > 4 * (line.top - line.bottom)


def test_pictures_and_outlines_are_counted_and_listed(open_pdf: OpenPdf) -> None:
    pdf = open_pdf(Page(picture=(2, 2, b"\x00\x10\x20\x30")), outline=[("One", 1), ("Two", 1)], title="T")
    assert pdf.page(1).picture_share == pytest.approx(1.0)
    assert [(entry.title, entry.level, entry.page) for entry in pdf.outline()] == [("One", 1, 1), ("Two", 1, 1)]
    assert (pdf.title, pdf.n_pages) == ("T", 1)


def test_a_page_is_drawn_in_grey(open_pdf: OpenPdf) -> None:
    width, height, data = open_pdf(Page(lines(["Text"], size=60))).picture(1, 36)
    assert (width, height) == (300, 400)
    assert len(data) == width * height
    assert min(data) < 100 < 250 < max(data)
