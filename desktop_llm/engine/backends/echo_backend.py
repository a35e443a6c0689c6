"""A language model that says back what it was told: the whole engine works with it, without llama.cpp and in no time.

For tests and for looking at the window. Its model "files" are addresses such as `echo:?delay_ms=5&crash_at=20`, whose
options are the fields of EchoOptions. Used like every backend, on the worker's one thread.
"""

import math
import os
import re
import threading
import zlib
from array import array
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.engine.backends.backend import (
    BatchRow,
    DecodeResult,
    Likelihood,
    LoadProgressSink,
    MemoryFacts,
    TemplateFacts,
)
from desktop_llm.engine.messages import Device, Generate, LoadModel, ModelDescription
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

ECHO_SCHEME: Final = "echo:"

_SPECIAL_TEXTS: Final = ("<|system|>", "<|user|>", "<|assistant|>", "<|end|>")
_FIRST_SPECIAL: Final = 256  # below are the bytes themselves
_USER, _ASSISTANT, _END = (_FIRST_SPECIAL + i for i in (1, 2, 3))
_N_VOCAB_TOKENS: Final = _FIRST_SPECIAL + len(_SPECIAL_TEXTS)
_SPECIAL_PATTERN: Final = re.compile(f"({'|'.join(map(re.escape, _SPECIAL_TEXTS))})")
_TEMPLATE: Final = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_THINKING_TEMPLATE: Final = "{# <think> </think> #}" + _TEMPLATE
_THOUGHT: Final = b"<think>What was I told?</think>"
_PROBABLE: Final = math.log(0.9)
_IMPROBABLE: Final = math.log(0.1 / (_N_VOCAB_TOKENS - 1))
_LOAD_STEPS: Final = 10
_N_DIMENSIONS: Final = 256


class EchoOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the model does besides echoing.

    delay_ms: per batch; row_delay_ms: per token of it. crash_at, hang_at: at that token it has chosen, counted from 1.
    is_rewindable 0: it forgets how it got where it is, as recurrent models do. answer: said instead of the echo.
    n_beside: cells for each of the sequences in the memory beside; 0: there is none.
    """

    delay_ms: float = 0
    row_delay_ms: float = 0
    load_ms: float = 0
    load_fails: bool = False
    load_crashes: bool = False
    crash_at: int = 0
    hang_at: int = 0
    is_endless: bool = False
    is_rewindable: bool = True
    thinks: bool = False
    answer: str = ""
    n_ctx: int = 4096
    n_sequences: int = 16
    n_batch: int = 512
    n_beside: int = 0


class EchoBackend:
    """Backend of echo models."""

    version = "echo"
    system_info = "echo"

    def devices(self) -> tuple[Device, ...]:
        return (Device("echo", "Echo", "cpu", 0, 0),)

    def load(self, command: LoadModel, on_progress: LoadProgressSink) -> "EchoModel":
        options = _options(command)
        for i in range(_LOAD_STEPS + 1):
            threading.Event().wait(options.load_ms / 1000 / _LOAD_STEPS)
            if options.load_crashes and i == _LOAD_STEPS // 2:
                os.abort()
            if not on_progress(i / _LOAD_STEPS):
                raise RequestFailedError(ErrorCode.LOAD_CANCELLED)
        if options.load_fails:
            raise RequestFailedError(ErrorCode.MODEL_LOAD_FAILED, path=command.path, reason="it was told to fail")
        return EchoModel(command.path, options)

    def load_embedder(self, command: LoadModel, on_progress: LoadProgressSink) -> "EchoEmbedder":
        on_progress(1.0)
        return EchoEmbedder(command.path, _options(command))


class EchoEmbedder:
    """Texts with the same words get the same vector, and with other words another one."""

    def __init__(self, path: str, options: EchoOptions) -> None:
        self.description = _description(path, options)
        self._n_ctx_characters = options.n_ctx

    def embed(self, texts: Sequence[str]) -> tuple[tuple[bytes, ...], int]:
        vectors = tuple(_word_vector(text[: self._n_ctx_characters]) for text in texts)
        return vectors, sum(len(text) > self._n_ctx_characters for text in texts)

    def close(self) -> None:
        """Nothing is held."""


def _word_vector(text: str) -> bytes:
    """Each word points into a direction of its own, or nearly."""
    values = array("f", bytes(4 * _N_DIMENSIONS))
    for word in re.findall(r"\w+", text.lower()):
        values[zlib.crc32(word.encode()) % _N_DIMENSIONS] += 1.0
    length = math.sqrt(math.fsum(value * value for value in values)) or 1.0
    return array("f", (value / length for value in values)).tobytes()


def _options(command: LoadModel) -> EchoOptions:
    query = command.path.removeprefix(ECHO_SCHEME).removeprefix("?")
    fields = dict(parse_qsl(query, keep_blank_values=True))
    if command.params.n_ctx_tokens is not None:
        fields.setdefault("n_ctx", str(command.params.n_ctx_tokens))
    try:
        return msgspec.convert(fields, EchoOptions, strict=False)
    except msgspec.ValidationError as error:
        raise RequestFailedError(ErrorCode.MODEL_LOAD_FAILED, path=command.path, reason=str(error)) from error


class EchoModel:
    """LanguageModel that echoes the last user message; without one it counts through the alphabet for ever."""

    def __init__(self, path: str, options: EchoOptions) -> None:
        self.options = options
        self.vocabulary = EchoVocabulary()
        self.memory = EchoMemory(options)
        self.fingerprint = "echo"
        self.template = TemplateFacts(
            source=_THINKING_TEMPLATE if options.thinks else _TEMPLATE, bos_text="", eos_text=_SPECIAL_TEXTS[-1]
        )
        self.description = _description(path, options)
        self.n_decoded_rows = 0
        self._n_chosen = 0
        self._choices: dict[int, int] = {}
        self._interrupted = threading.Event()

    def decode(self, rows: Sequence[BatchRow]) -> DecodeResult:
        delay_ms = self.options.delay_ms + self.options.row_delay_ms * len(rows)
        if not self.memory.has_room_for(rows):
            return DecodeResult.MEMORY_FULL
        if self._interrupted.wait(delay_ms / 1000) if delay_ms else self._interrupted.is_set():
            self.memory.note_interrupted(rows)
            return DecodeResult.INTERRUPTED
        self.n_decoded_rows += len(rows)
        self._choices.clear()
        for i, row in enumerate(rows):
            self.memory.write(row)
            if row.wants_logits:
                self._choices[i] = self._next_token(self.memory.tokens_of(row.sequence))
        return DecodeResult.DONE

    def new_sampler(self, command: Generate, prompt_tokens: Sequence[int]) -> "EchoSampler":
        del prompt_tokens  # there are no penalties
        if command.grammar and "root" not in command.grammar:
            raise RequestFailedError(ErrorCode.GRAMMAR_INVALID, reason="no rule `root`")
        return EchoSampler(self)

    def likelihood(self, row: int, token: int, n_alternatives: int) -> Likelihood:
        choice = self._choices[row]
        others = [each for each in range(_N_VOCAB_TOKENS) if each != choice]
        best = [(choice, _PROBABLE), *((each, _IMPROBABLE) for each in others)]
        return Likelihood(_PROBABLE if token == choice else _IMPROBABLE, tuple(best[:n_alternatives]))

    def beside(self) -> "EchoModel | None":
        if not self.options.n_beside:
            return None
        n_cells = self.options.n_beside * self.options.n_sequences
        model = EchoModel(self.description.path, replace(self.options, n_ctx=n_cells, n_beside=0))
        model.memory.facts = replace(model.memory.facts, is_apart=True)
        return model

    def interrupt(self) -> None:
        self._interrupted.set()

    def clear_interrupt(self) -> None:
        self._interrupted.clear()

    def close(self) -> None:
        """Nothing is held."""

    def choice(self, row: int) -> int:
        """The token after `row` of the last batch; this is where it crashes or hangs when told to."""
        self._n_chosen += 1
        if self._n_chosen == self.options.crash_at:
            os.abort()
        if self._n_chosen == self.options.hang_at:
            threading.Event().wait()
        return self._choices[row]

    def _next_token(self, tokens: list[int]) -> int:
        if _ASSISTANT not in tokens:
            last = tokens[-1]
            return last + 1 if ord("a") <= last < ord("z") else ord("a")
        turn = len(tokens) - 1 - tokens[::-1].index(_ASSISTANT)
        answer = self._answer(tokens[:turn])
        position = len(tokens) - turn - 1
        if self.options.is_endless:
            return answer[position % len(answer)] if answer else ord(".")
        return answer[position] if position < len(answer) else _END

    def _answer(self, tokens: list[int]) -> list[int]:
        thought = list(_THOUGHT) if self.options.thinks else []
        if self.options.answer:
            return thought + list(self.options.answer.encode())
        if _USER not in tokens:
            return thought
        start = len(tokens) - tokens[::-1].index(_USER)
        end = tokens.index(_END, start) if _END in tokens[start:] else len(tokens)
        return thought + tokens[start:end]


class EchoSampler:
    """Takes what the model would say: there is only one choice."""

    def __init__(self, model: EchoModel) -> None:
        self._model = model

    def sample(self, row: int) -> int:
        return self._model.choice(row)

    def close(self) -> None:
        """Nothing is held."""


class EchoVocabulary:
    """The 256 bytes, and the marks of turns."""

    def tokenize(self, text: str, *, is_beginning: bool) -> list[int]:
        del is_beginning  # this model has no token for it
        tokens: list[int] = []
        for piece in _SPECIAL_PATTERN.split(text):
            if piece in _SPECIAL_TEXTS:
                tokens.append(_FIRST_SPECIAL + _SPECIAL_TEXTS.index(piece))
            elif piece:
                tokens += piece.encode("utf-8", "replace")
        return tokens

    def token_bytes(self, token: int) -> bytes:
        return bytes([token]) if token < _FIRST_SPECIAL else _SPECIAL_TEXTS[token - _FIRST_SPECIAL].encode()

    def is_control(self, token: int) -> bool:
        return token >= _FIRST_SPECIAL

    def is_end_of_generation(self, token: int) -> bool:
        return token == _END


class EchoMemory:
    """SequenceMemory as strict as a real one: every token takes a cell, shared ones one together."""

    def __init__(self, options: EchoOptions) -> None:
        self.facts = MemoryFacts(
            n_cells=options.n_ctx,
            n_sequences=options.n_sequences,
            max_batch_rows=options.n_batch,
            max_logits_rows=min(64, options.n_batch),
            is_rewindable=options.is_rewindable,
        )
        self._tokens: list[list[int]] = [[] for _ in range(options.n_sequences)]
        self._cells: list[list[object]] = [[] for _ in range(options.n_sequences)]

    @property
    def n_used_cells(self) -> int:
        return len({id(cell) for cells in self._cells for cell in cells})

    def tokens_of(self, sequence: int) -> list[int]:
        return self._tokens[sequence]

    def has_room_for(self, rows: Sequence[BatchRow]) -> bool:
        return self.n_used_cells + len(rows) <= self.facts.n_cells

    def write(self, row: BatchRow) -> None:
        """Raises RequestFailedError if the row does not continue its sequence."""
        if row.position != len(self._tokens[row.sequence]):
            reason = f"position {row.position} of sequence {row.sequence} does not follow"
            raise RequestFailedError(ErrorCode.DECODE_FAILED, reason=reason)
        self._tokens[row.sequence].append(row.token)
        self._cells[row.sequence].append(object())

    def note_interrupted(self, rows: Sequence[BatchRow]) -> None:
        """A model that cannot be rewound has gone on, to nobody knows where."""
        if not self.facts.is_rewindable:
            for row in rows:
                self.write(row)

    def can_cut(self, sequence: int, n_tokens: int) -> bool:
        length = len(self._tokens[sequence])
        return n_tokens in (0, length) or (self.facts.is_rewindable and n_tokens < length)

    def truncate(self, sequence: int, n_tokens: int) -> bool:
        if not self.can_cut(sequence, n_tokens):
            return False
        self._cut(sequence, n_tokens)
        return True

    def copy_prefix(self, source: int, target: int, n_tokens: int) -> None:
        self._tokens[target] = self._tokens[source][:n_tokens]
        self._cells[target] = self._cells[source][:n_tokens]

    def clear(self, sequence: int) -> None:
        self._cut(sequence, 0)

    def save(self, sequence: int, *, is_partial: bool) -> bytearray:
        del is_partial  # what was read is all there is to it
        return bytearray(msgspec.msgpack.encode(self._tokens[sequence]))

    def restore(self, sequence: int, state: bytes | bytearray, n_tokens: int, *, is_partial: bool) -> bool:
        tokens = msgspec.msgpack.decode(state, type=list[int])
        is_fitting = len(tokens) == n_tokens and (not is_partial or self._tokens[sequence][:n_tokens] == tokens)
        self._cut(sequence, n_tokens if is_partial and is_fitting else 0)
        if is_fitting and not is_partial:
            self._tokens[sequence] = tokens
            self._cells[sequence] = [object() for _ in tokens]
        return is_fitting

    def _cut(self, sequence: int, n_tokens: int) -> None:
        del self._tokens[sequence][n_tokens:]
        del self._cells[sequence][n_tokens:]


def _description(path: str, options: EchoOptions) -> ModelDescription:
    return ModelDescription(
        path=path,
        name="Echo",
        architecture="echo",
        quantization="none",
        size_bytes=0,
        n_parameters=0,
        n_layers=0,
        n_gpu_layers=0,
        n_ctx_tokens=options.n_ctx,
        n_ctx_train_tokens=options.n_ctx,
        n_sequences=options.n_sequences,
        memory_bytes=0,
        has_chat_template=True,
        can_think=options.thinks,
        sampling=SamplingParams(temperature=0.0),
        load_ms=options.load_ms,
        devices=("echo",),
    )
