"""Model files that are broken, hostile or too large, through the real engine process and the real llama.cpp."""

import os
import queue
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import gguf
import numpy as np
import psutil
import pytest

from desktop_llm.engine.client import EngineState
from desktop_llm.engine.gguf_header import read_model
from desktop_llm.engine.load_plan import plan_load, this_machine
from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    Failed,
    Finished,
    Generate,
    LoadModel,
    ModelLoaded,
    TextPrompt,
)
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.engine.supervisor import EngineProcess, start_engine
from desktop_llm.errors import ErrorCode
from desktop_llm.params import LoadParams
from tests.fakes.event_log import submitted
from tests.fakes.tiny_gguf import broken_copy, write_tiny_model

N_BROKEN_FILES = 1000
# llama.cpp aborts on a vocabulary that names a token twice, which the header check does not look into.
MOST_DEATHS = 5

pytestmark = pytest.mark.logs_errors


@pytest.fixture
def client() -> Iterator[ProcessEngineClient]:
    client = ProcessEngineClient()
    yield client
    client.close()


def load(client: ProcessEngineClient, path: Path, params: LoadParams | None = None) -> AnyEvent:
    request = LoadModel(request_id=f"load {path.name}", path=str(path), params=params or LoadParams())
    return submitted(client, request).wait_for_end()


def failure(event: AnyEvent) -> Failed:
    assert isinstance(event, Failed), event
    return event


def ask(client: ProcessEngineClient, request_id: str = "ask") -> AnyEvent:
    prompt = ChatPrompt((ChatTurn("user", "Hi"),))
    return submitted(client, Generate(request_id=request_id, prompt=prompt, max_tokens=3)).wait_for_end()


def test_a_tiny_model_loads_and_answers(client: ProcessEngineClient, tmp_path: Path) -> None:
    event = load(client, write_tiny_model(tmp_path / "tiny.gguf"))
    assert isinstance(event, ModelLoaded)
    assert event.model.name == "Tiny"
    assert event.model.has_chat_template
    assert isinstance(ask(client), Finished)


