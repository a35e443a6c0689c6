from pathlib import Path

import pytest

from desktop_llm.documents.editing.rich_file import rich_file_of
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.rich_files import rich_file


def test_a_file_is_opened_by_its_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# x")
    (tmp_path / "a.md").write_text("# x")
    assert [rich_file(tmp_path / name).paragraphs[0].text for name in ("a.txt", "a.md")] == ["# x", "x"]


def test_other_kinds_are_not_opened(tmp_path: Path) -> None:
    source = SourceFile(tmp_path / "a.pdf", ReadLimits(), lambda _done, _total: None)
    with pytest.raises(DocumentError) as caught:
        rich_file_of(FileKind.PDF, source)
    assert caught.value.code is ErrorCode.DOCUMENT_NOT_EDITABLE
