from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.translation.document_memory import Memory
from desktop_llm.assist.translation.document_translation import DocumentTranslationJob
from desktop_llm.assist.translation.document_translation_result import (
    DocumentEvent,
    DocumentPlanned,
    DocumentRequest,
    SegmentDone,
    SegmentResult,
)
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault
from desktop_llm.documents.segments import (
    Content,
    EditableFile,
    FileSegment,
    InlineEnd,
    InlineStart,
    SegmentKind,
    text_of,
)
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.storage.translation_memory import (
    LanguagePair,
    MemoryUnit,
    TranslationMemory,
    UnitOrigin,
    translation_memory_in_memory,
)
from tests.fakes.answering_engine import AnsweringEngine

WORDS = {
    "The pump must not run dry.": "Die Pumpe darf nicht trocken laufen.",
    "Use only original seals.": "Verwenden Sie nur Originaldichtungen.",
    "Drain the tank before transport.": "Leeren Sie den Tank vor dem Transport.",
    "Press ⟦1⟧the red button⟦/1⟧ now.": "Drücken Sie jetzt ⟦1⟧den roten Knopf⟦/1⟧.",
    "Delete ⟦1⟧ files?": "⟦1⟧ Dateien löschen?",
}
PUMP, SEALS, TANK, BUTTON, DELETE = WORDS
BOLD: Content = ("Press ", InlineStart(1), "the red button", InlineEnd(1), " now.")
PAIR = LanguagePair("en", "de")


def in_german(asked: str) -> str:
    text = asked.rpartition("\n\n")[2]
    return WORDS.get(text) or text.replace("Paragraph of the text, number", "Absatz des Textes, Nummer")


@pytest.fixture
def memory() -> Iterator[TranslationMemory]:
    memory = translation_memory_in_memory()
    yield memory
    memory.close()


def editable(*contents: Content | str) -> EditableFile:
    return EditableFile(
        name="a.docx",
        path="/a.docx",
        sha256="",
        media_type="",
        language="en",
        segments=tuple(
            FileSegment(id=f"s{number}", content=(each,) if isinstance(each, str) else each, kind=SegmentKind.CELL)
            for number, each in enumerate(contents, 1)
        ),
    )


class CountingMemory:
    """Forgets everything, and counts how often it is pruned."""

    n_pruned = 0

    def find(self, pair: LanguagePair, sources: Sequence[str], made_by: str) -> dict[str, MemoryUnit]:
        return {}

    def keep(self, pair: LanguagePair, units: Iterable[MemoryUnit]) -> None:
        pass

    def units(self, pair: LanguagePair) -> list[MemoryUnit]:
        return []

    def prune(self) -> int:
        self.n_pruned += 1
        return 0


class Heard:
    def __init__(
        self, engine: AnsweringEngine, file: EditableFile, memory: Memory | None = None, stop_after: int = 0
    ) -> None:
        self.events: list[DocumentEvent] = []
        request = DocumentRequest(file=file, target="de", source="en")
        self._stop_after = stop_after
        self.job = DocumentTranslationJob(engine, request, self._hear, memory)
        self.job.run()

    def _hear(self, event: DocumentEvent) -> None:
        self.events.append(event)
        if isinstance(event, SegmentDone) and event.n_done == self._stop_after:
            self.job.stop()

    @property
    def results(self) -> dict[int, SegmentResult]:
        return {event.index: event.result for event in self.events if isinstance(event, SegmentDone)}

    @property
    def targets(self) -> list[str]:
        return [self.results[index].target for index in sorted(self.results)]

    @property
    def planned(self) -> list[DocumentPlanned]:
        return [event for event in self.events if isinstance(event, DocumentPlanned)]

    @property
    def state(self) -> JobState:
        assert isinstance(self.events[-1], JobEnded)
        return self.events[-1].state


