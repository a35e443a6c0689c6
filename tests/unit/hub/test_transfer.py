import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_llm.errors import DesktopLlmError, DownloadError, ErrorCode, HubError
from desktop_llm.hub.disk_space import SPARE_BYTES
from desktop_llm.hub.part_file import part_path
from desktop_llm.hub.retries import RetryPolicy
from desktop_llm.hub.transfer import Transfer, TransferOptions, TransferState
from tests.fakes.file_source import FileSource, cut

SIZE = 40_000
CONTENT = bytes(range(250)) * (SIZE // 250)
OTHER = CONTENT[::-1]
OPTIONS = TransferOptions(piece_bytes=1000, retries=RetryPolicy(first_wait_s=0.0, longest_wait_s=0.0, max_failures=500))
WAIT_S = 20.0


@pytest.fixture
def source() -> FileSource:
    return FileSource(model=CONTENT)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "owner" / "repo" / "model.gguf"


def transfer(source: FileSource, target: Path, options: TransferOptions = OPTIONS) -> Transfer:
    return Transfer(source.file(), target, source, options)


def at(places: set[int], event: Callable[[], None]) -> Callable[[str, int], None]:
    """Calls `event` once at each of these places of the file."""
    left = sorted(places)

    def before_piece(_path: str, place: int) -> None:
        if left and place >= left[0]:
            left.pop(0)
            event()

    return before_piece


def raise_cut() -> None:
    raise cut()


def spoiled(place: int) -> Callable[[bytes, int], bytes]:
    """The byte at this place comes wrong, always."""

    def spoil(piece: bytes, start: int) -> bytes:
        if not start <= place < start + len(piece):
            return piece
        wrong = bytearray(piece)
        wrong[place - start] ^= 0xFF
        return bytes(wrong)

    return spoil


def flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 0xFF]))


def begun(source: FileSource, target: Path, until: int) -> None:
    """A transfer that was stopped once `until` bytes were there."""
    first = transfer(source, target)
    source.before_piece = at({until}, first.stop)
    assert first.run() is False
    source.before_piece = lambda _path, _place: None
    source.n_sent_bytes = 0
    source.ranges.clear()


def error_of(it: Transfer) -> DesktopLlmError:
    with pytest.raises(DesktopLlmError) as caught:
        it.run()
    return caught.value


def verdict_of(it: Transfer) -> bool | ErrorCode:
    try:
        return it.run()
    except (DownloadError, HubError) as error:
        return error.code


def test_a_file_comes_whole_and_without_its_name(source: FileSource, target: Path) -> None:
    it = transfer(source, target)
    assert it.run() is True
    assert part_path(target).read_bytes() == CONTENT
    assert not target.exists()
    assert (it.n_done_bytes, it.n_fetched_bytes) == (SIZE, SIZE)
    assert it.file == source.file()


def test_a_lost_connection_costs_nothing(source: FileSource, target: Path) -> None:
    source.before_piece = at(set(range(0, SIZE, 400)), raise_cut)
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == CONTENT
    assert source.n_sent_bytes == SIZE


def test_a_stopped_transfer_is_gone_on_from(source: FileSource, target: Path) -> None:
    begun(source, target, 21_000)
    n_there = part_path(target).stat().st_size
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == CONTENT
    assert source.ranges == [(n_there, SIZE)]


def test_what_is_all_there_is_only_checked(source: FileSource, target: Path) -> None:
    transfer(source, target).run()
    source.ranges.clear()
    it = transfer(source, target)
    assert it.run() is True
    assert (source.ranges, it.n_fetched_bytes) == ([], 0)


def test_a_transfer_stopped_before_it_began_does_nothing(source: FileSource, target: Path) -> None:
    it = transfer(source, target)
    it.stop()
    assert it.run() is False
    assert not target.parent.exists()


def test_a_server_that_knows_no_ranges_is_put_up_with(source: FileSource, target: Path) -> None:
    begun(source, target, 21_000)
    source.knows_ranges = False
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == CONTENT


def test_damage_on_the_disk_costs_the_damaged_pieces(source: FileSource, target: Path) -> None:
    begun(source, target, 30_000)
    for place in (0, 999, 12_345):
        flip(part_path(target), place)
    n_there = part_path(target).stat().st_size
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == CONTENT
    assert source.n_sent_bytes == SIZE - n_there + 2000


def test_a_piece_that_came_wrong_once_costs_the_file_again(source: FileSource, target: Path) -> None:
    source.spoil = spoiled(7_000)
    source.before_piece = at({SIZE - 1000}, lambda: setattr(source, "spoil", lambda piece, _place: piece))
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == CONTENT


