from html.parser import HTMLParser

import pytest

from desktop_llm.assist.exports.answer_markdown import markdown_as_html, markdown_tokens

_FETCHING = {"img", "script", "link", "iframe", "object", "embed", "audio", "video", "form", "base", "svg", "input"}


class _Tags(HTMLParser):
    """The tags of a document and their attributes, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _names(html: str) -> set[str]:
    return {tag for tag, _ in _Tags(html).tags}


def _links(html: str) -> list[str | None]:
    return [attributes.get("href") for tag, attributes in _Tags(html).tags if tag == "a"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/pixel.png">',
        "![a picture](https://example.org/pixel.png)",
        "![a picture](file:///etc/passwd)",
        "![a][b]\n\n[b]: https://example.org/pixel.png",
        "<iframe src='https://example.org'></iframe>",
        "```html\n<script>alert(1)</script>\n```",
        "<style>@import url(https://example.org)</style>",
        "`<img src=x onerror=alert(1)>`",
    ],
)
def test_nothing_a_model_writes_is_fetched_or_run(text: str) -> None:
    html = markdown_as_html(text)
    assert not _names(html) & (_FETCHING | {"style"})
    assert not [name for _, attributes in _Tags(html).tags for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "vbscript:x",
        "ms-word:x",
        "//example.org",
        "a/b",
    ],
)
def test_links_lead_to_the_web_or_to_mail_only(address: str) -> None:
    assert _links(markdown_as_html(f"[text](<{address}>)")) in ([], [None])


def test_a_link_that_is_allowed_stays() -> None:
    html = markdown_as_html("[text](https://example.org/a?b=1&c=2) and <mailto:a@example.org>")
    assert _links(html) == ["https://example.org/a?b=1&c=2", "mailto:a@example.org"]


def test_markdown_becomes_html() -> None:
    html = markdown_as_html("# Head\n\n- one\n- **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx < 1\n```")
    assert {"h1", "ul", "li", "strong", "table", "td", "pre", "code"} <= _names(html)
    assert "x &lt; 1" in html


@pytest.mark.parametrize("text", ["[" * 100_000, "x" * 600_000])
def test_a_text_that_would_take_minutes_is_shown_as_it_is(text: str) -> None:
    assert markdown_as_html(text) == f'<div class="plain">{text}</div>'
    assert markdown_tokens(text) is None
