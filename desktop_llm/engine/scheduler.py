"""Runs all requests of one loaded model: admits them, reads prompts in pieces, decodes all answers in one batch.

The worker's loop calls `step` on its one thread, and hands over commands between steps; only `interrupt` may be
called from another thread.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Final, assert_never

from desktop_llm.engine.admission import Admission
from desktop_llm.engine.answer_stream import AnswerStream
from desktop_llm.engine.backends.backend import BatchRow, DecodeResult, LanguageModel
from desktop_llm.engine.batch_times import Pace, StepTimes
from desktop_llm.engine.batches import Batch, Piece, Seat, compose
from desktop_llm.engine.chat_template import ChatTemplate
from desktop_llm.engine.common_prefix import common_prefix_length
from desktop_llm.engine.drafting import Drafting
from desktop_llm.engine.generation import Generation
from desktop_llm.engine.harmless_text import harmless_prompt
from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    CountTokens,
    Failed,
    Generate,
    Prompt,
    ScoreText,
    TokensCounted,
)
from desktop_llm.engine.prepared_prompt import prepare_prompt
from desktop_llm.engine.scoring import Scoring
from desktop_llm.engine.sequence_gaps import without_gaps
from desktop_llm.engine.sequence_moves import SequenceMoves
from desktop_llm.engine.sequences import SequencePool
from desktop_llm.engine.snapshot_exchange import SnapshotExchange
from desktop_llm.engine.snapshot_folder import SnapshotFolder
from desktop_llm.engine.tasks import Task
from desktop_llm.engine.thinking import PLAIN
from desktop_llm.errors import DesktopLlmError, ErrorCode, RequestFailedError

_log = logging.getLogger(__name__)

_INTERRUPTED_FROM_S: Final = 0.05  # a shorter batch is over before anybody notices

SchedulerCommand = Generate | CountTokens | ScoreText
Emit = Callable[[AnyEvent], None]


class Scheduler:
    """All requests of one model."""

    def __init__(
        self,
        model: LanguageModel,
        template: ChatTemplate,
        emit: Emit,
        snapshots: SnapshotFolder | None = None,
        times: StepTimes | None = None,
    ) -> None:
        """times: what decides how many tokens are guessed; None: measured from now on."""
        self._model = model
        self._template = template
        self._emit = emit
        self._pool = SequencePool(model.memory)
        self._store = SnapshotExchange(self._pool, model.memory, snapshots)
        self._moves = SequenceMoves(self._pool)
        self._admission = Admission(self._pool, self._store.recall)
        self._pace, self._tile_pace = Pace(), Pace(new_share=1.0)
        self._times = times or StepTimes(self._pace)
        self._drafting = Drafting(self._times)
        self._interruptible: frozenset[str] = frozenset()
        self.is_for_person = False  # the batch that is running; read by other threads
        self._were_answers = False  # in the last batch, and nothing else

    @property
    def is_idle(self) -> bool:
        """True when `step` would do nothing."""
        return self._admission.is_empty and not self._store.is_due

    @property
    def is_person_waiting(self) -> bool:
        """Somebody's prompt is being read, or waits for that."""
        return self._admission.is_person_waiting

    @property
    def is_person_reading(self) -> bool:
        """An answer is being written for somebody."""
        return any(seat.is_interactive and not seat.is_reading for seat in self._admission.seats)

    @property
    def is_running(self) -> bool:
        """There are requests, and not only snapshots to write."""
        return not self._admission.is_empty

    @property
    def n_tokens_each(self) -> int:
        """The most that one request may have, its answer included."""
        facts = self._pool.facts
        return facts.n_cells // facts.n_sequences if facts.is_apart else facts.n_cells

    def tokens_of(self, prompt: Prompt) -> list[int]:
        """The prompt as the model reads it. Raises DesktopLlmError."""
        rendered = self._template.render(harmless_prompt(prompt, self._model.vocabulary))
        return self._model.vocabulary.tokenize(rendered.text, is_beginning=True)

    def n_evaluated(self, tokens: Sequence[int]) -> int:
        """How many of the first of these tokens need not be read."""
        return self._pool.best_reuse(tokens, len(tokens) - 1).n_tokens

    def submit(self, command: SchedulerCommand) -> None:
        """Take on a request. What is wrong with it is reported at once, as its Failed event."""
        try:
            self._submit(command)
        except DesktopLlmError as error:
            self._emit(Failed(request_id=command.request_id, code=error.code, facts=dict(error.facts)))

    def abort(self, request_id: str) -> None:
        """End a request now, keeping what it has written. Unknown ids are ignored."""
        self._model.clear_interrupt()
        waiting = self._admission.remove_waiting(request_id)
        if waiting is not None:
            waiting.abort()
            return
        seat = self._admission.seat_of(request_id)
        if seat is not None:
            seat.task.abort()
            self._leave(seat)

    def interrupt(self, request_id: str) -> None:
        """Break off the running batch if it works for this request; its `abort` must follow. From any thread."""
        if request_id in self._interruptible:
            self._model.interrupt()

    def step(self, *, is_chat_beside: bool = False) -> None:
        """Run at most one batch; with nothing to run, write one snapshot that is due.

        is_chat_beside: an answer is written for a person by another scheduler of the same model.
        """
        self._admission.admit()
        self._moves.make_one()
        batch = compose(
            self._admission.seats,
            self._pool.facts,
            self._pace,
            self._drafting,
            tile_pace=self._tile_pace,
            were_answers=self._were_answers,
            is_chat_beside=is_chat_beside,
        )
        self._were_answers = not batch.is_reading
        batch = without_gaps(batch, self._pool.sequences, self._pool.facts, self._times)
        if batch.rows:
            self._run(batch)
        elif self._admission.is_empty:
            self._store.save_one()

    def close(self) -> None:
        """End all requests and write the snapshots that are due. The model is not closed."""
        for task in self._admission.drain():
            task.abort()
        for seat in list(self._admission.seats):
            seat.task.abort()
            self._leave(seat)
        self._store.close()

    def _submit(self, command: SchedulerCommand) -> None:
        match command:
            case Generate():
                self._admission.enqueue(self._new_generation(command))
            case ScoreText():
                self._admission.enqueue(self._new_scoring(command))
            case CountTokens():
                counts = tuple(len(self.tokens_of(prompt)) for prompt in command.prompts)
                self._emit(TokensCounted(request_id=command.request_id, counts=counts))
            case _:
                assert_never(command)

    def _new_generation(self, command: Generate) -> Generation:
        _check(command)
        asked = harmless_prompt(command.prompt, self._model.vocabulary)
        rendered = self._template.render(asked)
        earlier = self._store.earlier_texts(command.conversation_key)
        prompt = prepare_prompt(asked, rendered.text, self._model.vocabulary, earlier)
        self._check_length(len(prompt.tokens))
        style = self._template.style if isinstance(command.prompt, ChatPrompt) else PLAIN
        stream = AnswerStream(style, command.stop, rendered.opens_in)
        return Generation(command, prompt, stream, self._model, self._emit)

    def _new_scoring(self, command: ScoreText) -> Scoring:
        task = Scoring(command, self._model, self._emit)
        if task.n_scored_tokens == 0:
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        self._check_length(len(task.tokens))
        return task

    def _check_length(self, n_tokens: int) -> None:
        """One cell must be left for an answer."""
        n_cells = self._pool.facts.n_cells
        if n_tokens == 0:
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        if n_tokens >= n_cells:
            raise RequestFailedError(ErrorCode.PROMPT_TOO_LONG, prompt_tokens=n_tokens, context_tokens=n_cells)

    def _run(self, batch: Batch) -> None:
        is_long = self._pace.seconds_for(len(batch.rows)) >= _INTERRUPTED_FROM_S
        self._interruptible = (
            frozenset(piece.seat.task.request_id for piece in batch.pieces) if is_long else frozenset()
        )
        self.is_for_person = any(piece.seat.is_interactive for piece in batch.pieces)
        started = time.perf_counter()
        try:
            result = self._model.decode(batch.rows)
        except RequestFailedError as error:
            self._fail_all(batch, error)
            return
        finally:
            for id in batch.fillers:
                self._pool.repair(self._pool.sequences[id])
        match result:
            case DecodeResult.DONE:
                self._note_time(batch, time.perf_counter() - started)
                self._note_evaluated(batch)
            case DecodeResult.INTERRUPTED:
                self._repair(batch)
            case DecodeResult.MEMORY_FULL:
                self._repair(batch)
                self._make_room(batch)
            case _:
                assert_never(result)

    def _note_time(self, batch: Batch, seconds: float) -> None:
        n_rows = len(batch.rows)
        if not batch.is_reading:
            self._drafting.note_step(n_rows, seconds)
        elif len(batch.pieces) == 1 and 0 < self._pool.facts.tile_rows <= n_rows:
            self._tile_pace.note(n_rows, seconds)
        else:
            self._pace.note(n_rows, seconds)
            self._tile_pace.hope()

    def _note_evaluated(self, batch: Batch) -> None:
        for piece in batch.pieces:
            sequence, task = piece.seat.sequence, piece.seat.task
            start = len(sequence.tokens)
            self._pool.extend(sequence, task.tokens[start : start + piece.count])
            if start + piece.count in piece.seat.cuts:
                self._pool.take_snapshot(sequence)
            if start < task.n_prompt_tokens:
                task.note_read(start + piece.count)
        # Choosing comes last: it needs the logits of this batch, and may end a task.
        for piece in batch.pieces:
            self._take_logits(batch, piece)

    def _take_logits(self, batch: Batch, piece: Piece) -> None:
        task, rows = piece.seat.task, batch.rows_of(piece)
        task.note_guesses(piece.n_guessed)
        try:
            _choose(task, rows, piece.first_row)
        except RequestFailedError as error:
            task.fail(error)
        if piece.n_guessed:
            self._keep_what_was_right(piece, [row.token for row in rows[piece.count :]])
        if task.is_done:
            self._leave(piece.seat)

    def _keep_what_was_right(self, piece: Piece, guessed: Sequence[int]) -> None:
        sequence, task = piece.seat.sequence, piece.seat.task
        n_right = common_prefix_length(task.tokens[len(sequence.tokens) :], guessed)
        self._pool.extend(sequence, guessed[:n_right])
        if n_right < len(guessed):
            self._pool.repair(sequence)

    def _leave(self, seat: Seat) -> None:
        """The sequence stays, labelled with what it holds, for whoever comes with the same beginning.

        Each step looks through all cells that hold anything: 700 idle ones cost a row 6 % (SmolLM2, one thread).
        """
        sequence, task = seat.sequence, seat.task
        if task.is_dead_end:
            self._admission.leave(seat)
            self._pool.clear(sequence)
            return
        task.label(sequence, self._model.vocabulary)
        self._pool.take_snapshot(sequence)
        self._store.note_finished(sequence, task.conversation_key)
        self._admission.leave(seat)

    def _fail_all(self, batch: Batch, error: RequestFailedError) -> None:
        for piece in batch.pieces:
            piece.seat.task.fail(error)
            self._admission.leave(piece.seat)
            self._pool.clear(piece.seat.sequence)

    def _repair(self, batch: Batch) -> None:
        for piece in batch.pieces:
            self._pool.repair(piece.seat.sequence)

    def _make_room(self, batch: Batch) -> None:
        """The books had room where the memory has none, as windows of shared sequences can do: give some back."""
        if self._pool.evict_one():
            return
        oldest = batch.pieces[0].seat
        newest = self._admission.newest_other(oldest, is_any_priority=True)
        if newest is not None:
            self._admission.give_up(newest)
            return
        oldest.task.finish_for_length()
        self._leave(oldest)


def _choose(task: Task, rows: Sequence[BatchRow], first_row: int) -> None:
    """Hand over the logits, as far as the rows are what the task has there: a wrong guess, and all behind it, is not.

    Each token is chosen from the same logits, by the same sampler in the same state, as without guesses.
    """
    for index, row in enumerate(rows, first_row):
        if task.is_done or row.token not in task.tokens[row.position : row.position + 1]:
            return
        if row.wants_logits:
            task.take_logits(index, row.position)


def _check(command: Generate) -> None:
    if command.grammar and command.json_schema:
        raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="both a grammar and a JSON schema")
    if command.max_tokens is not None and command.max_tokens < 1:
        raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="max_tokens below 1")
