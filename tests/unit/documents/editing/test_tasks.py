from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.tasks import open_for_editing, written_translation
from desktop_llm.documents.reader_messages import OpenForEditing, WriteTranslation
from desktop_llm.documents.segments import FileSegment, SegmentTarget, contents_key
from desktop_llm.errors import DocumentError, ErrorCode


def nothing(_done: int, _total: int) -> None: ...


def test_a_file_is_opened_with_its_language_and_what_its_name_says_wrongly(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("<html><p>The weather in the mountains is very nice today.</p></html>", encoding="utf-8")
    found: list[FileSegment] = []
    file = open_for_editing(OpenForEditing(path=str(path)), nothing, found.extend)
    assert [segment.id for segment in found] == ["s1"]
    assert (file.language, file.media_type) == ("en", "text/html")
    assert [each.kind for each in file.warnings] == [WarningKind.KIND_DIFFERS]


def wanted_of(path: Path) -> WriteTranslation:
    found: list[FileSegment] = []
    file = open_for_editing(OpenForEditing(path=str(path)), nothing, found.extend)
    targets = (SegmentTarget(id="s1", content=("Eins",)),)
    return WriteTranslation(
        path=str(path), sha256=file.sha256, contents=contents_key(found), targets=targets, language="de"
    )


def test_another_file_than_was_opened_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One", encoding="utf-8")
    command = wanted_of(path)
    assert b"".join(written_translation(command, nothing)) == b"Eins"
    path.write_text("Two", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        list(written_translation(command, nothing))
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED


def test_targets_of_segments_that_are_no_longer_found_so_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One", encoding="utf-8")
    earlier = contents_key([FileSegment(id="s1", content=("One of an earlier program",))])
    with pytest.raises(DocumentError) as caught:
        list(written_translation(replace(wanted_of(path), contents=earlier), nothing))
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("12 + 3\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        open_for_editing(OpenForEditing(path=str(path)), nothing, lambda _segments: None)
    assert caught.value.code is ErrorCode.DOCUMENT_EMPTY
