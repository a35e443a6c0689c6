from pathlib import Path

import pytest

from desktop_llm.documents.editing.xml_part import (
    XmlPart,
    children_of,
    fingerprint,
    own_node,
    put_before,
    put_behind,
    same_around,
    take_out,
)
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

SOURCE = SourceFile(Path("x"), ReadLimits(), lambda _done, _total: None)


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a:x xmlns:a="urn:a"><!--c--><b>&lt;</b></a:x>\n',
        b"\xef\xbb\xbf<?xml version='1.0'?><a/>",
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>ö</a>'.encode("latin-1"),
        b"<a><b><![CDATA[<x>]]></b></a>",
    ],
)
def test_a_part_is_written_as_it_was(data: bytes) -> None:
    assert XmlPart(data, SOURCE).written() == data


def test_entities_are_not_resolved() -> None:
    data = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert b"root:" not in XmlPart(data, SOURCE).written()


def test_a_damaged_part_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        XmlPart(b"<a><b></a>", SOURCE)
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED


def test_fingerprints_know_no_order_of_attributes() -> None:
    one, other, third = (XmlPart(data, SOURCE).root for data in (b'<a x="1" y="2"/>', b'<a y="2" x="1"/>', b"<a/>"))
    assert fingerprint(one) == fingerprint(other) != fingerprint(third)


def test_text_between_elements_stays_when_they_come_and_go() -> None:
    part = XmlPart(b"<a>1<b/>2<c/>3</a>", SOURCE)
    first, second = part.root
    take_out(first)
    assert part.written() == b"<a>12<c/>3</a>"
    put_behind(first, second)
    assert part.written() == b"<a>12<c/><b/>3</a>"
    take_out(first)
    put_before(first, second)
    assert part.written() == b"<a>12<b/><c/>3</a>"


def test_children_are_those_of_an_empty_element_and_of_none() -> None:
    assert [child.tag for child in children_of(own_node("<a><b/></a>"))] == ["b"]
    assert list(children_of(own_node("<a/>"))) == list(children_of(None)) == []


def test_elements_around_both_are_the_first_ones_that_are_the_same() -> None:
    one, two, three = (own_node("<a/>") for _ in range(3))
    assert same_around([one, two], [one, three]) == (one,)
    assert same_around([one], [two]) == ()
