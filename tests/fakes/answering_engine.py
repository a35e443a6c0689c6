"""An engine that answers what a function makes of each request, at once and on the thread that asks."""

from collections.abc import Callable

from msgspec.structs import replace

from desktop_llm.engine.client import EngineState, EngineStatus, EventSink, Request, StatusListener
from desktop_llm.engine.messages import (
    ChatPrompt,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    Prompt,
    TextGrew,
    TextPrompt,
    TokenLogprob,
    TokensCounted,
    Usage,
)
from desktop_llm.engine.scripted_client import READY_STATUS
from desktop_llm.errors import ErrorCode

Answering = Callable[[str], str]
"""From what is asked, the last turn's text, to the answer."""
PIECE_CHARACTERS = 9


class AnsweringEngine:
    """`asked` holds the last turn of every request, or its raw text; `commands` all of it. It dies once, in the middle
    of its answer to request number `dies_at`, counted from 1.
    """

    def __init__(
        self, answering: Answering, *, n_ctx_tokens: int = 4096, dies_at: int = 0, model_name: str = "Scripted"
    ) -> None:
        self.asked: list[str] = []
        self.commands: list[Generate] = []
        self.on_asked: Callable[[int], None] = lambda _n: None
        self._answering = answering
        self._dies_at = dies_at
        assert READY_STATUS.model is not None
        model = replace(READY_STATUS.model, n_ctx_tokens=n_ctx_tokens, name=model_name)
        self._status = replace(READY_STATUS, model=model)
        self._listeners: list[StatusListener] = []

    @property
    def status(self) -> EngineStatus:
        return self._status

    def watch(self, listener: StatusListener) -> Callable[[], None]:
        self._listeners.append(listener)
        listener(self._status)
        return lambda: self._listeners.remove(listener)

    def submit(self, request: Request, sink: EventSink) -> None:
        request_id = request.request_id
        match request:
            case CountTokens(prompts=prompts):
                sink(TokensCounted(request_id=request_id, counts=tuple(_n_tokens(_text(prompt)) for prompt in prompts)))
            case Generate(prompt=prompt):
                asked = prompt.turns[-1].content if isinstance(prompt, ChatPrompt) else prompt.text
                self.asked.append(asked)
                self.commands.append(request)
                self.on_asked(len(self.asked))
                text = self._answering(asked)
                if len(self.asked) == self._dies_at:
                    self._say(request, text[: len(text) // 2], sink)
                    self._die(request_id, sink)
                else:
                    self._say(request, text, sink)
                    sink(Finished(request_id=request_id, reason=FinishReason.STOP, usage=_usage(asked, text)))
            case _:
                raise AssertionError(request)

    def answer_with(self, answering: Answering) -> None:
        self._answering = answering

    def load(self, path: str) -> None:
        """Another model is loaded, whatever is asked meanwhile."""
        assert self._status.model is not None
        other = replace(self._status, model=replace(self._status.model, path=path))
        self._tell(EngineStatus(state=EngineState.LOADING))
        self._tell(other)

    def lose_model(self) -> None:
        self._tell(EngineStatus(state=EngineState.EMPTY))

    def abort(self, request_id: str) -> None:
        """All that was asked is answered."""

    def close(self) -> None:
        """There is nothing to close."""

    def _say(self, request: Generate, text: str, sink: EventSink) -> None:
        for start in range(0, len(text), PIECE_CHARACTERS):
            piece = text[start : start + PIECE_CHARACTERS]
            logprobs = (TokenLogprob(0, piece, -0.5),) if request.n_logprobs else ()
            sink(TextGrew(request_id=request.request_id, text=piece, n_tokens=1, logprobs=logprobs))

    def _die(self, request_id: str, sink: EventSink) -> None:
        failure = Failed(request_id=request_id, code=ErrorCode.ENGINE_DIED, facts={"cause": "killed"})
        ready = self._status
        self._tell(EngineStatus(state=EngineState.RESTARTING, failure=failure))
        sink(failure)
        self._tell(ready)

    def _tell(self, status: EngineStatus) -> None:
        self._status = status
        for listener in list(self._listeners):
            listener(status)


def _text(prompt: Prompt) -> str:
    return prompt.text if isinstance(prompt, TextPrompt) else " ".join(turn.content for turn in prompt.turns)


def _usage(asked: str, text: str) -> Usage:
    """A millisecond a token."""
    n_asked, n_written = _n_tokens(asked), _n_tokens(text)
    return Usage(prompt_tokens=n_asked, completion_tokens=n_written, prompt_ms=n_asked, generation_ms=n_written)


def _n_tokens(text: str) -> int:
    """A token a word, and one more for every eight characters of long words: nothing is endless and small."""
    return sum(1 + len(word) // 8 for word in text.split())
