"""`desktop-llm summarize` as its users run it: real processes, the real engine, the real starter model."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from tests.fakes.terminal import PROGRAM, TIMEOUT_S, error_line, run, shown_on_terminal

STORY = (
    "# The mill\n\nThe mill was built by Anna Meyer in 1912. It burnt down in 1931 and was built again.\n\n"
    "In 2019 the town sold it to a company from Lyon for 4.2 million euros.\n"
)


@pytest.fixture
def story(tmp_path: Path, data_folder_of_test: Path) -> Path:
    settings = Settings(load=LoadParams(n_ctx_tokens=2048))
    save_settings(DataFolder(data_folder_of_test).settings, settings)
    path = tmp_path / "mill.md"
    path.write_text(STORY, "utf-8")
    return path


def test_json_holds_sentences_with_quotes_that_stand_in_the_file(story: Path) -> None:
    result = run("summarize", "--json", "--length", "40", str(story))
    assert result.returncode == 0, result.stderr
    summary = json.loads(result.stdout)
    blocks = {block["id"]: block["text"] for block in json.loads(run("extract", "--json", str(story)).stdout)["blocks"]}
    sources = [source for item in summary["summary"] for source in item["sources"]]
    assert sources
    assert all(source["quote"] in blocks[source["block"]] for source in sources)
    assert summary["coverage"] == {"share": 1.0, "unread": []}
    assert summary["chunks"] == 1


def test_the_second_time_nothing_is_asked(story: Path) -> None:
    once = run("summarize", "--form", "sentence", str(story))
    assert once.returncode == 0, once.stderr
    assert once.stdout.strip()
    again = json.loads(run("summarize", "--form", "sentence", "--json", str(story)).stdout)
    assert again["summary"][0]["text"] in once.stdout.decode()
    assert again["timings"]["write_s"] < 0.5


def test_on_a_terminal_no_progress_stands_over_the_summary(story: Path) -> None:
    shown = shown_on_terminal("summarize", str(story))
    printed = run("summarize", str(story)).stdout.decode().splitlines()
    assert printed
    assert [line for line in shown if line in printed] == printed


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = run("summarize", str(tmp_path / "gone.md"))
    assert "gone.md cannot be read" in error_line(result)
    assert result.returncode == 1


def is_ready(cache: Path) -> bool:
    """Whether the job begins: what it will remember has its place."""
    if not cache.exists():
        return False
    with contextlib.closing(sqlite3.connect(f"file:{cache}?mode=ro", uri=True)) as connection:
        try:
            connection.execute("SELECT key FROM summary_nodes")
        except sqlite3.Error:
            return False
        return True


def test_an_interrupt_keeps_what_was_read(story: Path) -> None:
    story.write_text(STORY * 200, "utf-8")
    process = subprocess.Popen(
        [*PROGRAM, "summarize", "--json", str(story)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    cache = DataFolder(Path(os.environ["DESKTOP_LLM_DATA"])).summary_cache
    while not is_ready(cache) and process.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 130
    summary = json.loads(output)
    assert summary["coverage"]["share"] < 1
    assert {part["reason"] for part in summary["coverage"]["unread"]} == {"stopped"}
