from pathlib import Path

import pytest

from desktop_llm.documents.editing.spots import AttributeSpot, TextSpot
from desktop_llm.documents.editing.xml_part import XmlPart
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.source_file import SourceFile


@pytest.fixture
def part() -> XmlPart:
    return XmlPart(b'<a t="One"> Two </a>', SourceFile(Path("x"), ReadLimits(), lambda _done, _total: None))


def test_attributes_and_texts_are_put_where_they_stood(part: XmlPart) -> None:
    attribute, text = AttributeSpot(part.root, "t"), TextSpot(part.root)
    assert (attribute.content, text.content) == (("One",), ("Two",))
    attribute.put(("1 & 2",))
    text.put(("3 <",))
    assert part.written() == b'<a t="1 &amp; 2">3 &lt;</a>'
