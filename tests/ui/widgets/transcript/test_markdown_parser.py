import time

import pytest

from desktop_llm.ui.widgets.transcript.markdown_chapters import HARD_LIMIT_CHARS
from desktop_llm.ui.widgets.transcript.markdown_parser import is_link_allowed, parse

HOSTILE = {
    "quotes": ">" * 3000,
    "nested quotes": "> " * 1500,
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(60)),
    "brackets": "[" * 3000,
    "open links": "[a](" * 700,
    "images": "![" * 1500,
    "stars": "*a " * 1000,
    "mixed delimiters": "*a_ " * 750,
    "backticks": "".join("`" * n + " " for n in range(1, 80)),
    "angles": "<a " * 1000,
    "colons": ":" * 3000,
    "addresses": "a@b " * 700,
    "dollars": "$a " * 1000,
    "math": r"\(a " * 750,
    "entities": "&amp;" * 600,
    "columns": "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|x" * 1000,
}


def inline_types(text: str) -> list[str]:
    return [child.type for token in parse(text) for child in token.children or ()]


def text_of(text: str) -> str:
    return "".join(child.content for token in parse(text) for child in token.children or ())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_parsed_within_a_frame(text: str) -> None:
    parse("warm")
    took_s = []
    for n_try in range(3):
        started_s = time.thread_time()
        parse(text[: HARD_LIMIT_CHARS - 1] + str(n_try))
        took_s.append(time.thread_time() - started_s)
    assert min(took_s) < 0.040


@pytest.mark.parametrize("url", ["https://example.org", "http://a.b/c?d=e", "mailto:a@b.c", "HTTPS://EXAMPLE.ORG"])
def test_web_and_mail_links_are_offered(url: str) -> None:
    assert is_link_allowed(url)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "ftp://a",
     "//host/share", "C:\\x", "#anchor", "http"],
)  # fmt: skip
def test_no_other_target_is_a_link(url: str) -> None:
    assert not is_link_allowed(url)
    assert "link_open" not in inline_types(f"[click]({url})")


def test_html_is_text() -> None:
    source = '<script>alert(1)</script> <img src="file:///x"> <!-- c -->'
    assert text_of(source) == source


def test_a_reference_definition_stays_text_because_it_would_change_what_is_drawn() -> None:
    tokens = parse("[a]\n\n[a]: https://example.org\n")
    assert "link_open" not in [child.type for child in tokens[1].children or ()]
    assert text_of("[a]: https://example.org\n") == "[a]: https://example.org"


def test_a_broken_address_is_no_link() -> None:
    assert not is_link_allowed("http://[bad")
    assert not is_link_allowed("")


def test_bare_addresses_become_links() -> None:
    assert inline_types("see https://example.org/x now").count("link_open") == 1


@pytest.mark.parametrize("source", [r"\(x^2\)", "$x^2$", r"\[x^2\]", "$$x^2$$"])
def test_every_way_of_writing_a_formula_is_known(source: str) -> None:
    tokens = [token for token in parse(source) for token in [token, *(token.children or ())]]
    (formula,) = [token for token in tokens if token.type in {"math_inline", "math_block"}]
    assert formula.content == "x^2"


@pytest.mark.parametrize("text", ["It costs $5 and $10.", "$5-$10", "a $ b $ c", r"\$x$", "US$x$"])
def test_prices_are_no_formulas(text: str) -> None:
    assert "math_inline" not in inline_types(text)


def test_a_formula_over_lines_is_one_block_that_a_blank_line_ends() -> None:
    tokens = parse("$$\na\n= b\n$$\nafter")
    assert [token.type for token in tokens][:2] == ["math_block", "paragraph_open"]
    assert tokens[0].content == "a\n= b"
    assert [token.type for token in parse("$$\na\n\n# b\n$$")] != ["math_block"]


def test_text_nested_too_deep_is_shown_as_it_is() -> None:
    source = "> " * 60 + "deep"
    assert "deep" in text_of(source)
