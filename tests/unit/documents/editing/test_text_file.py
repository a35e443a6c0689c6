import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.editor import SegmentList
from desktop_llm.documents.editing.text_file import decoded_file


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_every_file_comes_back_as_it_was(data: bytes) -> None:
    file = decoded_file(data, SegmentList())
    assert file.encoded(file.text) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_of_byte_order_are_no_text(encoding: str) -> None:
    data = "Größe".encode(encoding)
    file = decoded_file(data, SegmentList())
    assert file.text == "Größe"
    assert file.encoded("улица").decode(encoding) == "улица"


def test_a_guess_is_said() -> None:
    segments = SegmentList()
    file = decoded_file("Der Käse über dem großen Öfchen schmeckt süß.".encode("cp1252") * 5, segments)
    assert "Käse" in file.text
    assert [each.kind for each in segments.warnings] == [WarningKind.ENCODING_GUESSED]
    assert not file.can_hold("улица")
