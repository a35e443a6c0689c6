from desktop_llm.assist.translation.document_texts import document_texts
from desktop_llm.documents.segments import FileSegment, SegmentKind


def test_equal_texts_are_one_and_what_is_ready_is_apart() -> None:
    segments = [
        FileSegment(id="s1", content=("Open {x}",), kind=SegmentKind.CELL),
        FileSegment(id="s2", content=("Open {y}",)),
        FileSegment(id="s3", content=("Open {x}",), target=("Auf",)),
        FileSegment(id="s4", content=("{x} 12",)),
        FileSegment(id="s5", content=("Cell",), kind=SegmentKind.CELL),
        FileSegment(id="s6", content=("5.2 kg",)),
    ]
    texts, ready = document_texts(segments)
    assert [(text.marked, [each.index for each in text.occurrences], text.is_apart) for text in texts] == [
        ("Open ⟦1⟧", [0, 1], False),
        ("Cell", [4], True),
    ]
    assert [each.index for each in ready] == [2, 3, 5]
