from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.editor import SegmentList
from desktop_llm.documents.segments import InlineObject


def test_only_what_has_letters_is_a_segment() -> None:
    found = SegmentList()
    assert found.add(("12 %", InlineObject(1, "abc"))) is None
    assert found.add(("a",)) == "s1"
    found.warn(WarningKind.NAMES_KEPT, n_texts=1)
    assert [segment.id for segment in found.segments] == ["s1"]
    assert found.warnings[0].facts == {"n_texts": 1}


def test_what_is_counted_is_one_warning() -> None:
    found = SegmentList()
    found.warn(WarningKind.NAMES_KEPT, n_texts=1)
    found.count(WarningKind.MARKUP_KEPT)
    found.count(WarningKind.MARKUP_KEPT)
    assert [(each.kind, each.facts["n_texts"]) for each in found.warnings] == [
        (WarningKind.NAMES_KEPT, 1),
        (WarningKind.MARKUP_KEPT, 2),
    ]
