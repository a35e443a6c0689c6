"""Entry point of every process of the program: engine, readers, painter of pages, spelling, terminal program, window.

The branches of the children come first, before anything heavy is imported; the terminal program never imports Qt.
"""

import sys

from desktop_llm.processes.built_program import restore_environment

ENGINE_WORKER_FLAG = "--engine-worker"
DOCUMENT_READER_FLAG = "--document-reader"
PAGE_PAINTER_FLAG = "--page-painter"
SPELLING_FLAG = "--spelling"
_CHILD_FLAGS = (ENGINE_WORKER_FLAG, DOCUMENT_READER_FLAG, PAGE_PAINTER_FLAG, SPELLING_FLAG)
WINDOW_BENCH_FLAG = "--window-bench"
START_BENCH_FLAG = "--start-bench"
DOWNLOAD_BENCH_FLAG = "--download-bench"
_BENCH_FLAGS = (WINDOW_BENCH_FLAG, START_BENCH_FLAG, DOWNLOAD_BENCH_FLAG)
SELF_TEST_FLAG = "--self-test"


def main() -> int:
    """Run what the arguments ask for and return the exit status."""
    restore_environment()
    arguments = sys.argv[1:]
    if arguments and arguments[0] in _CHILD_FLAGS:
        return _run_child(arguments[0])
    if arguments and arguments[0] in _BENCH_FLAGS:
        return _run_bench(arguments)
    if arguments and arguments[0] == SELF_TEST_FLAG:
        return _run_self_test(arguments[1:])
    from desktop_llm.given_files import given_files

    files = given_files(arguments)
    if arguments and not files:
        from desktop_llm.cli.program import run

        return run(arguments)
    from desktop_llm.ui.plain_imports import import_plainly

    import_plainly()
    from desktop_llm.app import run_window

    return run_window(files)


def _run_child(flag: str) -> int:
    if flag == ENGINE_WORKER_FLAG:
        from desktop_llm.engine.worker import run_worker

        return run_worker()
    if flag == DOCUMENT_READER_FLAG:
        from desktop_llm.documents.reader_process import run_reader

        return run_reader()
    if flag == PAGE_PAINTER_FLAG:
        from desktop_llm.documents.page_process import run_page_process

        return run_page_process()
    from desktop_llm.documents.spelling_process import run_spelling_process

    return run_spelling_process()


def _run_bench(arguments: list[str]) -> int:
    if arguments[0] == START_BENCH_FLAG:
        from desktop_llm.start_bench import run_start_bench

        return run_start_bench(arguments[-1])
    if arguments[0] == DOWNLOAD_BENCH_FLAG:
        from desktop_llm.hub.download_bench import run_download_bench

        return run_download_bench(arguments[1:])
    from desktop_llm.ui.plain_imports import import_plainly

    import_plainly()
    from desktop_llm.window_bench import run_window_bench

    return run_window_bench()


def _run_self_test(arguments: list[str]) -> int:
    from desktop_llm.ui.plain_imports import import_plainly

    import_plainly()
    from desktop_llm.self_test import run_self_test

    return run_self_test(arguments)


if __name__ == "__main__":
    sys.exit(main())
