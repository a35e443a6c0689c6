"""Entry point of every process of the program: the engine's worker, the terminal program, the window.

The worker's branch comes first, before anything heavy is imported; the terminal program never imports Qt.
"""

import sys

ENGINE_WORKER_FLAG = "--engine-worker"
WINDOW_BENCH_FLAG = "--window-bench"


def main() -> int:
    """Run what the arguments ask for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == [ENGINE_WORKER_FLAG]:
        from desktop_llm.engine.worker import run_worker

        return run_worker()
    if arguments == [WINDOW_BENCH_FLAG, "empty"]:
        from desktop_llm.ui.empty_window import run_empty_window

        return run_empty_window()
    if arguments[:1] == [WINDOW_BENCH_FLAG]:
        from desktop_llm.ui.window_bench import run_window_bench

        return run_window_bench()
    if arguments and not _names_files(arguments):
        from desktop_llm.cli.program import run

        return run(arguments)
    from desktop_llm.app import run_window

    return run_window(arguments)


def _names_files(arguments: list[str]) -> bool:
    """Files given by a double click or a drop on the icon open the window."""
    return all(argument.lower().endswith(".gguf") for argument in arguments)


if __name__ == "__main__":
    sys.exit(main())
