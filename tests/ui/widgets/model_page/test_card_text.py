import time

import pytest

from desktop_llm.ui.widgets.model_page.card_text import MAX_CARD_CHARS, readable_card


@pytest.mark.parametrize(
    ("card", "readable"),
    [
        ("# Granite\n\nA model.", "# Granite\n\nA model."),
        ('<div align="center">\n<img src="https://x.example/a.png" width="60%">\n</div>\n\nText', "Text"),
        ('<h1 align="center">Granite</h1>', "# Granite"),
        ('<a href="https://x.example/">the site</a>', "[the site](https://x.example/)"),
        ("<a name='here'></a>Text", "Text"),
        ("[![badge](https://x.example/b.svg)](https://x.example)\nText", "Text"),
        ("![picture](p.png) Text", "Text"),
        ("<!-- hidden -->Text<!-- never closed", "Text"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<b>bold</b> and <strong>strong</strong>", "**bold** and **strong**"),
        ("<script>alert('x')</script>Text<style>p{}</style>", "Text"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("a < b and b > c", "a < b and b > c"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("", ""),
    ],
)
def test_html_leaves_its_words(card: str, readable: str) -> None:
    assert readable_card(card) == readable


def test_code_stays_as_it_is() -> None:
    card = "Use it:\n\n```html\n<b>kept</b> <!-- kept -->\n```\n\n<b>bold</b>"
    assert readable_card(card) == "Use it:\n\n```html\n<b>kept</b> <!-- kept -->\n```\n\n**bold**"


def test_a_fence_that_is_never_closed_is_code_to_the_end() -> None:
    assert readable_card("~~~\n<b>kept</b>\n```\n<i>kept</i>") == "~~~\n<b>kept</b>\n```\n<i>kept</i>"


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<a href=", "![", "[![", "<!--", "[ ", "<b", "```\n", "(", "<script>", "&amp"]
)
def test_no_card_takes_long(piece: str) -> None:
    card = piece * (MAX_CARD_CHARS // len(piece))
    started_s = time.perf_counter()
    readable_card(card)
    assert time.perf_counter() - started_s < 2


def test_what_is_endless_ends() -> None:
    assert len(readable_card("word " * MAX_CARD_CHARS)) <= MAX_CARD_CHARS
