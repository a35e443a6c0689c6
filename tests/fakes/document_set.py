"""A file of every kind that can be read, with the same known sentences in each; of some a part cannot be read."""

from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.fakes.written_archive import write_archive, write_docx, write_odt
from tests.fakes.written_pdf import Page, PdfWriter, lines

N_SENTENCES = 60
LATEX = Path(__file__).parents[1] / "data" / "latex"

Write = Callable[[Path], object]


def sentence(number: int) -> str:
    return f"Clause {number} lets house {number} to the family Meyer for {900 + number} euros."


SENTENCES = [sentence(number) for number in range(1, N_SENTENCES + 1)]
PARTLY_READ = frozenset({"scan.pdf", "gone.epub"})
"""Of these a part cannot be read, and must be named."""


def write_document_set(folder: Path) -> list[Path]:
    """Every kind; each sentence stands in each file, but for the parts of PARTLY_READ."""
    for name, write in {**_TEXTS, **_ARCHIVES}.items():
        write(folder / name)
    _write_pdf(folder / "a.pdf")
    _write_pdf(folder / "scan.pdf", Page(picture=(4, 4, bytes(16))))
    book = openpyxl.Workbook()
    for text in SENTENCES:
        book.worksheets[0].append([text, 1])
    book.save(folder / "a.xlsx")
    return sorted(folder.iterdir())


def _write_pdf(path: Path, *more: Page) -> None:
    pages = [Page(lines(SENTENCES[start : start + 20])) for start in range(0, N_SENTENCES, 20)]
    PdfWriter([*pages, *more]).write(path)


def _text(before: str, each: str, behind: str = "") -> Write:
    """A text file; `each` has the sentence for {0} and its number for {1}."""
    content = before + "".join(each.format(text, number) for number, text in enumerate(SENTENCES)) + behind
    return lambda path: path.write_text(content, "utf-8")


def _tagged(before: str, behind: str) -> str:
    return "".join(f"{before}{text}{behind}" for text in SENTENCES)


def _write_pptx(path: Path) -> None:
    slides = [SENTENCES[start : start + 10] for start in range(0, N_SENTENCES, 10)]
    numbers = range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId id="{250 + n}" r:id="s{n}"/>' for n in numbers)
    relations = "".join(f'<Relationship Id="s{n}" Type="http://x/slide" Target="slides/{n}.xml"/>' for n in numbers)
    parts = {
        "[Content_Types].xml": "",
        "ppt/presentation.xml": f'<p:p xmlns:p="p" xmlns:r="r"><p:sldIdLst>{ids}</p:sldIdLst></p:p>',
        "ppt/_rels/presentation.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    for number, texts in enumerate(slides, 1):
        body = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
        shape = f"<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"
        parts[f"ppt/slides/{number}.xml"] = (
            f'<p:sld xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>'
        )
    write_archive(path, {**parts})


def _epub(*missing: str) -> Write:
    """A chapter; `missing` ones are in its list and not in the file."""
    names = ("one", *missing)
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    package = f"<package><metadata/><manifest>{items}</manifest><spine>{spine}</spine></package>"
    return lambda path: write_archive(
        path,
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<c><rootfiles><rootfile full-path='book.opf'/></rootfiles></c>",
            "book.opf": package,
            "one.xhtml": f"<html><body>{_tagged('<p>', '</p>')}</body></html>",
        },
    )


_TEXTS: dict[str, Write] = {
    "a.txt": _text("", "{0}\n\n"),
    "line.txt": _text("", "{0} "),
    "a.md": _text("# Lease\n\n", "- {0}\n"),
    "a.html": _text("<html><body><article><h1>Lease</h1>", "<p>{0}</p>", "</article></body></html>"),
    "a.csv": _text("clause,n\n", '"{0}",{1}\n'),
    "a.py": _text('"""Lease."""\n\n', "# {0}\nclause_{1} = {1}\n"),
    "a.srt": _text("", "{1}\n00:00:{1:02},000 --> 00:00:{1:02},900\n{0}\n\n"),
    "a.eml": _text("Subject: Lease\nContent-Type: text/plain; charset=utf-8\n\n", "{0}\n\n"),
    "a.rtf": lambda path: path.write_text("{\\rtf1 " + _tagged("", "\\par ") + "}", "ascii"),
}
_ARCHIVES: dict[str, Write] = {
    "a.docx": lambda path: write_docx(path, _tagged("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")),
    "a.odt": lambda path: write_odt(path, _tagged("<text:p>", "</text:p>")),
    "a.pptx": _write_pptx,
    "a.epub": _epub(),
    "gone.epub": _epub("two"),
}
