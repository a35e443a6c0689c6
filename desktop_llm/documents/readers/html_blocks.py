"""HTML into blocks, for pages, books and mails. Reading process.

Elements are walked, never followed by functions that call themselves: HTML may be 2048 deep.
"""

from collections.abc import Callable
from typing import Final

from desktop_llm.documents.document import NOWHERE, Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.html_tables import is_of_data, rows_of
from desktop_llm.documents.readers.xml_tree import Element, attribute, name_of, walk

LeavesOut = Callable[[Element], bool]

_NEVER_SHOWN: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "svg",
        "math",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
        "rt",
        "rp",
        "datalist",
        "noframes",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
_MARKS_OF_HEADINGS: Final = frozenset("¶#§\uf0c1")
_CAPTIONS: Final = frozenset({"figcaption", "caption"})


def add_html(
    root: Element, builder: DocumentBuilder, place: Place = NOWHERE, leaves_out: LeavesOut | None = None
) -> None:
    """Add what is shown of `root`. `leaves_out` tells of elements that are not to be entered."""
    blocks = _Blocks(builder, place, leaves_out)
    for event, element in walk(root):
        if event == "start":
            blocks.enter(element)
        else:
            blocks.leave(element, is_root=element is root)
    blocks.end_block()


def _is_mark_of_itself(element: Element) -> bool:
    """The "¶" behind a heading, which is shown under the mouse and leads to the heading."""
    is_link = name_of(element) == "a" and attribute(element, "href").startswith("#")
    has_children = next(iter(element), None) is not None
    return is_link and not has_children and (element.text or "").strip() in _MARKS_OF_HEADINGS


def is_hidden(element: Element) -> bool:
    """Whether nobody sees it."""
    if name_of(element) in _NEVER_SHOWN or "hidden" in element.attrib or _is_mark_of_itself(element):
        return True
    return "display:none" in attribute(element, "style").replace(" ", "").lower()


class _Blocks:
    """Gathers text until a block begins or ends."""

    def __init__(self, builder: DocumentBuilder, place: Place, leaves_out: LeavesOut | None) -> None:
        self._builder = builder
        self._place = place
        self._leaves_out = leaves_out
        self._text: list[str] = []
        self._open: list[str] = []  # names of the blocks around
        self._list_depth = 0
        self._is_item_new = False
        self._table: Element | None = None  # the one that was read as a whole
        self._n_left_out = 0  # how deep within what is left out

    def enter(self, element: Element) -> None:
        if self._n_left_out or self._is_left_out(element):
            self._n_left_out += 1
            return
        name = name_of(element)
        if name in _BLOCKS:
            self.end_block()
            self._open.append(name)
        if name == "table" and is_of_data(element):
            self._add_table(element)
            self._table = element
            self._n_left_out += 1
            return
        self._list_depth += name in _LISTS
        self._is_item_new = name == "li" or (self._is_item_new and name not in _LISTS)
        if name == "br":
            self._text.append("\n")
        self._add_text(element.text)

    def leave(self, element: Element, *, is_root: bool) -> None:
        name = name_of(element)
        if self._n_left_out:
            self._n_left_out -= 1
            if element is self._table:
                self._table = None
                self._open.pop()
        elif name in _BLOCKS:
            self.end_block()
            self._open.pop()
            self._list_depth -= name in _LISTS
        if not self._n_left_out and not is_root:
            self._add_text(element.tail)

    def end_block(self) -> None:
        text, self._text = "".join(self._text), []
        if not text.strip():
            return
        innermost = self._open[-1] if self._open else ""
        if "pre" in self._open:
            self._builder.add_code(text, self._place)
        elif innermost in _HEADINGS:
            self._builder.add_heading(text, _HEADINGS[innermost], self._place)
        elif innermost in _CAPTIONS:
            self._builder.add_caption(text, self._place)
        elif self._list_depth and self._is_item_new:
            self._is_item_new = False
            self._builder.add_list_item(text, self._list_depth, self._place)
        elif "aside" in self._open:
            self._builder.add_note(text, self._place)
        else:
            self._builder.add_paragraph(text, self._place)

    def _is_left_out(self, element: Element) -> bool:
        return is_hidden(element) or (self._leaves_out is not None and self._leaves_out(element))

    def _add_text(self, text: str | None) -> None:
        if text:
            self._text.append(text if "pre" in self._open else _in_one_line(text))

    def _add_table(self, table: Element) -> None:
        caption, rows = rows_of(table, is_hidden)
        if caption:
            self._builder.add_caption(caption, self._place)
        self._builder.add_table(rows, self._place)


def _in_one_line(text: str) -> str:
    return text.replace("\n", " ")
