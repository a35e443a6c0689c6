"""An exported document as one HTML file: no script, nothing fetched, light and dark. Any thread.

Text of people is shown as it is; text of models is Markdown, whose own HTML stays text and whose pictures become links.
"""

from html import escape
from typing import Final, assert_never

from desktop_llm.assist.exports.answer_markdown import markdown_as_html, plain_as_html
from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
)

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
.fact, h2, summary { color: var(--dim); font-size: 0.83rem; font-weight: normal; }
.fact { margin: 0.25rem 0; }
h2 { margin: 1.5rem 0 0.25rem; }
.summary h2, .sources h2 { color: var(--text); font-size: 1.2rem; font-weight: 600; }
article.sources { font-size: 0.9rem; color: var(--dim); }
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


def html_of(document: ExportedDocument) -> str:
    """One file that needs nothing else, for light and dark."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{html_body_of(document)}\n</body>\n</html>\n"
    )


def html_body_of(document: ExportedDocument, *, is_folded: bool = True) -> str:
    """What stands in the body. On paper nothing can be unfolded."""
    parts = [f"<h1>{escape(document.title)}</h1>", *map(_fact, document.facts)]
    parts += [_section(section, is_folded=is_folded) for section in document.sections]
    return "\n".join(parts)


def _fact(fact: ExportedFact) -> str:
    label = f"<b>{escape(fact.label)}:</b> " if fact.label else ""
    return f'<p class="fact">{label}{escape(fact.text)}</p>'


def _section(section: ExportedSection, *, is_folded: bool) -> str:
    parts = [f"<h2>{escape(section.heading)}</h2>"] if section.heading else []
    parts += [_aside(aside, is_folded=is_folded) for aside in section.asides_before]
    if section.text:
        parts.append(markdown_as_html(section.text) if section.is_markdown else plain_as_html(section.text))
    parts += [_aside(aside, is_folded=is_folded) for aside in section.asides_after]
    body = "\n".join(parts)
    return f'<article class="{section.kind}">\n{body}\n</article>'


def _aside(aside: Aside, *, is_folded: bool) -> str:
    match aside.kind:
        case AsideKind.THINKING:
            text = plain_as_html(aside.text)
        case AsideKind.ATTACHMENT:
            text = f"<pre>{escape(aside.text)}</pre>"
        case AsideKind.SOURCES:
            text = markdown_as_html(aside.text)
        case _:
            assert_never(aside.kind)
    if not is_folded:
        return f'<p class="aside">{escape(aside.name)}</p>\n{text}'
    return f'<details class="{aside.kind}"><summary>{escape(aside.name)}</summary>{text}</details>'
