import pytest

from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.readers.choice import reader_of


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_has_a_reader_of_its_own(kind: FileKind) -> None:
    others = [reader_of(other) for other in FileKind if other is not kind]
    assert reader_of(kind) not in others
