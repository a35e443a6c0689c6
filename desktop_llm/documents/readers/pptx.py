"""Presentations (ECMA-376 part 1, PresentationML): slide by slide, its notes after it. Reading process.

Hidden slides are left out, and that is said. Diagrams are read; of charts, the figures that they show.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import Place, UnreadReason, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.office_parts import OfficePackage, is_alternative, shown_alternative
from desktop_llm.documents.readers.xml_tree import Element, attribute, child, children, descendants, name_of
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile

_MAIN_PART: Final = "ppt/presentation.xml"
_TITLES: Final = frozenset({"title", "ctrTitle"})
_REPEATED: Final = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
_PARAGRAPHS: Final = frozenset({"subTitle"})


def read_pptx(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: damaged, or more than may be unpacked."""
    with Archive(source) as archive:
        package = OfficePackage(archive, source)
        package.tell_of(builder)
        main = package.main_part(_MAIN_PART)
        targets = package.related(main)
        names = [targets.get(_relation_id(slide), "") for slide in descendants(package.part(main), "sldId")]
        builder.n_pages = len(names)
        n_hidden = 0
        for number, name in enumerate(names, 1):
            place = Place(page=number, label=f"slide {number}")
            if not archive.has(name):
                builder.add_unread(place, UnreadReason.DAMAGED)
                continue
            slide = package.part(name)
            if attribute(slide, "show") in ("0", "false"):
                n_hidden += 1
            else:
                _Slide(package, name, place, builder).read(slide)
            source.progress(number, len(names))
        if n_hidden:
            builder.warn(WarningKind.HIDDEN_LEFT_OUT, n_parts=n_hidden)


def _relation_id(element: Element) -> str:
    """The id with a namespace; the one without counts slides."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


class _Slide:
    def __init__(self, package: OfficePackage, name: str, place: Place, builder: DocumentBuilder) -> None:
        self._package = package
        self._name = name
        self._place = place
        self._builder = builder

    def read(self, slide: Element) -> None:
        """The title comes first, wherever it stands in the file."""
        shapes = list(_shapes(child(slide, "cSld", "spTree")))
        shapes.sort(key=lambda shape: _role(shape) not in _TITLES)
        for shape in shapes:
            if name_of(shape) == "graphicFrame":
                self._read_graphic(shape)
            elif _role(shape) not in _REPEATED:
                self._read_text(shape)
        notes = self._package.related_of_kind(self._name, "notesSlide")
        for shape in _shapes(child(notes, "cSld", "spTree")):
            if _role(shape) == "body":
                self._builder.add_note("\n".join(text for _, text in _paragraphs(shape)), self._place)

    def _read_text(self, shape: Element) -> None:
        role = _role(shape)
        paragraphs = list(_paragraphs(shape))
        if role in _TITLES:
            self._builder.add_heading(" ".join(text for _, text in paragraphs), 1, self._place)
            return
        for level, text in paragraphs:
            if role and role not in _PARAGRAPHS:
                self._builder.add_list_item(text, level, self._place)
            else:
                self._builder.add_paragraph(text, self._place)

    def _read_graphic(self, frame: Element) -> None:
        for table in descendants(frame, "tbl"):
            rows = [
                ["\n".join(text for _, text in _paragraphs(cell)) for cell in children(row, "tc")]
                for row in children(table, "tr")
            ]
            self._builder.add_table(rows, self._place)
        if next(descendants(frame, "relIds"), None) is not None:
            self._read_diagram()
        if next(descendants(frame, "chart"), None) is not None:
            self._read_chart()

    def _read_diagram(self) -> None:
        data = self._package.related_of_kind(self._name, "diagramData")
        for point in descendants(data, "pt") if data is not None else ():
            self._builder.add_list_item(" ".join(text for _, text in _paragraphs(point)), 1, self._place)

    def _read_chart(self) -> None:
        """As a table: a row for each category, a column for each series."""
        chart = self._package.related_of_kind(self._name, "chart")
        if chart is None:
            return
        for title in descendants(chart, "title"):
            self._builder.add_caption(" ".join(text for _, text in _paragraphs(title)), self._place)
            break
        columns: list[list[str]] = []
        for series in descendants(chart, "ser"):
            names = _values(child(series, "cat"))
            if not columns and names:
                columns.append(["", *names])
            columns.append([" ".join(_values(child(series, "tx"))), *_values(child(series, "val"))])
        n_rows = max(map(len, columns), default=0)
        rows = [[column[row] if row < len(column) else "" for column in columns] for row in range(n_rows)]
        self._builder.add_table(rows, self._place)


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Those in groups too."""
    for shape in tree if tree is not None else ():
        if name_of(shape) == "grpSp":
            yield from _shapes(shape)
        elif is_alternative(shape):
            yield from _shapes(shown_alternative(shape))
        elif name_of(shape) in ("sp", "graphicFrame"):
            yield shape


def _role(shape: Element) -> str:
    """What the layout has a shape for: `title`, `body`; empty for what stands there freely."""
    properties = next((each for each in shape if name_of(each).startswith("nv")), None)
    placeholder = child(properties, "nvPr", "ph")
    return (attribute(placeholder, "type") or "obj") if placeholder is not None else ""


def _paragraphs(element: Element) -> Iterator[tuple[int, str]]:
    """Depth, from 1, and text of each."""
    for paragraph in descendants(element, "p"):
        properties = child(paragraph, "pPr")
        level = attribute(properties, "lvl") if properties is not None else ""
        text = "".join(_run(each) for each in paragraph)
        if text.strip():
            yield 1 + (int(level) if level.isdecimal() else 0), text


def _run(element: Element) -> str:
    if name_of(element) == "br":
        return "\n"
    text = child(element, "t") if name_of(element) in ("r", "fld") else None
    return (text.text or "") if text is not None else ""


def _values(element: Element | None) -> list[str]:
    """What a chart keeps of the cells that it shows."""
    points = descendants(element, "pt") if element is not None else ()
    return [(value.text or "") for point in points for value in children(point, "v")]
