from pathlib import Path

import pytest

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.segments import SegmentKind
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.editing import louder, marked_texts, open_here, turned, unchanged, write_here
from tests.fakes.written_archive import part_of, same_but, write_odt

MIXED = (
    '<text:p>Read <text:span text:style-name="T1">the</text:span><text:span text:style-name="T2"> manual</text:span>'
    '<text:span text:style-name="T3"> first</text:span><text:note><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>A note</text:p></text:note-body></text:note>,  "
    '<text:s/>then <text:a xlink:href="x">our page</text:a>.</text:p>'
)


def test_equal_looks_are_one_and_those_that_nobody_sees_are_none(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", MIXED)
    assert marked_texts(open_here(path)) == ["Read [1]the manual[/1] first{2},   then [3]our page[/3].", "A note"]


def test_a_locked_file_is_told_as_such(tmp_path: Path) -> None:
    locked = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    path = write_odt(tmp_path / "a.odt", "<text:p/>")
    path = same_but(path, tmp_path / "b.odt", {"META-INF/manifest.xml": locked, "content.xml": b"\x07"})
    with pytest.raises(DocumentError) as caught:
        open_here(path)
    assert caught.value.code is ErrorCode.DOCUMENT_LOCKED


def test_text_of_every_part_is_a_segment_of_its_kind(tmp_path: Path) -> None:
    body = (
        "<text:h>Heading</text:h><table:table><table:table-row><table:table-cell><text:p>Cell</text:p>"
        "</table:table-cell></table:table-row></table:table><text:p>x<draw:frame><svg:desc>A cat</svg:desc>"
        "<draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame></text:p>"
    )
    header = "<style:header><text:p>On each page</text:p></style:header>"
    editor = open_here(write_odt(tmp_path / "a.odt", body, header=header))
    found = {text: segment.kind for text, segment in zip(marked_texts(editor), editor.segments, strict=True)}
    assert found == {
        "Heading": SegmentKind.HEADING,
        "Cell": SegmentKind.CELL,
        "x": SegmentKind.TEXT,
        "A cat": SegmentKind.CAPTION,
        "Boxed": SegmentKind.TEXT,
        "On each page": SegmentKind.MARGIN,
    }


def test_a_target_keeps_looks_links_and_notes_in_either_order(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", MIXED)
    assert part_of(write_here(path, unchanged, language="en"), "content.xml") == part_of(path, "content.xml")
    assert marked_texts(open_here(write_here(path, louder))) == [
        "READ [1]THE MANUAL[/1] FIRST{2},   THEN [3]OUR PAGE[/3].",
        "A NOTE",
    ]
    assert marked_texts(open_here(write_here(path, turned))) == [
        ".[1]our page[/1],   then {2} first[3]the manual[/3]Read ".strip(),
        "A note",
    ]


def test_what_was_deleted_is_said_and_not_translated(tmp_path: Path) -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    path = write_odt(tmp_path / "a.odt", f"{changes}<text:p>Here</text:p>")
    editor = open_here(path)
    assert marked_texts(editor) == ["Here"]
    assert [warning.kind for warning in editor.warnings] == [WarningKind.TRACKED_CHANGES]
    assert b"<text:p>gone</text:p>" in part_of(write_here(path, louder), "content.xml")
