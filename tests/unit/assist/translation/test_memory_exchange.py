from pathlib import Path

import pytest

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.memory_exchange import languages_in, tmx_of, units_of, xliff_of
from desktop_llm.documents.editing.tasks import open_for_editing
from desktop_llm.documents.reader_messages import OpenForEditing
from desktop_llm.documents.segments import Content, EditableFile, FileSegment, InlineEnd, InlineStart
from desktop_llm.storage.translation_memory import LanguagePair, MemoryUnit, UnitOrigin

PAIR = LanguagePair("en", "de")


def opened(path: Path, data: bytes) -> EditableFile:
    path.write_bytes(data)
    segments: list[FileSegment] = []
    command = OpenForEditing(path=str(path), reads_memories=True)
    file = open_for_editing(command, lambda _done, _total: None, segments.extend)
    return EditableFile(
        **{**{name: getattr(file, name) for name in file.__struct_fields__}, "segments": tuple(segments)}
    )


def test_a_memory_comes_back_with_its_marks(tmp_path: Path) -> None:
    units = [
        MemoryUnit(source="Press ⟦1⟧OK & go⟦/1⟧ ⟦2⟧.", target="⟦2⟧ ⟦1⟧OK < los⟦/1⟧!", origin=UnitOrigin.IMPORTED),
        MemoryUnit(source="Plain", target="Einfach", origin=UnitOrigin.IMPORTED),
    ]
    data = tmx_of(PAIR, units)
    assert b'<bpt i="1">' in data
    assert b'<ph x="2">' in data
    file = opened(tmp_path / "a.tmx", data)
    assert (file.language, languages_in(file)) == ("en", ["de"])
    assert units_of(file, "de") == (units, 0)


def test_tags_of_other_programs_are_marks_and_those_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    unit = '<tu><tuv xml:lang="EN-us"><seg>{}</seg></tuv><tuv xml:lang="DE"><seg>{}</seg></tuv></tu>'
    body = unit.format("A <bpt i='1'>&lt;b></bpt>b<ept i='1'>&lt;/b></ept> %s", "Ein b, %s") + unit.format(
        "Delete %s", "Löschen"
    )
    file = opened(tmp_path / "a.tmx", f'<tmx><header srclang="en-US"/><body>{body}</body></tmx>'.encode())
    units, n_left_out = units_of(file, "de")
    assert [(each.source, each.target) for each in units] == [("A b ⟦1⟧", "Ein b, ⟦1⟧")]
    assert n_left_out == 1


def test_what_a_catalogue_has_translated_is_a_memory_too(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.po", b'msgid "<b>Go</b> %(x)s"\nmsgstr "%(x)s <b>Los</b>"\n\nmsgid "Open"\nmsgstr ""\n')
    units, _ = units_of(file, "de")
    assert [(each.source, each.target) for each in units] == [("⟦1⟧Go⟦/1⟧ ⟦2⟧", "⟦2⟧ ⟦1⟧Los⟦/1⟧")]


@pytest.mark.parametrize(
    ("care", "state"), [(Care.NONE, "translated"), (Care.FORMATS_LOST, "needs-review-translation")]
)
def test_segments_go_out_for_review_and_come_back(tmp_path: Path, care: Care, state: str) -> None:
    content: Content = ("A ", InlineStart(1), "b", InlineEnd(1))
    marked = "⟦1⟧B⟦/1⟧ A"
    result = SegmentResult(
        segment=FileSegment(id="s1", content=content),
        source="A b",
        target="B A",
        content=content,
        marked=marked,
        care=care,
    )
    data = xliff_of(PAIR, "a.docx", [result])
    assert f'<target state="{state}">'.encode() in data
    units, _ = units_of(opened(tmp_path / "a.xlf", data), "de")
    assert [(each.source, each.target) for each in units] == [("A ⟦1⟧b⟦/1⟧", marked)]
