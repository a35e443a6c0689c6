"""One HTML file for reading and printing: no script, nothing fetched, light and dark. Any thread.

Text of people is shown as it is; text of models is Markdown, whose own HTML stays text and whose pictures become links.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from msgspec import Struct

from desktop_llm.storage.records import Attachment

LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_MAX_MARKDOWN_CHARACTERS: Final = 500_000
_MAX_BRACKETS: Final = 3_000
"""Brackets cost the parser quadratic time; a text with more of them is shown as it is."""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

# The colours are those of the window.
_STYLE: Final = """
:root { color-scheme: light dark; --page: #fff; --user: #f1f0ec; --line: #e4e3df; --text: #1f1f1d; --dim: #6b6a66;
  --accent: #2f6f5e; }
@media (prefers-color-scheme: dark) { :root { --page: #1c1d1f; --user: #27292c; --line: #2e3033; --text: #ececea;
  --dim: #a09f9b; --accent: #7cc4ae; } }
body { max-width: 45rem; margin: 2rem auto; padding: 0 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.3; }
time, h2, summary { color: var(--dim); font-size: 0.83rem; font-weight: normal; }
h2 { margin: 1.5rem 0 0.25rem; }
p, li, td, th, h1, h3, h4, h5, h6, pre, .plain { unicode-bidi: plaintext; text-align: start; }
.plain { white-space: pre-wrap; }
.user .plain { background: var(--user); border-radius: 12px; padding: 0.6rem 1rem; }
.instructions .plain, .thinking { color: var(--dim); border-inline-start: 3px solid var(--line);
  padding-inline-start: 1rem; }
a { color: var(--accent); }
pre { background: var(--user); border-radius: 6px; padding: 0.75rem 1rem; overflow-x: auto; }
code { font: 0.9em ui-monospace, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid var(--line); padding: 0.25rem 0.6rem; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }
@media print { article { break-inside: avoid-page; } }
"""


class SourceList(Struct, frozen=True):
    """Sentences of an answer, each with the passages that it comes from."""

    name: str
    entries: tuple[tuple[str, tuple[str, ...]], ...]


class HtmlDocument:
    """Collects the parts of a conversation; `text` is the finished file."""

    def __init__(self, title: str, language: str) -> None:
        self._title = title
        self._language = language
        self._parts: list[str] = []

    def add_date(self, date: str) -> None:
        self._parts.append(f"<time>{escape(date)}</time>")

    def add_plain_message(self, kind: str, name: str, text: str, attachments: Sequence[Attachment] = ()) -> None:
        """A message that is shown as it was typed, with its attached texts folded."""
        parts = [_plain(text)] if text else []
        parts += [_folded("attachment", item.name, f"<pre>{escape(item.text)}</pre>") for item in attachments]
        self._parts.append(_article(kind, name, parts))

    def add_answer(
        self, name: str, text: str, thinking_name: str, thinking: str, sources: SourceList | None = None
    ) -> None:
        parts = [_folded("thinking", thinking_name, _plain(thinking.strip()))] if thinking.strip() else []
        parts.append(markdown_as_html(text))
        parts += [] if sources is None else [_folded("sources", sources.name, _listed(sources))]
        self._parts.append(_article("assistant", name, parts))

    def text(self) -> str:
        title = escape(self._title)
        body = "\n".join(self._parts)
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(self._language)}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\n"
            "</body>\n</html>\n"
        )


def markdown_as_html(text: str) -> str:
    """Markdown without HTML, pictures and links to anything but the web and mail."""
    if len(text) > _MAX_MARKDOWN_CHARACTERS or text.count("[") > _MAX_BRACKETS:
        return _plain(text)
    return str(_markdown().render(text))


def _plain(text: str) -> str:
    return f'<div class="plain">{escape(text)}</div>'


def _listed(sources: SourceList) -> str:
    entries = (
        f"<li>{escape(text)}<ul>{''.join(f'<li>{escape(passage)}</li>' for passage in passages)}</ul></li>"
        for text, passages in sources.entries
    )
    return f"<ul>{''.join(entries)}</ul>"


def _article(kind: str, name: str, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return f'<article class="{escape(kind)}">\n<h2>{escape(name)}</h2>\n{body}\n</article>'


def _folded(kind: str, name: str, content: str) -> str:
    return f'<details class="{escape(kind)}"><summary>{escape(name)}</summary>{content}</details>'


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # Without this rule ![alt](address) is an exclamation mark and a link, which nobody follows but the reader.
    markdown.disable("image")
    markdown.add_render_rule("link_open", _link_open)
    return markdown


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    if not _is_link_allowed(str(token.attrs.get("href", ""))):
        token.attrs.pop("href", None)
    token.attrs["rel"] = "noopener noreferrer nofollow"
    return renderer.renderToken(tokens, index, options, env)


def _is_link_allowed(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in LINK_SCHEMES
    except ValueError:
        return False
