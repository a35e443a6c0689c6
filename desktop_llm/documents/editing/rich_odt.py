"""OpenDocument texts in the editor: their body. Notes, comments, headers, sections and indexes stay as they are.

What did not change keeps its XML. Reading process.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_llm.documents.document import DocumentWarning, WarningKind
from desktop_llm.documents.editing.odt import check_unlocked
from desktop_llm.documents.editing.odt_line import OdtLines
from desktop_llm.documents.editing.odt_names import TEXT
from desktop_llm.documents.editing.odt_shapes import OdtShapes
from desktop_llm.documents.editing.odt_tables import grid_of
from desktop_llm.documents.editing.odt_text_styles import TextStyles
from desktop_llm.documents.editing.odt_tree import OdtBody, OdtTree, settled
from desktop_llm.documents.editing.package import Package
from desktop_llm.documents.editing.rich_body import CellPlace
from desktop_llm.documents.editing.rich_plan import plan_of
from desktop_llm.documents.editing.rich_runs import normalised
from desktop_llm.documents.editing.rich_tree import TreePlacer
from desktop_llm.documents.editing.xml_part import Node, first_child, local_name, namespace_of, value_of
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextRun, Tracking
from desktop_llm.documents.source_file import SourceFile

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_THROUGH: Final = frozenset({"section", "numbered-paragraph", "list", "list-item", "list-header"})
_INDEXES: Final = frozenset(
    {
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    }
)
_CONTENTS: Final = "[contents]"
_TABLE: Final = "[table]"
_PROGRESS_EVERY: Final = 500


class RichOdt:
    """A RichFile."""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: damaged, locked, or without a text."""
        self._package = package = Package(source)
        check_unlocked(package)
        content = package.root(_CONTENT)
        styles = package.root(_STYLES) if package.has(_STYLES) else None
        roots = [root for root in (content, styles) if root is not None]
        self._roots = roots
        self._shapes = OdtShapes(content, styles)
        self._lines = OdtLines(TextStyles(roots, first_child(content, "automatic-styles")))
        text = first_child(content, "body", "text")
        if text is None:
            raise source.damaged("it has no text")
        self._body = OdtBody(text)
        for index, child in enumerate(list(text)):
            self._take(child, None)
            if index % _PROGRESS_EVERY == 0:
                source.progress(index, len(text))
        self.warnings: Sequence[DocumentWarning] = list(_warnings(text))

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        return self._body.paragraphs or (Paragraph(),)

    @property
    def language(self) -> str:
        for root in reversed(self._roots):
            for node in root.iter():
                if local_name(node) == "default-style" and value_of(node, "family") == "paragraph":
                    properties = first_child(node, "text-properties")
                    return value_of(properties, "language") if properties is not None else ""
        return ""

    def written(self, text: RichText, tracking: Tracking | None = None) -> bytes:  # noqa: ARG002  in Word files only
        plan = plan_of(self._body.paragraphs, text.paragraphs)
        if plan.is_unchanged:
            self._package.archive.close()
            return self._package.source.read()
        plan = settled(plan, self._body)
        TreePlacer(OdtTree(self._body, plan, self._shapes, self._lines), self._body).place(plan)
        self._package.mark_changed(_CONTENT)
        if self._shapes.has_new_common:
            self._package.mark_changed(_STYLES)
        return self._package.written()

    def _take(self, node: Node, place: CellPlace | None) -> None:
        name = local_name(node)
        is_text = namespace_of(node) == TEXT
        if is_text and name in ("p", "h"):
            self._take_paragraph(node, place)
        elif name == "table" and place is None:
            self._body.add_table(grid_of(node), self._take)
        elif name == "table":
            self._body.add(node, _kept(_TABLE), place)
        elif is_text and name in _INDEXES:
            self._body.add(node, _kept(_CONTENTS), place)
        elif is_text and name in _THROUGH:
            for child in node:
                self._take(child, place)

    def _take_paragraph(self, node: Node, place: CellPlace | None) -> None:
        kind, level, is_numbered = self._shapes.shape_of(node)
        line = self._lines.line(node)
        runs = normalised(stretch.run for stretch in line.stretches)
        self._body.add(node, Paragraph(runs=runs, kind=kind, level=level, is_numbered=is_numbered), place, line)


def _kept(shown: str) -> Paragraph:
    return Paragraph(runs=(TextRun(text=shown),), kind=ParagraphKind.KEPT)


def _warnings(text: Node) -> Iterator[DocumentWarning]:
    regions = [node for node in text.iter() if local_name(node) == "changed-region"]
    n_deleted = sum(any(local_name(each) == "deletion" for each in region) for region in regions)
    if regions:
        facts = {"n_inserted": len(regions) - n_deleted, "n_deleted": n_deleted}
        yield DocumentWarning(kind=WarningKind.TRACKED_CHANGES, facts=dict(facts))
