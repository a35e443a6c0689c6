from desktop_llm.documents.editing.docx_formats import RunFormats
from desktop_llm.documents.editing.docx_line import DocxLine, LineReader
from tests.fakes.word_nodes import node


def line(inside: str) -> DocxLine:
    reader = LineReader(RunFormats(None), lambda _node: "https://x.org")
    return reader.line(node(f"<w:p><w:pPr/>{inside}</w:p>"))


def test_letters_breaks_and_things_come_in_their_order() -> None:
    told = line(
        "<w:r><w:t>a</w:t><w:tab/><w:noBreakHyphen/><w:br/><w:br w:type='page'/><w:sym/></w:r>"
        "<w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink><w:fldSimple><w:r><w:t>7</w:t></w:r></w:fldSimple>"
    )
    assert told.text == "a\t\u2011\n[page break][…]b7"
    assert [each.kept for each in told.stretches] == ["", "", "", "", "k1", "k2", "", "k3"]
    assert told.stretches[6].format.link == "https://x.org"


def test_what_is_not_seen_is_anchored_between_letters() -> None:
    told = line(
        "<w:bookmarkStart/><w:r><w:t>ab</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:commentReference/></w:r><w:r><w:t>c</w:t></w:r>"
    )
    assert told.text == "abc"
    assert [each.at for each in told.anchors] == [0, 2, 2, 2]
    assert [each.outlives_text for each in told.anchors] == [True, False, True, True]


def test_fields_that_begin_or_end_elsewhere_are_counted() -> None:
    begin, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "end"))
    command = "<w:r><w:instrText>INDEX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    assert (line(end).n_open, line(end).n_closed) == (0, 1)
    opened = line(f"{begin}{command}<w:r><w:t>entry</w:t></w:r>")
    assert (opened.n_open, opened.n_closed, opened.open_text, opened.text) == (1, 0, "entry", "")
    whole = line(f"{begin}{command}{begin}{command}<w:r><w:t>in</w:t></w:r>{end}<w:r><w:t>out</w:t></w:r>{end}")
    assert [(each.text, each.kept) for each in whole.stretches] == [("inout", "k1")]
