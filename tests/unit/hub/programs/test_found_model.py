from pathlib import Path

from desktop_llm.hub.programs.found_model import FoundModel, Program, found_model, models_below
from tests.fakes.user_homes import GGUF, told, write_model


def test_a_model_has_the_name_of_its_file_unless_its_program_knows_another(tmp_path: Path) -> None:
    path = write_model(tmp_path / "Qwen3-4B-Q4_K_M.gguf")
    expected = FoundModel(program=Program.JAN, name="Qwen3-4B-Q4_K_M", path=str(path.resolve()), size_bytes=len(GGUF))
    assert found_model(Program.JAN, path) == expected
    named = found_model(Program.JAN, path, "Qwen 3")
    assert named is not None
    assert named.name == "Qwen 3"


def test_what_is_not_whole_or_no_model_is_not_offered(tmp_path: Path) -> None:
    write_model(tmp_path / "a/web page.gguf", b"<html>")
    write_model(tmp_path / "a/Big-00001-of-00002.gguf")
    write_model(tmp_path / "a/good.gguf")
    assert list(told(list(models_below(Program.JAN, tmp_path / "a", None, tmp_path / "missing")))) == ["good"]
