"""Tables of HTML: those that hold data, and those that only put a page in order. Reading process."""

from collections.abc import Callable
from typing import Final

from desktop_llm.documents.readers.xml_tree import Element, attribute, name_of, walk

_OF_LAYOUT: Final = frozenset({"h1", "h2", "h3", "form", "article", "section", "ul", "ol"})
_MOST_CHARACTERS_PER_CELL: Final = 400
_CELLS: Final = frozenset({"td", "th"})


def is_of_data(table: Element) -> bool:
    """Whether its rows and columns mean something: several of both, with little in each cell and no table within."""
    n_rows = n_cells = n_characters = 0
    for event, element in walk(table):
        name = name_of(element)
        if event == "end":
            n_characters += len((element.tail or "").strip()) if element is not table else 0
            continue
        if name in _OF_LAYOUT or (name == "table" and element is not table):
            return False
        n_rows += name == "tr"
        n_cells += name in _CELLS
        n_characters += len((element.text or "").strip())
    is_presentation = attribute(table, "role").lower() in ("presentation", "none")
    return not is_presentation and 2 <= n_rows < n_cells and n_characters <= _MOST_CHARACTERS_PER_CELL * n_cells


def rows_of(table: Element, is_hidden: Callable[[Element], bool]) -> tuple[str, list[list[str]]]:
    """The caption, and the cells of each row. A cell over several columns has its text in the first."""
    rows: list[list[str]] = []
    caption: list[str] = []
    into: list[str] = []  # the words of the cell that is open
    n_hidden = 0
    for event, element in walk(table):
        name = name_of(element)
        if n_hidden or (event == "start" and is_hidden(element)):
            n_hidden += 1 if event == "start" else -1
        elif event == "start":
            match name:
                case "tr":
                    rows.append([])
                case "td" | "th":
                    into = []
                case "caption":
                    into = caption
                case "br" | "p" | "div":
                    into.append(" ")
                case _:
                    pass
            into.append(element.text or "")
        elif name in _CELLS:
            row = rows[-1] if rows else []
            row += ["".join(into), *[""] * (_n_columns(element) - 1)]
            into = []
        if event == "end" and not n_hidden and name not in ("td", "th", "tr", "table", "caption", "tbody", "thead"):
            into.append(element.tail or "")
    return "".join(caption).strip(), rows


def _n_columns(cell: Element) -> int:
    span = attribute(cell, "colspan").strip()
    return max(int(span), 1) if span.isdecimal() and len(span) < 4 else 1
