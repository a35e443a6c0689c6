from desktop_llm.documents.editing.html_line import HtmlLine, Item, LineHtml, line_of, shown_of
from desktop_llm.documents.editing.markup_tokens import tokens_of
from desktop_llm.documents.editing.rich_runs import aligned
from desktop_llm.documents.rich_text import TextFormat, TextRun
from tests.fakes.rich_files import BOLD, run


def read(page: str) -> HtmlLine:
    return line_of([Item(token, token.end) for token in tokens_of(page)], page)


def rewritten(page: str, *runs: TextRun) -> str:
    line = read(page)
    return LineHtml({}, is_xml=False).written(aligned(line.stretches, runs), line)


def test_spaces_are_one_and_none_at_the_ends() -> None:
    told = [stretch.text for stretch in read("  a \n <b> b</b><br> c  ").stretches]
    assert told == ["a ", "b", "\n", "c"]


def test_formats_come_from_elements_and_from_styles() -> None:
    page = '<span style="font-weight: bold">a</span><u><s>b</s></u><code>c</code><a href="x"><i>d</i></a>'
    assert [stretch.format for stretch in read(page).stretches] == [
        BOLD,
        TextFormat(underline=True, strike=True),
        TextFormat(code=True),
        TextFormat(italic=True, link="x"),
    ]


def test_what_is_not_seen_stays_where_it_stood() -> None:
    page = 'a<!-- c --><a id="x"></a> b</i> c'
    assert rewritten(page, run("a b d")) == 'a<!-- c --><a id="x"></a> b</i> d'


def test_what_is_not_seen_stays_in_the_elements_that_it_stood_in() -> None:
    code = TextFormat(code=True)
    page = '<code><a id="x"></a>a</code><a id="y"></a> b <b>c<a id="z"></a></b>'
    assert rewritten(page, run("a", code), run(" d "), run("c", BOLD)) == page.replace(" b ", " d ")
    assert rewritten(page, run("a"), run(" d ")) == '<a id="x"></a>a<a id="y"></a> d <a id="z"></a>'


def test_elements_stay_open_over_letters_that_share_them() -> None:
    page = '<a href="x">one <b>two</b> three</a>'
    link, strong = TextFormat(link="x"), TextFormat(bold=True, link="x")
    assert rewritten(page, run("one ", link), run("2", strong), run(" three", link)) == page.replace("two", "2")


def test_what_stands_for_an_element_is_its_description_or_its_kind() -> None:
    (token, *_) = tokens_of('<img alt="A cat">')
    assert shown_of(token, token.raw) == "[A cat]"
    (token, *_) = tokens_of("<svg></svg>")
    assert shown_of(token, "<svg></svg>") == "[picture]"
