from pathlib import Path

import pytest

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.editor import WriteWish
from desktop_llm.documents.editing.spliced_text import Passage
from desktop_llm.documents.editing.text_editor import TextEditor
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import SegmentTarget
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode


class FirstWordEditor(TextEditor):
    def __init__(self, source: SourceFile) -> None:
        super().__init__(source)
        word = self._file.text.split()[0]
        segment_id = self._list.add((word,))
        assert segment_id is not None
        self._passages = [Passage(segment_id, (word,), (0, len(word)), lambda content, _raw: str(content[0]))]


def source_of(path: Path, limits: ReadLimits | None = None) -> SourceFile:
    return SourceFile(path, limits or ReadLimits(), lambda _done, _total: None)


def test_what_was_found_is_replaced_and_all_else_stays_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Größe über\r\nalles\r".encode("utf-16"))
    editor = FirstWordEditor(source_of(path))
    (segment,) = editor.segments
    targets = {segment.id: SegmentTarget(id=segment.id, content=("Size",))}
    assert editor.written(targets, WriteWish(language="en")).decode("utf-16") == "Size über\r\nalles\r"
    assert [warning.kind for warning in editor.warnings if warning.kind is not WarningKind.ENCODING_GUESSED] == []


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("too much", "utf-8")
    with pytest.raises(DocumentError) as refused:
        TextEditor(source_of(path, ReadLimits(unpacked_bytes=4)))
    assert refused.value.code is ErrorCode.DOCUMENT_TOO_LARGE
