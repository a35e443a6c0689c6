from pathlib import Path

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


def test_the_starter_model_cannot_be_removed() -> None:
    result = run("models", "remove", "smollm2-135m")

    assert result.returncode == 1
    assert "stays" in error_line(result)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = run("models", "add", str(tmp_path / "gone.gguf"))

    assert result.returncode == 1
    assert "no file" in error_line(result)
