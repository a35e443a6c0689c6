import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.measuring_client import MeasuringClient
from desktop_llm.engine.client import EventSink, Request
from desktop_llm.engine.messages import (
    AnyEvent,
    CountTokens,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    MeasureMachine,
    ModelLoaded,
    TextPrompt,
    Usage,
)
from desktop_llm.engine.scripted_client import SCRIPTED_MACHINE, SCRIPTED_MODEL, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.hub.measurements import Measurements, ModelFigures
from desktop_llm.paths import DataFolder

# 99 tokens after the first in 9.9 s, 1,000 tokens of a prompt in 2 s.
USAGE = Usage(prompt_tokens=1200, reused_tokens=200, prompt_ms=2000, generation_ms=9900)


@pytest.fixture
def measurements(data_folder_of_test: Path) -> Measurements:
    return Measurements(DataFolder(data_folder_of_test))


@pytest.fixture
def path(tmp_path: Path) -> str:
    model = tmp_path / "model.gguf"
    model.write_bytes(b"GGUF")
    return str(model)


@pytest.fixture
def engine() -> ScriptedEngineClient:
    return ScriptedEngineClient(is_manual=True)


@pytest.fixture
def client(engine: ScriptedEngineClient, measurements: Measurements) -> Iterator[MeasuringClient]:
    client = MeasuringClient(engine, measurements)
    yield client
    client.close()


class Program:
    """Loads and asks through the client, and closes it so that everything is written."""

    def __init__(self, client: MeasuringClient, engine: ScriptedEngineClient, path: str) -> None:
        self.client, self.engine, self.path = client, engine, path
        self.events: list[AnyEvent] = []

    def load(self) -> None:
        self.client.submit(LoadModel(request_id="load", path=self.path), self.events.append)
        self.engine.deliver_all("load")

    def ask(self, request_id: str, usage: Usage = USAGE, n_tokens: int = 100) -> None:
        self.engine.script(ScriptedAnswer(text=("word ",) * n_tokens, usage=usage))
        self.client.submit(Generate(request_id=request_id, prompt=TextPrompt("x")), self.events.append)

    def answer(self, request_id: str, usage: Usage = USAGE, n_tokens: int = 100) -> None:
        self.ask(request_id, usage, n_tokens)
        self.engine.deliver_all(request_id)

    def figures(self, measurements: Measurements) -> ModelFigures:
        self.client.close()
        figures = measurements.figures(self.path)
        assert figures is not None
        return figures


@pytest.fixture
def program(client: MeasuringClient, engine: ScriptedEngineClient, path: str) -> Program:
    return Program(client, engine, path)


def test_a_load_tells_what_the_model_takes(program: Program, measurements: Measurements) -> None:
    program.load()
    figures = program.figures(measurements)
    assert figures == ModelFigures(n_ctx_tokens=4096, n_gpu_layers=0, memory_bytes=SCRIPTED_MODEL.memory_bytes)


def test_an_answer_tells_how_fast_the_model_is(program: Program, measurements: Measurements) -> None:
    program.load()
    program.answer("a")
    figures = program.figures(measurements)
    assert (figures.tokens_per_s, figures.prompt_tokens_per_s) == (pytest.approx(10), pytest.approx(500))


def test_everybody_hears_what_they_asked_for(program: Program) -> None:
    program.load()
    program.answer("a", n_tokens=2)
    assert isinstance(program.events[-1], Finished)
    assert any(isinstance(event, ModelLoaded) for event in program.events)
    assert program.client.status.model is not None
    program.client.abort("x")
    assert program.engine.aborted_ids == ["x"]


def test_short_answers_and_prompts_that_were_known_tell_nothing(program: Program, measurements: Measurements) -> None:
    program.load()
    program.answer("a", replace(USAGE, reused_tokens=1100), n_tokens=20)
    figures = program.figures(measurements)
    assert (figures.tokens_per_s, figures.prompt_tokens_per_s) == (0, 0)


def test_an_answer_that_guesses_made_faster_tells_how_fast_prompts_are_read(
    program: Program, measurements: Measurements
) -> None:
    program.load()
    program.answer("a", replace(USAGE, drafted_tokens=12))
    figures = program.figures(measurements)
    assert (figures.tokens_per_s, figures.prompt_tokens_per_s) == (0, pytest.approx(500))


def test_answers_beside_each_other_tell_nothing(program: Program, measurements: Measurements) -> None:
    program.load()
    for request_id in ("a", "b"):
        program.ask(request_id)
    for request_id in ("a", "b"):
        program.engine.deliver_all(request_id)
    assert program.figures(measurements).tokens_per_s == 0


def test_after_answers_beside_each_other_one_alone_counts_again(program: Program, measurements: Measurements) -> None:
    program.load()
    for request_id in ("a", "b"):
        program.ask(request_id)
    for request_id in ("a", "b"):
        program.engine.deliver_all(request_id)
    program.answer("c")
    assert program.figures(measurements).tokens_per_s == pytest.approx(10)


