from pathlib import Path

import pytest

from desktop_llm.cli.kept_store import kept_store
from desktop_llm.storage.summary_cache import open_summary_cache


def test_a_store_is_open_and_what_it_keeps_is_there_the_next_time(data_folder_of_test: Path) -> None:
    with kept_store(open_summary_cache) as cache:
        assert cache is not None
        cache.keep("a", b"1")
    with kept_store(open_summary_cache) as cache:
        assert cache is not None
        assert cache.find(["a"]) == {"a": b"1"}


def test_a_store_that_cannot_be_opened_is_said_and_the_command_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("DESKTOP_LLM_DATA", str(tmp_path / "file"))
    with kept_store(open_summary_cache) as cache:
        assert cache is None
    assert "Nothing is remembered" in capsys.readouterr().err
