"""`desktop-llm bench`: measures the engine on this machine; also window, downloads, documents, summaries, questions."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from desktop_llm.assist.model_loading import load_command, model_entry
from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.bench_documents import measure_documents
from desktop_llm.cli.bench_engine import loaded_engine, measure_engine
from desktop_llm.cli.bench_memory import memory_estimate_error
from desktop_llm.cli.bench_questions import measure_questions
from desktop_llm.cli.bench_summaries import N_WORDS, measure_summaries
from desktop_llm.cli.bench_translation import N_PARAGRAPHS, measure_translation
from desktop_llm.cli.bench_writing import N_PROOFREAD_WORDS, measure_writing
from desktop_llm.cli.session import data_folder, settings_of
from desktop_llm.engine.backends.llama_library import quantize_model
from desktop_llm.engine.messages import LoadModel
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import own_program

_WINDOW_BENCH_FLAG: Final = "--window-bench"
_DOWNLOAD_BENCH_FLAG: Final = "--download-bench"
_TARGETS: Final = {
    "decode_ratio": "at least 0.97",
    "parallel8_ratio": "at least 2.0",
    "second_turn_extra_prompt_tokens": "at most 8",
    "restart_ttft_ratio": "at most 0.1",
    "background_ttft_ratio": "at most 2, or 150 ms more",
    "background_ttft_extra_ms": "at most 150, or ratio 2",
    "stop_ms": "at most 100",
    "memory_estimate_error": "at most 0.1",
    "gui_stall_p99_ms": "at most 16",
    "gui_stall_max_ms": "at most 50",
    "summary_stall_p99_ms": "at most 16",
    "summary_stall_max_ms": "at most 50",
    "write_stall_p99_ms": "at most 16",
    "write_stall_max_ms": "at most 50",
    "write_open_ms": "at most 1000",
    "changes_stall_p99_ms": "at most 16",
    "changes_stall_max_ms": "at most 50",
    "grid_stall_p99_ms": "at most 16",
    "grid_stall_max_ms": "at most 50",
    "pane_first_ms": "at most 200",
    "pane_first_stall_max_ms": "at most 50",
    "window_visible_ratio": "at most 2",
    "open_2000_messages_ms": "at most 300",
    "open_300k_tokens_ms": "at most 1000",
    "gui_rss_mb": "at most 120",
    "models_page_ms": "at most 200",
    "download_ratio": "at least 0.9",
    "download_memory_mb": "at most 60",
    "translation_parallel_ratio": "at least 1.6",
    "translation_changed_paragraphs": "1",
    "translation_in_order": "1",
    "proofread_parallel_ratio": "at least 1.5",
    "proofread_read_share": "1",
    "lookup_ratio": "at least 1.2",
    "lookup_same_texts": "1",
    "summary_parallel_ratio": "at least 1.2",
    "summary_of_possible_ratio": "at least 0.9",
    "summary_form_change_ratio": "at most 0.15",
    "summary_form_change_calls": "1: the writing",
    "summary_resumed_ratio": "at most 0.6",
    "summary_blocks_read": "1",
    "summary_literal_quotes": "1",
    "document_follow_up_ttft_ratio": "at most 0.1",
    "document_memory_mb": "at most 300",
    "document_blocks_read": "1",
}

Figures = dict[str, float]


def add_bench_command(add_parser: AddParser) -> None:
    parser = add_parser("bench", help="measure how fast this machine is")
    parser.add_argument("--model", metavar="M", default="", help="name, id or file of the model")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--window", dest="is_window", action="store_true", help="measure the window instead")
    other.add_argument("--downloads", dest="is_downloads", action="store_true", help="measure downloads instead")
    other.add_argument("--translation", dest="is_translation", action="store_true", help="measure translation instead")
    other.add_argument("--writing", dest="is_writing", action="store_true", help="measure proofreading instead")
    other.add_argument("--summaries", dest="is_summaries", action="store_true", help="measure summaries instead")
    other.add_argument("--questions", dest="is_questions", action="store_true", help="measure questions instead")
    other.add_argument("--documents", dest="is_documents", action="store_true", help="measure a long PDF instead")
    parser.add_argument(
        "--words", metavar="N", dest="n_words", type=int, default=0, help="length of what is summarized or proofread"
    )
    parser.add_argument(
        "--paragraphs",
        metavar="N",
        dest="n_paragraphs",
        type=int,
        default=N_PARAGRAPHS,
        help="length of what is translated",
    )
    parser.add_argument(
        "--no-guesses", dest="may_guess", action="store_false", help="guess no tokens while translating or proofreading"
    )
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one flat JSON object")
    parser.set_defaults(run=run_bench)


def run_bench(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the bench from running."""
    if options.is_window:
        figures = _figures_of_child(_WINDOW_BENCH_FLAG)  # this process stays free of Qt
    elif options.is_downloads:
        figures = _figures_of_child(_DOWNLOAD_BENCH_FLAG)
    elif options.is_documents:
        figures = msgspec.to_builtins(measure_documents(_say))
    elif options.is_summaries:
        figures = _summary_figures(options.model, options.n_words or N_WORDS)
    elif options.is_writing:
        figures = _writing_figures(options.model, options.n_words or N_PROOFREAD_WORDS, may_guess=options.may_guess)
    elif options.is_questions:
        figures = _question_figures(options.model)
    elif options.is_translation:
        figures = _translation_figures(options.model, options.n_paragraphs, may_guess=options.may_guess)
    else:
        figures = _engine_figures(options.model)
    if options.is_json:
        print(msgspec.json.encode(figures).decode())
        return 0
    for line in _table(figures):
        print(line)
    return 0


