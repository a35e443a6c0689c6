from desktop_llm.assist.writing.document_proofread import changed_targets, document_text
from desktop_llm.assist.writing.text_change import TextChange
from desktop_llm.documents.segments import Content, FileSegment, InlineEnd, InlineObject, InlineStart, SegmentEdit
from desktop_llm.documents.sentences import Span

BOLD: Content = ("I ", InlineStart(1), "has a", InlineEnd(1), " apple", InlineObject(2, "\n"), "here", InlineObject(3))
SEGMENTS = (
    FileSegment(id="s1", content=("A title",)),
    FileSegment(id="s2", content=BOLD),
    FileSegment(id="s3", content=("The end.",)),
)


def edit(start: int, end: int, after: str, segment: str = "s2") -> SegmentEdit:
    return SegmentEdit(id=segment, start=start, end=end, after=after)


def changed(*edits: SegmentEdit) -> Content:
    (content,) = (target.content for target in changed_targets(SEGMENTS, edits) if target.id == "s2")
    return content


def test_segments_are_paragraphs_and_objects_are_kept() -> None:
    document = document_text(SEGMENTS)
    assert document.text == "A title\n\nI has a apple here\n\nThe end."
    assert document.kept == (Span(22, 23), Span(27, 27))
    assert document.starts == (0, 9, 29)


def test_changes_of_the_text_are_edits_of_segments() -> None:
    document = document_text(SEGMENTS)
    changes = (
        TextChange(start=11, end=14, before="has", after="have"),
        TextChange(start=36, end=36, before="", after="!"),
    )
    assert document.edits(SEGMENTS, changes) == [edit(2, 5, "have"), edit(7, 7, "!", "s3")]


def test_formats_stay_around_the_words_that_change() -> None:
    assert changed(edit(2, 5, "have"), edit(6, 7, "an"))[1:4] == (InlineStart(1), "have an", InlineEnd(1))
    assert changed(edit(0, 5, "We have"))[:4] == ("We have", InlineStart(1), " a", InlineEnd(1))
    assert changed(edit(6, 13, "pears"))[2:6] == ("has pears", InlineEnd(1), InlineObject(2, "\n"), "here")


def test_what_does_not_change_is_its_own_target() -> None:
    targets = changed_targets(SEGMENTS, [edit(0, 1, "We")])
    assert [target.id for target in targets] == ["s1", "s2", "s3"]
    assert [target.content for target in targets][::2] == [SEGMENTS[0].content, SEGMENTS[2].content]
