from desktop_llm.assist.translation.accepted_segments import keep_accepted
from desktop_llm.assist.translation.document_memory import DocumentMemory
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.documents.segments import InlineEnd, InlineStart
from desktop_llm.storage.translation_memory import LanguagePair, UnitOrigin, translation_memory_in_memory
from tests.fakes.reviews import review_of

PAIR = LanguagePair("en", "de")


def test_what_was_accepted_is_found_for_the_same_text_with_its_marks_whoever_made_it() -> None:
    memory = translation_memory_in_memory()
    review = review_of(("Press ", InlineStart(4), "Start", InlineEnd(4), "."), "Delete %s?")
    review.edit(0, "Drücken Sie ⟦1⟧Start⟦/1⟧.")
    review.edit(1, "%s löschen?")
    keep_accepted(memory, ("en", "de"), list(review.results.values()))

    assert {unit.origin for unit in memory.units(PAIR)} == {UnitOrigin.PERSON}
    found = DocumentMemory(memory, PAIR, "another model").find(["Press ⟦1⟧Start⟦/1⟧.", "Delete ⟦1⟧?"])
    assert {source: answer.marked for source, answer in found.items()} == {
        "Press ⟦1⟧Start⟦/1⟧.": "Drücken Sie ⟦1⟧Start⟦/1⟧.",
        "Delete ⟦1⟧?": "⟦1⟧ löschen?",
    }
    assert {answer.origin for answer in found.values()} == {Origin.GIVEN}
    memory.close()


def test_what_lost_its_formats_is_not_remembered() -> None:
    memory = translation_memory_in_memory()
    review = review_of(("Press ", InlineStart(4), "Start", InlineEnd(4), "."), "42")
    review.edit(0, "Drücken Sie Start.")
    review.edit(1, "42")
    keep_accepted(memory, ("en", "de"), list(review.results.values()))
    assert memory.units(PAIR) == []
    memory.close()
