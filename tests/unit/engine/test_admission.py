"""Admission is seen through the scheduler: whatever comes together, everybody gets an answer of their own."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_llm.engine.messages import Finished, FinishReason, Generate, Priority, ScoreText, TextScored
from tests.fakes.scheduler_bench import FreeRows, chat, echo_bench

_WORDS = st.lists(st.sampled_from(["rain ", "in ", "Spain ", "stays ", "€ "]), min_size=1, max_size=24).map("".join)


@dataclass(frozen=True)
class _Request:
    text: str
    max_tokens: int | None
    priority: Priority
    n_steps_before: int
    is_aborted: bool
    is_scored: bool


_REQUESTS = st.lists(
    st.builds(
        _Request,
        text=_WORDS,
        max_tokens=st.one_of(st.none(), st.integers(1, 150)),
        priority=st.sampled_from(Priority),
        n_steps_before=st.integers(0, 12),
        is_aborted=st.integers(0, 5).map(lambda n: n == 0),
        is_scored=st.integers(0, 6).map(lambda n: n == 0),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(
    requests=_REQUESTS,
    n_ctx=st.sampled_from([300, 500, 2000]),
    n_sequences=st.integers(1, 5),
    rewinds=st.booleans(),
    guesses=st.booleans(),
)
def test_every_request_ends_once_with_its_own_answer(
    requests: list[_Request], n_ctx: int, n_sequences: int, rewinds: bool, guesses: bool
) -> None:
    bench = echo_bench(
        f"n_ctx={n_ctx}&n_sequences={n_sequences}&n_batch=48&is_rewindable={int(rewinds)}",
        times=FreeRows() if guesses else None,
    )
    for i, request in enumerate(requests):
        bench.submit(_command(str(i), request))
        for _ in range(request.n_steps_before):
            bench.scheduler.step()
        if request.is_aborted:
            bench.scheduler.abort(str(i))
    bench.step_until_idle()
    for i, request in enumerate(requests):
        (end,) = bench.ends(str(i))
        if isinstance(end, TextScored):
            assert "".join(each.text for each in end.tokens) != ""
        else:
            assert isinstance(end, Finished)
            _check_answer(request, bench.text(str(i)), end)


@settings(max_examples=30, deadline=None)
@given(requests=_REQUESTS, guesses=st.booleans())
def test_the_books_agree_with_the_memory(requests: list[_Request], guesses: bool) -> None:
    bench = echo_bench("n_ctx=600&n_sequences=4&n_batch=48", times=FreeRows() if guesses else None)
    memory, pool = bench.model.memory, bench.scheduler._pool
    for i, request in enumerate(requests):
        bench.submit(_command(str(i), request))
        for _ in range(request.n_steps_before + 5):
            bench.scheduler.step()
            assert pool.n_free_cells == 600 - memory.n_used_cells  # type: ignore[attr-defined]
    bench.step_until_idle()


def _command(request_id: str, request: _Request) -> Generate | ScoreText:
    if request.is_scored:
        return ScoreText(request_id=request_id, text=request.text)
    return Generate(
        request_id=request_id, prompt=chat(request.text), max_tokens=request.max_tokens, priority=request.priority
    )


def _check_answer(request: _Request, text: str, end: Finished) -> None:
    data, expected = text.encode(), request.text.encode()
    match end.reason:
        case FinishReason.STOP:
            assert text == request.text
        case FinishReason.LENGTH:
            assert request.max_tokens is not None
            assert expected.startswith(data.removesuffix("�".encode()))
            assert end.usage.completion_tokens == request.max_tokens
        case FinishReason.ABORT:
            assert request.is_aborted
            assert expected.startswith(data.removesuffix("�".encode()))
