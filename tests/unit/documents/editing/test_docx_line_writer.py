from collections.abc import Sequence

from desktop_llm.documents.editing.docx_formats import RunFormats
from desktop_llm.documents.editing.docx_line import LineReader
from desktop_llm.documents.editing.docx_line_writer import LineParts, write_line
from desktop_llm.documents.editing.docx_tracked import ChangeMaker
from desktop_llm.documents.editing.rich_runs import aligned
from desktop_llm.documents.editing.xml_part import Node
from desktop_llm.documents.rich_text import TextFormat, TextRun
from tests.fakes.rich_files import BOLD, run
from tests.fakes.word_nodes import node, xml_of

LINK = TextFormat(link="https://x.org")
START, END = '<w:bookmarkStart w:id="1"/>', '<w:bookmarkEnd w:id="1"/>'


def new_link(_like: Node, address: str) -> Node:
    return node(f'<w:hyperlink w:to="{address}"/>')


def written(inside: str, runs: Sequence[TextRun], *, author: str = "") -> str:
    formats = RunFormats(None)
    reader = LineReader(formats, lambda _node: "https://x.org")
    paragraph = node(f"<w:p>{inside}</w:p>")
    line = reader.line(paragraph)
    maker = ChangeMaker(paragraph, author, "d") if author else None
    parts = aligned(line.stretches, runs, by_words=maker is not None)
    write_line(paragraph, parts, line, LineParts(formats, reader.kept, new_link, maker))
    return xml_of(paragraph).removeprefix("<w:p>").removesuffix("</w:p>")


def r(text: str, look: str = "") -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t{space}>{text}</w:t></w:r>"


def test_unseen_things_stay_between_their_letters() -> None:
    inside = r("one ") + START + r("two", "<w:b/>") + END + r(" three")
    runs = [run("one "), run("two", BOLD), run(" four")]
    assert written(inside, runs) == inside.replace("three", "four")
    assert written(inside, [run("one three")]) == r("one ") + START + END + r("three")


def test_a_link_is_made_kept_and_taken_away() -> None:
    linked = f'<w:hyperlink w:id="7">{r("there")}</w:hyperlink>'
    assert written(r("here"), [run("here", LINK)]).startswith('<w:hyperlink w:to="https://x.org"><w:r>')
    assert written(linked, [run("there", LINK), run(" too")]) == linked + r(" too")
    assert written(linked, [run("over there", LINK)]) == linked.replace("there", "over there")
    assert written(linked, [run("there")]) == r("there")


def test_additions_of_others_are_divided_and_not_joined() -> None:
    theirs = '<w:ins w:id="5" w:author="Ann">{}</w:ins>'
    told = written(theirs.format(r("one two")), [run("one new two")], author="Me")
    own = f'<w:ins w:id="6" w:author="Me" w:date="d">{r("new ")}</w:ins>'
    assert told == theirs.format(r("one ")) + own + theirs.format(r("two"))


def test_what_goes_is_marked_before_what_comes() -> None:
    told = written(r("a b c"), [run("a x c")], author="Me")
    gone, came = told.index("<w:del "), told.index("<w:ins ")
    assert told.index("a ") < gone < came < told.index(" c")
    assert "<w:delText>b</w:delText>" in told
    assert told.count('w:author="Me" w:date="d"') == 2


def test_letters_that_no_file_can_hold_are_left_out() -> None:
    assert written(r("a"), [run("a\x00\ud800b")]) == r("ab")
