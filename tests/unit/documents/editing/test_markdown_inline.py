import pytest

from desktop_llm.documents.editing.markdown_inline import inline_content
from desktop_llm.documents.editing.spliced_text import marked_up
from desktop_llm.documents.segments import Look
from tests.fakes.editing import marked

CASES = [
    ("plain", "plain"),
    ("**a** and *b*", "[1]a[/1] and [2]b[/2]"),
    ("***both*** x", "[1][2]both[/2][/1] x"),
    ("a * b * c", "a * b * c"),
    ("snake_case_name _em_", "snake_case_name [1]em[/1]"),
    ("`a *b*` and ``c ` d``", "{1} and {2}"),
    ("[text](u(r)l 'ti') ![alt](x)", "[1]text[/1] [2]alt[/2]"),
    ("[ref][1] and [alone]", "[1]ref[/1] and [2]alone[/2]"),
    ("[![badge](a)](b)", "[1][2]badge[/2][/1]"),
    ("<b>x</b> <br> <http://x.y>", "[1]x[/1] {2} {3}"),
    (r"\* 5\% \\", "{1} 5{2} {3}"),
    ("note[^1] $a_b$ costs $5 and $6", "note{1} {2} costs $5 and $6"),
    ("**open and *closed*", "**open and [1]closed[/1]"),
    ("~~gone~~", "[1]gone[/1]"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_marks_are_found_where_they_stand(text: str, wanted: str) -> None:
    content, markup, _ = inline_content(text)
    assert marked(content) == wanted
    assert marked_up(content, markup, lambda span: text[slice(*span)], str) == text


def test_marks_have_the_looks_that_readers_see() -> None:
    looks = inline_content("**a** *b* ~~c~~ [d](e) <em>f</em> <kbd>g</kbd> ![h](i)").looks
    assert looks == {
        1: {Look.BOLD},
        2: {Look.ITALIC},
        3: {Look.STRUCK},
        4: {Look.LINK},
        5: {Look.ITALIC},
        6: set(),
        7: set(),
    }
