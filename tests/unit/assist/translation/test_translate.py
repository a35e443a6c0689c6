import threading
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_request import Segment, Term, Tone, TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    Origin,
    SegmentGrew,
    SegmentTranslated,
    Translation,
    TranslationEvent,
    TranslationFault,
    TranslationNote,
    TranslationPlanned,
)
from desktop_llm.engine.client import EventSink, Request
from desktop_llm.engine.messages import ChatPrompt, Generate, Priority
from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MODEL, ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.storage.summary_cache import SummaryCache, summary_cache_in_memory
from tests.fakes.answering_engine import AnsweringEngine

GERMAN = {
    "The pump must not run dry for more than 30 s.": "Die Pumpe darf nicht länger als 30 s trocken laufen.",
    "Use only original seals.": "Verwenden Sie nur Originaldichtungen.",
    "Drain the tank before transport.": "Leeren Sie den Tank vor dem Transport.",
    "The flow limiter reduces pressure peaks.": "Der Durchflussbegrenzer verringert Druckspitzen.",
}
PUMP, SEALS, TANK, LIMITER = GERMAN


def last_paragraph(asked: str) -> str:
    return asked.rpartition("\n\n")[2]


def in_german(asked: str) -> str:
    """A model that knows four sentences, and numbers what it does not know."""
    text = last_paragraph(asked)
    return GERMAN.get(text) or text.replace("Paragraph", "Absatz").replace("of the text", "des Textes")


class Heard:
    """Runs a job and keeps what it told."""

    def __init__(
        self, engine: AnsweringEngine, request: TranslationRequest, cache: SummaryCache | None = None, **wishes: bool
    ) -> None:
        self.events: list[TranslationEvent] = []
        self.job = TranslationJob(engine, request, self.events.append, cache, **wishes)
        self.job.run()

    @property
    def translations(self) -> list[Translation]:
        """In the order of the segments."""
        told = {event.index: event.translation for event in self.events if isinstance(event, SegmentTranslated)}
        return [told[index] for index in sorted(told)]

    @property
    def targets(self) -> list[str]:
        return [translation.target for translation in self.translations]

    @property
    def planned(self) -> TranslationPlanned:
        return next(event for event in self.events if isinstance(event, TranslationPlanned))

    @property
    def ended(self) -> JobEnded:
        assert isinstance(self.events[-1], JobEnded)
        return self.events[-1]

    @property
    def faults(self) -> list[TranslationFault]:
        return [warning.fault for translation in self.translations for warning in translation.warnings]


def request(*texts: str, **fields: object) -> TranslationRequest:
    segments = tuple(Segment(text=text) for text in texts)
    return TranslationRequest(**{"segments": segments, "target": "de", "source": "en", **fields})


def test_segments_come_back_translated_in_their_order_with_confidence() -> None:
    heard = Heard(AnsweringEngine(in_german), request(PUMP, "", "42", f"  {SEALS}\n"))

    assert heard.targets == [GERMAN[PUMP], "", "42", f"  {GERMAN[SEALS]}\n"]
    assert [translation.origin for translation in heard.translations] == [
        Origin.MODEL,
        Origin.KEPT,
        Origin.KEPT,
        Origin.MODEL,
    ]
    assert heard.translations[0].confidence == pytest.approx(0.6065, abs=0.001)
    assert heard.faults == []
    assert heard.planned.n_to_translate == 2
    assert heard.ended.state is JobState.DONE


def test_text_is_told_as_it_grows() -> None:
    heard = Heard(AnsweringEngine(in_german), request(SEALS))
    grown = [event.text for event in heard.events if isinstance(event, SegmentGrew)]

    assert grown[0] == GERMAN[SEALS][:9]
    assert grown[-1] == GERMAN[SEALS]


def test_what_came_before_goes_along_as_turns() -> None:
    engine = AnsweringEngine(in_german)
    Heard(engine, request(PUMP, SEALS, TANK))

    last = engine.commands[-1].prompt
    assert isinstance(last, ChatPrompt)
    assert [turn.content for turn in last.turns if turn.role == "assistant"] == [GERMAN[PUMP], GERMAN[SEALS]]


