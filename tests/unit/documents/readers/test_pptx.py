from pathlib import Path

import pytest

from desktop_llm.documents.document import Document, UnreadReason, WarningKind
from tests.fakes.reading import read_here, shape
from tests.fakes.written_archive import write_archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.pptx"


def shaped(*paragraphs: str, role: str | None = None) -> str:
    placeholder = "" if role is None else f'<p:ph type="{role}"/>'
    text = "".join(
        each if each.startswith("<a:p>") else f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs
    )
    return f"<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"


def slide(*shapes: str, properties: str = "") -> str:
    return (
        f'<p:sld xmlns:p="p" xmlns:a="a" {properties}><p:cSld><p:spTree>{"".join(shapes)}</p:spTree></p:cSld></p:sld>'
    )


def relations(**targets: str) -> str:
    each = "".join(f'<Relationship Id="{k}" Type="http://x/{k}" Target="{target}"/>' for k, target in targets.items())
    return f"<Relationships>{each}</Relationships>"


def read(path: Path, slides: list[str], parts: dict[str, str | bytes] | None = None, n_missing: int = 0) -> Document:
    numbers = range(1, len(slides) + n_missing + 1)
    ids = "".join(f'<p:sldId id="{250 + n}" r:id="s{n}"/>' for n in numbers)
    return read_here(
        write_archive(
            path,
            {
                "[Content_Types].xml": "",
                "ppt/presentation.xml": f'<p:p xmlns:p="p" xmlns:r="r"><p:sldIdLst>{ids}</p:sldIdLst></p:p>',
                "ppt/_rels/presentation.xml.rels": relations(**{f"s{n}": f"slides/{n}.xml" for n in numbers}),
                **{f"ppt/slides/{n}.xml": text for n, text in enumerate(slides, 1)},
                **(parts or {}),
            },
        )
    )


def test_slides_are_read_title_first(path: Path) -> None:
    body = shaped(
        "one", '<a:p><a:pPr lvl="1"/><a:r><a:t>in</a:t></a:r><a:br/><a:fld><a:t>ner</a:t></a:fld></a:p>', role="body"
    )
    document = read(
        path,
        [
            slide(
                body, shaped("7", role="sldNum"), shaped("Costs", role="title"), f"<p:grpSp>{shaped('free')}</p:grpSp>"
            ),
            slide(shaped("Next", role="ctrTitle"), shaped("Sub", role="subTitle")),
        ],
    )
    assert shape(document) == [
        ("heading", "Costs"),
        ("list_item", "one"),
        ("list_item", "in\nner"),
        ("paragraph", "free"),
        ("heading", "Next"),
        ("paragraph", "Sub"),
    ]
    assert [(block.place.page, block.place.label) for block in document.blocks[3:5]] == [(1, "slide 1"), (2, "slide 2")]
    assert document.blocks[2].level == 2
    assert document.n_pages == 2


def test_tables_diagrams_charts_and_notes_are_read(path: Path) -> None:
    def cell(text: str) -> str:
        return f"<a:tc><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:tc>"

    rows = f"<a:tr>{cell('Item')}{cell('Price')}</a:tr><a:tr>{cell('Rent')}{cell('900')}</a:tr>"

    def values(*texts: str) -> str:
        return "".join(f"<pt><v>{text}</v></pt>" for text in texts)

    chart = (
        "<chart><title><p><r><t>Rents</t></r></p></title>"
        f"<ser><tx>{values('Cold')}</tx><cat>{values('2023', '2024')}</cat><val>{values('1', '2')}</val></ser>"
        f"<ser><tx>{values('Warm')}</tx><cat>{values('2023', '2024')}</cat><val>{values('3')}</val></ser></chart>"
    )
    document = read(
        path,
        [
            slide(
                f"<p:graphicFrame><a:tbl>{rows}</a:tbl></p:graphicFrame>",
                "<p:graphicFrame><relIds/></p:graphicFrame><p:graphicFrame><chart/></p:graphicFrame>",
            )
        ],
        {
            "ppt/slides/_rels/1.xml.rels": relations(
                diagramData="../d.xml", chart="../c.xml", notesSlide="../notes.xml"
            ),
            "ppt/d.xml": "<d><pt><t><p><r><t>First step</t></r></p></t></pt><pt/></d>",
            "ppt/c.xml": chart,
            "ppt/notes.xml": slide(shaped("3", role="sldNum"), shaped("Say hello.", role="body")),
        },
    )
    assert shape(document) == [
        ("table", "Item | Price\nRent | 900"),
        ("list_item", "First step"),
        ("caption", "Rents"),
        ("table", " | Cold | Warm\n2023 | 1 | 3\n2024 | 2 | "),
        ("note", "Say hello."),
    ]


def test_hidden_slides_are_left_out_and_missing_ones_named(path: Path) -> None:
    document = read(path, [slide(shaped("no"), properties='show="0"'), slide(shaped("yes"))], n_missing=1)
    assert document.text == "yes"
    assert [warning.kind for warning in document.warnings] == [WarningKind.HIDDEN_LEFT_OUT]
    assert [(unread.place.label, unread.reason) for unread in document.unread] == [("slide 3", UnreadReason.DAMAGED)]
