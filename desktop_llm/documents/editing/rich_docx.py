"""Word files in the editor: the text of their body. Notes, comments, headers and sections stay as they are.

What did not change keeps its XML. Reading process.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_llm.documents.document import DocumentWarning, WarningKind
from desktop_llm.documents.editing.docx_formats import RunFormats
from desktop_llm.documents.editing.docx_line import LineReader
from desktop_llm.documents.editing.docx_line_writer import LineParts
from desktop_llm.documents.editing.docx_parts import DocxParts
from desktop_llm.documents.editing.docx_shapes import DocxShapes
from desktop_llm.documents.editing.docx_tables import grid_of
from desktop_llm.documents.editing.docx_tracked import ChangeMaker
from desktop_llm.documents.editing.docx_tree import DocxBody, DocxTree
from desktop_llm.documents.editing.package import Package
from desktop_llm.documents.editing.rich_body import CellPlace
from desktop_llm.documents.editing.rich_plan import plan_of
from desktop_llm.documents.editing.rich_runs import normalised
from desktop_llm.documents.editing.rich_tree import TreePlacer
from desktop_llm.documents.editing.xml_part import Node, first_child, local_name, value_of
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextRun, Tracking
from desktop_llm.documents.source_file import SourceFile

_THROUGH: Final = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_BLOCKS: Final = frozenset({"altChunk", "oMathPara", "oMath", "AlternateContent"})
_INSERTED: Final = frozenset({"ins", "moveTo"})
_DELETED: Final = frozenset({"del", "moveFrom"})
_CONTENTS: Final = "[contents]"
_TABLE: Final = "[table]"
_OTHER: Final = "[…]"
_PROGRESS_EVERY: Final = 500


class RichDocx:
    """A RichFile."""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: damaged, or without a text."""
        self._package = Package(source)
        self._parts = DocxParts(self._package)
        self._formats = RunFormats(self._parts.styles)
        self._shapes = DocxShapes(self._parts)
        self._reader = LineReader(self._formats, self._parts.link_of)
        self._depth = 0
        root = first_child(self._parts.root, "body")
        if root is None:
            raise source.damaged("it has no body")
        self._body = DocxBody(root)
        self._has_whole_fields = _has_whole_fields(root)
        for index, child in enumerate(list(root)):
            self._take(child, None)
            if index % _PROGRESS_EVERY == 0:
                source.progress(index, len(root))
        self.warnings: Sequence[DocumentWarning] = list(_warnings(root))

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        return self._body.paragraphs or (Paragraph(),)

    @property
    def language(self) -> str:
        language = first_child(self._parts.styles, "docDefaults", "rPrDefault", "rPr", "lang")
        return value_of(language, "val") if language is not None else ""

    def written(self, text: RichText, tracking: Tracking | None = None) -> bytes:
        plan = plan_of(self._body.paragraphs, text.paragraphs)
        if plan.is_unchanged:
            self._package.archive.close()
            return self._package.source.read()
        maker = ChangeMaker(self._parts.root, tracking.author, tracking.date) if tracking is not None else None
        shared = LineParts(self._formats, self._reader.kept, self._parts.new_link, maker)
        TreePlacer(DocxTree(self._body, plan, self._shapes, shared), self._body).place(plan)
        self._package.mark_changed(self._parts.main)
        return self._package.written()

    def _take(self, node: Node, place: CellPlace | None) -> None:
        name = local_name(node)
        if name == "p":
            self._take_paragraph(node, place)
        elif name == "tbl" and place is None:
            self._body.add_table(grid_of(node), self._take)
        elif name == "tbl":
            self._body.add(node, _kept(_TABLE), place)
        elif name == "sdt" and _is_contents(node):
            self._body.add(node, _kept(_CONTENTS), place)
        elif name in _BLOCKS:
            self._body.add(node, _kept(_OTHER), place)
        elif name in _THROUGH:
            for child in node:
                self._take(child, place)

    def _take_paragraph(self, node: Node, place: CellPlace | None) -> None:
        kind, level, is_numbered = self._shapes.shape_of(node)
        line = self._reader.line(node, is_code=kind is ParagraphKind.CODE)
        is_in_field = self._has_whole_fields and (self._depth > 0 or line.n_open > 0)
        self._depth += line.n_open - line.n_closed
        if is_in_field:
            paragraph = _kept((line.text + line.open_text).strip() or _CONTENTS)
        else:
            runs = normalised(stretch.run for stretch in line.stretches)
            paragraph = Paragraph(runs=runs, kind=kind, level=level, is_numbered=is_numbered)
        self._body.add(node, paragraph, place, line)


def _kept(shown: str) -> Paragraph:
    return Paragraph(runs=(TextRun(text=shown),), kind=ParagraphKind.KEPT)


def _is_contents(control: Node) -> bool:
    gallery = first_child(control, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and "contents" in value_of(gallery, "val").lower()


def _has_whole_fields(body: Node) -> bool:
    """As many ends as beginnings; otherwise nobody knows what is in one."""
    kinds = [value_of(node, "fldCharType") for node in body.iter() if local_name(node) == "fldChar"]
    return kinds.count("begin") == kinds.count("end")


def _warnings(body: Node) -> Iterator[DocumentWarning]:
    n_inserted = n_deleted = 0
    for node in body.iter():
        name = local_name(node)
        parent = node.getparent()
        if parent is not None and local_name(parent) != "rPr":  # there it is the end of a paragraph
            n_inserted += name in _INSERTED
            n_deleted += name in _DELETED
    if n_inserted or n_deleted:
        yield DocumentWarning(
            kind=WarningKind.TRACKED_CHANGES, facts={"n_inserted": n_inserted, "n_deleted": n_deleted}
        )
