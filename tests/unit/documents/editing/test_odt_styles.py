from pathlib import Path

from tests.fakes.editing import louder, open_here, write_here, write_some
from tests.fakes.written_archive import part_of, same_but, write_odt


def styles(tmp_path: Path, language: str) -> str:
    path = write_odt(tmp_path / "a.odt", "<text:p>One</text:p>")
    assert open_here(path).language == "en"
    return part_of(write_here(path, louder, language=language), "styles.xml").decode()


def test_the_styles_have_the_language_of_the_target(tmp_path: Path) -> None:
    assert 'fo:language="de" fo:country="AT"' in styles(tmp_path, "de-AT")
    assert 'style:language-asian="ja"' in styles(tmp_path, "ja")


def test_text_from_right_to_left_turns_paragraphs_and_pages(tmp_path: Path) -> None:
    text = styles(tmp_path, "ar")
    assert '<style:paragraph-properties style:writing-mode="rl-tb"/>' in text
    assert '<style:page-layout-properties style:writing-mode="rl-tb"/>' in text
    assert "rl-tb" not in styles(tmp_path, "de")


def test_vertical_text_stays_vertical(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p>One</text:p>")
    vertical = part_of(path, "styles.xml").decode().replace('"lr-tb"', '"tb-rl"')
    path = same_but(path, tmp_path / "b.odt", {"styles.xml": vertical})
    assert (
        '<style:page-layout-properties style:writing-mode="tb-rl"/>'
        in part_of(write_here(path, louder, language="ar"), "styles.xml").decode()
    )


def test_of_a_file_that_is_translated_in_part_the_styles_stay(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p>One</text:p><text:p>Two</text:p>")
    written = write_some(path, 1, language="ar")
    assert part_of(written, "styles.xml") == part_of(path, "styles.xml")
    assert b"ONE" in part_of(written, "content.xml")
