from desktop_llm.assist.translation.document_memory import Answer
from desktop_llm.assist.translation.document_texts import document_texts
from desktop_llm.assist.translation.mark_mending import Broken, MarkMending
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.segment_asking import SegmentAsking
from desktop_llm.assist.translation.translation_request import TranslationRequest
from desktop_llm.documents.segments import FileSegment
from tests.fakes.answering_engine import AnsweringEngine


def test_all_that_are_broken_are_mended_side_by_side() -> None:
    texts, _ = document_texts(
        [FileSegment(id=f"s{number}", content=(f"File %s number {number}",)) for number in (1, 2)]
    )
    broken = [Broken(text, text.occurrences[0], Answer(marked="Datei")) for text in texts]
    engine = AnsweringEngine(lambda asked: asked.rpartition("\n\n")[2].replace("⟦1⟧", "").replace("File", "Datei"))
    request = TranslationRequest(segments=(), target="de", source="en")
    mended = {
        each.text.marked: whole for each, whole in MarkMending(SegmentAsking(engine, None), request).mended(broken)
    }
    assert {whole.care for whole in mended.values()} == {Care.IN_PARTS}
    assert mended["File ⟦1⟧ number 2"].content == ("Datei %s number 2",)