def test_every_segment_has_its_target_and_formats_are_where_they_belong() -> None:
    heard = Heard(AnsweringEngine(in_german), editable(PUMP, BOLD, "42", "Delete %(n)d files?"))
    assert heard.targets == [
        WORDS[PUMP],
        "Drücken Sie jetzt den roten Knopf.",
        "42",
        "%(n)d Dateien löschen?",
    ]
    assert heard.results[1].content == ("Drücken Sie jetzt ", InlineStart(1), "den roten Knopf", InlineEnd(1), ".")
    assert heard.results[2].origin is Origin.KEPT
    assert heard.state is JobState.DONE
    assert len(heard.planned) == 1


def test_equal_texts_are_asked_for_once_whatever_their_marks_stand_for() -> None:
    engine = AnsweringEngine(in_german)
    heard = Heard(engine, editable("Delete %(n)d files?", PUMP, "Delete {n} files?", PUMP))
    assert heard.targets == ["%(n)d Dateien löschen?", WORDS[PUMP], "{n} Dateien löschen?", WORDS[PUMP]]
    assert len(engine.asked) == 2


def test_a_stopped_job_goes_on_where_it_was(memory: TranslationMemory) -> None:
    file = editable(*(f"Paragraph of the text, number {number}" for number in range(40)))
    first = Heard(AnsweringEngine(in_german), file, memory, stop_after=1)
    assert first.state is JobState.STOPPED
    n_done = len(first.results)
    assert 0 < n_done < 40
    engine = AnsweringEngine(in_german)
    second = Heard(engine, file, memory)
    assert second.targets == [f"Absatz des Textes, Nummer {number}" for number in range(40)]
    assert len(engine.asked) == 40 - n_done
    assert second.planned[0].n_remembered == n_done


def test_with_another_model_all_begins_anew_and_is_remembered_as_that_ones(memory: TranslationMemory) -> None:
    file = editable(*(f"Paragraph of the text, number {number}" for number in range(12)))
    engine = AnsweringEngine(in_german)
    engine.on_asked = lambda n_asked: engine.load("/models/other.gguf") if n_asked == 6 else None
    heard = Heard(engine, file, memory)
    assert [event.n_done for event in heard.events if isinstance(event, SegmentDone)] == [*range(1, 6), *range(1, 13)]
    assert [planned.n_remembered for planned in heard.planned] == [0, 0]
    assert heard.state is JobState.DONE
    first, other = AnsweringEngine(in_german), AnsweringEngine(in_german)
    other.load("/models/other.gguf")
    Heard(first, file, memory)
    Heard(other, file, memory)
    assert (len(first.asked), len(other.asked)) == (7, 0)


def test_a_job_that_waits_for_a_model_can_be_stopped() -> None:
    events: list[DocumentEvent] = []
    engine = ScriptedEngineClient(status=EngineStatus(state=EngineState.LOADING))
    job = DocumentTranslationJob(engine, DocumentRequest(file=editable(PUMP), target="de"), events.append)
    job.stop()
    job.run()
    assert events == [JobEnded(job.job_id, JobState.STOPPED)]


def test_what_models_made_is_bounded_by_every_job() -> None:
    memory = CountingMemory()
    Heard(AnsweringEngine(in_german), editable(PUMP), memory)
    assert memory.n_pruned == 1


def test_in_a_changed_file_only_what_changed_is_asked_for(memory: TranslationMemory) -> None:
    Heard(AnsweringEngine(in_german), editable(PUMP, SEALS), memory)
    engine = AnsweringEngine(in_german)
    heard = Heard(engine, editable(TANK, PUMP, SEALS), memory)
    assert heard.targets == [WORDS[TANK], WORDS[PUMP], WORDS[SEALS]]
    assert len(engine.asked) == 1
    other = AnsweringEngine(in_german, model_name="Another model")
    Heard(other, editable(PUMP), memory)
    assert len(other.asked) == 1


def test_a_persons_translation_is_taken_and_a_near_one_is_an_example(memory: TranslationMemory) -> None:
    memory.keep(
        PAIR,
        [
            MemoryUnit(source=SEALS, target="Nur echte Dichtungen.", origin=UnitOrigin.PERSON),
            MemoryUnit(
                source="The pumps must not run dry.", target="Pumpen nicht trocken!", origin=UnitOrigin.IMPORTED
            ),
        ],
    )
    engine = AnsweringEngine(in_german)
    heard = Heard(engine, editable(SEALS, PUMP), memory)
    assert heard.results[0].target == "Nur echte Dichtungen."
    assert heard.results[0].origin is Origin.GIVEN
    assert [match.pair.target for match in heard.results[1].near] == ["Pumpen nicht trocken!"]
    assert any("Pumpen nicht trocken!" in turn.content for turn in engine.commands[0].prompt.turns)


