from pathlib import Path

import pytest

from desktop_llm.documents.document import WarningKind
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here, shape

ARTICLE = "The lease ends in May, and the tenant may renew it for one more year. " * 5
MENU = "<ul><li><a href=/>Home</a><li><a href=/a>News</a><li><a href=/b>About</a><li><a href=/c>Contact</a></ul>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.html"


@pytest.mark.parametrize(
    "page",
    [
        f"<nav>{MENU}</nav><main><h1>Lease</h1><p>{ARTICLE}</p></main><footer>Imprint</footer>",
        f"<nav>{MENU}</nav><article><h1>Lease</h1><p>{ARTICLE}</p><aside>Read more</aside></article>",
        f"<div id=top>{MENU}</div><h1>Lease</h1><p>{ARTICLE}</p><div class='site-footer'>Imprint</div>",
        f"<div class='cookie-consent'>We use cookies</div><h1>Lease</h1><p>{ARTICLE}</p><div role=banner>Ad</div>",
        (
            f"<div class=navheader><table><tr><th>Lease<tr><td>Chapter 1</table></div><h1>Lease</h1><p>{ARTICLE}</p>"
            "<div class=navfooter>Next</div>"
        ),
    ],
)
def test_the_article_is_read_and_not_what_stands_around_it(path: Path, page: str) -> None:
    path.write_text(f"<!doctype html><title>A\n lease</title><body>{page}", "utf-8")
    document = read_here(path)
    assert shape(document) == [("heading", "Lease"), ("paragraph", ARTICLE.strip())]
    assert document.title == "A lease"


def test_an_element_named_like_a_menu_that_holds_the_text_is_read(path: Path) -> None:
    path.write_text(f"<body class=has-sidebar><div class='content related'><p>{ARTICLE}</p></div>", "utf-8")
    assert read_here(path).text == ARTICLE.strip()


def test_a_page_of_nothing_but_links_is_read(path: Path) -> None:
    path.write_text(f"<body>{MENU}", "utf-8")
    assert [block.text for block in read_here(path).blocks] == ["Home", "News", "About", "Contact"]


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- nothing -->", b"<html></html>"])
def test_a_page_without_text_has_no_blocks(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert read_here(path).blocks == ()


def test_the_page_says_how_its_letters_are_written(path: Path) -> None:
    path.write_bytes('<meta charset="windows-1251"><p>Договор'.encode("cp1251"))
    document = read_here(path)
    assert document.text == "Договор"
    assert document.warnings == ()
    path.write_bytes('<meta charset="nonsense"><p>Größe'.encode())
    assert read_here(path).text == "Größe"


@pytest.mark.parametrize("charset", ["hex", "undefined", "idna"])
def test_a_page_that_says_nonsense_about_its_letters_is_read(path: Path, charset: str) -> None:
    path.write_bytes(f'<meta charset="{charset}"><p>{ARTICLE} Größe'.encode("cp1252"))
    document = read_here(path)
    assert document.text.startswith(ARTICLE)
    assert [warning.kind for warning in document.warnings] == [WarningKind.ENCODING_GUESSED]


def test_a_page_of_very_many_elements_within_one_another_is_damaged(path: Path) -> None:
    path.write_text("<div>" * 5000 + "text", "utf-8")
    with pytest.raises(DocumentError) as raised:
        read_here(path)
    assert raised.value.code is ErrorCode.DOCUMENT_DAMAGED
