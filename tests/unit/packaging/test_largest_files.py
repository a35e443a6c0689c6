import os
from pathlib import Path

import pytest
from largest_files import check_size

_MB = 1_000_000
_LIST = (
    "<!-- largest files, {0}: begin (written by make package) -->\nold {0}\n<!-- largest files, {0}: end -->\n\nMore.\n"
)
_DOCUMENT = f"# Packages\n\n{_LIST.format('cpu')}\n{_LIST.format('vulkan')}"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "packages.md"
    path.write_text(_DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    _put(folder / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Gui.so.6", 10 * _MB)
    _put(folder / "_internal" / "libpython3.11.so.1.0", 20 * _MB)
    _put(folder / "_internal" / "desktop_llm" / "resources" / "model.gguf", 98 * _MB)
    return folder


def _put(path: Path, size_bytes: int) -> None:
    """Without taking room on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.truncate(path, size_bytes)


def test_the_largest_files_stand_in_the_document_with_their_reasons(program: Path, document: Path) -> None:
    check_size(program, document, "cpu")
    text = document.read_text(encoding="utf-8")
    assert "30 MB in 2 files, and the starter model with 98 MB." in text
    assert text.index("| `libpython3.11.so.1.0` | 20.0 | Python |") < text.index("libQt6Gui.so.6` | 10.0 | Qt")
    assert "old cpu" not in text
    assert "old vulkan" in text
    assert text.startswith("# Packages\n")
    assert text.endswith("-->\n\nMore.\n")


def test_the_list_is_written_anew_each_time(program: Path, document: Path) -> None:
    check_size(program, document, "cpu")
    first = document.read_text(encoding="utf-8")
    check_size(program, document, "cpu")
    assert document.read_text(encoding="utf-8") == first


def test_a_large_file_without_a_reason_stops_the_build(program: Path, document: Path) -> None:
    _put(program / "_internal" / "libwebengine.so.6", 150 * _MB)
    with pytest.raises(SystemExit, match=r"libwebengine.*150 MB"):
        check_size(program, document, "cpu")


def test_a_program_that_became_too_large_stops_the_build(program: Path, document: Path) -> None:
    _put(program / "_internal" / "llama_cpp" / "lib" / "libggml-vulkan.so", 321 * _MB)
    with pytest.raises(SystemExit, match="351 MB"):
        check_size(program, document, "cpu")
