from pathlib import Path

from desktop_llm.documents.folder_files import found_files


def test_folders_give_what_is_readable_at_any_depth_and_files_are_taken_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("b/deep/two.md", "one.txt", "photo.jpg", ".hidden/secret.txt", "b/.note.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    photo = tmp_path / "photo.jpg"
    found = found_files([photo, tmp_path, photo])
    assert [path.name for path in found.paths] == ["photo.jpg", "one.txt", "two.md"]
    assert found.n_left_out == 1


def test_a_folder_that_is_gone_is_told_by_whoever_reads_it(tmp_path: Path) -> None:
    assert found_files([tmp_path / "gone"]).paths == (tmp_path / "gone",)
