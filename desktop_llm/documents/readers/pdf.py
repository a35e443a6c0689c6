"""PDF, through PDFium. Reading process."""

from pypdfium2 import PdfDocument  # pyright: ignore[reportMissingTypeStubs]

from desktop_llm.documents.document import Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.source_file import SourceFile


def read_pdf(source: SourceFile, builder: DocumentBuilder) -> None:
    document = PdfDocument(source.path, password=source.password or None)
    builder.n_pages = len(document)
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text = page.get_textpage().get_text_range()
        for line in text.split("\r\n"):
            builder.add_paragraph(line.replace("\ufffe", ""), Place(page=number))
        source.progress(number, builder.n_pages)
