import pytest

from desktop_llm.assist.writing.kept_text import is_code, is_surely_prose, kept_spans, merged_spans
from desktop_llm.documents.sentences import Span


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Read `the_manual` at https://example.org/a first.", ["`the_manual`", "https://example.org/a"]),
        ("She said “i has no time” and left.", ["“i has no time”"]),
        ('She said "i has no time." He left.', ['"i has no time."']),
        ("Er sagte „ich hab keine zeit“.", ["„ich hab keine zeit“"]),
        ("Elle dit « jai pas le temps ».", ["« jai pas le temps »"]),
        ("彼は「じかん がない」と言った。", ["「じかん がない」"]),
        ("See [teh page](https://example.org) or teh_name.", ["[teh page](https://example.org)", "teh_name"]),
        ("A **bold** word, {name} and %s.", ["**", "**", "{name}", "%s"]),
        ("Run --dry-run in ~/src/it or mail jo@example.org, @jo.", ["--dry-run", "~/src/it", "jo@example.org", "@jo"]),
        ("It's Bo's 5\" pipe, isn't it?", []),
        ("Nothing at all.", []),
    ],
)
def test_code_links_and_quotations_are_kept(text: str, kept: list[str]) -> None:
    assert [text[span.start : span.end] for span in kept_spans(text)] == kept


def test_prose_is_told_from_what_only_might_be_some() -> None:
    assert is_surely_prose("Whether it would be read among lines of a program (as a comment is).")
    assert not is_surely_prose("self.items.append(value)")
    assert not is_surely_prose("total items left here")


def test_spans_that_overlap_are_one() -> None:
    assert merged_spans([Span(5, 9), Span(0, 3), Span(1, 4)]) == (Span(0, 4), Span(5, 9))


@pytest.mark.parametrize(
    "line",
    [
        "def add(a, b):",
        "import os",
        "from a.b import c",
        "for item in items:",
        "if value == 3:",
        "x = compute(1)",
        "return a + b;",
        "#include <stdio.h>",
        "}",
        "for (int i = 0; i < n; i++) {",
        "SELECT name FROM people WHERE age > 3",
        "$ make install",
        'printf("hi");',
    ],
)
def test_lines_of_programs_are_code(line: str) -> None:
    assert is_code(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Import duties rose last year (by 3 %).",
        "for the following reasons:",
        "If you come, we will go.",
        "return the form when you have signed it",
        "The rose is red, / the violet's blue",
        "While we waited, it rained & rained.",
        "class sizes are small (20 pupils)",
        "Let us go = let's go? No.",
        "| **Name** | What it does | no |\n|---|---|---|",
        "Call `a[0] = {}; b[1] = {}` or `c[2]`.",
        "A title ========================",
        "Signed ______________________ (name), ______ (date)",
    ],
)
def test_sentences_are_not(line: str) -> None:
    assert not is_code(line)
