"""Blocks of a PDF in the making, and the measures of its type that tell them apart. Reading process."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from msgspec import Struct

from desktop_llm.documents.document import BlockKind, Box
from desktop_llm.documents.readers.pdf_page import PdfLine

_USUAL_PITCH: Final = 1.2
_FEWEST_FOR_PITCH: Final = 5
_MOST_LINES: Final = 20_000


class Measures(Struct, frozen=True):
    """body_size is the font size of most letters; pitch is the usual distance of baselines as a multiple of size."""

    body_size: float
    pitch: float


@dataclass(slots=True)
class Draft:
    """A block: may still grow, be taken for a heading, or be joined with the one on the next page."""

    kind: BlockKind
    text: str
    page: int
    boxes: list[Box]
    size: float
    is_bold: bool = False
    level: int = 0
    left: float = 0.0
    rows: list[list[str]] = field(default_factory=list[list[str]])
    n_lines: int = 1


def measures_of(pages: Iterable[Sequence[PdfLine]]) -> Measures:
    sizes: Counter[float] = Counter()
    pitches: list[float] = []
    n_lines = 0
    for lines in pages:
        for before, line in itertools.pairwise(lines):
            step = before.baseline - line.baseline
            if before.size == line.size and 0.8 * line.size < step < 3 * line.size:
                pitches.append(step / line.size)
        for line in lines:
            sizes[line.size] += len(line.text)
        n_lines += len(lines)
        if n_lines > _MOST_LINES:
            break
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    return Measures(body, median(pitches) if len(pitches) >= _FEWEST_FOR_PITCH else _USUAL_PITCH)
