from desktop_llm.assist.translation.document_memory import Answer
from desktop_llm.assist.translation.document_texts import DocumentText, document_texts
from desktop_llm.assist.translation.mark_mending import Broken, MarkMending
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.segment_asking import SegmentAsking
from desktop_llm.assist.translation.translation_request import TranslationRequest
from desktop_llm.documents.segments import FileSegment
from tests.fakes.answering_engine import AnsweringEngine


def broken_of(text: DocumentText) -> Broken:
    return Broken(text, text.occurrences[0], Answer(marked="Datei"))


def test_all_that_are_broken_are_mended_side_by_side() -> None:
    texts, _ = document_texts(
        [FileSegment(id=f"s{number}", content=(f"File %s number {number}",)) for number in (1, 2)]
    )
    broken = [broken_of(text) for text in texts]
    engine = AnsweringEngine(lambda asked: asked.rpartition("\n\n")[2].replace("⟦1⟧", "").replace("File", "Datei"))
    request = TranslationRequest(segments=(), target="de", source="en")
    mending = MarkMending(SegmentAsking(engine, None), request, takes_hints=True)
    mended = {each.text.marked: whole for each, whole in mending.mended(broken)}
    assert {whole.care for whole in mended.values()} == {Care.IN_PARTS}
    assert mended["File ⟦1⟧ number 2"].content == ("Datei %s number 2",)


def without_marks(asked: str) -> str:
    return asked.rpartition("\n\n")[2].replace("⟦1⟧", "").replace("File", "Datei")


def test_the_first_are_told_before_the_last_are_asked_for() -> None:
    texts, _ = document_texts([FileSegment(id=f"s{number}", content=(f"File %s, {number}",)) for number in range(40)])
    engine = AnsweringEngine(without_marks)
    request = TranslationRequest(segments=(), target="de", source="en")
    mending = MarkMending(SegmentAsking(engine, None), request, takes_hints=True)
    mended = mending.mended([broken_of(text) for text in texts])
    next(mended)
    n_asked = len(engine.asked)
    assert len(list(mended)) == 39
    assert n_asked < len(engine.asked) / 2


def test_a_model_that_cannot_be_told_to_keep_marks_is_not_asked_for_the_same_again() -> None:
    (text,), _ = document_texts([FileSegment(id="s1", content=("File %s of it",))])
    request = TranslationRequest(segments=(), target="de", source="en")
    asked: list[int] = []
    for takes_hints in (True, False):
        engine = AnsweringEngine(without_marks)
        mending = MarkMending(SegmentAsking(engine, None), request, takes_hints=takes_hints)
        ((_, whole),) = mending.mended([broken_of(text)])
        assert whole.care is Care.IN_PARTS
        asked.append(sum("of it" in each and "⟦1⟧" in each.rpartition("\n\n")[2] for each in engine.asked))
    assert asked[0] > asked[1] == 0
