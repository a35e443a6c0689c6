"""Sentences with a label: what a text says, and what only sounds like it. Read from `tests/data/`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desktop_llm.documents.document import Document
from tests.fakes.written_documents import written_document

FOLDER = Path(__file__).parents[1] / "data"


class LabelledSentence(NamedTuple):
    """`fault` is empty for what the document says."""

    document: Document
    text: str
    fault: str


def labelled_sentences(name: str) -> Iterator[LabelledSentence]:
    """All texts of a language are one document, as they would be in a section."""
    texts: dict[str, list[str]] = {}
    sentences: list[tuple[str, str, str]] = []
    language = ""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.startswith("## "):
            language = line[3:5]
        elif line.startswith("+ "):
            sentences.append((language, line[2:], ""))
        elif line.startswith("- "):
            fault, _, text = line[2:].partition(": ")
            sentences.append((language, text, fault))
        elif line and not line.startswith("#"):
            texts.setdefault(language, []).append(line)
    documents = {code: written_document(*lines, language=code) for code, lines in texts.items()}
    yield from (LabelledSentence(documents[code], text, fault) for code, text, fault in sentences)
