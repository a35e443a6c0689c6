"""Entry point of the engine process: reads commands, loads one model, runs its scheduler, emits events.

The main thread loads and decodes; one more thread reads commands, so that an abort takes effect in the middle of a
batch and the end of the pipe ends the process. Nothing here touches the network.
"""

import contextlib
import faulthandler
import logging
import os
import queue
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Final, assert_never

from msgspec.structs import replace

from desktop_llm.engine.backends.backend import Backend, Embedder, LanguageModel
from desktop_llm.engine.backends.echo_backend import ECHO_SCHEME, EchoBackend
from desktop_llm.engine.backends.llama_backend import LlamaBackend
from desktop_llm.engine.backends.machine_measure import measure_machine
from desktop_llm.engine.chat_template import ChatTemplate
from desktop_llm.engine.messages import (
    PROTOCOL_VERSION,
    TERMINAL_EVENTS,
    Abort,
    AnyCommand,
    AnyEvent,
    CountTokens,
    EmbedTexts,
    Failed,
    Generate,
    LoadModel,
    LoadProgress,
    MeasureMachine,
    ModelLoaded,
    Priority,
    Ready,
    ScoreText,
    Shutdown,
    TextsEmbedded,
    read_command,
)
from desktop_llm.engine.schedulers import Schedulers
from desktop_llm.engine.snapshot_folder import SnapshotFolder
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.processes.message_pipe import MalformedMessageError, StreamEndedError, write_message
from desktop_llm.processes.worker_process import begin_worker
from desktop_llm.version import __version__

_log = logging.getLogger(__name__)

_EXIT_PIPE_ENDED: Final = 0
_EXIT_BUG: Final = 70
_PROGRESS_STEP: Final = 0.01
# Rendering and tokenizing end in time by themselves; this is for what the sandbox cannot see.
_PREPARATION_LIMIT_S: Final = 60.0


def run_worker() -> int:
    """Run the engine process until it is shut down; the process that started it is the argument after the flag."""
    commands, events = begin_worker()
    worker = Worker(_Outbox(events))
    threading.Thread(target=worker.read_commands, args=(commands,), name="commands", daemon=True).start()
    return worker.run()


