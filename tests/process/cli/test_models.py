from pathlib import Path

import pytest

from tests.fakes.terminal import error_line, run


def test_models_are_added_listed_used_and_forgotten(tmp_path: Path, starter_model_path: Path) -> None:
    copy = tmp_path / "other.gguf"
    copy.write_bytes(starter_model_path.read_bytes())

    added = run("models", "add", str(copy))
    model_id = added.stdout.decode().strip()
    assert added.returncode == 0, added.stderr
    assert model_id in run("models", "list").stdout.decode()
    assert run("chat", "--model", model_id, "Hello").returncode == 0
    assert run("models", "remove", model_id).returncode == 0
    assert model_id not in run("models", "list").stdout.decode().split()
    assert copy.exists()


def test_models_of_other_programs_are_found_and_used_where_they_are(
    tmp_path: Path, starter_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    studio = tmp_path / ".lmstudio/models/someone/tiny/tiny.gguf"
    jan = tmp_path / ".local/share/Jan/data/llamacpp/models/my-model"
    for path in (studio, jan / "model.gguf"):
        path.parent.mkdir(parents=True)
        path.symlink_to(starter_model_path)
    (jan / "model.yml").write_text("model_path: llamacpp/models/my-model/model.gguf\n")

    found = run("models", "found").stdout.decode()
    assert found == ""  # both are the starter model, which is in the list already

    for path in (studio, jan / "model.gguf"):
        path.unlink()
        path.write_bytes(starter_model_path.read_bytes())
    rows = [line.split("\t") for line in run("models", "found").stdout.decode().splitlines()]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("my-model", "Jan", str(jan / "model.gguf")),
        ("tiny", "LM Studio", str(studio)),
    ]
    assert run("models", "add", "my-model").stdout.decode().strip() == "my-model"
    assert run("models", "add", str(studio)).stdout.decode().strip() == "tiny"
    assert run("models", "found").stdout.decode() == ""
    origins = {line.split("\t")[0]: line.split("\t")[2] for line in run("models", "list").stdout.decode().splitlines()}
    assert origins == {"smollm2-135m": "comes with the program", "my-model": "Jan", "tiny": "LM Studio"}
    assert run("models", "remove", "my-model").returncode == 0
    assert (jan / "model.gguf").exists()


def test_the_starter_model_cannot_be_removed() -> None:
    result = run("models", "remove", "smollm2-135m")

    assert result.returncode == 1
    assert "stays" in error_line(result)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = run("models", "add", str(tmp_path / "gone.gguf"))

    assert result.returncode == 1
    assert "no file" in error_line(result)
