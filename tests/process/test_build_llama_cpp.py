import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "build_llama_cpp.sh"


@pytest.mark.parametrize("arguments", [[], ["cuda"]])
def test_a_kind_of_build_that_there_is_not_is_refused_before_anything_is_made(
    tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "packaging").mkdir()
    script = shutil.copy(SCRIPT, tmp_path / "packaging")
    result = subprocess.run([script, *arguments], capture_output=True, text=True, timeout=20, check=False)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "usage: packaging/build_llama_cpp.sh cpu|vulkan\n"
    assert [path.name for path in tmp_path.iterdir()] == ["packaging"]
