import errno
from pathlib import Path

import pytest
from filelock import FileLock

from desktop_llm.errors import DownloadError, ErrorCode
from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_records import download_record
from desktop_llm.hub.hub_records import RemoteFile, RemoteModel
from desktop_llm.hub.model_move import ModelMove, leave_models
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.paths import DataFolder

CONTENT = b"GGUF" + bytes(5_000_000)  # more than is copied at once
HALF = CONTENT[:1_000_000]


def remote(*paths: str) -> RemoteModel:
    files = tuple(RemoteFile(repository="o/r", revision="c", path=path, size_bytes=len(CONTENT)) for path in paths)
    return RemoteModel(name="m", quantization="Q4_0", files=files, size_bytes=len(CONTENT) * len(files))


WHOLE = remote("whole.gguf")
SPLIT = remote("big-00001-of-00002.gguf", "big-00002-of-00002.gguf")
BEGUN = remote("begun.gguf")


@pytest.fixture
def old(tmp_path: Path) -> DataFolder:
    """A data folder with two models, a begun download, and a file that somebody put there."""
    folder = DataFolder(tmp_path / "old")
    place = folder.downloaded_models / "o" / "r"
    place.mkdir(parents=True)
    store = ModelStore(folder)
    for model in (WHOLE, SPLIT):
        for file in model.files:
            (place / file.path).write_bytes(CONTENT)
            (place / f"{file.path}.pieces").write_bytes(b"pieces")
        store.add_downloaded(place / model.files[0].path, model, model.files[0].path)
    (place / "begun.gguf.part").write_bytes(HALF)
    (place / "begun.gguf.pieces").write_bytes(b"pieces")
    (place / "mine.gguf").write_bytes(b"GGUF mine")
    DownloadList(folder.downloads).put(download_record(BEGUN, "Begun"))
    return folder


@pytest.fixture
def new(old: DataFolder, tmp_path: Path) -> DataFolder:
    """Where the data folder is now: lists came along, models did not."""
    return moved(old, tmp_path / "new")


def moved(old: DataFolder, root: Path) -> DataFolder:
    folder = DataFolder(root)
    root.mkdir()
    for path, target in ((old.models, folder.models), (old.downloads, folder.downloads)):
        target.write_bytes(path.read_bytes())
    leave_models(old, folder)
    return folder


def goes_on(_copied: int, _all: int) -> bool:
    return True


def other_disk(path: Path, target: Path) -> None:
    raise OSError(errno.EXDEV, "Invalid cross-device link", str(path))


def downloaded(folder: DataFolder) -> list[ModelEntry]:
    return [entry for entry in ModelStore(folder).list() if entry.source is not None]


def names(folder: DataFolder) -> set[str]:
    return {path.name for path in folder.downloaded_models.rglob("*") if path.is_file()}


ALL_NAMES = {
    *(name for file in (*WHOLE.files, *SPLIT.files) for name in (file.path, f"{file.path}.pieces")),
    "begun.gguf.part",
    "begun.gguf.pieces",
}


@pytest.mark.parametrize("rename", [Path.rename, other_disk], ids=["same disk", "other disk"])
def test_models_and_what_is_on_its_way_follow_and_nothing_of_others(
    old: DataFolder, new: DataFolder, rename: object
) -> None:
    assert callable(rename)
    assert ModelMove(new, ModelStore(new), goes_on, rename=rename).run() == 3
    place = new.downloaded_models / "o" / "r"
    assert names(new) - {"begun.gguf.lock"} == ALL_NAMES
    assert names(old) == {"mine.gguf"}
    assert [Path(entry.path) for entry in downloaded(new)] == [place / SPLIT.files[0].path, place / "whole.gguf"]
    assert (place / "whole.gguf").read_bytes() == CONTENT
    assert (place / "begun.gguf.part").read_bytes() == HALF
    assert ModelStore(new).freed_by_removing(downloaded(new)[1]) >= len(CONTENT)
    assert ModelMove(new, ModelStore(new), goes_on).run() == 0
    assert not new.model_origins.exists()


