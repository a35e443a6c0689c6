"""How llama.cpp chooses the next token: penalties, filters, grammar and seed as one chain of its samplers.

Lives on the worker's one thread. Every sampler is C memory: `close` frees it.
"""

import ctypes
import math
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from desktop_llm.engine.backends.llama_library import LlamaLibrary
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

# Where neither the request nor the model's header says anything: llama.cpp's own defaults.
FALLBACK_SAMPLING: Final = SamplingParams(
    temperature=0.8,
    top_k=40,
    top_p=0.95,
    min_p=0.05,
    repeat_penalty=1.0,
    repeat_last_n_tokens=64,
    presence_penalty=0.0,
    frequency_penalty=0.0,
)

_KEPT_AT_LEAST: Final = 1
_MAX_BIAS: Final = 1e9
_MAX_SEED: Final = 2**32 - 2  # the largest 32-bit number means "any seed" to llama.cpp
_TRIED_FIRST: Final = 24
_CANDIDATE: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class SamplingContext:
    """What every sampler of one model shares: the library, its context and vocabulary."""

    def __init__(self, library: LlamaLibrary, context: int, vocabulary: int, n_vocab_tokens: int) -> None:
        self.library = library
        self.context = context
        self.vocabulary = vocabulary
        self.n_vocab_tokens = n_vocab_tokens
        self._views: dict[int, npt.NDArray[np.float32]] = {}

    def logits(self, row: int) -> npt.NDArray[np.float32]:
        """The logits of a row of the last batch, without copying them; valid until the next batch."""
        pointer = self.library.api.llama_get_logits_ith(self.context, row)
        address = ctypes.addressof(pointer.contents)
        view = self._views.get(address)
        if view is None:
            values: Any = (ctypes.c_float * self.n_vocab_tokens).from_address(address)
            view = self._views[address] = np.frombuffer(values, np.float32)
        return view


class GreedySampler:
    """The likeliest token. llama.cpp copies the vocabulary for that: a hundredth of the time a small model takes."""

    def __init__(self, context: SamplingContext) -> None:
        self._context = context

    def sample(self, row: int) -> int:
        return int(self._context.logits(row).argmax())

    def close(self) -> None:
        """Nothing is held."""


class ChainSampler:
    """A chain without a grammar: one call into llama.cpp a token."""

    def __init__(self, context: SamplingContext, chain: int) -> None:
        self._library, self._context, self._chain = context.library, context.context, chain
        self._sample: Any = context.library.api.llama_sampler_sample

    def sample(self, row: int) -> int:
        token: int = self._sample(self._chain, self._context, row)
        return token

    def close(self) -> None:
        self._library.api.llama_sampler_free(self._chain)


class _Grammar:
    """Which tokens may come next, by llama.cpp's sampler for grammars; owns it."""

    def __init__(self, context: SamplingContext, grammar: int) -> None:
        self._api, self._grammar = context.library.api, grammar
        self._data: Any = (self._api.llama_token_data * context.n_vocab_tokens)()
        self._values = np.frombuffer(self._data, dtype=_CANDIDATE)

    def allows(self, token: int) -> bool:
        single = self._api.llama_token_data(id=token, logit=1.0, p=0.0)
        candidates = self._api.llama_token_data_array(data=ctypes.pointer(single), size=1, selected=-1, sorted=False)
        self._api.llama_sampler_apply(self._grammar, ctypes.byref(candidates))
        return not math.isinf(single.logit)

    def choice(self, logits: npt.NDArray[np.float32], chain: int, *, is_held: bool) -> int:
        """What the chain chooses of all tokens, or with `is_held` of those that are allowed, which takes milliseconds.

        Raises RequestFailedError (grammar_invalid) where none is.
        """
        self._values["id"] = np.arange(len(logits), dtype=np.int32)
        self._values["logit"] = logits
        candidates = self._api.llama_token_data_array(data=self._data, size=len(logits), selected=-1, sorted=False)
        if is_held:
            self._api.llama_sampler_apply(self._grammar, ctypes.byref(candidates))
            if np.isneginf(self._values["logit"]).all():
                # Accepting a token against the grammar would end the process.
                raise RequestFailedError(ErrorCode.GRAMMAR_INVALID, reason="no token of the model continues it")
        self._api.llama_sampler_apply(chain, ctypes.byref(candidates))
        return int(self._values["id"][candidates.selected])

    def accept(self, token: int) -> None:
        self._api.llama_sampler_accept(self._grammar, token)

    def close(self) -> None:
        self._api.llama_sampler_free(self._grammar)


class GrammarSampler:
    """A chain with a grammar.

    The choice is held against the grammar first; only if it is refused is it made again among what is allowed. Without
    anything in the chain but the likeliest token, the next likeliest ones are tried before that.
    """

    def __init__(self, context: SamplingContext, chain: int, grammar: int, *, is_greedy: bool) -> None:
        self._context, self._api = context, context.library.api
        self._chain, self._grammar = chain, _Grammar(context, grammar)
        self._is_greedy = is_greedy

    def sample(self, row: int) -> int:
        logits = self._context.logits(row)
        token = self._likeliest_allowed(logits) if self._is_greedy else self._drawn(logits)
        self._grammar.accept(token)
        self._api.llama_sampler_accept(self._chain, token)
        return token

    def close(self) -> None:
        self._api.llama_sampler_free(self._chain)
        self._grammar.close()

    def _likeliest_allowed(self, logits: npt.NDArray[np.float32]) -> int:
        for count in (1, _TRIED_FIRST):
            for token in likeliest(logits, min(count, len(logits))):
                if self._grammar.allows(token):
                    return token
        return self._grammar.choice(logits, self._chain, is_held=True)

    def _drawn(self, logits: npt.NDArray[np.float32]) -> int:
        token = self._grammar.choice(logits, self._chain, is_held=False)
        return token if self._grammar.allows(token) else self._grammar.choice(logits, self._chain, is_held=True)