def test_a_file_that_comes_wrong_twice_is_an_error_and_stays_nowhere(source: FileSource, target: Path) -> None:
    source.spoil = spoiled(7_000)
    assert error_of(transfer(source, target)).code is ErrorCode.DOWNLOAD_DAMAGED
    assert list(target.parent.iterdir()) == []
    assert source.n_sent_bytes == 2 * SIZE


def test_a_file_that_changed_since_the_pause_comes_anew(source: FileSource, target: Path) -> None:
    begun(source, target, 21_000)
    source.files["model.gguf"] = OTHER
    it = transfer(source, target)
    assert it.run() is True
    assert part_path(target).read_bytes() == OTHER
    assert it.file == source.file()


def test_a_file_that_changes_while_it_comes_comes_anew(source: FileSource, target: Path) -> None:
    def change() -> None:
        source.files["model.gguf"] = OTHER
        raise_cut()

    source.before_piece = at({21_000}, change)
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == OTHER


def test_a_file_that_changes_all_the_time_is_an_error(source: FileSource, target: Path) -> None:
    def change() -> None:
        source.files["model.gguf"] = source.files["model.gguf"][::-1]
        raise_cut()

    source.before_piece = at(set(range(21_000, 21_010)), change)
    assert error_of(transfer(source, target)).code is ErrorCode.HUB_FILE_CHANGED


@pytest.mark.parametrize("sha256", ["0123", "z" * 63])
def test_a_file_without_a_published_checksum_is_refused(source: FileSource, target: Path, sha256: str) -> None:
    source.sha256["model.gguf"] = sha256
    it = transfer(source, target)
    assert error_of(it).code is ErrorCode.DOWNLOAD_UNVERIFIABLE
    assert source.n_sent_bytes == 0


def test_a_mirror_that_leaves_the_checksum_out_is_put_up_with(source: FileSource, target: Path) -> None:
    it = transfer(source, target)
    source.hidden_facts.add("model.gguf")
    assert it.run() is True
    assert part_path(target).read_bytes() == CONTENT
    assert it.file.sha256 == source.file().sha256


def test_who_asks_may_know_neither_size_nor_checksum(source: FileSource, target: Path) -> None:
    unknown = msgspec.structs.replace(source.file(), size_bytes=0, sha256="", etag="")
    target.parent.mkdir(parents=True)
    target.write_bytes(CONTENT)
    assert Transfer(unknown, target, source, OPTIONS).run() is True
    assert (target.read_bytes(), source.n_sent_bytes) == (CONTENT, 0)
    target.unlink()
    assert Transfer(unknown, target, source, OPTIONS).run() is True
    assert part_path(target).read_bytes() == CONTENT


def test_a_refusal_ends_it_and_keeps_what_came(source: FileSource, target: Path) -> None:
    def refuse() -> None:
        raise HubError(ErrorCode.HUB_GATED, name="owner/repo", address="")

    source.before_piece = at({21_000}, refuse)
    assert error_of(transfer(source, target)).code is ErrorCode.HUB_GATED
    n_there = part_path(target).stat().st_size
    assert transfer(source, target).run() is True
    assert source.ranges[-1] == (n_there, SIZE)


def test_without_a_network_it_waits_until_there_is_one(source: FileSource, target: Path) -> None:
    is_waiting = threading.Event()
    is_back = threading.Event()
    options = TransferOptions(piece_bytes=1000, retries=RetryPolicy(first_wait_s=0.01, longest_wait_s=0.01))
    it = transfer(source, target, options)

    def before_facts(_path: str) -> None:
        if it.state is TransferState.WAITING_FOR_NETWORK:
            is_waiting.set()
        if not is_back.is_set():
            raise cut()

    source.before_facts = before_facts
    thread = threading.Thread(target=it.run)
    thread.start()
    assert is_waiting.wait(WAIT_S)
    is_back.set()
    thread.join(WAIT_S)
    assert part_path(target).read_bytes() == CONTENT


def test_waiting_for_the_network_ends_at_once_when_it_is_stopped(source: FileSource, target: Path) -> None:
    it = transfer(source, target, TransferOptions(retries=RetryPolicy(first_wait_s=1000, longest_wait_s=1000)))
    source.before_facts = lambda _path: raise_cut()
    thread = threading.Thread(target=it.run)
    thread.start()
    it.stop()
    thread.join(WAIT_S)
    assert not thread.is_alive()


def test_too_little_room_is_told_before_anything_is_fetched(source: FileSource, target: Path) -> None:
    options = TransferOptions(free_bytes=lambda _folder: SPARE_BYTES + SIZE - 1)
    error = error_of(transfer(source, target, options))
    assert error.code is ErrorCode.DISK_TOO_SMALL
    assert (error.facts["needed_bytes"], error.facts["free_bytes"]) == (SIZE, SIZE - 1)
    assert source.n_sent_bytes == 0


