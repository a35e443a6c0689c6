import os
import stat
from pathlib import Path

import pytest

from desktop_llm.handover import Handover, HandoverFolder, handovers_of
from desktop_llm.paths import DataFolder


def handover_of(paths: tuple[Path, ...], activation_token: str = "") -> Handover:
    (handover,) = handovers_of(paths, activation_token)
    return handover


@pytest.fixture
def handovers(data_folder_of_test: Path) -> HandoverFolder:
    return HandoverFolder(DataFolder(data_folder_of_test))


def test_what_was_left_is_taken_once_and_its_sender_sees_it(handovers: HandoverFolder) -> None:
    assert not handovers.is_open
    handovers.open()
    assert handovers.is_open
    paths = (Path("/home/ana/Lease ä.pdf"), Path("/no text \udcff.txt"))
    left = handovers.leave(handover_of(paths, "token-1"))
    assert not handovers.was_taken(left)
    (handover,) = handovers.take()
    assert handover.paths == paths
    assert handover.activation_token == "token-1"
    assert handovers.was_taken(left)
    assert handovers.take() == ()
    handovers.clear(left)
    assert list(handovers.path.iterdir()) == []
    handovers.close()
    assert not handovers.is_open


def test_nobody_else_may_leave_anything(handovers: HandoverFolder) -> None:
    handovers.open()
    assert stat.S_IMODE(handovers.path.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"files": "L2E="}',
        b'{"files": [""]}',
        b'{"activation_token": "a\\nb"}',
        b'{"files": [' + b'"L2E=",' * 300 + b'"L2E="]}',
        b'{"activation_token": "' + b" " * 1000 + b'"}',
        b"{}" + b" " * 5_000_000,
    ],
)
def test_what_makes_no_sense_is_thrown_away_untaken(handovers: HandoverFolder, content: bytes) -> None:
    handovers.open()
    path = handovers.path / f"{os.getpid()}-x.json"
    path.write_bytes(content)
    assert handovers.take() == ()
    assert not handovers.was_taken(path)
    assert not path.exists()


def test_a_path_that_is_not_whole_is_left_out(handovers: HandoverFolder) -> None:
    assert Handover(files=(b"relative.txt", b"/a\0b", b"/c.txt")).paths == (Path("/c.txt"),)


def test_what_is_no_plain_file_is_not_read(handovers: HandoverFolder) -> None:
    handovers.open()
    os.mkfifo(handovers.path / "1-pipe.json")
    (handovers.path / "1-link.json").symlink_to("/etc/passwd")
    (handovers.path / "1-folder.json").mkdir()
    assert handovers.take() == ()


def test_what_is_of_another_user_is_not_taken(handovers: HandoverFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    handovers.open()
    left = handovers.leave(handover_of((Path("/a.txt"),)))
    monkeypatch.setattr(os, "getuid", lambda: left.stat().st_uid + 1)
    assert handovers.take() == ()


def test_what_a_dead_start_left_is_not_opened_by_the_next_window(handovers: HandoverFolder) -> None:
    handovers.open()
    left = handovers.leave(handover_of((Path("/a.txt"),)))
    stale = left.with_name("999999999-x.json")
    left.replace(stale)
    living = handovers.leave(handover_of((Path("/b.txt"),)))
    handovers.open()
    assert not stale.exists()
    assert [handover.paths for handover in handovers.take()] == [(Path("/b.txt"),)]
    assert handovers.was_taken(living)


def test_a_start_that_gives_up_takes_back_what_it_left(handovers: HandoverFolder) -> None:
    handovers.open()
    left = handovers.leave(handover_of((Path("/a.txt"),)))
    handovers.clear(left)
    assert handovers.take() == ()


def test_a_window_that_ends_leaves_no_folder(handovers: HandoverFolder) -> None:
    handovers.open()
    handovers.leave(handover_of(()))
    handovers.close()
    assert not handovers.path.exists()


def test_of_many_files_none_is_lost_and_they_stay_in_their_order(handovers: HandoverFolder) -> None:
    handovers.open()
    paths = tuple(Path(f"/{number}.txt") for number in range(1000))
    for handover in handovers_of(paths):
        handovers.leave(handover)
    taken = handovers.take()
    assert [path for handover in taken for path in handover.paths] == list(paths)
    assert max(len(handover.paths) for handover in taken) == 256


def test_what_is_no_handover_is_left_alone(handovers: HandoverFolder) -> None:
    handovers.open()
    foreign = handovers.path / "notes.txt"
    foreign.write_text("of the person", "utf-8")
    handovers.open()
    assert handovers.take() == ()
    handovers.close()
    assert foreign.read_text("utf-8") == "of the person"


def test_what_cannot_be_left_whole_is_not_left_at_all(
    handovers: HandoverFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("the disk is full")

    handovers.open()
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="full"):
        handovers.leave(handover_of(()))
    assert list(handovers.path.iterdir()) == []


def test_a_folder_that_nobody_can_look_at_is_not_open() -> None:
    assert not HandoverFolder(DataFolder(Path("/", "a" * 5000))).is_open
