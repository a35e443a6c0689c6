from pathlib import Path

from desktop_llm.documents.segments import Layout, SegmentKind
from tests.fakes.editing import louder, marked_texts, open_here, write_here
from tests.fakes.written_archive import part_of, same_but, write_archive

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="p"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shape(text: str, kind: str = "", look: str = '<a:rPr lang="en-US"/>') -> str:
    frame = f'<p:ph type="{kind}"/>' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr>{frame}</p:nvPr></p:nvSpPr><p:txBody>'
        f"<a:p><a:r>{look}<a:t>{text}</a:t></a:r><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )


def slide(*inner: str) -> str:
    return f"<p:sld {A}>{''.join(inner)}</p:sld>"


def slides(tmp_path: Path) -> Path:
    mixed = (
        '<a:p><a:r><a:rPr b="1" lang="en-US"/><a:t>Bold</a:t></a:r><a:r><a:rPr lang="fr" dirty="0"/><a:t> and </a:t>'
        '</a:r><a:r><a:rPr/><a:t>plain text</a:t></a:r><a:br/><a:fld type="slidenum"><a:t>3</a:t></a:fld></a:p>'
    )
    return write_archive(
        tmp_path / "a.pptx",
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": (
                f'<p:presentation xmlns:p="p" xmlns:r="{R}"><p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/>'
                "</p:sldIdLst></p:presentation>"
            ),
            "ppt/_rels/presentation.xml.rels": (
                '<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/>'
                '<Relationship Id="r2" Target="slides/slide2.xml"/></Relationships>'
            ),
            "ppt/slides/slide1.xml": slide(f"<p:txBody>{mixed}</p:txBody>"),
            "ppt/slides/slide2.xml": slide(shape("Title", "ctrTitle"), '<p:cNvPr id="4" descr="A cat"/>'),
            "ppt/notesSlides/notesSlide1.xml": slide(shape("Say this")),
            "ppt/slideMasters/slideMaster1.xml": slide(shape("Our company"), shape("Click to add", "body")),
        },
    )


def test_slides_come_as_they_are_shown_with_what_is_seen_of_the_master(tmp_path: Path) -> None:
    editor = open_here(slides(tmp_path))
    found = {
        text: (each.kind, each.place.label) for text, each in zip(marked_texts(editor), editor.segments, strict=True)
    }
    assert found == {
        "Title": (SegmentKind.HEADING, "slide 1"),
        "A cat": (SegmentKind.CAPTION, "slide 1"),
        "[1]Bold[/1] and plain text": (SegmentKind.TEXT, "slide 2"),
        "Say this": (SegmentKind.NOTE, ""),
        "Our company": (SegmentKind.MARGIN, ""),
    }


def test_runs_have_the_language_and_paragraphs_the_direction_of_the_target(tmp_path: Path) -> None:
    path = write_here(slides(tmp_path), louder, language="ar")
    part = part_of(path, "ppt/slides/slide1.xml").decode()
    assert '<a:pPr rtl="1"/><a:r><a:rPr b="1" lang="ar"/><a:t>BOLD</a:t></a:r>' in part
    assert '<a:br/><a:fld type="slidenum"><a:t>3</a:t></a:fld>' in part


def test_below_stands_the_translation_in_a_paragraph_of_its_own(tmp_path: Path) -> None:
    path = write_here(slides(tmp_path), louder, layout=Layout.BELOW)
    assert marked_texts(open_here(path))[:2] == ["Title", "TITLE"]


def test_vertical_text_stays_vertical(tmp_path: Path) -> None:
    box = shape("Down").replace("<p:txBody>", '<p:txBody><a:bodyPr vert="eaVert"/>')
    path = same_but(slides(tmp_path), tmp_path / "b.pptx", {"ppt/slides/slide1.xml": slide(box)})
    part = part_of(write_here(path, louder, language="ar"), "ppt/slides/slide1.xml").decode()
    assert '<a:bodyPr vert="eaVert"/>' in part
    assert "DOWN" in part
