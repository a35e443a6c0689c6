from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_llm.documents.page_messages import PageMark, PagePicture, PageSize
from desktop_llm.documents.readers.pdf_page import PdfPage
from desktop_llm.documents.readers.pdfium import PdfFile
from desktop_llm.errors import DocumentError
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


def test_a_page_as_large_as_a_house_is_drawn_less_finely(open_pdf: OpenPdf) -> None:
    width, height, data = open_pdf(Page()).picture(1, 1500)
    assert 60_000_000 < width * height == len(data) < 65_000_000


def test_pages_are_measured_as_they_are_shown_and_a_damaged_one_like_its_neighbour(tmp_path: Path) -> None:
    data = PdfWriter([Page(), Page(rotate=90), Page()]).data()
    path = tmp_path / "a.pdf"
    path.write_bytes(data.replace(b"12 0 obj\n<< /Type /Page ", b"12 0 obj\n<< /Type /Pagx "))
    pdf = PdfFile(path, "")
    assert pdf.page_sizes() == (PageSize(600, 800), PageSize(800, 600), PageSize(800, 600))
    with pytest.raises(DocumentError, match="page 3"):
        pdf.coloured_picture(3, 100, 10**6)
    pdf.close()


def test_a_picture_is_as_wide_as_wished_for_and_takes_a_byte_a_dot_without_colours(open_pdf: OpenPdf) -> None:
    picture = open_pdf(Page(lines(["The lease ends."]))).coloured_picture(1, 301, 10**6)
    assert (picture.width, picture.is_grey, len(picture.dots)) == (301, True, 301 * picture.height)
    assert picture.height == pytest.approx(301 * 800 / 600, abs=1)
    red = open_pdf(Page(lines(["The lease ends."]), color=(1, 0, 0))).coloured_picture(1, 301, 10**6)
    assert (red.is_grey, len(red.dots)) == (False, 4 * 301 * red.height)
    assert min(red.dots[0::4]) < 150  # where the letters are there is no blue …
    assert min(red.dots[2::4]) == 255  # … but red


def test_a_picture_has_no_more_dots_than_allowed(open_pdf: OpenPdf) -> None:
    picture = open_pdf(Page()).coloured_picture(1, 100_000, 50_000)
    assert 45_000 < picture.width * picture.height < 51_000


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_marks_lie_where_the_words_are_seen(open_pdf: OpenPdf, rotate: int) -> None:
    pdf = open_pdf(Page(lines(["The lease ends in May."]), rotate=rotate))
    picture = pdf.coloured_picture(1, 1200, 10**7)
    with pdf.page_text(1) as page_text:
        (mark,) = page_text.marks(0, len(page_text.text))
        (first_word,) = page_text.marks(0, 3)
    assert edges(mark) == pytest.approx(ink_edges(picture), abs=0.005)
    assert 0 < area(first_word) < area(mark) / 4


def test_a_box_of_a_block_is_a_mark_of_its_line(open_pdf: OpenPdf) -> None:
    pdf = open_pdf(Page(lines(["The lease ends in May."]), rotate=90))
    read = pdf.page(1)
    with pdf.page_text(1) as page_text:
        mark = page_text.mark_of_box(read.box_of(read.lines[0]))
        (text_mark,) = page_text.marks(0, len(page_text.text))
    assert edges(mark) == pytest.approx(edges(text_mark), abs=0.005)


def ink_edges(picture: PagePicture) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that is dark, as shares of the page."""
    rows = [picture.dots[start : start + picture.width] for start in range(0, len(picture.dots), picture.width)]
    inked = [number for number, row in enumerate(rows) if min(row) < 128]
    columns = [column for column in range(picture.width) if any(rows[row][column] < 128 for row in inked)]
    return (
        columns[0] / picture.width,
        inked[0] / picture.height,
        (columns[-1] + 1) / picture.width,
        (inked[-1] + 1) / picture.height,
    )


def edges(mark: PageMark) -> tuple[float, float, float, float]:
    return (mark.left, mark.top, mark.right, mark.bottom)


def area(mark: PageMark) -> float:
    return (mark.right - mark.left) * (mark.bottom - mark.top)