def test_a_hub_that_claims_an_endless_file_costs_no_memory(source: FileSource, target: Path) -> None:
    facts = source.file_facts
    source.file_facts = lambda file: msgspec.structs.replace(facts(file), size_bytes=10**18)
    error = error_of(transfer(source, target))
    assert (error.code, error.facts["needed_bytes"]) == (ErrorCode.DISK_TOO_SMALL, 10**18)
    assert not target.parent.exists()


def test_room_is_needed_only_for_what_is_missing(source: FileSource, target: Path) -> None:
    begun(source, target, 21_000)
    n_missing = SIZE - part_path(target).stat().st_size
    options = TransferOptions(piece_bytes=1000, free_bytes=lambda _folder: SPARE_BYTES + n_missing)
    assert transfer(source, target, options).run() is True


def test_a_disk_that_fills_up_meanwhile_is_told_and_gone_on_from(target: Path) -> None:
    """By something else than the download: the room that it needs was there when it began."""
    large = CONTENT * 1900  # more than comes between two looks at the disk
    source = FileSource(model=large)
    source.piece_bytes = 1_000_000
    free = [SPARE_BYTES + len(large), SPARE_BYTES - 1]
    options = TransferOptions(free_bytes=lambda _folder: free.pop(0))
    error = error_of(transfer(source, target, options))
    assert (error.code, error.facts["free_bytes"]) == (ErrorCode.DISK_TOO_SMALL, 0)
    assert source.n_sent_bytes < len(large)
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == large
    assert source.n_sent_bytes == len(large)


def test_what_cannot_be_written_is_told_and_gone_on_from(source: FileSource, target: Path) -> None:
    begun(source, target, 21_000)
    kept = part_path(target).rename(target.with_name("kept"))
    part_path(target).symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        transfer(source, target).run()
    kept.replace(part_path(target))
    assert transfer(source, target).run() is True
    assert part_path(target).read_bytes() == CONTENT


PLACES = st.integers(0, SIZE - 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(PLACES, st.booleans()), max_size=100))
def test_cuts_and_stops_alone_fetch_nothing_twice(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, bool]]
) -> None:
    source = FileSource(model=CONTENT)
    target = tmp_path_factory.mktemp("cut") / "model.gguf"
    while True:
        it = transfer(source, target)
        places = sorted(cuts)

        def before_piece(_path: str, place: int, it: Transfer = it, places: list[tuple[int, bool]] = places) -> None:
            if places and place >= places[0][0]:
                _, is_stop = places.pop(0)
                cuts[:] = places
                if is_stop:
                    it.stop()
                else:
                    raise cut()

        source.before_piece = before_piece
        if it.run():
            break
    assert part_path(target).read_bytes() == CONTENT
    assert source.n_sent_bytes == SIZE


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stops=st.lists(PLACES, max_size=5),
    disk_flips=st.lists(st.lists(PLACES, max_size=4), min_size=5, max_size=5),
    wire_flips=st.dictionaries(PLACES, st.integers(1, 3), max_size=3),
    changes=st.sets(PLACES, max_size=2),
)
def test_whatever_happens_the_file_is_right_or_there_is_an_error(
    tmp_path_factory: pytest.TempPathFactory,
    stops: list[int],
    disk_flips: list[list[int]],
    wire_flips: dict[int, int],
    changes: set[int],
) -> None:
    """Stopped and begun again, with bytes flipped on the disk meanwhile and on their way, and other contents."""
    source = FileSource(model=CONTENT)
    target = tmp_path_factory.mktemp("hurt") / "model.gguf"

    def spoil(piece: bytes, start: int) -> bytes:
        wrong = bytearray(piece)
        for place, n_left in wire_flips.items():
            if n_left and start <= place < start + len(piece):
                wire_flips[place] -= 1
                wrong[place - start] ^= 0xFF
        return bytes(wrong)

    source.spoil = spoil
    for number in range(len(stops) + 1):
        it = transfer(source, target)

        def change() -> None:
            source.files["model.gguf"] = source.files["model.gguf"][::-1]
            raise_cut()

        stopping = at(set(stops[number : number + 1]), it.stop)
        changing = at(changes, change)

        def before_piece(path: str, place: int, stop=stopping, change=changing) -> None:  # noqa: ANN001
            stop(path, place)
            change(path, place)

        source.before_piece = before_piece
        if (verdict := verdict_of(it)) is not False:
            is_right = verdict is True and part_path(target).read_bytes() == source.files["model.gguf"]
            assert is_right or verdict in {ErrorCode.DOWNLOAD_DAMAGED, ErrorCode.HUB_FILE_CHANGED}
            return
        part = part_path(target)
        for place in disk_flips[min(number, 4)]:
            if part.exists() and place < part.stat().st_size:
                flip(part, place)
    pytest.fail("it ended without a verdict")
