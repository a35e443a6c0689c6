import io
import struct
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.engine import messages
from desktop_llm.engine.messages import (
    Abort,
    AnyCommand,
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    CountTokens,
    Device,
    EmbedTexts,
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    LoadNote,
    LoadProgress,
    MachineMeasured,
    MeasureMachine,
    ModelDescription,
    ModelLoaded,
    Priority,
    PromptProgress,
    Ready,
    ScoreText,
    Shutdown,
    TextGrew,
    TextPrompt,
    TextScored,
    TextsEmbedded,
    ThinkingMode,
    TokenLogprob,
    TokensCounted,
    Usage,
    read_command,
    read_event,
)
from desktop_llm.errors import ErrorCode
from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.processes.message_pipe import MalformedMessageError, StreamEndedError, write_message

TEXT = st.text(max_size=40)
NUMBERS = st.integers(0, 2**40)
REALS = st.floats(allow_nan=False, allow_infinity=False)
TURNS = st.builds(ChatTurn, st.sampled_from(["system", "user", "assistant"]), TEXT, TEXT)
CHATS = st.builds(ChatPrompt, st.lists(TURNS, max_size=4).map(tuple), st.sampled_from(ThinkingMode), st.booleans())
PROMPTS = st.one_of(CHATS, st.builds(TextPrompt, TEXT))
SAMPLING = st.builds(
    SamplingParams,
    temperature=st.none() | st.floats(0, 10),
    top_k=st.none() | NUMBERS,
    top_p=st.none() | st.floats(0, 1),
    seed=st.none() | st.integers(0, 2**32 - 2),
)
LOADING = st.builds(
    LoadParams,
    n_ctx_tokens=st.none() | st.integers(64, 2**31),
    n_gpu_layers=st.none() | NUMBERS,
    cache_type=st.sampled_from(["f16", "q8_0", "q4_0"]),
    is_memory_mapped=st.booleans(),
)
LOGPROBS = st.lists(
    st.builds(TokenLogprob, NUMBERS, TEXT, REALS, st.lists(st.tuples(TEXT, REALS), max_size=2).map(tuple)), max_size=2
).map(tuple)
MODELS = st.builds(
    ModelDescription,
    path=TEXT,
    name=TEXT,
    architecture=TEXT,
    quantization=TEXT,
    sampling=SAMPLING,
    load_ms=REALS,
    devices=st.lists(TEXT, max_size=2).map(tuple),
    notes=st.lists(st.sampled_from(LoadNote), max_size=2).map(tuple),
    size_bytes=NUMBERS,
    n_parameters=NUMBERS,
    n_layers=NUMBERS,
    n_gpu_layers=NUMBERS,
    n_ctx_tokens=NUMBERS,
    n_ctx_train_tokens=NUMBERS,
    n_sequences=NUMBERS,
    memory_bytes=NUMBERS,
    gpu_bytes=NUMBERS,
)
DEVICES = st.builds(
    Device, TEXT, TEXT, st.sampled_from(["cpu", "gpu", "igpu", "accelerator"]), NUMBERS, NUMBERS, TEXT, TEXT
)
NAMES = st.lists(TEXT, max_size=2).map(tuple)
USAGES = st.builds(Usage, prompt_tokens=NUMBERS, completion_tokens=NUMBERS, queue_ms=REALS)
FACTS = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(-(2**60), 2**60), REALS), max_size=3)

