"""What `desktop-llm bench` measures of the engine: through a real child process, pipe and client.

Every figure that has a target is a ratio taken in one run, because machines are noisy; medians of `REPEATS` pairs.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from uuid import uuid4

import msgspec

from desktop_llm.engine.backends.bare_loop import BareLoop
from desktop_llm.engine.backends.llama_library import quantize_model
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    CountTokens,
    Failed,
    Finished,
    Generate,
    LoadModel,
    Priority,
    Prompt,
    ScoreText,
    TextGrew,
    TextPrompt,
    TextScored,
    TokensCounted,
    Usage,
)
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams, SamplingParams

REPEATS: Final = 5
_DECODED_TOKENS: Final = 128
_BACKGROUND_TOKENS: Final = 300  # eight of them fit the context together
_LONG_TURN_TOKENS: Final = 2000
_N_CTX_TOKENS: Final = 4096
_GREEDY: Final = SamplingParams(temperature=0.0)
_PASSAGE: Final = (
    "The lighthouse keeper wrote down the weather every evening. In spring the wind came from the south and brought "
    "rain; in summer the sea lay still for weeks, and ships passed without a sound. He noted the names of the ships, "
    "the height of the tide, and once a year the day on which the swallows came back to the tower. "
)


Say = Callable[[str], None]
"""Hears what is measured next."""
Tell = Callable[[str], None]
"""Hears each figure as it is taken."""


class EngineFigures(msgspec.Struct, frozen=True):
    """Ratios and times, named as `--json` prints them."""

    decode_ratio: float
    parallel8_ratio: float
    second_turn_extra_prompt_tokens: int
    restart_ttft_ratio: float
    background_ttft_ratio: float
    background_ttft_extra_ms: float
    stop_ms: float
    decode_tokens_per_s: float
    prompt_tokens_per_s: float
    perplexity: float


class _Run(msgspec.Struct, frozen=True):
    """One generation as its caller saw it."""

    first_token_s: float
    decode_s: float
    usage: Usage

    @property
    def decode_tokens_per_s(self) -> float:
        return (self.usage.completion_tokens - 1) / self.decode_s


def measure_engine(model_path: str, params: LoadParams, say: Say, tell: Tell) -> EngineFigures:
    """All figures for one model file, each told as soon as it is taken. Raises RequestFailedError."""
    load = LoadModel(
        request_id="load", path=model_path, params=msgspec.structs.replace(params, n_ctx_tokens=_N_CTX_TOKENS)
    )
    with loaded_engine(load) as engine:
        say("decoding, against a bare loop")
        decode_ratio, decode_rate = _decode_figures(engine, load, tell)
        say("a second turn after a long first one")
        extra_tokens, prompt_rate = _second_turn_figures(engine, tell)
        say("a chat while eight background requests run")
        background_ratio, background_extra_ms = _background_figures(engine, tell)
        say("stopping")
        stop_ms = statistics.median(_each_told("stop_ms", tell, partial(_stop_ms, engine)))
        scored = _last(engine, ScoreText(request_id=_new_id(), text=_PASSAGE), TextScored)
    say("eight requests at once")
    parallel_ratio = _parallel_ratio(load, tell)
    say("a conversation after a restart")
    restart_ratio = statistics.median(_each_told("restart_ttft_ratio", tell, partial(_restart_pair, load)))
    return EngineFigures(
        decode_ratio=decode_ratio,
        parallel8_ratio=parallel_ratio,
        second_turn_extra_prompt_tokens=extra_tokens,
        restart_ttft_ratio=restart_ratio,
        background_ttft_ratio=background_ratio,
        background_ttft_extra_ms=background_extra_ms,
        stop_ms=stop_ms,
        decode_tokens_per_s=decode_rate,
        prompt_tokens_per_s=prompt_rate,
        perplexity=scored.perplexity,
    )


def _each_told(name: str, tell: Tell, measure: Callable[[], float]) -> list[float]:
    """As many measurements as there shall be; of a run that is interrupted those that were taken are not lost."""
    taken: list[float] = []
    for number in range(1, REPEATS + 1):
        taken.append(measure())
        tell(f"{name}, {number} of {REPEATS}: {taken[-1]:.4g}")
    return taken


def _decode_figures(engine: EngineClient, load: LoadModel, tell: Tell) -> tuple[float, float]:
    """Ratio engine : bare loop, and the engine's tokens per second."""
    model = engine.status.model
    n_threads = load.params.n_threads or (model.n_threads if model else 1)
    bare = BareLoop(load.path, n_ctx_tokens=_N_CTX_TOKENS, n_threads=n_threads)
    rates: list[float] = []

    def ratio() -> float:
        rates.append(generate(engine, TextPrompt(_PASSAGE)).decode_tokens_per_s)
        return rates[-1] / bare.decode_tokens_per_s(_PASSAGE, _DECODED_TOKENS)

    try:
        ratio()  # both are warm then
        ratios = _each_told("decode_ratio", tell, ratio)
    finally:
        bare.close()
    return statistics.median(ratios), statistics.median(rates[1:])