class SlowAtFirst(AnsweringEngine):
    """Answers its first requests, `n_held` of them, once so many others are asked."""

    def __init__(self, answering: Callable[[str], str], *, n_held: int, n_others: int = 0) -> None:
        super().__init__(answering)
        self._n_held, self._n_others = n_held, n_others
        self._held: list[tuple[Generate, EventSink]] = []

    def submit(self, request: Request, sink: EventSink) -> None:
        if isinstance(request, Generate) and len(self._held) < self._n_held:
            self._held.append((request, sink))
        else:
            super().submit(request, sink)
        if len(self._held) == self._n_held and len(self.asked) == self._n_others:
            for each in self._held:
                super().submit(*each)


def translated_behind(engine: SlowAtFirst, n_texts: int) -> list[int]:
    """The numbers of what was translated; fewer than all if the engine waits for requests that do not come."""
    events: list[TranslationEvent] = []
    texts = [f"Paragraph {number} of the text" for number in range(n_texts)]
    job = TranslationJob(engine, request(*texts), events.append)
    thread = threading.Thread(target=job.run)
    thread.start()
    thread.join(timeout=30)
    job.stop()
    thread.join()
    return sorted(event.index for event in events if isinstance(event, SegmentTranslated))


def test_long_texts_are_translated_several_paragraphs_at_once_and_in_order() -> None:
    assert translated_behind(SlowAtFirst(in_german, n_held=8), 40) == list(range(40))


def test_what_comes_behind_a_long_answer_is_shared_out() -> None:
    """Fifteen groups of eight, and more than half of the one that the long answer is the first of."""
    assert translated_behind(SlowAtFirst(in_german, n_held=1, n_others=15 * 8 + 5), 128) == list(range(128))


def test_where_a_group_of_neighbours_ends_its_memory_is_free_but_for_the_last_and_for_who_types() -> None:
    texts = [f"Absatz {number} of the text" for number in range(200)]
    engine = AnsweringEngine(lambda asked: asked.rpartition("\n\n")[2].replace("of the text", "des Textes"))
    Heard(engine, request(*texts))
    ends = [command.is_dead_end for command in engine.commands]
    assert 0 < sum(ends) <= len(texts) // 4
    assert not any(ends[-2:])

    engine = AnsweringEngine(lambda asked: asked.rpartition("\n\n")[2].replace("of the text", "des Textes"))
    Heard(engine, request(*texts), is_awaited=True)
    assert not any(command.is_dead_end for command in engine.commands)


@pytest.mark.parametrize(("n_parameters", "n_out"), [(4_000_000_000, 1), (100_000_000, 8)])
def test_who_waits_for_a_slow_model_gets_the_first_paragraph_before_the_others_begin(
    n_parameters: int, n_out: int
) -> None:
    status = replace(READY_STATUS, model=replace(SCRIPTED_MODEL, n_parameters=n_parameters, n_gpu_layers=0))
    engine = ScriptedEngineClient(status=status, is_manual=True)
    wanted = request(*(f"Paragraph {number} of the text" for number in range(64)))
    job = TranslationJob(engine, wanted, lambda _: None, is_awaited=True)
    thread = threading.Thread(target=job.run, daemon=True)
    thread.start()
    while not engine.open_ids:
        pass
    engine.deliver_all(engine.open_ids[0])  # the tokens are counted
    while len(engine.open_ids) < n_out:
        pass
    assert (len(engine.open_ids) == 1) is (n_out == 1)
    if n_out == 1:
        engine.say(engine.open_ids[0], text="Absatz 0 des Textes")
        engine.finish(engine.open_ids[0])
        while len(engine.open_ids) < 4:
            pass
    job.stop()
    thread.join(10)


def test_a_changed_paragraph_alone_is_translated_again() -> None:
    cache = summary_cache_in_memory()
    texts = [f"Paragraph {number} of the text" for number in range(50)]
    first = AnsweringEngine(in_german)
    Heard(first, request(*texts), cache)
    texts[20] = "Paragraph 99 of the text"
    second = AnsweringEngine(in_german)
    heard = Heard(second, request(*texts), cache)

    assert len(first.asked) == 50
    assert [last_paragraph(asked) for asked in second.asked] == ["Paragraph 99 of the text"]
    assert heard.targets[20] == "Absatz 99 des Textes"
    assert [each.origin for each in heard.translations].count(Origin.REMEMBERED) == 49
    prompt = second.commands[0].prompt
    assert isinstance(prompt, ChatPrompt)
    assert "Absatz 19 des Textes" in [turn.content for turn in prompt.turns], "what stands before it is known"