def _engine_figures(wanted: str) -> Figures:
    folder = data_folder()
    settings = settings_of(folder)
    entry = model_entry(ModelStore(folder), wanted, settings.last_model_id)
    figures: Figures = msgspec.to_builtins(measure_engine(entry.path, settings.load, _say, _tell))
    _say("memory, against the estimate")
    return figures | {"memory_estimate_error": memory_estimate_error(entry.path, settings.load)}


def _summary_figures(wanted: str, n_words: int) -> Figures:
    with _quick_version(wanted) as load:
        return msgspec.to_builtins(measure_summaries(partial(loaded_engine, load), _say, n_words))


def _writing_figures(wanted: str, n_words: int, *, may_guess: bool) -> Figures:
    with _quick_version(wanted) as load:
        start = partial(loaded_engine, load)
        return msgspec.to_builtins(measure_writing(start, _say, n_words, may_guess=may_guess))


@contextmanager
def _quick_version(wanted: str) -> Generator[LoadModel]:
    """The Q4_0 version of the model, which processors read fastest."""
    folder = data_folder()
    settings = settings_of(folder)
    entry = model_entry(ModelStore(folder), wanted, settings.last_model_id)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "model-q4_0.gguf"
        quantize_model(Path(entry.path), path, "q4_0")
        yield LoadModel(request_id="load", path=str(path), params=settings.load)


def _question_figures(wanted: str) -> Figures:
    folder = data_folder()
    settings = settings_of(folder)
    entry = model_entry(ModelStore(folder), wanted, settings.last_model_id)
    return msgspec.to_builtins(measure_questions(load_command(entry, settings, folder), _say))


def _translation_figures(wanted: str, n_paragraphs: int, *, may_guess: bool) -> Figures:
    with _quick_version(wanted) as load:
        start = partial(loaded_engine, load)
        return msgspec.to_builtins(measure_translation(start, _say, n_paragraphs, may_guess=may_guess))


def _figures_of_child(flag: str) -> Figures:
    run = subprocess.run([*own_program(), flag], stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        raise RequestFailedError(ErrorCode.BUG, reason=f"the bench {flag} ended with status {run.returncode}")
    return msgspec.json.decode(run.stdout, type=Figures)


def _table(figures: Figures) -> Iterable[str]:
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        target = f"  ({_TARGETS[name]})" if name in _TARGETS else ""
        yield f"{name:<{width}}  {value:>9.6g}{target}"


def _tell(figure: str) -> None:
    print(f"  {figure}", file=sys.stderr, flush=True)


def _say(step: str) -> None:
    print(f"measuring: {step}", file=sys.stderr, flush=True)