def _second_turn_figures(engine: EngineClient, tell: Tell) -> tuple[int, float]:
    """Prompt tokens read in a second turn beyond the new ones (the worst of all), and prompt tokens per second."""
    rates: list[float] = []

    def extra_tokens() -> float:
        extra, rate = _two_turns(engine)
        rates.append(rate)
        return extra

    return int(max(_each_told("second_turn_extra_prompt_tokens", tell, extra_tokens))), statistics.median(rates)


def _two_turns(engine: EngineClient) -> tuple[int, float]:
    question = ChatTurn("user", long_text(engine, _LONG_TURN_TOKENS))
    first, answer = _chat(engine, (question,))
    rate = (first.usage.prompt_tokens - first.usage.reused_tokens) / (first.usage.prompt_ms / 1000)
    turns = (question, ChatTurn("assistant", answer), ChatTurn("user", "And the ships?"))
    second, _ = _chat(engine, turns)
    known = first.usage.prompt_tokens + first.usage.completion_tokens
    new_tokens = second.usage.prompt_tokens - known
    read_tokens = second.usage.prompt_tokens - second.usage.reused_tokens
    return max(0, read_tokens - new_tokens), rate


def _background_figures(engine: EngineClient, tell: Tell) -> tuple[float, float]:
    """Time to first token of a chat beside eight background sequences: ratio to idle, and what it adds in ms."""
    extra_ms: list[float] = []

    def ratio() -> float:
        idle_s, busy_s = _background_pair(engine)
        extra_ms.append((busy_s - idle_s) * 1000)
        return busy_s / idle_s

    return statistics.median(_each_told("background_ttft_ratio", tell, ratio)), statistics.median(extra_ms)


def _background_pair(engine: EngineClient) -> tuple[float, float]:
    idle_s = generate(engine, _fresh_chat(), n_tokens=2).first_token_s
    background = [
        Generate(
            request_id=_new_id(),
            prompt=TextPrompt(f"{uuid4().hex} {_PASSAGE}"),
            max_tokens=_BACKGROUND_TOKENS,
            sampling=_GREEDY,
            priority=Priority.BACKGROUND,
        )
        for _ in range(8)
    ]
    streams = [stream_events(engine, command) for command in background]
    for stream in streams:
        _first_text(stream)
    busy_s = generate(engine, _fresh_chat(), n_tokens=2).first_token_s
    for command, stream in zip(background, streams, strict=True):
        engine.abort(command.request_id)
        drain(stream)
    return idle_s, busy_s


def _stop_ms(engine: EngineClient) -> float:
    command = Generate(request_id=_new_id(), prompt=TextPrompt(_PASSAGE), sampling=_GREEDY, logit_bias={})
    stream = stream_events(engine, command)
    _first_text(stream)
    stopped_s = time.perf_counter()
    engine.abort(command.request_id)
    drain(stream)
    return (time.perf_counter() - stopped_s) * 1000


