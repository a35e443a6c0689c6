import pytest

from desktop_llm.assist.translation.document_texts import document_texts
from desktop_llm.documents.segments import FileSegment, InlineObject, SegmentKind


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


@pytest.mark.parametrize(
    "name",
    ["table_size", ".html", "application/xhtml+xml", "/etc/X11/xorg.conf", "~/.config/app", r"C:\Program Files\App"],
)
def test_what_programs_call_things_is_no_text_where_it_stands_alone(name: str) -> None:
    content = (name, InlineObject(1, "5"))
    assert document_texts([FileSegment(id="s1", content=content)])[0] == []
    assert len(document_texts([FileSegment(id="s1", content=(f"See {name} first",))])[0]) == 1


@pytest.mark.parametrize("words", ["and/or", "Yes/No", "etc.", "Total", "e-mail"])
def test_words_are_texts_also_where_they_stand_alone(words: str) -> None:
    assert len(document_texts([FileSegment(id="s1", content=(words,))])[0]) == 1
