from desktop_llm.documents.editing.new_files import blank_file, title_of
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.rich_text import RichText
from tests.fakes.rich_files import heading, new

TEXT = RichText(paragraphs=(new(" "), heading("A & B"), new("c")), language="de")


def test_a_title_is_the_heading_that_the_text_begins_with() -> None:
    assert title_of(TEXT) == "A & B"
    assert title_of(RichText(paragraphs=TEXT.paragraphs[::-1])) == ""


def test_texts_begin_empty_and_pages_with_what_every_page_has() -> None:
    assert blank_file(FileKind.TEXT, TEXT) == b""
    page = blank_file(FileKind.HTML, TEXT).decode()
    assert '<html lang="de">' in page
    assert "<title>A &amp; B</title>" in page
