"""A scheduler with a loaded model and everything it said, for tests that look at what requests get."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from desktop_llm.engine.backends.backend import BatchRow, DecodeResult, LanguageModel
from desktop_llm.engine.backends.echo_backend import EchoBackend, EchoModel, EchoOptions
from desktop_llm.engine.batch_times import Pace, StepTimes
from desktop_llm.engine.chat_template import ChatTemplate
from desktop_llm.engine.messages import (
    TERMINAL_EVENTS,
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    Failed,
    Finished,
    Generate,
    LoadModel,
    TextGrew,
    Usage,
)
from desktop_llm.engine.scheduler import Scheduler, SchedulerCommand
from desktop_llm.engine.snapshot_folder import SnapshotFolder

_Event = TypeVar("_Event", bound=AnyEvent)

MAX_STEPS = 20_000


class SchedulerBench:
    """One scheduler. `run` submits and steps until nothing is left to do."""

    def __init__(
        self, model: LanguageModel, snapshots: SnapshotFolder | None = None, times: StepTimes | None = None
    ) -> None:
        self.model = model
        self.events: list[AnyEvent] = []
        facts = model.template
        template = ChatTemplate(facts.source, bos_text=facts.bos_text, eos_text=facts.eos_text)
        self.scheduler = Scheduler(model, template, self.events.append, snapshots, times)

    def submit(self, *commands: SchedulerCommand) -> None:
        for command in commands:
            self.scheduler.submit(command)

    def run(self, *commands: SchedulerCommand) -> None:
        self.submit(*commands)
        self.step_until_idle()

    def step_until_idle(self) -> None:
        for _ in range(MAX_STEPS):
            if self.scheduler.is_idle:
                return
            self.scheduler.step()
        raise AssertionError(f"still busy after {MAX_STEPS} steps")

    def step_until(self, request_id: str, kind: type[AnyEvent]) -> None:
        """Step until the request has an event of this kind."""
        for _ in range(MAX_STEPS):
            if self.all_of(request_id, kind):
                return
            self.scheduler.step()
        raise AssertionError(f"no {kind.__name__} of {request_id} after {MAX_STEPS} steps")

    def all_of(self, request_id: str, kind: type[_Event]) -> list[_Event]:
        return [event for event in self.events if isinstance(event, kind) and event.request_id == request_id]

    def text(self, request_id: str) -> str:
        return "".join(event.text for event in self.all_of(request_id, TextGrew))

    def thinking(self, request_id: str) -> str:
        return "".join(event.thinking for event in self.all_of(request_id, TextGrew))

    def ends(self, request_id: str) -> list[AnyEvent]:
        return [event for event in self.events if isinstance(event, TERMINAL_EVENTS) and event.request_id == request_id]

    def finish(self, request_id: str) -> Finished:
        (event,) = self.ends(request_id)
        assert isinstance(event, Finished), event
        return event

    def failure(self, request_id: str) -> Failed:
        (event,) = self.ends(request_id)
        assert isinstance(event, Failed), event
        return event

    def usage(self, request_id: str) -> Usage:
        return self.finish(request_id).usage


class FreeRows(StepTimes):
    """Of a machine on which a batch takes the same, however many rows it has: guessing always pays."""

    def __init__(self) -> None:
        super().__init__(Pace())

    def is_measured(self, n_rows: int) -> bool:
        return True

    def seconds_for(self, n_rows: int) -> float:
        return 0.01


class RuledTimes(StepTimes):
    """Measured as on a machine whose batches take what `seconds_of` says, whatever else this one does."""

    def __init__(self, seconds_of: Callable[[int], float]) -> None:
        super().__init__(Pace())
        self._seconds_of = seconds_of

    def note(self, n_rows: int, seconds: float) -> None:
        super().note(n_rows, self._seconds_of(n_rows))


class RecordedEchoModel(EchoModel):
    """An echo model that keeps the batches it was given, and the model beside it."""

    def __init__(self, path: str, options: EchoOptions) -> None:
        super().__init__(path, options)
        self.batches: list[list[BatchRow]] = []
        self.other: RecordedEchoModel | None = None
        self.is_closed = False

    def beside(self) -> "RecordedEchoModel | None":
        assert self.other is None, "one is enough"
        model = super().beside()
        if model is not None:
            self.other = RecordedEchoModel(self.description.path, model.options)
            self.other.memory.facts = model.memory.facts
        return self.other

    def close(self) -> None:
        self.is_closed = True

    def decode(self, rows: Sequence[BatchRow]) -> DecodeResult:
        self.batches.append(list(rows))
        return super().decode(rows)


def recorded_echo(options: str = "") -> RecordedEchoModel:
    model = EchoBackend().load(LoadModel(path=f"echo:?{options}"), lambda _: True)
    return RecordedEchoModel(model.description.path, model.options)


def echo_bench(
    options: str = "", snapshots: Path | None = None, limit_bytes: int = 10**9, times: StepTimes | None = None
) -> SchedulerBench:
    """A scheduler with an echo model of these options."""
    model = recorded_echo(options)
    folder = None if snapshots is None else SnapshotFolder(snapshots, model.fingerprint, limit_bytes)
    return SchedulerBench(model, folder, times)


def chat(*texts: str) -> ChatPrompt:
    """A conversation of alternating turns, the user's first."""
    roles = ("user", "assistant")
    return ChatPrompt(tuple(ChatTurn(roles[i % 2], text) for i, text in enumerate(texts)))


def generate(request_id: str, *texts: str, **fields: object) -> Generate:
    return Generate(request_id=request_id, prompt=chat(*texts), **fields)  # type: ignore[arg-type]
