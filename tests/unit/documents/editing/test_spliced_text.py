from desktop_llm.documents.editing.spliced_text import Edit, Passage, RawText, SplicedText
from desktop_llm.documents.segments import Content, SegmentTarget, text_of

TEXT = "one [two {three} four] five"


def plain(content: Content, _raw: RawText) -> str:
    return text_of(content)


def around(content: Content, raw: RawText) -> str:
    """Keeps what stands in braces."""
    return text_of(content) + raw((TEXT.index("{"), TEXT.index("}") + 1))


def spliced() -> SplicedText:
    start, end = TEXT.index("[") + 1, TEXT.index("]")
    inner = TEXT.index("three")
    return SplicedText(
        TEXT,
        [Passage("s1", ("two four",), (start, end), around), Passage("s2", ("three",), (inner, inner + 5), plain)],
    )


def targets(**texts: str) -> dict[str, SegmentTarget]:
    return {key: SegmentTarget(id=key, content=(text,)) for key, text in texts.items()}


def test_a_passage_within_another_is_replaced_whether_the_outer_one_is_or_not() -> None:
    assert spliced().written(targets(s2="3")) == "one [two {3} four] five"
    assert spliced().written(targets(s1="2 4 ", s2="3")) == "one [2 4 {3}] five"
    assert spliced().written(targets(s1="two four", s2="three")) == TEXT


def test_edits_are_made_beside_the_passages() -> None:
    edits = [Edit((len(TEXT), len(TEXT)), "!"), Edit((0, 3), "1")]
    assert spliced().written(targets(s2="3"), edits) == "1 [two {3} four] five!"
