from pathlib import Path

from tests.fakes.editing import marked_texts, open_here, write_here


def test_letters_that_the_encoding_lacks_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes('<meta charset="iso-8859-1"><p>Straße</p>'.encode("latin-1"))
    assert marked_texts(open_here(path)) == ["Straße"]
    written = write_here(path, [("улица ß",)], language="ru").read_bytes()
    assert written.endswith("&#1072; ß</p>".encode("latin-1"))


def test_descriptions_are_segments_where_they_are_wanted(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text('<meta name="description" content="What it is"><p>Text</p>', encoding="utf-8")
    assert marked_texts(open_here(path)) == ["Text"]
    assert marked_texts(open_here(path, with_properties=True)) == ["What it is", "Text"]
