from pathlib import Path

import pytest

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.xml_tree import (
    all_text,
    attribute,
    child,
    descendants,
    name_of,
    parse_html,
    parse_xml,
    walk,
)
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

SOURCE = SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None)


def test_names_and_attributes_are_found_without_their_namespaces() -> None:
    root = parse_xml(b'<x:a xmlns:x="x"><x:b x:id="1">one<x:c/>two</x:b>tail</x:a>', SOURCE)
    found = child(root, "b")
    assert found is not None
    assert (name_of(found), attribute(found, "id"), attribute(found, "none")) == ("b", "1", "")
    assert all_text(found) == "onetwo"
    assert child(root, "b", "none", "more") is None
    assert [name_of(each) for each in descendants(root, "c")] == ["c"]


def test_external_parts_and_entities_give_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    data = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY i "inner">]><a>1&e;2&i;3</a>'
    assert all_text(parse_xml(data.encode(), SOURCE)) == "123"


def test_an_attribute_cannot_grow_without_bounds() -> None:
    bomb = '<!ENTITY e0 "boom boom">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    with pytest.raises(DocumentError) as raised:
        parse_xml(f'<!DOCTYPE a [{bomb}]><a b="&e11;"/>'.encode(), SOURCE)
    assert raised.value.code is ErrorCode.DOCUMENT_DAMAGED


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a>" * 300 + b"</a>" * 300, b"no"])
def test_what_is_not_well_formed_or_too_deep_is_damaged(data: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        parse_xml(data, SOURCE)
    assert raised.value.code is ErrorCode.DOCUMENT_DAMAGED


def test_html_is_read_however_broken_and_however_deep_as_far_as_that_goes() -> None:
    root = parse_html("<?xml version='1.0'?><p>one<p>two</b>" + "<div>" * 1500 + "deep", SOURCE)
    assert root is not None
    assert all_text(root) == "onetwodeep"
    assert parse_html(" \0 ", SOURCE) is None
    with pytest.raises(DocumentError):
        parse_html("<div>" * 3000 + "deep", SOURCE)


def test_a_walk_enters_and_leaves_every_element() -> None:
    root = parse_xml(b"<a><b/><c/></a>", SOURCE)
    steps = [(event, name_of(element)) for event, element in walk(root)]
    assert steps == [("start", "a"), ("start", "b"), ("end", "b"), ("start", "c"), ("end", "c"), ("end", "a")]
