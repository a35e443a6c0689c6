"""Web pages: the article, not the menus around it. Reading process."""

import codecs
import re
from typing import Final

from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.html_blocks import add_html
from desktop_llm.documents.readers.plain_text import text_of
from desktop_llm.documents.readers.xml_tree import (
    Element,
    all_text,
    attribute,
    descendants,
    name_of,
    parse_html,
)
from desktop_llm.documents.source_file import SourceFile

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HEAD_BYTES: Final = 4096
_AROUND: Final = frozenset({"nav", "aside", "footer", "dialog"})
_ROLES_AROUND: Final = frozenset({"navigation", "search", "banner", "contentinfo", "complementary", "dialog", "menu"})
_NAMES_AROUND: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navheader|navfooter|navigation|menu|sidebar|breadcrumbs?|cookies?|consent|footer"
    r"|masthead|share|sharing|social|related|skip|advert|newsletter|popup|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED: Final = frozenset({"div", "ul", "ol", "section", "table", "header", "form", "p", "a"})
# An element may be named after a menu and hold the whole page nevertheless.
_MOST_OF_PAGE: Final = 0.4
_LEAST_CHARACTERS: Final = 200
_LINKS: Final = 4
_LINKED_SHARE: Final = 0.8


def read_html(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: nested too deeply."""
    root = parse_html(text_of(source, builder, charset_of(source)), source)
    if root is None:
        return
    builder.title = title_of(root)
    article = _article(root)
    add_html(article, builder, leaves_out=_Surroundings(article).holds)
    if builder.n_blocks == 0:  # a page of nothing but links, say
        add_html(root, builder)


def charset_of(source: SourceFile) -> str:
    """What the page says about itself; empty if it says nothing that is known."""
    match = _CHARSET.search(source.read()[:_HEAD_BYTES])
    name = match[1].decode("ascii") if match else ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def title_of(root: Element) -> str:
    return next((" ".join(all_text(title).split()) for title in descendants(root, "title")), "")


def _article(root: Element) -> Element:
    """What the page marks as its content, if it is marked once; else all of it."""
    for is_content in (_is_main, _is_article):
        found = [element for element in root.iter() if is_content(element)]
        if len(found) == 1 and len(all_text(found[0])) >= _LEAST_CHARACTERS:
            return found[0]
    return root


def _is_main(element: Element) -> bool:
    return name_of(element) == "main" or attribute(element, "role") == "main"


def _is_article(element: Element) -> bool:
    return name_of(element) == "article"


class _Surroundings:
    """Tells what stands around an article."""

    def __init__(self, article: Element) -> None:
        self._article = article
        self._n_characters = len(all_text(article))

    def holds(self, element: Element) -> bool:
        if element is self._article:
            return False
        name = name_of(element)
        if name in _AROUND or attribute(element, "role").lower() in _ROLES_AROUND:
            return self._is_small(element)
        if name not in _NAMED:
            return False
        names = f"{attribute(element, 'class')} {attribute(element, 'id')}"
        if _NAMES_AROUND.search(names):
            return self._is_small(element)
        return name in ("ul", "ol") and name_of(self._article) not in ("main", "article") and _is_of_links(element)

    def _is_small(self, element: Element) -> bool:
        return len(all_text(element)) <= _MOST_OF_PAGE * self._n_characters


def _is_of_links(element: Element) -> bool:
    links = list(descendants(element, "a"))
    if len(links) < _LINKS:
        return False
    n_characters = len("".join(all_text(element).split()))
    return sum(len("".join(all_text(link).split())) for link in links) >= _LINKED_SHARE * n_characters