def test_what_the_file_has_a_translation_for_stays() -> None:
    segment = FileSegment(id="s1", content=(PUMP,), target=("Pumpe!",))
    engine = AnsweringEngine(in_german)
    heard = Heard(engine, EditableFile(name="", path="", sha256="", media_type="", language="en", segments=(segment,)))
    assert heard.targets == ["Pumpe!"]
    assert engine.asked == []
    assert heard.planned[0].plan is None


def forgetful(words: dict[str, str]) -> Callable[[str], str]:
    def answer(asked: str) -> str:
        text = asked.rpartition("\n\n")[2]
        return words.get(text) or WORDS.get(text, text).replace("⟦1⟧", "").replace("⟦/1⟧", "")

    return answer


def test_a_lost_format_is_put_around_the_words_that_it_belongs_to() -> None:
    heard = Heard(AnsweringEngine(forgetful({"the red button": "Den roten Knopf"})), editable(BOLD))
    result = heard.results[0]
    assert result.care is Care.PLACED
    assert result.content == ("Drücken Sie jetzt ", InlineStart(1), "den roten Knopf", InlineEnd(1), ".")
    assert not result.is_doubtful


def test_a_format_that_stays_lost_is_told(memory: TranslationMemory) -> None:
    heard = Heard(AnsweringEngine(forgetful({"the red button": "Taste"})), editable(BOLD), memory)
    result = heard.results[0]
    assert (result.care, text_of(result.content)) == (Care.FORMATS_LOST, "Drücken Sie jetzt den roten Knopf.")
    assert result.is_doubtful
    assert result.lost
    assert memory.units(PAIR) == []


@pytest.mark.parametrize("answer", ["", "   "])
def test_where_nothing_comes_the_source_stays_and_that_is_told(answer: str) -> None:
    heard = Heard(AnsweringEngine(lambda _asked: answer), editable(PUMP))
    result = heard.results[0]
    assert (result.target, result.care) == (PUMP, Care.NOT_TRANSLATED)
    assert [each.fault for each in result.warnings] == [TranslationFault.UNTRANSLATED]


BAD_ANSWERS = {
    "a preamble": f"Sure! Here is the German translation:\n\n{WORDS[PUMP]}",
    "thoughts": f"<think>What is a pump? I do not know.</think>{WORDS[PUMP]}",
}


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_what_is_no_part_of_the_translation_does_not_get_into_the_file(answer: str) -> None:
    result = Heard(AnsweringEngine(lambda _asked: answer), editable(PUMP)).results[0]
    assert result.target == WORDS[PUMP]
    assert not result.is_doubtful


@pytest.mark.parametrize(
    "answer",
    [
        "La pompe ne doit jamais tourner à sec.",
        "Die Pumpe " * 300,
        "<think>What is a pump? I do not know, and nobody told me what it is good for.",
    ],
    ids=["another language", "endless repetition", "thoughts without an end"],
)
def test_a_model_that_stays_bad_leaves_formats_whole_and_is_told(answer: str) -> None:
    heard = Heard(AnsweringEngine(lambda _asked: answer), editable(PUMP, BOLD))
    assert all(result.is_doubtful for result in heard.results.values())
    assert all(len(result.target) < 20 * len(PUMP) for result in heard.results.values())
    for result in heard.results.values():
        marks = [piece.id for piece in result.content if not isinstance(piece, str)]
        assert marks in ([], [1, 1])
        assert "think" not in result.target


def test_a_warning_shows_no_marks_of_the_program() -> None:
    heard = Heard(AnsweringEngine(lambda asked: asked.rpartition("\n\n")[2]), editable(BOLD))
    texts = [warning.text for warning in heard.results[0].warnings]
    assert "Press the red button now." in texts
    assert not any("⟦" in text for text in texts)
