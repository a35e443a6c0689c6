import pytest

from desktop_llm.ui.widgets.transcript.code_highlighting import colored_pieces, load_lexer


@pytest.mark.parametrize("language", ["python", "bash", "json", "c++", "js", "html", "sql"])
def test_the_words_of_fences_name_lexers(language: str) -> None:
    assert load_lexer(language) is not None


@pytest.mark.parametrize("language", ["", "nothing", "../../etc/passwd", "a" * 1000])
def test_other_words_name_none(language: str) -> None:
    assert load_lexer(language) is None


def test_pieces_come_in_order_and_cover_what_they_name() -> None:
    lexer = load_lexer("python")
    assert lexer is not None
    code = "def f():\n    return 'x'  # end\n"
    pieces = list(colored_pieces(lexer, code, is_dark=False))
    assert [start for start, _, _ in pieces] == sorted(start for start, _, _ in pieces)
    texts = {code[start : start + length]: color for start, length, color in pieces}
    assert texts["def"] == texts["return"]
    assert texts["# end"] != texts["def"]


def test_light_and_dark_differ() -> None:
    lexer = load_lexer("python")
    assert lexer is not None
    assert list(colored_pieces(lexer, "1", is_dark=False)) != list(colored_pieces(lexer, "1", is_dark=True))
