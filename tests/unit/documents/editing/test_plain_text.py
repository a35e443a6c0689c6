from pathlib import Path

from desktop_llm.documents.segments import Layout
from tests.fakes.editing import louder, marked_texts, open_here, unchanged, write_here

TEXT = """Title

  This is a wrapped paragraph that goes on for quite a while and then
  wraps at about seventy columns so that it is one paragraph, is it
  not?

- item one
- item two

Short line one
Short line two
"""


def text_file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    return path


def test_wrapped_lines_are_one_segment_and_short_ones_each_their_own(tmp_path: Path) -> None:
    texts = marked_texts(open_here(text_file(tmp_path, TEXT.encode())))
    assert [text[:8] for text in texts] == ["Title", "This is ", "item one", "item two", "Short li", "Short li"]
    assert texts[1].endswith("is it not?")


def test_indents_bullets_and_the_width_of_lines_stay(tmp_path: Path) -> None:
    path = text_file(tmp_path, TEXT.replace("\n", "\r\n").encode("utf-16"))
    assert write_here(path, unchanged).read_bytes() == path.read_bytes()
    written = write_here(path, louder).read_bytes().decode("utf-16")
    assert written == TEXT.upper().replace("\n", "\r\n")


def test_a_file_whose_encoding_lacks_a_letter_becomes_utf_8(tmp_path: Path) -> None:
    path = write_here(text_file(tmp_path, "Größe der Straße über München\n".encode("latin-1")), [("улица",)])
    assert path.read_text(encoding="utf-8") == "улица\n"


def test_below_the_source_stands_the_translation(tmp_path: Path) -> None:
    path = write_here(text_file(tmp_path, b"- one\n\ntwo\n"), louder, layout=Layout.BELOW)
    assert path.read_text(encoding="utf-8") == "- one\n  ONE\n\ntwo\nTWO\n"
