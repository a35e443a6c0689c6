"""How the engine's process is started. What any child process of the program does: `processes`."""

from collections.abc import Callable, Sequence
from typing import Final

from desktop_llm.engine.messages import WITHOUT_CARDS, AnyEvent, event_decoder
from desktop_llm.processes.child_process import ChildProcess, ChildProgram, worker_command

_WORKER_FLAG: Final = "--engine-worker"
# ggml would start a debugger on the dying engine, for seconds.
_ENVIRONMENT: Final = {"GGML_NO_BACKTRACE": "1"}
_WITHOUT_CARDS: Final = {
    WITHOUT_CARDS: "1",
    "CUDA_VISIBLE_DEVICES": "-1",
    "HIP_VISIBLE_DEVICES": "-1",
    "GGML_VK_VISIBLE_DEVICES": "",
    "VK_LOADER_DRIVERS_DISABLE": "*",  # or the loader starts a driver that is broken, only to ask for its devices
}

EngineProcess = ChildProcess[AnyEvent]


def start_engine(
    on_event: Callable[[EngineProcess, AnyEvent], None],
    on_exit: Callable[[EngineProcess, str], None],
    command: Sequence[str] | None = None,
    *,
    has_cards: bool = True,
) -> EngineProcess:
    """Call it on a thread that lives longer than the engine. `command` replaces its command line. Raises OSError.

    Without `has_cards` graphics cards are hidden from llama.cpp, as far as its backends can be told so.
    """
    program = ChildProgram(
        name="engine",
        command=engine_command() if command is None else tuple(command),
        decoder=event_decoder,
        environment=_ENVIRONMENT if has_cards else _ENVIRONMENT | _WITHOUT_CARDS,
    )
    return ChildProcess(program, on_event, on_exit)


def engine_command() -> tuple[str, ...]:
    return worker_command(_WORKER_FLAG)
