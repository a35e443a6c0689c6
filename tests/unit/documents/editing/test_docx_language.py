from pathlib import Path

from tests.fakes.editing import louder, open_here, write_here, write_some
from tests.fakes.written_archive import part_of, same_but, write_docx

RUN = '<w:r><w:rPr><w:b/><w:lang w:val="en-US"/></w:rPr><w:t>One</w:t></w:r>'
BODY = f'<w:p><w:pPr><w:jc w:val="left"/></w:pPr>{RUN}</w:p>'
STYLES = (
    '<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults></w:styles>"
)


def written(tmp_path: Path, language: str) -> tuple[str, str]:
    path = write_docx(tmp_path / "a.docx", BODY)
    path = same_but(path, tmp_path / "b.docx", {"word/styles.xml": STYLES})
    assert open_here(path).language == "en-US"
    path = write_here(path, louder, language=language)
    return part_of(path, "word/document.xml").decode(), part_of(path, "word/styles.xml").decode()


def test_runs_and_default_have_the_language_of_the_target(tmp_path: Path) -> None:
    body, styles = written(tmp_path, "de")
    assert '<w:lang w:val="de"/>' in body
    assert '<w:lang w:val="de"/>' in styles
    assert "bidi" not in body


def test_text_that_runs_from_right_to_left_says_so_where_the_schema_wants_it(tmp_path: Path) -> None:
    body, _ = written(tmp_path, "ar")
    assert '<w:bidi/><w:jc w:val="left"/>' in body
    assert '<w:b/><w:rtl/><w:lang w:val="en-US" w:bidi="ar"/>' in body


def test_text_that_no_longer_runs_so_does_not_say_so(tmp_path: Path) -> None:
    body = "<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>واحد</w:t></w:r></w:p>"
    path = write_here(write_docx(tmp_path / "a.docx", body), [("One",)], language="en")
    document = part_of(path, "word/document.xml")
    assert b"bidi" not in document
    assert b"rtl" not in document


def test_where_nothing_is_to_be_said_no_properties_are_made(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p><w:r><w:t>One</w:t></w:r></w:p>")
    assert b"Pr" not in part_of(write_here(path, louder), "word/document.xml")


def test_of_a_file_that_is_translated_in_part_only_what_is_tells_the_language(tmp_path: Path) -> None:
    plain = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    path = write_docx(tmp_path / "a.docx", plain.format("One") + plain.format("Two"))
    path = same_but(path, tmp_path / "b.docx", {"word/styles.xml": STYLES})
    written = write_some(path, 1)
    assert part_of(written, "word/styles.xml") == part_of(path, "word/styles.xml")
    body = part_of(written, "word/document.xml").decode()
    assert '<w:r><w:rPr><w:lang w:val="de"/></w:rPr><w:t>ONE</w:t></w:r>' in body
    assert plain.format("Two") in body
