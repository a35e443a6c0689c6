from pathlib import Path

import pytest

from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here

TBX_2 = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><langSet xml:lang="en"><tig><term>pump</term></tig><tig><term>water pump</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Pumpe</term></tig></langSet></termEntry>
<termEntry id="2"><langSet xml:lang="de"><ntig><termGrp><term>Dichtung</term></termGrp></ntig></langSet>
<langSet xml:lang="en"><ntig><termGrp><term> seal </term></termGrp></ntig></langSet></termEntry>
</body></text></martif>"""
TBX_3 = (
    TBX_2.replace("termEntry", "conceptEntry")
    .replace("langSet", "langSec")
    .replace("<martif", '<tbx xmlns="urn:iso:std:iso:30042:ed-2"')
    .replace("</martif", "</tbx")
)


@pytest.mark.parametrize("content", [TBX_2, TBX_3], ids=["TBX 2", "TBX 3"])
def test_terms_are_a_table_with_a_column_for_each_language(tmp_path: Path, content: str) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(content, encoding="utf-8")

    block = read_here(path).blocks[0]
    assert block.rows == (("en", "de"), ("pump", "Pumpe"), ("seal", "Dichtung"))
    assert block.place.label == "2 terms"


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(TBX_2[:200], encoding="utf-8")

    with pytest.raises(DocumentError) as caught:
        read_here(path)
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED
