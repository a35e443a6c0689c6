from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_llm.engine.sequences import Seam, Snapshot
from desktop_llm.engine.snapshot_folder import SequenceContent, SnapshotFolder


def _content(key: str = "k", n_bytes: int = 1000) -> SequenceContent:
    return SequenceContent(
        key=key,
        text="Hello world",
        tokens=[1, 2, 3],
        seams=(Seam(11, 3),),
        state=bytearray(b"s" * n_bytes),
        snapshots=(Snapshot(2, b"partial"),),
    )


def _saved(folder: Path, *contents: SequenceContent, fingerprint: str = "model", limit_bytes: int = 10**6) -> None:
    for content in contents:  # one after the other, so that their order in time is certain
        snapshots = SnapshotFolder(folder, fingerprint, limit_bytes)
        snapshots.save(content)
        snapshots.close()


def _folder(path: Path, fingerprint: str = "model") -> SnapshotFolder:
    return SnapshotFolder(path, fingerprint, 10**6)


def test_what_was_saved_is_found_and_loaded(tmp_path: Path) -> None:
    _saved(tmp_path / "new", _content())
    folder = _folder(tmp_path / "new")
    stored = folder.find("k")
    assert stored is not None
    assert (stored.text, stored.tokens, stored.seams) == ("Hello world", [1, 2, 3], (Seam(11, 3),))
    states = folder.load(stored)
    assert states is not None
    assert (states.state, states.snapshots) == (b"s" * 1000, (Snapshot(2, b"partial"),))


def test_an_unknown_conversation_is_not_found(tmp_path: Path) -> None:
    assert _folder(tmp_path / "nowhere").find("k") is None


def test_a_later_state_of_a_conversation_replaces_the_earlier(tmp_path: Path) -> None:
    _saved(tmp_path, _content(n_bytes=10), _content(n_bytes=20))
    assert len(list(tmp_path.iterdir())) == 1
    folder = _folder(tmp_path)
    stored = folder.find("k")
    assert stored is not None
    states = folder.load(stored)
    assert states is not None
    assert len(states.state) == 20


def test_another_model_does_not_find_it_and_leaves_it_alone(tmp_path: Path) -> None:
    _saved(tmp_path, _content())
    assert _folder(tmp_path, fingerprint="other").find("k") is None
    assert _folder(tmp_path).find("k") is not None


def _cut(data: bytes) -> bytes:
    return data[:-1]


def _flipped(position: int) -> Callable[[bytes], bytes]:
    def flip(data: bytes) -> bytes:
        return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]

    return flip


@pytest.mark.parametrize("position", [*range(0, 200, 7), 300, 1000, -1, -40])
def test_a_file_with_one_wrong_bit_is_never_loaded(tmp_path: Path, position: int) -> None:
    _saved(tmp_path, _content())
    (path,) = tmp_path.iterdir()
    path.write_bytes(_flipped(position % path.stat().st_size)(path.read_bytes()))
    _check_useless(tmp_path, path)


@pytest.mark.parametrize(
    "broken", [b"", b"DLLM", b"GGUF" * 100, b"DLLMSEQ\x01\xff\xff\xff\xff", b"DLLMSEQ\x01\0\0\0\0"]
)
def test_a_file_that_is_something_else_is_deleted(tmp_path: Path, broken: bytes) -> None:
    _saved(tmp_path, _content())
    (path,) = tmp_path.iterdir()
    path.write_bytes(broken)
    _check_useless(tmp_path, path)


def test_a_file_cut_short_is_deleted(tmp_path: Path) -> None:
    _saved(tmp_path, _content())
    (path,) = tmp_path.iterdir()
    path.write_bytes(_cut(path.read_bytes()))
    _check_useless(tmp_path, path)


def _check_useless(folder: Path, path: Path) -> None:
    snapshots = _folder(folder)
    stored = snapshots.find("k")
    assert stored is None or snapshots.load(stored) is None
    assert not path.exists()


def test_the_files_used_longest_ago_make_room(tmp_path: Path) -> None:
    _saved(tmp_path, *(_content(key, 1000) for key in "abc"))
    folder = _folder(tmp_path)
    stored = folder.find("a")
    assert stored is not None
    assert folder.load(stored) is not None  # which counts as use
    size = stored.path.stat().st_size
    _saved(tmp_path, _content("d", 1000), limit_bytes=3 * size + 10)
    assert [key for key in "abcd" if folder.find(key)] == ["a", "c", "d"]


def test_what_is_larger_than_half_the_limit_is_not_kept(tmp_path: Path) -> None:
    _saved(tmp_path, _content(n_bytes=1000), limit_bytes=1500)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_only_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    _saved(tmp_path / "file" / "below", _content())
    assert "a snapshot was not written" in caplog.text


def test_a_draft_left_by_a_crash_is_cleared_when_room_is_needed(tmp_path: Path) -> None:
    (tmp_path / "old.draft").write_bytes(b"x" * 5000)
    _saved(tmp_path, _content(n_bytes=1000), limit_bytes=4000)
    assert [path.suffix for path in tmp_path.iterdir()] == [".snapshot"]