@pytest.mark.parametrize("change", [{"tone": Tone.FORMAL}, {"target": "fr"}, {"hint": "Be brief."}])
def test_another_wish_is_another_translation(change: dict[str, object]) -> None:
    cache = summary_cache_in_memory()
    Heard(AnsweringEngine(in_german), request(PUMP), cache)
    engine = AnsweringEngine(in_german)
    Heard(engine, request(PUMP, **change), cache)

    assert engine.asked


def test_what_is_given_is_context_and_comes_back_as_it_is() -> None:
    engine = AnsweringEngine(in_german)
    segments = (Segment(text=PUMP, target="Die Pumpe darf 30 s trocken laufen."), Segment(text=SEALS))
    heard = Heard(engine, request(segments=segments))

    assert heard.translations[0].origin is Origin.GIVEN
    assert len(engine.asked) == 1
    prompt = engine.commands[0].prompt
    assert isinstance(prompt, ChatPrompt)
    assert prompt.turns[-2].content == "Die Pumpe darf 30 s trocken laufen."


def test_cells_stand_by_themselves() -> None:
    engine = AnsweringEngine(in_german)
    Heard(engine, request(segments=tuple(Segment(text=text, is_apart=True) for text in GERMAN)))

    prompts = [command.prompt for command in engine.commands]
    assert all(isinstance(prompt, ChatPrompt) and len(prompt.turns) == 2 for prompt in prompts)


def test_a_very_long_paragraph_is_translated_in_pieces_and_is_one_again() -> None:
    engine = AnsweringEngine(lambda asked: last_paragraph(asked).upper())
    paragraph = " ".join(f"This is sentence {number} of a long paragraph." for number in range(60))
    heard = Heard(engine, request(paragraph, target="fr"))

    assert 2 <= len(engine.asked) <= 8
    assert heard.targets == [paragraph.upper()]
    assert len(heard.translations[0].sentences) == 60
    pair = heard.translations[0].sentences[37]
    assert paragraph[pair.source_start : pair.source_end] == "This is sentence 37 of a long paragraph."
    assert heard.targets[0][pair.start : pair.end] == "THIS IS SENTENCE 37 OF A LONG PARAGRAPH."


def test_a_death_of_the_engine_costs_nothing() -> None:
    heard = Heard(AnsweringEngine(in_german, dies_at=2), request(*GERMAN))

    assert heard.targets == list(GERMAN.values())
    assert heard.ended.state is JobState.DONE


def test_a_stop_keeps_what_is_there() -> None:
    engine = AnsweringEngine(in_german)
    events: list[TranslationEvent] = []
    job = TranslationJob(engine, request(*GERMAN), events.append, n_at_once=1)
    engine.on_asked = lambda n: job.stop() if n == 2 else None
    job.run()

    assert events[-1] == JobEnded(job.job_id, JobState.STOPPED)
    assert any(isinstance(event, SegmentTranslated) for event in events)


def test_without_a_model_the_job_says_so() -> None:
    engine = AnsweringEngine(in_german)
    engine.lose_model()
    heard = Heard(engine, request(PUMP))

    assert heard.ended.failure is not None
    assert heard.ended.failure.code is ErrorCode.NO_MODEL


def test_who_waits_comes_before_what_runs_in_the_background() -> None:
    engine = AnsweringEngine(in_german)
    Heard(engine, request(PUMP), is_awaited=True)
    Heard(engine, request(PUMP))

    assert [command.priority for command in engine.commands] == [Priority.INTERACTIVE, Priority.BACKGROUND]


# Bad days


def first_then(bad: str) -> Callable[[str], str]:
    """A model that answers badly the first time it is asked, and well when it is asked again."""
    answers = iter([bad])
    return lambda _asked: next(answers, None) or GERMAN[PUMP]


@pytest.mark.parametrize(
    "bad",
    [
        " ",
        "<think>Pump, what is that? I am not sure at all.",
        "La pompe ne doit pas tourner à sec pendant plus de 30 s, jamais.",
        PUMP,
        "Die Pumpe " * 200,
    ],
    ids=["nothing", "thoughts", "another language", "the source", "endless repetition"],
)
def test_a_bad_answer_is_asked_for_once_more_without_what_came_before(bad: str) -> None:
    engine = AnsweringEngine(first_then(bad))
    heard = Heard(engine, request(PUMP))

    assert heard.targets == [GERMAN[PUMP]]
    assert heard.faults == []
    assert len(engine.asked) == 2
    assert "Write only German" in engine.asked[1]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (" ", TranslationFault.EMPTY),
        ("La pompe ne doit pas tourner à sec pendant plus de 30 s, jamais.", TranslationFault.WRONG_LANGUAGE),
        (PUMP, TranslationFault.UNTRANSLATED),
        ("Die Pumpe läuft 30 s. " + "und läuft und läuft " * 100, TranslationFault.REPEATS),
    ],
)
def test_a_model_that_stays_bad_is_flagged_and_asked_no_third_time(answer: str, fault: TranslationFault) -> None:
    engine = AnsweringEngine(lambda _asked: answer)
    heard = Heard(engine, request(PUMP))

    assert fault in heard.faults
    assert len(engine.asked) == 2
    assert len(heard.targets[0]) < 3 * len(PUMP)