def write_truncated(path: Path) -> None:
    data = write_tiny_model(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def write_text(path: Path) -> None:
    path.write_text("This is no model.\n" * 1000)


def write_part(path: Path) -> None:
    def mark_as_part(writer: gguf.GGUFWriter) -> None:
        writer.add_uint16("split.count", 2)
        writer.add_uint16("split.no", 0)
        writer.add_int32("split.tensors.count", 42)

    write_tiny_model(path, change=mark_as_part)


def write_unknown_architecture(path: Path) -> None:
    write_tiny_model(path, architecture="brain")


@pytest.mark.parametrize(
    ("write", "codes"),
    [
        (lambda _path: None, {ErrorCode.MODEL_FILE_MISSING}),
        (lambda path: path.write_bytes(b""), {ErrorCode.MODEL_FILE_NOT_GGUF}),
        (lambda path: path.mkdir(), {ErrorCode.MODEL_FILE_MISSING}),
        (write_text, {ErrorCode.MODEL_FILE_NOT_GGUF}),
        (write_truncated, {ErrorCode.MODEL_FILE_TRUNCATED}),
        (write_part, {ErrorCode.MODEL_PART_MISSING}),
        (write_unknown_architecture, {ErrorCode.MODEL_UNSUPPORTED, ErrorCode.MODEL_LOAD_FAILED}),
    ],
    ids=["missing", "empty", "folder", "text", "truncated", "part missing", "unknown architecture"],
)
def test_a_file_that_is_no_model_fails_with_its_name_and_the_engine_goes_on(
    client: ProcessEngineClient, tmp_path: Path, write: Callable[[Path], object], codes: set[ErrorCode]
) -> None:
    path = tmp_path / "model-00001-of-00002.gguf"
    write(path)
    event = failure(load(client, path))
    assert event.code in codes
    assert str(event.facts["path"]).startswith(str(tmp_path))
    assert client.status.state is EngineState.EMPTY
    assert client.status.engine is not None
    process_id = client.status.engine.pid
    assert isinstance(load(client, write_tiny_model(tmp_path / "good.gguf")), ModelLoaded)
    assert client.status.engine.pid == process_id


def test_a_model_larger_than_memory_is_refused_with_the_numbers(client: ProcessEngineClient, tmp_path: Path) -> None:
    path = tmp_path / "huge.gguf"
    wanted_bytes = 2 * psutil.virtual_memory().total

    def add_huge_tensor(writer: gguf.GGUFWriter) -> None:
        shape = (wanted_bytes // (4 * 1024), 1024)
        writer.add_tensor_info("blk.1.huge.weight", shape, np.dtype(np.float32), wanted_bytes)

    write_header_with(path, add_huge_tensor)
    os.truncate(path, path.stat().st_size + wanted_bytes + 4096)  # a hole: it takes no disk
    event = failure(load(client, path))
    assert event.code is ErrorCode.MODEL_DOES_NOT_FIT
    needed, free = event.facts["needed_bytes"], event.facts["free_bytes"]
    assert isinstance(needed, int)
    assert isinstance(free, int)
    assert needed >= wanted_bytes > free


def write_header_with(path: Path, change: Callable[[gguf.GGUFWriter], None]) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(2)
    writer.add_context_length(512)
    writer.add_embedding_length(1024)
    writer.add_head_count(4)
    change(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()


def test_a_context_that_does_not_fit_is_refused_when_it_was_asked_for(
    client: ProcessEngineClient, tmp_path: Path
) -> None:
    def claim_endless_training(writer: gguf.GGUFWriter) -> None:
        writer.kv_data[0]["llama.context_length"].value = 2**31

    path = write_tiny_model(tmp_path / "long.gguf", change=claim_endless_training)
    assert isinstance(load(client, path), ModelLoaded)
    event = failure(load(client, path, LoadParams(n_ctx_tokens=2**31)))
    assert event.code is ErrorCode.MODEL_DOES_NOT_FIT


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include '/etc/passwd' %}",
        "{{ 'a' * 10 ** 10 }}",
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{% if",
    ],
)
def test_a_hostile_template_fails_its_request_alone(client: ProcessEngineClient, tmp_path: Path, template: str) -> None:
    assert isinstance(load(client, write_tiny_model(tmp_path / "hostile.gguf", template=template)), ModelLoaded)
    event = failure(ask(client))
    assert event.code is ErrorCode.TEMPLATE_FAILED
    assert event.facts["reason"]
    raw = Generate(request_id="raw", prompt=TextPrompt("a b a"), max_tokens=3)
    assert isinstance(submitted(client, raw).wait_for_end(), Finished)


def test_the_plan_foretells_the_memory_that_loading_takes(
    client: ProcessEngineClient, starter_model_path: Path
) -> None:
    client.start()
    small = submitted(client, LoadModel(request_id="x", path="/no/such/file"))
    small.wait_for_end()
    assert client.status.engine is not None
    process = psutil.Process(client.status.engine.pid)
    before = process.memory_info().rss
    assert isinstance(load(client, starter_model_path), ModelLoaded)
    story = TextPrompt("It was the best of times, it was the worst of times. " * 25)
    reading = Generate(request_id="read", prompt=story, max_tokens=5)
    assert isinstance(submitted(client, reading).wait_for_end(), Finished)
    taken = process.memory_info().rss - before
    needed = plan_load(read_model(starter_model_path), LoadParams(), this_machine()).needed_bytes
    assert abs(needed - taken) / taken < 0.1, (needed, taken)


class Engine:
    """A process that is started again when it dies, under the client's rules or without them."""

    def __init__(self) -> None:
        self.inbox: queue.SimpleQueue[AnyEvent | str] = queue.SimpleQueue()
        self.n_deaths = 0
        self.process = self._started()

    def last_event(self, request: LoadModel | Generate) -> AnyEvent | None:
        """The terminal event, or None if the process died of the request."""
        self.process.send(request)
        while True:
            notice = self.inbox.get(timeout=60)
            if isinstance(notice, str):
                self.n_deaths += 1
                self.process.join()
                self.process = self._started()
                return None
            if isinstance(notice, Failed | ModelLoaded | Finished) and notice.request_id == request.request_id:
                return notice

    def close(self) -> None:
        self.process.kill()
        while not isinstance(self.inbox.get(timeout=60), str):
            pass
        self.process.join()

    def _started(self) -> EngineProcess:
        return start_engine(lambda _, event: self.inbox.put(event), lambda _, cause: self.inbox.put(cause))


def test_a_thousand_broken_headers_end_in_an_answer_and_not_in_a_hang(tmp_path: Path) -> None:
    good = write_tiny_model(tmp_path / "good.gguf").read_bytes()
    path = tmp_path / "broken.gguf"
    engine = Engine()
    outcomes: Counter[str] = Counter()
    for seed in range(N_BROKEN_FILES):
        path.write_bytes(broken_copy(good, seed))
        event = engine.last_event(LoadModel(request_id=f"load {seed}", path=str(path)))
        if isinstance(event, ModelLoaded):
            question = Generate(request_id=f"ask {seed}", prompt=TextPrompt("a b a"), max_tokens=2)
            event = engine.last_event(question) or event
        outcomes[event.code if isinstance(event, Failed) else type(event).__name__] += 1
    path.write_bytes(good)
    assert isinstance(engine.last_event(LoadModel(request_id="last", path=str(path))), ModelLoaded)
    engine.close()
    assert sum(outcomes.values()) == N_BROKEN_FILES
    assert outcomes[ErrorCode.BUG] == 0, outcomes
    assert engine.n_deaths <= MOST_DEATHS, outcomes
    assert outcomes[ErrorCode.MODEL_FILE_BROKEN] > N_BROKEN_FILES // 4, outcomes
    assert outcomes["Finished"] > N_BROKEN_FILES // 20, outcomes


def test_the_client_comes_back_from_a_file_that_kills_llama_cpp(client: ProcessEngineClient, tmp_path: Path) -> None:
    def name_a_token_twice(writer: gguf.GGUFWriter) -> None:
        writer.kv_data[0]["tokenizer.ggml.tokens"].value[4] = "<0x00>"

    path = write_tiny_model(tmp_path / "twice.gguf", change=name_a_token_twice)
    event = failure(load(client, path))
    assert event.code is ErrorCode.ENGINE_DIED
    assert client.status.state is EngineState.FAILED
    assert isinstance(load(client, write_tiny_model(tmp_path / "good.gguf")), ModelLoaded)
    assert isinstance(ask(client), Finished)