def _parallel_ratio(load: LoadModel, tell: Tell) -> float:
    """Throughput of eight requests at once against one after another, on the Q4_0 version of the model."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model-q4_0.gguf"
        quantize_model(Path(load.path), path, "q4_0")
        with loaded_engine(msgspec.structs.replace(load, path=str(path))) as engine:
            _eight(engine, n_at_once=8)
            return statistics.median(_each_told("parallel8_ratio", tell, partial(_eight_pair, engine)))


def _eight_pair(engine: EngineClient) -> float:
    return _eight(engine, n_at_once=1) / _eight(engine, n_at_once=8)


def _eight(engine: EngineClient, *, n_at_once: int) -> float:
    """Seconds that eight generations take together."""
    started_s = time.perf_counter()
    with ThreadPoolExecutor(n_at_once) as threads:
        runs = [threads.submit(generate, engine, TextPrompt(f"Story {index}: Once")) for index in range(8)]
    for run in runs:
        run.result()
    return time.perf_counter() - started_s


def _restart_pair(load: LoadModel) -> float:
    """Time to first token: of a second turn after a restart with its snapshot on disk, against the first turn, cold.

    The first turn is a little shorter than what is continued, and so in favour of the cold start.
    """
    key = _new_id()
    with tempfile.TemporaryDirectory() as folder:
        with_snapshots = msgspec.structs.replace(load, snapshot_folder=folder)
        with loaded_engine(with_snapshots) as engine:
            question = ChatTurn("user", long_text(engine, _LONG_TURN_TOKENS))
            cold, answer = _chat(engine, (question,), key)
        turns = (question, ChatTurn("assistant", answer), ChatTurn("user", "And the ships?"))
        with loaded_engine(with_snapshots) as engine:
            warm, _ = _chat(engine, turns, key)
    return warm.first_token_s / cold.first_token_s


@contextmanager
def loaded_engine(load: LoadModel) -> Generator[EngineClient]:
    """An engine process of its own."""
    engine = ProcessEngineClient()
    try:
        drain(stream_events(engine, load))
        yield engine
    finally:
        engine.close()


def _chat(engine: EngineClient, turns: tuple[ChatTurn, ...], key: str = "") -> tuple[_Run, str]:
    pieces: list[str] = []
    run = generate(engine, ChatPrompt(turns), key=key, pieces=pieces, n_tokens=48)
    return run, "".join(pieces)


def generate(
    engine: EngineClient,
    prompt: Prompt,
    *,
    n_tokens: int | None = None,
    key: str = "",
    pieces: list[str] | None = None,
) -> _Run:
    command = Generate(
        request_id=_new_id(),
        prompt=prompt,
        max_tokens=n_tokens or _DECODED_TOKENS + 1,
        sampling=_GREEDY,
        conversation_key=key,
        may_draft=False,
    )
    started_s = time.perf_counter()
    first_s = 0.0
    for event in stream_events(engine, command):
        _raise_failure(event)
        if isinstance(event, TextGrew):
            first_s = first_s or time.perf_counter()
            if pieces is not None:
                pieces.append(event.text)
        if isinstance(event, Finished):
            return _Run(first_s - started_s, time.perf_counter() - first_s, event.usage)
    raise RequestFailedError(ErrorCode.BUG, reason="a generation without an end")


def long_text(engine: EngineClient, n_tokens: int) -> str:
    """Text of about `n_tokens` that no earlier prompt begins with."""
    per_passage = _last(engine, CountTokens(request_id=_new_id(), prompts=(TextPrompt(_PASSAGE),)), TokensCounted)
    return f"{uuid4().hex} {_PASSAGE * (n_tokens // per_passage.counts[0])} What is this about?"


def _fresh_chat() -> ChatPrompt:
    return ChatPrompt((ChatTurn("user", f"{uuid4().hex} {_PASSAGE} What is this about?"),))


_Terminal = TypeVar("_Terminal", TextScored, TokensCounted)


def _last(engine: EngineClient, command: ScoreText | CountTokens, kind: type[_Terminal]) -> _Terminal:
    for event in stream_events(engine, command):
        _raise_failure(event)
        if isinstance(event, kind):
            return event
    raise RequestFailedError(ErrorCode.BUG, reason="no answer")


def _first_text(events: Iterator[AnyEvent]) -> None:
    for event in events:
        _raise_failure(event)
        if isinstance(event, TextGrew):
            return


def drain(events: Iterator[AnyEvent]) -> None:
    for event in events:
        _raise_failure(event)


def _raise_failure(event: AnyEvent) -> None:
    if isinstance(event, Failed):
        raise RequestFailedError(event.code, **event.facts)


def _new_id() -> str:
    return uuid4().hex
