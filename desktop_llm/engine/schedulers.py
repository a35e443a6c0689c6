"""Runs all requests of one loaded model in two memories: one that all share, and one for many short requests beside it.

In a memory that all share, each row of a batch looks through the cells of all the others. Where sequences are apart it
does not, but each has only so much room. On the worker's one thread, as Scheduler is.
"""

from collections.abc import Sequence
from typing import Final

from desktop_llm.engine.backends.backend import LanguageModel
from desktop_llm.engine.chat_template import ChatTemplate
from desktop_llm.engine.messages import Generate, Priority
from desktop_llm.engine.scheduler import Emit, Scheduler, SchedulerCommand
from desktop_llm.engine.snapshot_folder import SnapshotFolder
from desktop_llm.errors import DesktopLlmError

_LEAST_TOKENS: Final = 40


class Schedulers:
    """The scheduler of a model's own memory, and from the first short request on that is one of many, another."""

    def __init__(
        self, model: LanguageModel, template: ChatTemplate, emit: Emit, snapshots: SnapshotFolder | None = None
    ) -> None:
        self._model, self._template, self._emit = model, template, emit
        self._main = Scheduler(model, template, emit, snapshots)
        self._beside: _Beside | None = None
        self._is_beside_tried = False
        self._was_beside = False

    @property
    def is_idle(self) -> bool:
        """True when `step` would do nothing."""
        return self._main.is_idle and (self._beside is None or self._beside.scheduler.is_idle)

    def make_way(self) -> None:
        """Break off the batch that is running beside, if no person waits for it: the request of one is here.

        Its `submit` must follow. From any thread. What that batch has read is read again.
        """
        if self._beside is not None and not self._beside.scheduler.is_for_person:
            self._beside.model.interrupt()

    def submit(self, command: SchedulerCommand) -> None:
        """Take on a request. What is wrong with it is reported at once, as its Failed event."""
        if self._beside is not None:
            self._beside.model.clear_interrupt()
        self._scheduler_for(command).submit(command)

    def abort(self, request_id: str) -> None:
        """End a request now, keeping what it has written. Unknown ids are ignored."""
        for scheduler in self._all:
            scheduler.abort(request_id)

    def interrupt(self, request_id: str) -> None:
        """Break off the running batch if it works for this request; its `abort` must follow. From any thread."""
        for scheduler in self._all:
            scheduler.interrupt(request_id)

    def step(self) -> None:
        """Run at most one batch, in turn where both have something to do. What is beside rests while a person waits."""
        beside = self._beside.scheduler if self._beside is not None else None
        if beside is None or not beside.is_running:
            self._main.step()
            return
        if self._main.is_person_waiting and not beside.is_person_waiting:
            self._main.step()
            return
        self._was_beside = not (self._was_beside and self._main.is_running)
        if self._was_beside:
            beside.step(is_chat_beside=self._main.is_person_reading)
        else:
            self._main.step()

    def close(self) -> None:
        """End all requests and write the snapshots that are due. The model is not closed."""
        if self._beside is not None:
            self._beside.close()
        self._main.close()

    @property
    def _all(self) -> tuple[Scheduler, ...]:
        return (self._main,) if self._beside is None else (self._main, self._beside.scheduler)

    def _scheduler_for(self, command: SchedulerCommand) -> Scheduler:
        if not isinstance(command, Generate) or command.conversation_key or command.max_tokens is None:
            return self._main
        try:
            tokens = self._main.tokens_of(command.prompt)
        except DesktopLlmError:
            return self._main  # which says what is wrong
        beside = self._beside
        if not command.is_one_of_many:
            if _is_mostly_evaluated(self._main, tokens):
                return self._main
            is_known_beside = beside is not None and _is_mostly_evaluated(beside.scheduler, tokens)
            if command.priority is Priority.INTERACTIVE and not is_known_beside:
                return self._main
        if not self._is_beside_tried:
            beside = self._opened_beside(command)
        if beside is None or len(tokens) + (command.max_tokens or 0) > beside.scheduler.n_tokens_each:
            return self._main
        return beside.scheduler

    def _opened_beside(self, command: Generate) -> "_Beside | None":
        """For a few words, such as a title, its memory is not taken."""
        if command.max_tokens is not None and command.max_tokens < _LEAST_TOKENS:
            return None
        self._is_beside_tried = True
        model = self._model.beside()
        self._beside = None if model is None else _Beside(model, Scheduler(model, self._template, self._emit))
        return self._beside


class _Beside:
    """A scheduler, and its model, which it owns."""

    def __init__(self, model: LanguageModel, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.model = model

    def close(self) -> None:
        self.scheduler.close()
        self.model.close()


def _is_mostly_evaluated(scheduler: Scheduler, tokens: Sequence[int]) -> bool:
    return 2 * scheduler.n_evaluated(tokens) > len(tokens)
