from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.cli.passage_search import installed_embedders, opened_index
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder
from tests.fakes.tiny_models import write_tiny_bert


def test_the_installed_model_makes_vectors_and_they_are_remembered(data_folder_of_test: Path, tmp_path: Path) -> None:
    with closing(installed_embedders()) as embedders:
        assert embedders.current() is None
        write_tiny_bert(tmp_path / "bert.gguf")
        ModelStore(DataFolder(data_folder_of_test)).add(tmp_path / "bert.gguf")
        embedder = embedders.current()
        assert embedder is not None
        with opened_index() as index:
            assert index is not None
            index.add("k", ["a mill"])
            index.add_vectors("k", embedder.model_key, {0: embedder.embed_question("a mill")})
    with opened_index() as index:
        assert index is not None
        assert list(index.missing_vectors("k", embedder.model_key, 2)) == [1]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("DESKTOP_LLM_DATA", str(tmp_path / "file"))
    with opened_index() as index:
        assert index is None
    assert "Nothing is remembered" in capsys.readouterr().err
