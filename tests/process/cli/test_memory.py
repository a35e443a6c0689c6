"""`desktop-llm memory` as its users run it: real processes, a real memory."""

from pathlib import Path

import pytest

from tests.fakes.terminal import error_line, run

MEMORY = """<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>The pump</seg></tuv>
<tuv xml:lang="de"><seg>Die Pumpe</seg></tuv></tu></body></tmx>"""


@pytest.mark.usefixtures("data_folder_of_test")
def test_what_comes_in_goes_out_again(tmp_path: Path) -> None:
    path, output = tmp_path / "a.tmx", tmp_path / "b.tmx"
    path.write_text(MEMORY, encoding="utf-8")
    assert error_line(run("memory", "import", str(path))) == ("a.tmx: 1 translations from en to de are remembered.")
    assert error_line(run("memory", "export", str(output))) == f"{output}: 1 translations from en to de."
    assert "<seg>Die Pumpe</seg>" in output.read_text(encoding="utf-8")
    assert run("memory", "export", str(output), "--to", "fr").returncode == 2
