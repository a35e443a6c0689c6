"""How the engine's process is started. What any child process of the program does: `processes`."""

from collections.abc import Callable, Sequence
from typing import Final

from desktop_llm.engine.messages import AnyEvent, event_decoder
from desktop_llm.processes.child_process import ChildProcess, ChildProgram, worker_command

_WORKER_FLAG: Final = "--engine-worker"

EngineProcess = ChildProcess[AnyEvent]


def start_engine(
    on_event: Callable[[EngineProcess, AnyEvent], None],
    on_exit: Callable[[EngineProcess, str], None],
    command: Sequence[str] | None = None,
) -> EngineProcess:
    """Call it on a thread that lives longer than the engine. `command` replaces its command line. Raises OSError."""
    program = ChildProgram(
        name="engine",
        command=engine_command() if command is None else tuple(command),
        decoder=event_decoder,
        # ggml would start a debugger on the dying engine, for seconds.
        environment={"GGML_NO_BACKTRACE": "1"},
    )
    return ChildProcess(program, on_event, on_exit)


def engine_command() -> tuple[str, ...]:
    return worker_command(_WORKER_FLAG)
