import json
import subprocess
import sys
from pathlib import Path

from desktop_llm.cli.bench_engine import EngineFigures
from tests.fakes.terminal import error_line, run

TIMEOUT_S = 110

# Everything that the benches do, on little: whether it is quick is not for a test to say.
SMALL_ENGINE_BENCH = """
from desktop_llm.cli import bench_engine, program
bench_engine.REPEATS = 1
bench_engine._DECODED_TOKENS = 8
bench_engine._LONG_TURN_TOKENS = 200
bench_engine._BACKGROUND_TOKENS = 40
program.run(["bench", "--json"])
"""
SMALL_WINDOW_BENCH = """
from desktop_llm import window_bench
window_bench._REPEATS = 1
window_bench._ANSWER_TOKENS = 300
window_bench._STREAMED_TOKENS = 100
window_bench._MANY_MESSAGES = 40
window_bench._LONG_TOKENS = 3000
window_bench._LONG_PARAGRAPHS = 20
window_bench._WRITTEN_PARAGRAPHS = 20
window_bench._MANY_SEGMENTS = 50
window_bench._SCROLLS = 5
window_bench.run_window_bench()
"""


def test_the_engine_bench_prints_every_figure_as_one_flat_object() -> None:
    result = result_of(SMALL_ENGINE_BENCH)
    figures = json.loads(result.stdout)
    told = [line.strip() for line in result.stderr.decode().splitlines() if "1 of 1: " in line]

    assert [line.partition(",")[0] for line in told] == [
        "decode_ratio",
        "second_turn_extra_prompt_tokens",
        "background_ttft_ratio",
        "stop_ms",
        "parallel8_ratio",
        "restart_ttft_ratio",
    ]
    assert set(figures) == {*EngineFigures.__struct_fields__, "memory_estimate_error"}
    assert all(isinstance(value, int | float) for value in figures.values())
    assert figures["decode_tokens_per_s"] > 0
    assert figures["perplexity"] > 1


def test_the_window_bench_prints_every_figure_as_one_flat_object() -> None:
    figures = json.loads(output_of(SMALL_WINDOW_BENCH))

    assert set(figures) == {
        "gui_stall_p99_ms",
        "gui_stall_max_ms",
        "summary_stall_p99_ms",
        "summary_stall_max_ms",
        "write_stall_p99_ms",
        "write_stall_max_ms",
        "write_open_ms",
        "changes_stall_p99_ms",
        "changes_stall_max_ms",
        "grid_stall_p99_ms",
        "grid_stall_max_ms",
        "pane_first_ms",
        "pane_first_stall_max_ms",
        "window_visible_ratio",
        "open_2000_messages_ms",
        "open_300k_tokens_ms",
        "gui_rss_mb",
        "models_page_ms",
    }
    assert all(value > 0 for value in figures.values())


def test_a_model_that_is_not_there_is_one_line() -> None:
    result = run("bench", "--model", "nonsense")

    assert result.returncode == 1
    assert "nonsense" in error_line(result)


def output_of(code: str) -> bytes:
    return result_of(code).stdout


def result_of(code: str) -> subprocess.CompletedProcess[bytes]:
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=TIMEOUT_S, check=False, cwd=Path.cwd()
    )
    assert result.returncode == 0, result.stderr.decode()
    return result
