"""Which blocks of a PDF are headings, and how high: by its outline where it has one, else by the type."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from desktop_llm.documents.document import BlockKind
from desktop_llm.documents.readers.pdf_draft import Draft
from desktop_llm.documents.readers.pdf_page import OutlineEntry

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_NUMBERING: Final = re.compile(r"^(?:[\dIVXLC]+[.\s]*)+|^(?:chapter|appendix|part)\s+\w+[.:]?\s*", re.IGNORECASE)
_MOST_LEVELS: Final = 6
_MAX_LINES: Final = 4

_Style = tuple[float, bool]


def find_headings(drafts: Sequence[Draft], outline: Iterable[OutlineEntry]) -> None:
    """Set kind and level of what is a heading; what only looked like one becomes a paragraph."""
    learned = _take_outline(drafts, outline)
    _drop_prose(drafts)
    levels = _levels(drafts, learned)
    for draft in drafts:
        if draft.kind is BlockKind.HEADING and draft.level == 0:
            draft.level = levels[_style(draft)]


def _take_outline(drafts: Sequence[Draft], outline: Iterable[OutlineEntry]) -> dict[_Style, int]:
    """Mark what the outline names, and learn from it how headings of each level look."""
    on_page: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and draft.n_lines <= _MAX_LINES:
            on_page[draft.page].append(draft)
    found: dict[_Style, Counter[int]] = defaultdict(Counter)
    for entry in outline:
        if (draft := _named(entry, on_page[entry.page])) is not None:
            draft.kind, draft.level = BlockKind.HEADING, entry.level
            found[_style(draft)][entry.level] += 1
    return {style: levels.most_common(1)[0][0] for style, levels in found.items()}


def _named(entry: OutlineEntry, drafts: Sequence[Draft]) -> Draft | None:
    title = _key(entry.title)
    if not title:
        return None
    return next((draft for draft in drafts if draft.level == 0 and _key(draft.text) == title), None)


def _key(text: str) -> str:
    return _NOT_LETTERS.sub("", _NUMBERING.sub("", text.strip())).casefold() or _NOT_LETTERS.sub("", text).casefold()


def _style(draft: Draft) -> _Style:
    return (draft.size, draft.is_bold)


def _drop_prose(drafts: Sequence[Draft]) -> None:
    """Where bold or large type is what most of the text is set in, it is no heading."""
    headings = [draft for draft in drafts if draft.kind is BlockKind.HEADING and draft.level == 0]
    if len(headings) > max(8, 0.5 * len(drafts)):
        for draft in headings:
            draft.kind = BlockKind.PARAGRAPH


def _levels(drafts: Sequence[Draft], learned: dict[_Style, int]) -> dict[_Style, int]:
    """The larger, the higher; a style that the outline does not show is put below the next larger one that it does."""
    styles = sorted({_style(draft) for draft in drafts if draft.kind is BlockKind.HEADING}, reverse=True)
    levels: dict[_Style, int] = {}
    level = 0
    for style in styles:
        level = learned.get(style, min(level + 1, _MOST_LEVELS))
        levels[style] = level
    return levels
