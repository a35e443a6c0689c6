from pathlib import Path

import pytest

from desktop_llm.documents.document import UnreadReason
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here, shape
from tests.fakes.written_archive import write_archive

PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata>
<dc:title xmlns:dc="dc">A book</dc:title></metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/>
<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine>
<itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/><itemref idref="css"/><itemref idref="no"/>
</spine>
</package>"""
PARTS: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": "<c><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></c>",
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": "<html><nav><ol><li><a href='text/one.xhtml#top'>Spring</a></li></ol></nav></html>",
    "OEBPS/toc.ncx": "<ncx><navPoint><navLabel><text>Summer</text></navLabel><content src='text/two%20b.xhtml'/>"
    "</navPoint></ncx>",
    "OEBPS/text/one.xhtml": "<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><head><title/>"
    "</head><body><h1>One</h1><p>It begins&nbsp;in May&mdash;late &amp; warm.</p></body></html>",
    "OEBPS/text/two b.xhtml": "<html><body><h1>Two</h1><p>Not <b>well-formed<p>at all",
    "OEBPS/a.css": "p {}",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.epub"


def test_chapters_are_read_in_the_order_of_the_book(path: Path) -> None:
    document = read_here(write_archive(path, PARTS))
    assert shape(document) == [
        ("heading", "One"),
        ("paragraph", "It begins in May—late & warm."),
        ("heading", "Two"),
        ("paragraph", "Not well-formed"),
        ("paragraph", "at all"),
    ]
    assert [block.place.label for block in document.blocks] == ["Spring"] * 2 + ["Summer"] * 3
    assert document.title == "A book"


def test_places_in_a_chapter_that_are_listed_as_chapters_are_that_chapter_once(path: Path) -> None:
    item = '<item id="one#b" href="text/one.xhtml#b" media-type="application/xhtml+xml"/></manifest>'
    package = PACKAGE.replace("</manifest>", item).replace('<itemref idref="two"/>', '<itemref idref="one#b"/>')
    document = read_here(write_archive(path, PARTS | {"OEBPS/book.opf": package}))
    assert [block.text for block in document.blocks] == ["One", "It begins in May—late & warm."]
    assert document.unread == ()


def test_a_chapter_that_is_not_there_is_named(path: Path) -> None:
    package = PACKAGE.replace('idref="two"', 'idref="gone"')
    document = read_here(write_archive(path, PARTS | {"OEBPS/book.opf": package}))
    assert [unread.reason for unread in document.unread] == [UnreadReason.DAMAGED]
    assert document.blocks[0].text == "One"


@pytest.mark.parametrize(
    ("algorithm", "is_locked"),
    [("http://www.idpf.org/2008/embedding", False), ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", True)],
)
def test_a_locked_book_is_told_from_one_with_disguised_fonts(path: Path, algorithm: str, is_locked: bool) -> None:
    encryption = f"<e><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/></EncryptedData></e>"
    write_archive(path, PARTS | {"META-INF/encryption.xml": encryption})
    if not is_locked:
        assert read_here(path).blocks
        return
    with pytest.raises(DocumentError) as raised:
        read_here(path)
    assert raised.value.code is ErrorCode.DOCUMENT_LOCKED


@pytest.mark.parametrize("container", ["<c/>", "", "<c><rootfile full-path='none.opf'/></c>"])
def test_a_book_without_its_list_of_parts_is_damaged(path: Path, container: str) -> None:
    with pytest.raises(DocumentError) as raised:
        read_here(write_archive(path, PARTS | {"META-INF/container.xml": container}))
    assert raised.value.code is ErrorCode.DOCUMENT_DAMAGED