def test_a_single_slow_answer_does_not_count_for_all(program: Program, measurements: Measurements) -> None:
    program.load()
    program.answer("a")
    program.answer("b", replace(USAGE, generation_ms=99_000))
    assert 5 < program.figures(measurements).tokens_per_s < 10


def test_speed_outlives_a_load_with_another_context(program: Program, measurements: Measurements, path: str) -> None:
    known = ModelFigures(n_ctx_tokens=512, n_gpu_layers=0, memory_bytes=1, tokens_per_s=8.0, prompt_tokens_per_s=90.0)
    measurements.note_figures(path, known)
    program.load()
    figures = program.figures(measurements)
    assert (figures.n_ctx_tokens, figures.tokens_per_s, figures.prompt_tokens_per_s) == (4096, 8.0, 90.0)


def test_speed_with_a_card_says_nothing_of_the_processor(
    program: Program, measurements: Measurements, path: str
) -> None:
    measurements.note_figures(path, ModelFigures(n_ctx_tokens=4096, n_gpu_layers=3, memory_bytes=1, tokens_per_s=80.0))
    program.load()
    assert program.figures(measurements).tokens_per_s == 0


def test_small_changes_are_not_written(program: Program, measurements: Measurements) -> None:
    program.load()
    program.answer("a")
    program.answer("b", replace(USAGE, generation_ms=9500))
    assert program.figures(measurements).tokens_per_s == pytest.approx(10)


def test_a_measured_machine_is_remembered(
    client: MeasuringClient, engine: ScriptedEngineClient, measurements: Measurements
) -> None:
    events: list[AnyEvent] = []
    client.submit(MeasureMachine(request_id="m"), events.append)
    engine.deliver_all("m")
    client.close()
    assert len(events) == 1
    assert measurements.bandwidth_bytes_per_s() == SCRIPTED_MACHINE.bandwidth_bytes_per_s


def measure_requests(engine: ScriptedEngineClient) -> list[str]:
    return [request.request_id for request in engine.submitted if isinstance(request, MeasureMachine)]


class WatchedMeasurements(Measurements):
    """Tells when a bandwidth was noted."""

    def __init__(self, folder: DataFolder) -> None:
        super().__init__(folder)
        self.noted = threading.Event()

    def note_bandwidth(self, bytes_per_s: int) -> None:
        super().note_bandwidth(bytes_per_s)
        self.noted.set()


def test_a_machine_that_is_not_known_is_measured_once_after_the_first_answer(
    data_folder_of_test: Path, path: str
) -> None:
    engine, measurements = ScriptedEngineClient(), WatchedMeasurements(DataFolder(data_folder_of_test))
    program = Program(MeasuringClient(engine, measurements), engine, path)
    program.load()
    assert measure_requests(engine) == []
    program.ask("a")
    assert measurements.noted.wait(10)
    program.ask("b")
    program.client.close()
    assert len(measure_requests(engine)) == 1
    assert measurements.bandwidth_bytes_per_s() == SCRIPTED_MACHINE.bandwidth_bytes_per_s


class WatchedEngine(ScriptedEngineClient):
    """Tells when it was asked to measure the machine."""

    def __init__(self) -> None:
        super().__init__(is_manual=True)
        self.asked_to_measure = threading.Event()

    def submit(self, request: Request, sink: EventSink) -> None:
        super().submit(request, sink)
        if isinstance(request, MeasureMachine):
            self.asked_to_measure.set()


def test_an_answer_that_waited_for_the_measurement_of_the_machine_tells_no_speed(
    measurements: Measurements, path: str
) -> None:
    engine = WatchedEngine()
    program = Program(MeasuringClient(engine, measurements), engine, path)
    program.load()
    program.answer("a")
    assert engine.asked_to_measure.wait(10)
    program.ask("b", replace(USAGE, generation_ms=99_000))
    engine.deliver_all(measure_requests(engine)[0])
    engine.deliver_all("b")
    assert program.figures(measurements).tokens_per_s == pytest.approx(10)


def test_a_machine_that_is_known_is_not_measured_again(
    program: Program, engine: ScriptedEngineClient, measurements: Measurements
) -> None:
    measurements.note_bandwidth(30_000_000_000)
    program.load()
    program.answer("a")
    program.client.close()
    assert measure_requests(engine) == []


def test_an_answer_that_was_stopped_early_or_failed_is_forgotten(
    program: Program, engine: ScriptedEngineClient, measurements: Measurements
) -> None:
    program.load()
    program.ask("a")
    engine.finish("a", FinishReason.ABORT)
    program.client.submit(CountTokens(request_id="c", prompts=()), program.events.append)
    engine.deliver_all("c")
    program.answer("b")
    assert program.figures(measurements).tokens_per_s == pytest.approx(10)
