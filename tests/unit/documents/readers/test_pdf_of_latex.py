"""Words of PDFs that LaTeX made, found again against their sources: columns, ligatures, divided words, accents, tables.

`tests/data/latex/` has a document set twice, in fonts of outlines and in bitmap fonts without names of letters. Real
manuals are held against their texts by `packaging/check_pdf_words.py`.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.reading import read_here

FOLDER = Path(__file__).parents[3] / "data" / "latex"
WORD = re.compile(r"[^\W\d_]+")


def words_of_source(name: str) -> Counter[str]:
    head, _, body = (FOLDER / f"{name}.tex").read_text("utf-8").partition(r"\begin{document}")
    text = " ".join([*re.findall(r"\\(?:title|author)\{([^}]*)\}", head), body])
    text = re.sub(r"\\(?:begin|end)\{[^}]*\}(?:\[[^]]*\])?(?:\{[lrc]+\})?", " ", text)
    return Counter(WORD.findall(re.sub(r"\\[a-zA-Z]+", " ", text)))


@pytest.mark.parametrize(("name", "least"), [("outline_fonts", 0.995), ("bitmap_fonts", 0.98)])
def test_the_words_of_the_source_are_found_again(name: str, least: float) -> None:
    wanted = words_of_source(name)
    found = Counter(WORD.findall(read_here(FOLDER / f"{name}.pdf").text))
    assert sum((wanted & found).values()) >= least * sum(wanted.values()), wanted - found
    assert sum((found - wanted).values()) <= 0.03 * sum(wanted.values()), found - wanted