class _Outbox:
    """Writes events, and knows which requests still wait for their last one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._open_ids: set[str] = set()

    def expect(self, request_id: str) -> None:
        self._open_ids.add(request_id)

    def emit(self, event: AnyEvent) -> None:
        if isinstance(event, TERMINAL_EVENTS):
            self._open_ids.discard(event.request_id)
        try:
            with self._lock:
                write_message(self._stream, event)
        except OSError:
            os._exit(_EXIT_PIPE_ENDED)  # nobody listens any more

    def fail_all(self, failure: DesktopLlmError) -> None:
        for request_id in sorted(self._open_ids):
            self.fail(request_id, failure)

    def fail(self, request_id: str, failure: DesktopLlmError) -> None:
        self.emit(Failed(request_id=request_id, code=failure.code, facts=dict(failure.facts)))


class Worker:
    """One engine: at most one model, with its scheduler or for vectors."""

    def __init__(self, outbox: _Outbox) -> None:
        self._outbox = outbox
        self._inbox: queue.SimpleQueue[AnyCommand] = queue.SimpleQueue()
        self._model: LanguageModel | None = None
        self._scheduler: Schedulers | None = None
        self._embedder: Embedder | None = None
        self._cancelled_load_ids: set[str] = set()
        self._is_ending = False

    def read_commands(self, stream: BinaryIO) -> None:
        """Thread that reads: aborts reach a running batch or load at once, everything else waits its turn."""
        while True:
            try:
                command = read_command(stream)
            except MalformedMessageError as error:
                _log.warning("a command that cannot be understood was skipped: %.200s", error)
                continue
            except (StreamEndedError, OSError):
                os._exit(_EXIT_PIPE_ENDED)
            if isinstance(command, Abort):
                self._hurry(command.request_id)
            elif isinstance(command, Generate) and command.priority is Priority.INTERACTIVE:
                self._make_way()
            self._inbox.put(command)

    def run(self) -> int:
        """The main thread. Returns the exit status."""
        try:
            self._outbox.emit(_ready())
            while not self._is_ending:
                self._turn()
            self._unload()
        except Exception as error:  # noqa: BLE001 # the outermost edge: a fresh process is better than a half-broken one
            _log.exception("the engine stops because of an error in it")
            self._outbox.fail_all(_bug(error))
            return _EXIT_BUG
        return 0

    def _turn(self) -> None:
        for command in self._waiting_commands():
            self._handle(command)
        if self._scheduler is not None and not self._is_ending:
            self._scheduler.step()

    def _waiting_commands(self) -> Iterator[AnyCommand]:
        """All that came; blocks for one if there is nothing else to do."""
        if self._scheduler is None or self._scheduler.is_idle:
            yield self._inbox.get()
        with contextlib.suppress(queue.Empty):
            while not self._is_ending:
                yield self._inbox.get_nowait()

    def _hurry(self, request_id: str) -> None:
        scheduler = self._scheduler
        if scheduler is None:
            self._cancelled_load_ids.add(request_id)
        else:
            scheduler.interrupt(request_id)

    def _make_way(self) -> None:
        scheduler = self._scheduler
        if scheduler is not None:
            scheduler.make_way()

    def _handle(self, command: AnyCommand) -> None:
        match command:
            case LoadModel():
                self._outbox.expect(command.request_id)
                self._load(command)
            case Generate() | CountTokens() | ScoreText():
                self._outbox.expect(command.request_id)
                self._submit(command)
            case EmbedTexts():
                self._outbox.expect(command.request_id)
                self._embed(command)
            case MeasureMachine():
                self._outbox.expect(command.request_id)
                self._measure(command)
            case Abort():
                if self._scheduler is not None:
                    self._scheduler.abort(command.request_id)
            case Shutdown():
                self._is_ending = True
            case _:
                assert_never(command)

    def _load(self, command: LoadModel) -> None:
        self._unload()
        if command.is_for_embedding:
            self._load_embedder(command)
            return
        try:
            self._model = _backend_for(command.path).load(command, self._progress_sink(command.request_id))
        except DesktopLlmError as error:
            self._outbox.fail(command.request_id, error)
            return
        facts = self._model.template
        template = ChatTemplate(facts.source, bos_text=facts.bos_text, eos_text=facts.eos_text)
        self._scheduler = Schedulers(self._model, template, self._outbox.emit, _snapshots(command, self._model))
        model = replace(self._model.description, title=command.title)
        self._outbox.emit(ModelLoaded(request_id=command.request_id, model=model))

    def _load_embedder(self, command: LoadModel) -> None:
        backend = _backend_for(command.path)
        try:
            self._embedder = backend.load_embedder(command, self._progress_sink(command.request_id))
        except DesktopLlmError as error:
            self._outbox.fail(command.request_id, error)
            return
        self._outbox.emit(ModelLoaded(request_id=command.request_id, model=self._embedder.description))

    def _embed(self, command: EmbedTexts) -> None:
        if self._embedder is None:
            self._outbox.fail(command.request_id, DesktopLlmError(ErrorCode.NO_MODEL))
            return
        try:
            vectors, n_cut = self._embedder.embed(command.texts)
        except DesktopLlmError as error:
            self._outbox.fail(command.request_id, error)
            return
        self._outbox.emit(TextsEmbedded(request_id=command.request_id, vectors=vectors, n_cut=n_cut))

    def _progress_sink(self, request_id: str) -> "_ProgressSink":
        return _ProgressSink(request_id, self._outbox, self._cancelled_load_ids)

    def _submit(self, command: Generate | CountTokens | ScoreText) -> None:
        if self._scheduler is None:
            self._outbox.fail(command.request_id, DesktopLlmError(ErrorCode.NO_MODEL))
            return
        try:
            with _process_deadline(_PREPARATION_LIMIT_S):
                self._scheduler.submit(command)
        except Exception as error:  # noqa: BLE001 # the outermost edge of one request: the others go on
            _log.exception("a request failed because of an error in the engine")
            self._outbox.fail(command.request_id, _bug(error))

    def _measure(self, command: MeasureMachine) -> None:
        try:
            self._outbox.emit(measure_machine(command))
        except Exception as error:  # noqa: BLE001 # the outermost edge of one request: the model goes on
            _log.exception("this machine could not be measured because of an error in the engine")
            self._outbox.fail(command.request_id, _bug(error))

    def _unload(self) -> None:
        if self._scheduler is not None:
            self._scheduler.close()
        if self._model is not None:
            self._model.close()
        if self._embedder is not None:
            self._embedder.close()
        self._scheduler, self._model, self._embedder = None, None, None


class _ProgressSink:
    """Reports a load's progress in whole percent, and cancels it when it was aborted."""

    def __init__(self, request_id: str, outbox: _Outbox, cancelled_ids: set[str]) -> None:
        self._request_id = request_id
        self._outbox = outbox
        self._cancelled_ids = cancelled_ids
        self._reported = -1.0

    def __call__(self, fraction: float) -> bool:
        if fraction >= self._reported + _PROGRESS_STEP or fraction >= 1.0 > self._reported:
            self._reported = fraction
            self._outbox.emit(LoadProgress(request_id=self._request_id, fraction=min(max(fraction, 0.0), 1.0)))
        return self._request_id not in self._cancelled_ids


@contextlib.contextmanager
def _process_deadline(limit_s: float) -> Generator[None]:
    """End the process after limit_s, also out of a C function that never comes back and holds the interpreter lock."""
    faulthandler.dump_traceback_later(limit_s, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _ready() -> Ready:
    backend = LlamaBackend()
    return Ready(
        protocol_version=PROTOCOL_VERSION,
        program_version=__version__,
        binding_version=backend.version,
        system_info=backend.system_info,
        devices=backend.devices(),
        pid=os.getpid(),
    )


def _backend_for(path: str) -> Backend:
    return EchoBackend() if path.startswith(ECHO_SCHEME) else LlamaBackend()


def _snapshots(command: LoadModel, model: LanguageModel) -> SnapshotFolder | None:
    if not command.snapshot_folder:
        return None
    return SnapshotFolder(Path(command.snapshot_folder), model.fingerprint, command.snapshot_limit_bytes)


def _bug(error: Exception) -> DesktopLlmError:
    return DesktopLlmError(ErrorCode.BUG, reason=f"{type(error).__name__}: {error}"[:500])
