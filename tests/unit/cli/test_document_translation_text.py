from pathlib import Path

import msgspec

from desktop_llm.assist.translation.document_translation_result import DocumentPlanned, DocumentRequest, SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.protected_text import MarkFault, MarkWarning
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault, TranslationWarning
from desktop_llm.cli.document_translation_text import closing_lines, json_document, plan_lines, segment_lines
from desktop_llm.documents.document import Place
from desktop_llm.documents.segments import EditableFile, FileSegment

SEGMENT = FileSegment(id="s1", content=("One",), place=Place(label="slide 3"))
LOST = SegmentResult(
    segment=SEGMENT,
    source="One",
    target="Eins",
    content=("Eins",),
    marked="Eins",
    care=Care.FORMATS_LOST,
    lost=(MarkWarning(MarkFault.MISSING, "⟦1⟧"),),
    warnings=(TranslationWarning(TranslationFault.NUMBER_MISSING, "5"),),
    confidence=0.51234,
)
KEPT = SegmentResult(segment=SEGMENT, source="5", target="5", content=("5",), marked="5", origin=Origin.KEPT)


def test_what_is_lost_is_said_with_its_place() -> None:
    assert list(segment_lines(7, LOST)) == [
        "Segment 7, slide 3 (One): a format or a link within it is lost.",
        "Segment 7, slide 3 (One): the number 5 is missing.",
    ]
    assert list(segment_lines(8, KEPT)) == []


def test_the_end_counts_what_a_person_should_look_at() -> None:
    assert list(closing_lines([LOST, KEPT], 2, Path("/a.de.docx"))) == [
        "/a.de.docx: 2 segments, 1 translated now, 1 lost a format, 1 to look at."
    ]
    (line,) = closing_lines([KEPT], 2, None)
    assert line.startswith("1 of 2 segments are translated and remembered. Nothing was written")


def test_what_is_remembered_is_said() -> None:
    assert list(plan_lines(DocumentPlanned(job_id="j", n_segments=3, n_remembered=2))) == [
        "2 of 3 segments need no translation or are remembered."
    ]


def test_the_json_holds_every_segment() -> None:
    file = EditableFile(name="a", path="/a", sha256="", media_type="", language="en", segments=(SEGMENT, SEGMENT))
    content = json_document([LOST], DocumentRequest(file=file, target="de"), None, "/a.de.docx")
    found = msgspec.json.decode(msgspec.json.encode(content))
    assert (found["complete"], found["source_language"]) == (False, "en")
    assert found["segments"][0] == {
        "id": "s1",
        "place": "slide 3",
        "source": "One",
        "target": "Eins",
        "warnings": [{"fault": "number_missing", "text": "5"}],
        "confidence": 0.512,
        "origin": "model",
        "care": "formats_lost",
        "lost": [{"fault": "missing", "text": "⟦1⟧"}],
        "doubtful": True,
    }
