from html.parser import HTMLParser

import pytest

from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    SectionKind,
)
from desktop_llm.assist.exports.html_document import html_body_of, html_of

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


def _document(
    text: str, *asides: Aside, is_markdown: bool = False, title: str = "Title", heading: str = "You"
) -> ExportedDocument:
    section = ExportedSection(kind=SectionKind.USER, heading=heading, text=text, is_markdown=is_markdown, asides=asides)
    return ExportedDocument(title=title, language="en", facts=(ExportedFact("<Model>", "<X>"),), sections=(section,))


def test_what_people_type_is_shown_as_it_is() -> None:
    attachment = Aside(kind=AsideKind.ATTACHMENT, name="<a>.txt", text="<x>")
    html = html_of(_document("**not bold** <b>", attachment, title="A <title> & more", heading="<You>"))
    assert "A &lt;title&gt; &amp; more" in html
    assert '<div class="plain">**not bold** &lt;b&gt;</div>' in html
    assert "<pre>&lt;x&gt;</pre>" in html
    assert "<b>&lt;Model&gt;:</b> &lt;X&gt;" in html
    assert not _names(html) & (_FETCHING | {"you", "x", "title>", "model"})


def test_text_of_a_model_is_markdown() -> None:
    html = html_of(_document("In **Norway** <img src=x>", is_markdown=True))
    assert "<p>In <strong>Norway</strong> &lt;img src=x&gt;</p>" in html


def test_the_document_forbids_the_browser_to_fetch_anything() -> None:
    (policy,) = (
        attributes["content"]
        for _, attributes in _Tags(html_of(_document(""))).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (AsideKind.THINKING, '<div class="plain">- Hm &lt;hm&gt;</div>'),
        (AsideKind.ATTACHMENT, "<pre>- Hm &lt;hm&gt;</pre>"),
        (AsideKind.SOURCES, "<ul>\n<li>Hm &lt;hm&gt;</li>\n</ul>"),
    ],
)
def test_asides_are_folded_on_the_screen_and_shown_on_paper(kind: AsideKind, shown: str) -> None:
    document = _document("Answer", Aside(kind=kind, name="Name", text="- Hm <hm>"))
    assert f"<summary>Name</summary>{shown}" in html_of(document)
    on_paper = html_body_of(document, is_folded=False)
    assert f'<p class="aside">Name</p>\n{shown}' in on_paper
    assert (on_paper.index(shown) < on_paper.index("Answer")) == (kind is AsideKind.THINKING)
    assert not _names(on_paper) & {"details", "summary"}
