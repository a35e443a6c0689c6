from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from desktop_llm.ui.dropped_files import dropped_paths, model_path, model_paths, other_paths


def test_only_files_of_this_computer_are_taken() -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.gguf"), QUrl.fromLocalFile("/m/Ä b.txt")])
    assert dropped_paths(data) == (Path("/m/Ä b.txt"),)


def test_a_model_file_is_known_by_its_name() -> None:
    paths = (Path("/m/notes.txt"), Path("/m/Granite.GGUF"), Path("/m/other.gguf"))
    assert model_path(paths) == Path("/m/Granite.GGUF")
    assert model_path(paths[:1]) is None
    assert model_paths(paths) == paths[1:]


def test_what_is_no_model_goes_elsewhere() -> None:
    paths = (Path("/m/a.txt"), Path("/m/b.gguf"), Path("/m/c.pdf"))
    assert other_paths(paths) == (paths[0], paths[2])
