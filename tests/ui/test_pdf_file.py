from pathlib import Path

import pytest

from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    SectionKind,
)
from desktop_llm.documents.document import Document
from desktop_llm.ui.pdf_file import pdf_of
from tests.fakes.reading import read_here


def _read(tmp_path: Path, document: ExportedDocument) -> Document:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(document))
    return read_here(path)


def _document(*sections: ExportedSection) -> ExportedDocument:
    return ExportedDocument(
        title="Trip to Bergen", language="en", facts=(ExportedFact("Model", "Smol"),), sections=sections
    )


@pytest.mark.usefixtures("qapp")
def test_everything_is_on_paper_in_its_order(tmp_path: Path) -> None:
    typed = ExportedSection(kind=SectionKind.USER, heading="You", text="Where?\n  **Here** <b>", is_markdown=False)
    answer = ExportedSection(
        kind=SectionKind.ASSISTANT,
        heading="Robin",
        text="In **Norway**:\n\n- far\n- north\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        is_markdown=True,
        asides=(Aside(kind=AsideKind.THINKING, name="Thinking", text="Hm."),),
    )
    read = _read(tmp_path, _document(typed, answer))
    text = " ".join(read.text.split())
    words = ["Trip to Bergen", "Model: Smol", "You", "Where?", "**Here** <b>", "Robin", "Thinking", "Hm.", "In Norway:"]
    places = [text.find(word) for word in [*words, "far", "north"]]
    assert -1 not in places
    assert places == sorted(places)
    assert read.title == "Trip to Bergen"


@pytest.mark.usefixtures("qapp")
def test_long_texts_go_on_over_pages(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number} of the lease." for number in range(200))
    read = _read(
        tmp_path, _document(ExportedSection(kind=SectionKind.SUMMARY, heading="", text=text, is_markdown=True))
    )
    assert read.n_pages > 2
    assert "Paragraph 199 of the lease." in read.text
