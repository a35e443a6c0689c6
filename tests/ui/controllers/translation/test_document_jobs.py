import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import Engines
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import ChatPrompt, Generate
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import LanguagePair, MemoryUnit, UnitOrigin
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.translation.document_jobs import ChangedSegments, DocumentJobs
from desktop_llm.ui.controllers.translation.document_memory_shelf import DocumentMemoryShelf
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.rows.translated_rows import Phase
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.reviewing_window import PUMP, SEALS, TANK, in_german
from tests.fakes.reviews import file_of

N_MANY = 3000


class Bench:
    def __init__(self, qtbot: QtBot, folder: DataFolder) -> None:
        self.now_s = 50.0
        folder.root.mkdir(exist_ok=True)
        self.qtbot = qtbot
        self.folder = folder
        self.bridge = EventBridge()
        self.engine = AnsweringEngine(in_german)
        self.memory = DocumentMemoryShelf(folder)
        self.told: list[ChangedSegments] = []
        self.jobs = self.jobs_with(self.engine)
        self.jobs.segments_changed.connect(self.told.append)

    def jobs_with(self, engine: EngineClient) -> DocumentJobs:
        return DocumentJobs(
            self.folder, self._engine(engine), self.memory, self.bridge, self.bridge, clock=lambda: self.now_s
        )

    def remember(self, *texts: str) -> None:
        memory = self.memory.opened()
        assert memory is not None
        units = [MemoryUnit(source=text, target="X", origin=UnitOrigin.PERSON) for text in texts]
        memory.keep(LanguagePair("en", "de"), units)

    def document(self, *texts: str) -> TranslatedDocument:
        document = TranslatedDocument(texts[0], 1, Path("/a.docx"), TranslationChoices(source="en", target="de"))
        document.file = file_of(*texts)
        document.phase = Phase.READY
        return document

    def wait_for(self, document: TranslatedDocument, phase: Phase) -> None:
        self.qtbot.waitUntil(lambda: document.phase is phase, timeout=60_000)

    def _engine(self, engine: EngineClient) -> PaneEngine:
        return PaneEngine(Engines(engine, _no_server), self.bridge)

    def stop(self) -> None:
        self.jobs.close()
        self.memory.close()
        self.bridge.stop()


def _no_server(_entry: object) -> EngineClient:
    raise AssertionError("no server is known")


@pytest.fixture
def bench(qtbot: QtBot, folder: DataFolder) -> Iterator[Bench]:
    bench = Bench(qtbot, folder)
    yield bench
    bench.stop()


def test_one_waits_for_the_other_and_can_be_taken_off_the_queue(bench: Bench) -> None:
    first, second = bench.document(PUMP), bench.document(SEALS)
    bench.jobs.begin([first, second])
    assert (first.phase, second.phase) == (Phase.RUNNING, Phase.QUEUED)
    bench.jobs.stop(second)
    assert second.phase is Phase.STOPPED
    bench.wait_for(first, Phase.DONE)
    assert len(bench.engine.asked) == 1
    assert not bench.jobs.is_running


def test_what_is_remembered_comes_in_few_pieces_however_much_it_is(bench: Bench) -> None:
    texts = [f"The pump number {number} is not to be run dry." for number in range(N_MANY)]
    bench.remember(*texts)
    document = bench.document(*texts)
    bench.jobs.begin([document])
    bench.wait_for(document, Phase.DONE)
    assert bench.engine.asked == []
    assert set().union(*(each.indices for each in bench.told)) == set(range(N_MANY))
    assert len(bench.told) < N_MANY / 20


def answer_next(bench: Bench, engine: ScriptedEngineClient) -> None:
    """The question that has been open longest; tokens are counted on the way."""
    while True:
        bench.qtbot.waitUntil(lambda: bool(engine.open_ids))
        request = next(each for each in engine.submitted if each.request_id == engine.open_ids[0])
        if isinstance(request, Generate):
            break
        engine.deliver_all(request.request_id)
    assert isinstance(request.prompt, ChatPrompt)
    (number,) = re.findall(r"number (\d+)", request.prompt.turns[-1].content)
    engine.say(request.request_id, text=f"Die Pumpe Nummer {number} darf nicht trocken laufen.")
    engine.finish(request.request_id)


def test_the_time_left_counts_from_when_the_model_began_and_knows_what_was_remembered(bench: Bench) -> None:
    texts = [f"The pump number {number} is not to be run dry." for number in range(20, 34)]
    bench.remember(*texts[:6])
    engine = ScriptedEngineClient(is_manual=True)
    jobs = bench.jobs_with(engine)
    document = bench.document(*texts)
    jobs.begin([document])
    bench.qtbot.waitUntil(lambda: document.n_done == 6)
    bench.now_s += 8
    for _ in range(4):
        answer_next(bench, engine)
    bench.qtbot.waitUntil(lambda: document.n_done == 10 and document.left_s is not None)
    assert document.left_s == pytest.approx(8)
    jobs.close()


def test_a_segment_that_is_asked_for_again_is_busy_until_it_is_there(bench: Bench) -> None:
    document = bench.document(PUMP, SEALS)
    bench.jobs.begin([document])
    bench.wait_for(document, Phase.DONE)
    assert document.review is not None
    document.review.edit(1, "Anders.")
    bench.jobs.translate_again(document, [1])
    assert document.busy_segments == {1}
    bench.qtbot.waitUntil(lambda: not document.busy_segments)
    assert document.review.results[1].target == in_german(SEALS)
    assert document.review.edited == frozenset()


def test_segments_that_the_engine_cannot_give_again_stay_as_they_were(bench: Bench) -> None:
    document = bench.document(PUMP)
    bench.jobs.begin([document])
    bench.wait_for(document, Phase.DONE)
    bench.engine.lose_model()
    bench.jobs.translate_again(document, [0])
    bench.qtbot.waitUntil(lambda: document.failure is not None)
    assert document.busy_segments == set()
    assert document.review is not None
    assert document.review.results[0].target == in_german(PUMP)


def test_of_many_documents_whose_segments_wait_none_stays_busy_when_the_model_is_lost(bench: Bench) -> None:
    documents = [bench.document(text) for text in (PUMP, SEALS, TANK)]
    bench.jobs.begin(documents)
    bench.wait_for(documents[-1], Phase.DONE)
    may_answer = threading.Event()

    def wait(_number: int) -> None:
        may_answer.wait(20)

    bench.engine.on_asked = wait
    n_asked = len(bench.engine.asked)
    for document in documents:
        bench.jobs.translate_again(document, [0])
    bench.qtbot.waitUntil(lambda: len(bench.engine.asked) > n_asked)
    bench.engine.lose_model()
    may_answer.set()
    bench.qtbot.waitUntil(lambda: not any(document.busy_segments for document in documents))
    assert all(document.failure is not None for document in documents[1:])
