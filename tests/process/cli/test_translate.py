"""`desktop-llm translate` as its users run it: real processes, the real engine, the real starter model."""

import json
from pathlib import Path

import pytest

from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from tests.fakes.terminal import error_line, run, shown_on_terminal

TEXT = "# The pump\n\nThe pump must not run dry for more than 30 s.\n\n42\n"


@pytest.fixture
def text(tmp_path: Path, data_folder_of_test: Path) -> Path:
    save_settings(DataFolder(data_folder_of_test).settings, Settings(load=LoadParams(n_ctx_tokens=2048)))
    path = tmp_path / "pump.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_json_holds_every_segment_in_order_and_what_the_model_cannot_do(text: Path) -> None:
    result = run("translate", "--to", "German", "--json", str(text))
    assert result.returncode == 0, result.stderr
    translation = json.loads(result.stdout)
    assert [segment["source"] for segment in translation["segments"]] == [
        "The pump",
        "The pump must not run dry for more than 30 s.",
        "42",
    ]
    assert translation["segments"][2]["target"] == "42"
    assert 0 < translation["segments"][1]["confidence"] <= 1
    assert translation["unsupported"] == ["de"]
    assert "was not made for German" in result.stderr.decode()


def test_the_second_time_nothing_is_asked_and_the_text_keeps_its_form(text: Path) -> None:
    once = run("translate", "--to", "de", str(text))
    again = run("translate", "--to", "de", "--json", str(text))
    segments = json.loads(again.stdout)["segments"]
    assert [segment["origin"] for segment in segments] == ["remembered", "remembered", "kept"]
    assert once.stdout.decode() == f"# {segments[0]['target']}\n\n{segments[1]['target']}\n\n42\n"


def test_on_a_terminal_no_progress_stands_over_the_translation(text: Path) -> None:
    shown = shown_on_terminal("translate", "--to", "de", str(text))
    printed = run("translate", "--to", "de", str(text)).stdout.decode().splitlines()
    assert [line for line in shown if line in printed and line] == [line for line in printed if line]


def test_a_check_alone_needs_no_model_and_tells_by_its_status(text: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("# Die Pumpe\n\nDie Pumpe darf nicht länger als 30 s trocken laufen.\n\n42\n", "utf-8")
    bad.write_text("# Die Pumpe\n\nDie Pumpe darf nicht länger als 20 s trocken laufen.\n\n42\n", "utf-8")

    assert run("translate", "--check", str(text), str(good)).returncode == 0
    result = run("translate", "--check", str(text), str(bad))
    assert result.returncode == 1
    assert "Segment 2 (The pump must not run dry for more than 30 s.): the number 30 is missing." in (
        result.stderr.decode()
    )


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    assert "gone.txt cannot be read" in error_line(run("translate", "--to", "de", str(tmp_path / "gone.txt")))
    assert run("translate", "pump.txt").returncode == 2
    assert run("translate", "--to", "Klingon", "pump.txt").returncode == 2