def test_until_they_come_they_are_used_where_they_are(old: DataFolder, new: DataFolder) -> None:
    assert all(Path(entry.path).is_relative_to(old.root) for entry in downloaded(new))
    assert ModelStore(new).get(downloaded(new)[0].id).path == downloaded(old)[0].path


def test_too_little_room_is_told_before_anything_is_copied(old: DataFolder, new: DataFolder) -> None:
    with pytest.raises(DownloadError) as caught:
        ModelMove(new, ModelStore(new), goes_on, lambda _folder: 0, other_disk).run()
    assert caught.value.code is ErrorCode.DISK_TOO_SMALL
    assert names(old) >= ALL_NAMES
    assert downloaded(new) == downloaded(old)


def test_a_move_that_is_ended_goes_on_with_the_next_start(old: DataFolder, new: DataFolder) -> None:
    told: list[tuple[int, int]] = []

    def ends_in_the_second_file(copied: int, all_bytes: int) -> bool:
        told.append((copied, all_bytes))
        return copied < len(CONTENT) + 1_000_000

    assert ModelMove(new, ModelStore(new), ends_in_the_second_file, rename=other_disk).run() < 3
    assert told[-1][0] < told[-1][1]
    assert not [name for name in names(new) if name.endswith(".moving")]
    assert names(old) | names(new) >= ALL_NAMES
    assert all(Path(entry.path).exists() for entry in downloaded(new))
    ModelMove(new, ModelStore(new), goes_on, rename=other_disk).run()
    assert names(new) >= ALL_NAMES
    assert names(old) == {"mine.gguf"}
    assert all(Path(entry.path).is_relative_to(new.root) for entry in downloaded(new))


def test_what_is_on_the_same_disk_can_come_alone(old: DataFolder, new: DataFolder) -> None:
    assert not ModelMove(new, ModelStore(new), goes_on, rename=other_disk).bring_near()
    assert names(old) >= ALL_NAMES
    assert ModelMove(new, ModelStore(new), goes_on).bring_near()
    assert names(new) >= ALL_NAMES


def test_a_disk_that_is_away_is_waited_for(old: DataFolder, new: DataFolder) -> None:
    away = old.downloaded_models.rename(old.root / "away")
    assert ModelMove(new, ModelStore(new), goes_on).run() == 0
    assert not old.downloaded_models.exists()
    away.rename(old.downloaded_models)
    assert ModelMove(new, ModelStore(new), goes_on).run() == 3


def test_what_another_program_is_at_is_left_to_it(old: DataFolder, new: DataFolder) -> None:
    with FileLock(old.downloaded_models / "o" / "r" / "begun.gguf.lock"):
        assert ModelMove(new, ModelStore(new), goes_on).run() == 2
    assert ModelMove(new, ModelStore(new), goes_on).run() == 1


def test_models_follow_over_several_moves(old: DataFolder, new: DataFolder, tmp_path: Path) -> None:
    third = moved(new, tmp_path / "third")
    assert ModelMove(third, ModelStore(third), goes_on).run() == 3
    assert names(third) >= ALL_NAMES


def test_what_came_anew_meanwhile_stays_as_it_is(new: DataFolder) -> None:
    place = new.downloaded_models / "o" / "r"
    place.mkdir(parents=True)
    (place / "whole.gguf").write_bytes(b"GGUF anew")
    ModelMove(new, ModelStore(new), goes_on).run()
    assert (place / "whole.gguf").read_bytes() == b"GGUF anew"


def test_one_folder_by_two_names_keeps_its_files(old: DataFolder, tmp_path: Path) -> None:
    """As where somebody put the models on another disk with a link."""
    big = old.downloaded_models.rename(tmp_path / "big")
    old.downloaded_models.symlink_to(big)
    new = moved(old, tmp_path / "linked")
    new.downloaded_models.symlink_to(big)
    ModelMove(new, ModelStore(new), goes_on).run()
    assert names(new) >= ALL_NAMES


def test_a_folder_that_was_never_moved_has_nothing_to_fetch(old: DataFolder) -> None:
    assert ModelMove(old, ModelStore(old), goes_on).run() == 0
    assert downloaded(old)[0].path.startswith(str(old.root.resolve()))