AnySampler = GreedySampler | ChainSampler | GrammarSampler


def new_sampler(
    context: SamplingContext,
    sampling: SamplingParams,
    *,
    logit_bias: Mapping[int, float],
    grammar: str,
    prompt_tokens: Sequence[int],
) -> AnySampler:
    """A sampler for one generation; `sampling` must be complete but for the seed.

    Raises RequestFailedError (grammar_invalid, request_invalid).
    """
    _check_logit_bias(context, logit_bias)
    is_greedy = not (sampling.temperature or logit_bias or _is_penalized(sampling))
    if is_greedy and not grammar:
        return GreedySampler(context)
    grammar_sampler = _new_grammar(context, grammar) if grammar else 0
    api = context.library.api
    params = api.llama_sampler_chain_default_params()
    params.no_perf = True
    chain: int = api.llama_sampler_chain_init(params)
    for sampler in _samplers(context, sampling, logit_bias, prompt_tokens):
        api.llama_sampler_chain_add(chain, sampler)
    if not grammar_sampler:
        return ChainSampler(context, chain)
    return GrammarSampler(context, chain, grammar_sampler, is_greedy=is_greedy)


def likeliest(logits: npt.NDArray[np.float32], count: int) -> list[int]:
    """So many tokens, in their order."""
    if count <= 1:
        return [int(logits.argmax())] * count
    best = np.argpartition(logits, -count)[-count:]
    return [int(each) for each in best[np.argsort(-logits[best], kind="stable")]]


def gbnf_of_schema(json_schema: str) -> str:
    """The grammar of the JSON texts that a schema allows. Raises RequestFailedError (grammar_invalid)."""
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    try:
        return json_schema_to_gbnf(json_schema)
    except Exception as error:
        # The converter raises whatever a broken schema provokes: KeyError, AttributeError, RecursionError.
        raise RequestFailedError(ErrorCode.GRAMMAR_INVALID, reason=f"{type(error).__name__}: {error}") from error


def _samplers(
    context: SamplingContext, sampling: SamplingParams, logit_bias: Mapping[int, float], prompt_tokens: Sequence[int]
) -> list[int]:
    """In the order of llama.cpp's own programs: bias, penalties, filters, temperature, choice."""
    api = context.library.api
    samplers: list[int] = []
    if logit_bias:
        samplers.append(_new_logit_bias(context, logit_bias))
    if _is_penalized(sampling):
        samplers.append(_new_penalties(context, sampling, prompt_tokens))
    if not sampling.temperature:
        return [*samplers, api.llama_sampler_init_greedy()]
    if sampling.top_k:
        samplers.append(api.llama_sampler_init_top_k(sampling.top_k))
    if sampling.top_p is not None and sampling.top_p < 1:
        samplers.append(api.llama_sampler_init_top_p(sampling.top_p, _KEPT_AT_LEAST))
    if sampling.min_p:
        samplers.append(api.llama_sampler_init_min_p(sampling.min_p, _KEPT_AT_LEAST))
    seed = secrets.randbelow(_MAX_SEED) if sampling.seed is None else sampling.seed
    return [*samplers, api.llama_sampler_init_temp(sampling.temperature), api.llama_sampler_init_dist(seed)]


def _is_penalized(sampling: SamplingParams) -> bool:
    has_penalty = (sampling.repeat_penalty or 1.0) != 1.0 or sampling.presence_penalty or sampling.frequency_penalty
    return bool(has_penalty and sampling.repeat_last_n_tokens)


def _new_penalties(context: SamplingContext, sampling: SamplingParams, prompt_tokens: Sequence[int]) -> int:
    api = context.library.api
    n_last = sampling.repeat_last_n_tokens or 0
    sampler: int = api.llama_sampler_init_penalties(
        context.n_vocab_tokens,
        n_last,
        sampling.repeat_penalty or 1.0,
        sampling.frequency_penalty or 0.0,
        sampling.presence_penalty or 0.0,
    )
    for token in prompt_tokens[-n_last:]:
        api.llama_sampler_accept(sampler, token)
    return sampler


def _new_logit_bias(context: SamplingContext, logit_bias: Mapping[int, float]) -> int:
    api = context.library.api
    # Infinite ones on all tokens would leave nothing to choose from, which ends the process.
    bounded = [(token, max(-_MAX_BIAS, min(_MAX_BIAS, bias))) for token, bias in logit_bias.items()]
    entries = (api.llama_logit_bias * len(bounded))(*bounded)
    sampler: int = api.llama_sampler_init_logit_bias(context.n_vocab_tokens, len(bounded), entries)
    return sampler


def _check_logit_bias(context: SamplingContext, logit_bias: Mapping[int, float]) -> None:
    if any(not 0 <= token < context.n_vocab_tokens for token in logit_bias):
        raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="logit_bias names a token the model does not have")
    if any(math.isnan(bias) for bias in logit_bias.values()):
        raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="logit_bias is not a number")


def _new_grammar(context: SamplingContext, grammar: str) -> int:
    context.library.forget_errors()
    sampler: int | None = context.library.api.llama_sampler_init_grammar(context.vocabulary, grammar.encode(), b"root")
    if not sampler:
        raise RequestFailedError(ErrorCode.GRAMMAR_INVALID, reason=context.library.last_errors() or "no rule `root`")
    return sampler
