from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_llm.documents.editing.markup_tokens import (
    TokenKind,
    escaped,
    escaped_in_attribute,
    outer_tokens,
    tokens_of,
)


@settings(deadline=None)
@given(st.text(alphabet="<>/!-?\"'= abp[]C&;", max_size=60))
def test_every_character_is_in_one_token(text: str) -> None:
    assert "".join(token.raw for token in tokens_of(text)) == text


def test_what_stands_in_a_script_is_no_markup() -> None:
    tokens = list(tokens_of('<script>a<b && "</p>"</SCRIPT><br/>x'))
    assert [token.kind for token in tokens] == [
        TokenKind.OPENING,
        TokenKind.OTHER,
        TokenKind.CLOSING,
        TokenKind.ALONE,
        TokenKind.TEXT,
    ]


def test_attributes_know_where_their_values_stand() -> None:
    text = "x<img alt='a &amp; b' width=3 src=\"c>d\">"
    token = list(tokens_of(text))[1]
    found = {each.name: (each.value, text[each.start : each.end], each.is_quoted) for each in token.attributes()}
    assert found == {
        "alt": ("a & b", "a &amp; b", True),
        "width": ("3", "3", False),
        "src": ("c>d", "c>d", True),
    }


def test_a_name_without_end_keeps_nobody_waiting() -> None:
    (token,) = tokens_of(f'<a {"x" * 300_000} href="y">')
    assert [(each.name, each.value) for each in token.attributes()] == [("href", "y")]


def test_an_element_that_is_taken_whole_is_one_token_with_its_end() -> None:
    text = "a<i>b<i>c</i></i>d<b>e</b><i>f<i>g"
    taken = outer_tokens(list(tokens_of(text)), lambda token: token.name == "i")
    assert [text[token.start : end] for token, end in taken] == [
        "a",
        "<i>b<i>c</i></i>",
        "d",
        "<b>",
        "e",
        "</b>",
        "<i>",
        "f",
        "<i>",
        "g",
    ]


def test_text_is_written_so_that_it_reads_the_same() -> None:
    assert next(tokens_of(escaped('a < b & "c"'))).text == 'a < b & "c"'
    assert '"' not in escaped_in_attribute("\"a'")