def test_a_preamble_is_no_part_of_the_translation() -> None:
    engine = AnsweringEngine(lambda _asked: f"Sure! Here is the German translation:\n\n{GERMAN[PUMP]}")

    assert Heard(engine, request(PUMP)).targets == [GERMAN[PUMP]]


def test_a_missing_term_is_asked_for_once_and_then_flagged() -> None:
    engine = AnsweringEngine(in_german)
    glossary = (Term("flow limiter", "Mengenbegrenzer"), Term("pressure peaks", "Druckspitzen"), Term("cat", "Katze"))
    heard = Heard(engine, request(LIMITER, glossary=glossary))

    assert "cat" not in engine.asked[0], "only terms that occur are told"
    assert "pressure peaks = Druckspitzen" in engine.asked[0]
    assert "flow limiter = Mengenbegrenzer" in engine.asked[1]
    assert "Druckspitzen" not in engine.asked[1]
    assert [(warning.fault, warning.text) for warning in heard.translations[0].warnings] == [
        (TranslationFault.TERM_MISSING, "Mengenbegrenzer")
    ]


def test_a_lost_placeholder_is_named_when_it_is_asked_again() -> None:
    engine = AnsweringEngine(lambda asked: "Hallo %(name)s!" if "exactly as they are: %(name)s" in asked else "Hallo!")
    heard = Heard(engine, request("Hello %(name)s!"))

    assert heard.targets == ["Hallo %(name)s!"]


def test_a_text_that_is_in_the_target_language_already_is_left_alone() -> None:
    german = "Alle Menschen sind frei und gleich an Würde und Rechten geboren und sollen einander helfen."
    engine = AnsweringEngine(in_german)
    heard = Heard(engine, request(german, source=""))

    assert engine.asked == []
    assert heard.targets == [german]
    assert heard.planned.notes == (TranslationNote.ALREADY_THERE,)


def test_paragraphs_of_several_languages_are_translated_from_their_own() -> None:
    french = "Tous les êtres humains naissent libres et égaux en dignité et en droits, sans distinction aucune."
    english = "All human beings are born free and equal in dignity and rights, without distinction of any kind."
    german = "Alle Menschen sind frei und gleich an Würde und Rechten geboren und sollen einander helfen."
    engine = AnsweringEngine(lambda _asked: "Alle Menschen werden frei und gleich geboren, ohne jeden Unterschied.")
    heard = Heard(engine, request(english, french, german, english + " Again.", source=""))

    assert [each.language for each in heard.translations] == ["en", "fr", "de", "en"]
    assert [asked.partition("\n")[0] for asked in engine.asked].count("Translate from French into German:") == 1
    assert heard.targets[2] == german


def test_right_to_left_text_is_translated_as_any_other() -> None:
    arabic = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق"
    heard = Heard(AnsweringEngine(lambda _asked: arabic), request(PUMP.replace("30", "two"), target="ar"))

    assert heard.targets == [arabic]
    assert heard.faults == []


def test_what_the_model_was_not_made_for_is_said_before() -> None:
    engine = AnsweringEngine(in_german, model_name="Hy-MT2 1.8B")
    heard = Heard(engine, request(PUMP, target="da"))

    assert heard.planned.notes == (TranslationNote.LANGUAGE_UNSUPPORTED,)
    assert heard.planned.unsupported == ("da",)
    assert heard.events.index(heard.planned) == 0


def test_a_model_that_takes_no_tone_and_no_terms_says_so() -> None:
    engine = AnsweringEngine(in_german, model_name="MiLMMT-46 1B")
    heard = Heard(engine, request(PUMP, tone=Tone.FORMAL, glossary=(Term("pump", "Pumpe"),)))

    assert heard.planned.notes == (TranslationNote.TONE_IGNORED, TranslationNote.GLOSSARY_UNSEEN)
