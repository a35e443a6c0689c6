from pathlib import Path

import pytest

from desktop_llm.assist.translation.glossary_file import terms_of_document, terms_of_file, terms_of_rows
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.documents.document import Block, BlockKind, Document
from desktop_llm.errors import DocumentError, ErrorCode

PUMP = Term("pump", "Pumpe")


@pytest.mark.parametrize(
    "text",
    [
        "pump,Pumpe\nseal,Dichtung\n",
        "pump;Pumpe\r\nseal;Dichtung\r\n",
        "pump\tPumpe\nseal\tDichtung",
        "# my terms\npump = Pumpe\n\nseal = Dichtung",
        "\ufeffsource,target\npump,Pumpe\nseal,Dichtung",
        "German,English,note\nPumpe,pump,big\nDichtung,seal,\n",
        'de,en\n"Pumpe","pump"\n"Dichtung","seal"\npump,\n',
    ],
)
def test_terms_are_read_however_they_are_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")

    assert terms_of_file(path, "en", "de") == (PUMP, Term("seal", "Dichtung"))


def test_a_source_language_that_is_not_known_is_the_other_column() -> None:
    assert terms_of_rows([("de", "en"), ("Pumpe", "pump")], "", "de") == (PUMP,)


def test_a_file_without_terms_or_of_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    for content, code in (
        (b"", ErrorCode.DOCUMENT_EMPTY),
        (b"alone\n", ErrorCode.DOCUMENT_EMPTY),
        (b"\xff\xfe\x00p", ErrorCode.FILE_NOT_TEXT),
    ):
        path.write_bytes(content)
        with pytest.raises(DocumentError) as caught:
            terms_of_file(path, "en", "de")
        assert caught.value.code is code
    with pytest.raises(DocumentError) as caught:
        terms_of_file(tmp_path / "none.csv", "en", "de")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_of_a_huge_file_no_terms_are_left_out_silently(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("pump,Pumpe\n", encoding="utf-8")
    with path.open("ab") as file:
        file.truncate(20_000_001)
    with pytest.raises(DocumentError) as caught:
        terms_of_file(path, "en", "de")
    assert caught.value.code is ErrorCode.DOCUMENT_TOO_LARGE


def test_tables_of_a_document_are_a_glossary() -> None:
    rows = (("en", "de"), ("pump", "Pumpe"))
    block = Block(id="b1", kind=BlockKind.TABLE, text="", rows=rows)
    document = Document(name="t.tbx", path="t.tbx", sha256="", media_type="", blocks=(block,))

    assert terms_of_document(document, "en", "de") == (PUMP,)
