"""How fast an engine reads prompts and writes eight answers at once, and what a set of requests should take with that.

For the benches: on the thread that runs them, which waits for the engine.
"""

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.client import EngineClient, EventSink, Request, stream_events
from desktop_llm.engine.client_in_front import ClientInFront
from desktop_llm.engine.messages import AnyEvent, ChatPrompt, ChatTurn, Failed, Finished, Generate, Priority, Usage
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

_N_AT_ONCE: Final = 8
_GREEDY: Final = SamplingParams(temperature=0.0)
_WORDS: Final = (
    "bridge",
    "mill",
    "school",
    "barn",
    "well",
    "chapel",
    "road",
    "inn",
    "orchard",
    "river",
    "winter",
    "bell",
)


class EngineRates(Struct, frozen=True, kw_only=True):
    """Tokens per second: prompts one after another, and eight answers together, at the depth that was asked for."""

    prompt_tokens_per_s: float
    eight_tokens_per_s: float

    def seconds_for(self, usages: Sequence[Usage]) -> float:
        """What these requests take if all prompts are read and all answers written, eight at once, at these rates."""
        n_read = sum(usage.prompt_tokens - usage.reused_tokens for usage in usages)
        n_written = sum(usage.completion_tokens for usage in usages)
        return n_read / self.prompt_tokens_per_s + n_written / self.eight_tokens_per_s


class TallyingClient(ClientInFront):
    """Another client, whose finished generations are counted in `usages`. The client's own thread adds to it."""

    def __init__(self, engine: EngineClient) -> None:
        super().__init__(engine)
        self._lock = threading.Lock()
        self._usages: list[Usage] = []

    def take_usages(self) -> list[Usage]:
        """Those since the last call."""
        with self._lock:
            usages, self._usages = self._usages, []
        return usages

    def submit(self, request: Request, sink: EventSink) -> None:
        def hear(event: AnyEvent) -> None:
            if isinstance(event, Finished):
                with self._lock:
                    self._usages.append(event.usage)
            sink(event)

        self._engine.submit(request, hear)


class ChangingClient(ClientInFront):
    """Another client, whose generations are changed by `change` on their way to it."""

    def __init__(self, engine: EngineClient, change: Callable[[Generate], Generate]) -> None:
        super().__init__(engine)
        self._change = change

    def submit(self, request: Request, sink: EventSink) -> None:
        self._engine.submit(self._change(request) if isinstance(request, Generate) else request, sink)


def without_guesses(command: Generate) -> Generate:
    return replace(command, may_draft=False)


def measure_rates(engine: EngineClient, n_words: int, n_answer_tokens: int) -> EngineRates:
    """With prompts of `n_words`, which are read first and then answered all at once. Raises RequestFailedError."""
    _usage(engine, n_answer_tokens, _prompt(n_words))  # what is taken and measured once is there then
    prompts = [_prompt(n_words) for _ in range(_N_AT_ONCE)]
    read = [_usage(engine, 1, prompt) for prompt in prompts]
    n_read = sum(usage.prompt_tokens - usage.reused_tokens for usage in read)
    with ThreadPoolExecutor(_N_AT_ONCE) as threads:
        written = list(threads.map(partial(_usage, engine, n_answer_tokens), prompts))
    return EngineRates(
        prompt_tokens_per_s=n_read / _seconds(sum(usage.prompt_ms for usage in read)),
        eight_tokens_per_s=sum(
            max(1, usage.completion_tokens - 1) / _seconds(usage.generation_ms) for usage in written
        ),
    )


def _usage(engine: EngineClient, n_tokens: int, prompt: ChatPrompt) -> Usage:
    command = Generate(
        request_id=uuid4().hex,
        prompt=prompt,
        max_tokens=n_tokens,
        sampling=_GREEDY,
        priority=Priority.BACKGROUND,
        may_draft=False,
    )
    for event in stream_events(engine, command):
        if isinstance(event, Failed):
            raise RequestFailedError(event.code, **event.facts)
        if isinstance(event, Finished):
            return event.usage
    raise RequestFailedError(ErrorCode.BUG, reason="a generation without an end")


def _prompt(n_words: int) -> ChatPrompt:
    """That no other begins with."""
    seed = uuid4().hex
    chance = random.Random(seed)  # noqa: S311 nothing is secret here
    words = " ".join(chance.choice(_WORDS) for _ in range(n_words))
    return ChatPrompt((ChatTurn("user", f"{seed} {words}\n\nTell a long story with these words."),))


def _seconds(milliseconds: float) -> float:
    return max(milliseconds, 0.001) / 1000
