from pathlib import Path

import pytest

from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.editing import louder, marked_texts, open_here, unchanged, write_here, write_some
from tests.fakes.written_archive import part_of, same_but, write_archive

PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>A book</dc:title><dc:language>en</dc:language></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="t" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="c2" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="c1" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c1"/><itemref idref="c2"/></spine></package>"""
CHAPTER = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title/></head><body><p>{}</p></body></html>'


def book(tmp_path: Path) -> Path:
    return write_archive(
        tmp_path / "a.epub",
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="b/x.opf"/></container>',
            "b/x.opf": PACKAGE,
            "b/one.xhtml": CHAPTER.format("First <i>part</i>"),
            "b/two b.xhtml": CHAPTER.format("Second"),
            "b/nav.xhtml": CHAPTER.format("Contents"),
            "b/toc.ncx": "<ncx><navLabel><text>Chapter one</text></navLabel></ncx>",
            "b/x.png": b"\x89PNG",
        },
    )


def test_chapters_come_in_the_order_of_the_book(tmp_path: Path) -> None:
    path = book(tmp_path)
    assert marked_texts(open_here(path)) == ["First [1]part[/1]", "Second", "Contents", "Chapter one"]
    assert marked_texts(open_here(path, with_properties=True))[0] == "A book"


def test_texts_and_language_change_and_every_other_part_stays(tmp_path: Path) -> None:
    path = book(tmp_path)
    written = write_here(path, louder)
    assert marked_texts(open_here(written)) == ["FIRST [1]PART[/1]", "SECOND", "CONTENTS", "CHAPTER ONE"]
    assert part_of(written, "b/one.xhtml").decode() == (
        CHAPTER.format("FIRST <i>PART</i>").replace(' lang="en"', "").replace("<html", '<html lang="de" xml:lang="de"')
    )
    assert b"<dc:language>de</dc:language>" in part_of(written, "b/x.opf")
    for name in ("mimetype", "META-INF/container.xml", "b/x.png"):
        assert part_of(written, name) == part_of(path, name)
    assert open_here(written).language == "de"
    assert part_of(write_here(path, unchanged, language="en"), "b/toc.ncx") == part_of(path, "b/toc.ncx")


def test_a_book_that_is_translated_in_part_tells_each_language_where_it_is(tmp_path: Path) -> None:
    path = book(tmp_path)
    written = write_some(path, 1)
    assert b'lang="de"' in part_of(written, "b/one.xhtml")
    assert part_of(written, "b/two b.xhtml") == part_of(path, "b/two b.xhtml")
    assert b"<dc:language>en</dc:language><dc:language>de</dc:language>" in part_of(written, "b/x.opf")
    assert open_here(written).language == "en"
    again = write_some(written, 1)
    assert part_of(again, "b/x.opf") == part_of(written, "b/x.opf")


def test_a_locked_book_is_refused(tmp_path: Path) -> None:
    lock = '<encryption><EncryptionMethod Algorithm="shop"/></encryption>'
    path = same_but(book(tmp_path), tmp_path / "b.epub", {"META-INF/encryption.xml": lock})
    with pytest.raises(DocumentError) as caught:
        open_here(path)
    assert caught.value.code is ErrorCode.DOCUMENT_LOCKED
