from pathlib import Path

import pytest

from desktop_llm.documents.document import Document, WarningKind
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here, shape
from tests.fakes.written_archive import write_archive

HEAD = (
    '<office:document xmlns:office="o" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="b" '
    ' xmlns:style="s" xmlns:draw="d" xmlns:dc="dc">'
)
STYLES = (
    '<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Preformatted_20_Text"/>'
    '<style:style style:name="A" style:parent-style-name="B"/><style:style style:name="B" style:parent-style-name="A"/>'
    "</office:automatic-styles>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.odt"


def content(body: str) -> str:
    return f"{HEAD}{STYLES}<office:body><office:text>{body}</office:text></office:body></office:document>"


def read(path: Path, body: str, **parts: str) -> Document:
    names: dict[str, str | bytes] = {f"{name}.xml": text for name, text in parts.items()}
    mimetype = "application/vnd.oasis.opendocument.text"
    return read_here(write_archive(path, {"mimetype": mimetype, "content.xml": content(body), **names}))


def test_headings_lists_code_and_captions(path: Path) -> None:
    document = read(
        path,
        '<text:h text:outline-level="2">Lease</text:h><text:p>It ends<text:s text:c="2"/>in<text:line-break/>'
        "<text:span>May</text:span>.</text:p><text:list><text:list-item><text:p>one</text:p><text:list><text:list-item>"
        "<text:p>inner</text:p><text:p>goes on</text:p></text:list-item></text:list></text:list-item></text:list>"
        '<text:p text:style-name="P1">x<text:s text:c="3"/>= 1</text:p><text:p text:style-name="P1">y = 2</text:p>'
        '<text:p text:style-name="Illustration">Figure 1</text:p><text:p text:style-name="A">End</text:p>'
        "<text:table-of-content><text:index-body><text:p>Lease 1</text:p></text:index-body></text:table-of-content>",
        meta=f"{HEAD}<dc:title>A lease</dc:title></office:document>",
    )
    assert shape(document) == [
        ("heading", "Lease"),
        ("paragraph", "It ends in\nMay."),
        ("list_item", "one"),
        ("list_item", "inner"),
        ("paragraph", "goes on"),
        ("code", "x   = 1\ny = 2"),
        ("caption", "Figure 1"),
        ("paragraph", "End"),
    ]
    assert [block.level for block in document.blocks[:4]] == [2, 0, 1, 2]
    assert document.title == "A lease"


def test_notes_comments_and_boxes_follow_their_paragraph(path: Path) -> None:
    document = read(
        path,
        "<text:p>Rent<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Cold.</text:p>"
        "</text:note-body></text:note> is due <text:date>today</text:date>"
        "<office:annotation><dc:creator>Me</dc:creator><text:p>Sure?</text:p>"
        "</office:annotation>.<draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame></text:p>",
    )
    assert shape(document) == [
        ("paragraph", "Rent is due today."),
        ("paragraph", "Boxed"),
        ("note", "Cold."),
        ("note", "Sure?"),
    ]


def test_tables_keep_their_columns(path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<table:table-cell {properties}><text:p>{text}</text:p></table:table-cell>"

    document = read(
        path,
        "<table:table><table:table-header-rows><table:table-row>"
        f"{cell('Item')}<table:covered-table-cell/>{cell('Price')}"
        f"</table:table-row></table:table-header-rows><table:table-row>{cell('Rent')}{cell('cold')}{cell('900')}"
        "</table:table-row><table:table-row><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
        "</table:table>",
    )
    assert document.blocks[0].rows == (("Item", "", "Price"), ("Rent", "cold", "900"))


def test_what_was_deleted_is_not_read_and_that_is_said(path: Path) -> None:
    document = read(
        path,
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>Here</text:p>",
    )
    assert document.text == "Here"
    assert document.warnings[0].kind is WarningKind.TRACKED_CHANGES
    assert document.warnings[0].facts == {"n_inserted": 0, "n_deleted": 1}


def test_a_file_that_is_not_packed_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.fodt"
    path.write_text(f"<?xml version='1.0'?>{content('<text:p>Größe</text:p>')}", "utf-8")
    assert read_here(path).text == "Größe"


def test_a_locked_file_is_told_from_a_damaged_one(path: Path) -> None:
    manifest: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>",
    }
    for parts, code in ((manifest, ErrorCode.DOCUMENT_LOCKED), ({}, ErrorCode.DOCUMENT_DAMAGED)):
        write_archive(path, {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>", **parts})
        with pytest.raises(DocumentError) as raised:
            read_here(path)
        assert raised.value.code is code
