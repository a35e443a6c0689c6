from desktop_llm.assist.model_profiles import profile_by_name
from desktop_llm.assist.remembered_values import RememberedValues
from desktop_llm.assist.translation.piece_translation import PieceTranslation
from desktop_llm.assist.translation.translation_pieces import MOST_CHARACTERS
from desktop_llm.assist.translation.translation_plan import TranslationPlan, translation_plan
from desktop_llm.assist.translation.translation_record import TranslationRecord
from desktop_llm.assist.translation.translation_request import Pair, Segment, TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    SegmentGrew,
    SegmentTranslated,
    TranslationEvent,
    TranslationFault,
)
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL

LONG = "This is a sentence that is translated with others. " * (MOST_CHARACTERS // 40)
REQUEST = TranslationRequest(segments=(Segment(text="Hello."), Segment(text=LONG)), source="en", target="de")


def begun() -> tuple[TranslationRecord, TranslationPlan, list[TranslationEvent]]:
    events: list[TranslationEvent] = []
    memory = RememberedValues(None, PieceTranslation)
    plan = translation_plan(REQUEST, SCRIPTED_MODEL, profile_by_name("a model"), memory)
    record = TranslationRecord("job", REQUEST, events.append)
    record.plan(plan)
    return record, plan, events


def test_a_segment_is_told_when_its_last_piece_is_there_and_grows_in_order() -> None:
    record, plan, events = begun()
    hello, first, second = plan.waiting[:3]
    record.add(hello, PieceTranslation(target="Hallo."))
    record.show(second, "Zwei")
    assert not any(isinstance(event, SegmentGrew) for event in events), "what stands before it is not there yet"
    record.add(first, PieceTranslation(target="Eins."))
    record.show(second, "Zwei")
    record.add(second, PieceTranslation(target="Zwei.", is_cut=True))

    grown = [event.text.strip() for event in events if isinstance(event, SegmentGrew)]
    done = [event for event in events if isinstance(event, SegmentTranslated)]
    assert grown == ["Eins. Zwei"]
    assert [event.translation.target.strip() for event in done] == ["Hallo.", "Eins. Zwei."]
    assert done[1].n_done == 2
    assert TranslationFault.CUT in [warning.fault for warning in done[1].translation.warnings]


def test_what_stands_right_before_is_known_to_the_next() -> None:
    record, plan, _ = begun()
    hello, first, second = plan.waiting[:3]
    assert record.known_before(first, 3) == []
    record.add(hello, PieceTranslation(target="Hallo."))
    assert record.known_before(first, 3) == [Pair("Hello.", "Hallo.")]
    assert record.known_before(second, 3) == [], "there is a gap"


def test_an_engine_that_begins_anew_replaces_what_grew() -> None:
    record, plan, _ = begun()
    piece = plan.waiting[0]
    record.grown(piece, "Hal", 0)
    record.grown(piece, "lo", 3)
    assert record.grown(piece, "Gu", 0) == "Gu"
