import json
import subprocess
import sys
from pathlib import Path

TIMEOUT_S = 110

# Everything that the bench does, on little: whether it is quick is not for a test to say.
SMALL_BENCH = """
from desktop_llm.hub import download_bench
download_bench.SIZE_BYTES = 9_000_000
download_bench.REPEATS = 1
download_bench.run_download_bench([])
"""


def test_the_bench_prints_every_figure_as_one_flat_object() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SMALL_BENCH], capture_output=True, timeout=TIMEOUT_S, check=False, cwd=Path.cwd()
    )
    assert result.returncode == 0, result.stderr.decode()
    figures = json.loads(result.stdout)
    assert set(figures) == {"download_mb_per_s", "library_mb_per_s", "download_ratio", "download_memory_mb"}
    assert all(value > 0 for value in figures.values())