COMMANDS: st.SearchStrategy[AnyCommand] = st.one_of(
    st.builds(
        LoadModel,
        request_id=TEXT,
        path=TEXT,
        params=LOADING,
        snapshot_folder=TEXT,
        snapshot_limit_bytes=NUMBERS,
        is_for_embedding=st.booleans(),
    ),
    st.builds(
        Generate,
        request_id=TEXT,
        prompt=PROMPTS,
        sampling=SAMPLING,
        max_tokens=st.none() | NUMBERS,
        stop=st.lists(TEXT, max_size=3).map(tuple),
        logit_bias=st.dictionaries(NUMBERS, REALS, max_size=3),
        grammar=TEXT,
        json_schema=TEXT,
        priority=st.sampled_from(Priority),
        conversation_key=TEXT,
    ),
    st.builds(CountTokens, request_id=TEXT, prompts=st.lists(PROMPTS, max_size=3).map(tuple)),
    st.builds(ScoreText, request_id=TEXT, text=TEXT, context=TEXT),
    st.builds(EmbedTexts, request_id=TEXT, texts=NAMES),
    st.builds(MeasureMachine, request_id=TEXT, n_threads=st.none() | st.integers(1, 2**20)),
    st.builds(Abort, request_id=TEXT),
    st.builds(Shutdown, request_id=TEXT),
)
EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(
        Ready,
        protocol_version=NUMBERS,
        program_version=TEXT,
        binding_version=TEXT,
        system_info=TEXT,
        devices=st.lists(DEVICES, max_size=2).map(tuple),
        pid=NUMBERS,
    ),
    st.builds(LoadProgress, request_id=TEXT, fraction=REALS),
    st.builds(ModelLoaded, request_id=TEXT, model=MODELS),
    st.builds(PromptProgress, request_id=TEXT, n_read_tokens=NUMBERS, n_prompt_tokens=NUMBERS),
    st.builds(TextGrew, request_id=TEXT, text=TEXT, thinking=TEXT, n_tokens=NUMBERS, logprobs=LOGPROBS),
    st.builds(Finished, request_id=TEXT, reason=st.sampled_from(FinishReason), usage=USAGES),
    st.builds(TokensCounted, request_id=TEXT, counts=st.lists(NUMBERS, max_size=3).map(tuple)),
    st.builds(TextScored, request_id=TEXT, tokens=LOGPROBS, mean_nll=REALS, perplexity=REALS),
    st.builds(TextsEmbedded, request_id=TEXT, vectors=st.lists(st.binary(max_size=9)).map(tuple), n_cut=NUMBERS),
    st.builds(
        MachineMeasured,
        request_id=TEXT,
        bandwidth_bytes_per_s=NUMBERS,
        n_threads=NUMBERS,
        free_bytes=NUMBERS,
        total_bytes=NUMBERS,
        backends=NAMES,
        built_features=NAMES,
        processor_features=NAMES,
        devices=st.lists(DEVICES, max_size=2).map(tuple),
        processor_build=TEXT,
        complaint=TEXT,
    ),
    st.builds(Failed, request_id=TEXT, code=st.sampled_from(ErrorCode), facts=FACTS),
)


def framed(body: bytes) -> bytes:
    return struct.pack("<I", len(body)) + body


def written(*items: Any) -> io.BytesIO:
    stream = io.BytesIO()
    for item in items:
        write_message(stream, item)
    stream.seek(0)
    return stream


@given(st.lists(COMMANDS, max_size=3))
def test_commands_come_out_as_they_went_in(commands: list[AnyCommand]) -> None:
    stream = written(*commands)
    assert [read_command(stream) for _ in commands] == commands
    with pytest.raises(StreamEndedError):
        read_command(stream)


@given(st.lists(EVENTS, max_size=3))
def test_events_come_out_as_they_went_in(events: list[AnyEvent]) -> None:
    stream = written(*events)
    assert [read_event(stream) for _ in events] == events


def test_every_command_and_event_is_among_those_tried() -> None:
    bases = {messages.Command: AnyCommand, messages.Event: AnyEvent}
    for base, union in bases.items():
        kinds = {kind for kind in vars(messages).values() if isinstance(kind, type) and issubclass(kind, base)}
        assert kinds - {base} == set(union.__args__)


@given(st.binary(max_size=60), COMMANDS)
def test_garbage_is_malformed_and_what_follows_is_read(garbage: bytes, command: AnyCommand) -> None:
    stream = io.BytesIO(framed(garbage) + written(command).getvalue())
    with pytest.raises(MalformedMessageError):
        read_command(stream)
    assert read_command(stream) == command


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode({"type": "Alien", "request_id": "1"}),
        msgspec.msgpack.encode({"request_id": "1"}),
        msgspec.msgpack.encode({"type": "Abort", "request_id": 7}),
        msgspec.msgpack.encode({"type": "LoadModel", "path": "x", "params": {"n_threads": 0}}),
        msgspec.msgpack.encode({"type": "Finished", "reason": "stop", "usage": {}}),
        b"\x82\xa4type\xa5Abort\xaarequest_id\xa2\xff\xff",
    ],
    ids=["empty", "no messagepack", "unknown", "no type", "wrong field", "out of range", "an event", "no UTF-8"],
)
def test_messages_of_another_kind_are_malformed(body: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        read_command(io.BytesIO(framed(body)))


def test_fields_of_a_later_version_are_ignored() -> None:
    body = msgspec.msgpack.encode({"type": "Abort", "request_id": "1", "new": [1, 2]})
    assert read_command(io.BytesIO(framed(body))) == Abort(request_id="1")


def test_an_unknown_failure_is_malformed() -> None:
    body = msgspec.msgpack.encode({"type": "Failed", "code": "new_code"})
    with pytest.raises(MalformedMessageError):
        read_event(io.BytesIO(framed(body)))
