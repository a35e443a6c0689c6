from pathlib import Path

from desktop_llm.cli.bench_documents import made_up_pdf, measure_documents
from desktop_llm.documents.reading import DocumentReader


def test_the_made_up_pdf_has_its_pages_full_of_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made_up_pdf(3))
    reader = DocumentReader()
    try:
        document = reader.read(path)
    finally:
        reader.close()
    assert document.n_pages == 3
    assert 3 * 350 < len(document.text.split()) < 3 * 550
    assert {block.place.page for block in document.blocks} == {1, 2, 3}
    assert not document.unread


def test_a_long_pdf_is_read_whole_and_its_memory_told() -> None:
    said: list[str] = []
    figures = measure_documents(said.append, n_pages=12)
    assert figures.document_pages == 12
    assert figures.document_blocks_read == 1
    assert 0 < figures.document_memory_mb < 300
    assert len(said) == 1
