"""Which number a list's item has, where a format writes it out. Pure."""

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind


class ListNumbers:
    """Is told of paragraphs in their order."""

    def __init__(self) -> None:
        self._counts: list[int] = []

    def next(self, paragraph: Paragraph) -> int:
        """Its number, from 1; 0 for what has none."""
        if paragraph.kind is not ParagraphKind.LIST_ITEM:
            self._counts = []
            return 0
        level = max(paragraph.level, 1)
        self._counts = [*self._counts[:level], *[0] * (level - len(self._counts))]
        if not paragraph.is_numbered:
            self._counts[level - 1] = 0
            return 0
        self._counts[level - 1] += 1
        return self._counts[level - 1]
