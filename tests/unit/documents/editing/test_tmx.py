from pathlib import Path

import pytest

from desktop_llm.documents.editing.choice import TMX, editor_of, media_type_of
from desktop_llm.documents.editing.editor import OpenWish
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import text_of
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

MEMORY = """<?xml version="1.0"?><tmx version="1.4"><header srclang="*all*"/><body>
<tu><tuv lang="en"><seg>One <ph x="1">&lt;br/&gt;</ph>house</seg></tuv><tuv xml:lang="de-AT"><seg>Ein Haus</seg></tuv>
<tuv xml:lang="fr"><seg>Une maison</seg></tuv></tu><tu><tuv xml:lang="en"><seg>Alone</seg></tuv></tu></body></tmx>"""


def test_each_pair_is_a_segment_with_its_language(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(MEMORY, encoding="utf-8")
    assert media_type_of(path, reads_memories=True) == TMX
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    editor = editor_of(TMX)(source, OpenWish())
    assert editor.language == "en"
    assert [(text_of(each.content), text_of(each.target), each.place.label) for each in editor.segments] == [
        ("One house", "Ein Haus", "de"),
        ("One house", "Une maison", "fr"),
    ]


def test_a_memory_is_nothing_to_translate(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(MEMORY, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        media_type_of(path)
    assert caught.value.code is ErrorCode.DOCUMENT_NOT_EDITABLE
