from desktop_llm.assist.model_profiles import profile_by_name
from desktop_llm.assist.remembered_values import RememberedValues
from desktop_llm.assist.translation.piece_translation import PieceTranslation
from desktop_llm.assist.translation.translation_plan import translation_plan
from desktop_llm.assist.translation.translation_request import Segment, Term, TranslationRequest
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL
from desktop_llm.storage.summary_cache import summary_cache_in_memory

REQUEST = TranslationRequest(
    segments=(
        Segment(text="The pump."),
        Segment(text="12"),
        Segment(text="The seal.", is_apart=True),
        Segment(text="The tank."),
    ),
    source="en",
    target="de",
    glossary=(Term("seal", "Dichtung"),),
)
CHAT = profile_by_name("a model")


def test_only_what_is_new_and_has_words_waits_with_the_terms_that_occur_in_it() -> None:
    memory = RememberedValues(summary_cache_in_memory(), PieceTranslation)
    first = translation_plan(REQUEST, SCRIPTED_MODEL, CHAT, memory)
    memory.keep(first.waiting[0].key, PieceTranslation(target="Die Pumpe."))
    second = translation_plan(REQUEST, SCRIPTED_MODEL, CHAT, memory)

    assert [piece.place for piece in first.waiting] == [(0, 0), (2, 0), (3, 0)]
    assert [piece.place for piece in second.waiting] == [(2, 0), (3, 0)]
    assert [segment.origin for segment in second.segments] == [
        Origin.REMEMBERED,
        Origin.KEPT,
        Origin.MODEL,
        Origin.MODEL,
    ]
    assert second.known[0, 0].target == "Die Pumpe."
    assert [len(piece.wish.terms) for piece in second.waiting] == [1, 0]


def test_what_stands_apart_is_no_passage_with_its_neighbours() -> None:
    plan = translation_plan(REQUEST, SCRIPTED_MODEL, CHAT, RememberedValues(None, PieceTranslation))
    assert len({piece.passage for piece in plan.waiting}) == 3
