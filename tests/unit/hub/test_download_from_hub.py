"""Downloads over the real client library from the loopback Hub: its redirects, its refusals, its failures."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop_llm.errors import DownloadError, ErrorCode, HubError
from desktop_llm.hub.download_queue import DownloadQueue
from desktop_llm.hub.download_records import DownloadState
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.part_file import part_path
from desktop_llm.hub.retries import RetryPolicy
from desktop_llm.hub.transfer import Transfer, TransferOptions
from desktop_llm.paths import DataFolder
from tests.fakes.download_log import DownloadLog
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub

ID = "owner/repo"
PATH = "model.gguf"
SIZE = 3_000_000
CONTENT = bytes(range(250)) * (SIZE // 250)
OTHER = CONTENT[::-1]
OPTIONS = TransferOptions(
    piece_bytes=100_000, retries=RetryPolicy(first_wait_s=0.0, longest_wait_s=0.0, max_refusals=3, max_failures=200)
)
TOKEN = "hf_secret"
# A hundred requests for each example: making a failure smaller would take minutes.
OVER_THE_NETWORK = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@pytest.fixture(autouse=True)
def repository(hub: LoopbackHub) -> None:
    hub.add_repository(ID, {PATH: CONTENT})


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / PATH


def file_of(client: HubClient) -> RemoteFile:
    return client.repository(ID).models[0].files[0]


def run(client: HubClient, target: Path) -> bool:
    return Transfer(file_of(client), target, client, OPTIONS).run()


def code_of(client: HubClient, target: Path) -> ErrorCode:
    with pytest.raises(HubError) as caught:
        run(client, target)
    return caught.value.code


def verdict_of(client: HubClient, target: Path) -> bool | ErrorCode:
    try:
        return run(client, target)
    except DownloadError as error:
        return error.code


def test_a_file_comes_over_the_second_host(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    assert run(client, target)
    assert part_path(target).read_bytes() == CONTENT
    assert hub.cdn.sent_bytes == SIZE


@pytest.mark.parametrize(
    "fault",
    [
        Fault(cut_after_bytes=1_234_567),
        Fault(status=503),
        Fault(status=500, times=3),
        Fault(status=403),  # as when a signed address is too old
        Fault(status=429, headers={"Retry-After": "0"}),
        Fault(stall_after_bytes=300_000),
        Fault(is_stalled=True),
        Fault(delay_s=0.3),
        Fault(bytes_per_s=4_000_000),  # longer than the client waits for anything, but it never has to wait that long
        Fault(length_delta=10),
        Fault(length_delta=-10),
        Fault(is_range_ignored=True),
        Fault(flipped=(5, 2_999_999)),
    ],
    ids=repr,
)
def test_what_fails_once_is_got_over(hub: LoopbackHub, target: Path, fault: Fault) -> None:
    hub.cdn.fail(fault)
    with HubClient(HubAccess(endpoint=hub.endpoint, timeout_s=0.5)) as client:
        assert run(client, target)
    assert part_path(target).read_bytes() == CONTENT


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_the_hub_itself_may_fail_too(hub: LoopbackHub, client: HubClient, target: Path, status: int) -> None:
    file = file_of(client)
    hub.hub.fail(Fault(path="resolve", status=status, headers={"Retry-After": "0"}, times=3))
    assert Transfer(file, target, client, OPTIONS).run()
    assert part_path(target).read_bytes() == CONTENT


def test_a_hub_that_fails_for_ever_is_told(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    hub.cdn.fail(Fault(status=500, times=None))
    assert code_of(client, target) is ErrorCode.HUB_SERVER_ERROR


def test_a_file_that_is_gone_is_told(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    file = file_of(client)
    del hub.repositories[ID]
    with pytest.raises(HubError) as caught:
        Transfer(file, target, client, OPTIONS).run()
    assert caught.value.code is ErrorCode.HUB_NOT_FOUND


def test_a_gated_file_is_told_with_its_page(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    hub.repositories[ID].gated = "auto"
    with pytest.raises(HubError) as caught:
        run(client, target)
    assert caught.value.code is ErrorCode.HUB_GATED
    assert caught.value.facts["address"] == f"{hub.endpoint}/{ID}"


def test_a_token_that_is_nobodys_is_told(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    file = file_of(client)
    access = HubAccess(endpoint=hub.endpoint, token=lambda: "hf_wrong")
    with HubClient(access) as stranger, pytest.raises(HubError) as caught:
        Transfer(file, target, stranger, OPTIONS).run()
    assert caught.value.code is ErrorCode.HUB_TOKEN_WRONG


def test_a_download_that_is_refused_in_the_middle_goes_on_once_there_is_a_token(
    hub: LoopbackHub, client: HubClient, target: Path
) -> None:
    def close_it() -> None:
        hub.repositories[ID].gated = "auto"

    file = file_of(client)
    hub.cdn.fail(Fault(cut_after_bytes=1_000_000, then=close_it))
    with pytest.raises(HubError) as caught:
        Transfer(file, target, client, OPTIONS).run()
    assert caught.value.code is ErrorCode.HUB_GATED

    hub.users[TOKEN] = "ana"
    hub.repositories[ID].granted.add("ana")
    with HubClient(HubAccess(endpoint=hub.endpoint, token=lambda: TOKEN)) as known:
        assert Transfer(file, target, known, OPTIONS).run()
    assert part_path(target).read_bytes() == CONTENT
    assert hub.cdn.sent_bytes <= 1.2 * SIZE


def test_a_hub_that_asks_for_a_pause_gets_it(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    hub.cdn.fail(Fault(status=429, headers={"Retry-After": "1"}))
    began_s = time.monotonic()
    assert run(client, target)
    assert time.monotonic() - began_s >= 1.0
    assert len(hub.cdn.requests) == 2


def test_offline_nothing_is_asked(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    file = file_of(client)
    hub.hub.clear()
    with HubClient(HubAccess(endpoint=hub.endpoint, is_offline=True)) as offline, pytest.raises(HubError) as caught:
        Transfer(file, target, offline, OPTIONS).run()
    assert caught.value.code is ErrorCode.HUB_OFFLINE
    assert hub.hub.requests == []


def test_the_token_never_reaches_the_second_host(hub: LoopbackHub, target: Path) -> None:
    hub.users[TOKEN] = "ana"
    hub.repositories[ID].gated = "manual"
    hub.repositories[ID].granted.add("ana")
    for place in (500_000, 1_000_000):
        hub.cdn.fail(Fault(cut_after_bytes=place))
    with HubClient(HubAccess(endpoint=hub.endpoint, token=lambda: TOKEN)) as client:
        assert run(client, target)
    assert len(hub.cdn.requests) == 3
    assert not any(TOKEN in str(request) for request in hub.cdn.requests)
    assert not any(TOKEN in path.read_text("latin-1") for path in target.parent.iterdir())
    assert any(TOKEN in request.headers.get("authorization", "") for request in hub.hub.requests)


def test_a_file_that_changes_between_two_requests_comes_anew(hub: LoopbackHub, client: HubClient, target: Path) -> None:
    hub.cdn.fail(Fault(cut_after_bytes=1_000_000, then=lambda: hub.rewrite_file(ID, PATH, OTHER)))
    transfer = Transfer(file_of(client), target, client, OPTIONS)
    assert transfer.run()
    assert part_path(target).read_bytes() == OTHER
    assert transfer.file.etag == hub.repositories[ID].files[PATH].etag


@pytest.mark.parametrize("delta", [-1000, -1, 1, 1000])
def test_a_length_that_is_wrong_on_the_hub_is_an_error_and_no_file(
    hub: LoopbackHub, client: HubClient, target: Path, delta: int
) -> None:
    hub.put_file(ID, PATH, CONTENT, linked_size=SIZE + delta)
    assert code_of(client, target) is ErrorCode.HUB_FILE_CHANGED
    assert not target.exists()


def test_a_checksum_that_is_wrong_on_the_hub_is_an_error_and_no_file(
    hub: LoopbackHub, client: HubClient, target: Path
) -> None:
    hub.put_file(ID, PATH, CONTENT, linked_etag="0" * 64)
    with pytest.raises(Exception, match=ErrorCode.DOWNLOAD_DAMAGED):
        run(client, target)
    assert list(target.parent.iterdir()) == []


@settings(OVER_THE_NETWORK, max_examples=2)
@given(cuts=st.lists(st.integers(0, SIZE // 50), min_size=100, max_size=100))
def test_a_hundred_cuts_at_random_points_fetch_little_twice(
    hub: LoopbackHub, client: HubClient, tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    target = tmp_path_factory.mktemp("cut") / PATH
    hub.cdn.clear()
    for n_bytes in cuts:
        hub.cdn.fail(Fault(cut_after_bytes=n_bytes))
    assert run(client, target)
    assert part_path(target).read_bytes() == CONTENT
    assert hub.cdn.sent_bytes <= 1.2 * SIZE


@settings(OVER_THE_NETWORK, max_examples=5)
@given(
    cuts=st.lists(st.integers(0, SIZE // 40), min_size=100, max_size=100),
    spoiled=st.dictionaries(st.integers(0, 99), st.integers(0, 9_999), max_size=3),
)
def test_a_hundred_cuts_and_flipped_bytes_never_make_a_wrong_file(
    hub: LoopbackHub,
    client: HubClient,
    tmp_path_factory: pytest.TempPathFactory,
    cuts: list[int],
    spoiled: dict[int, int],
) -> None:
    """Of the requests with these numbers, one byte in ten thousand comes wrong."""
    target = tmp_path_factory.mktemp("hurt") / PATH
    hub.cdn.clear()
    for number, n_bytes in enumerate(cuts):
        flipped = tuple(range(spoiled[number], SIZE, 10_000)) if number in spoiled else ()
        hub.cdn.fail(Fault(cut_after_bytes=n_bytes, flipped=flipped))
    verdict = verdict_of(client, target)
    part = part_path(target)
    assert (verdict, part.exists()) in {(True, True), (ErrorCode.DOWNLOAD_DAMAGED, False)}
    assert verdict is not True or part.read_bytes() == CONTENT


PARTS = ("big-00001-of-00003.gguf", "big-00002-of-00003.gguf", "big-00003-of-00003.gguf")


def test_the_parts_of_a_model_come_at_once_and_past_cuts(
    hub: LoopbackHub, client: HubClient, data_folder_of_test: Path
) -> None:
    contents = [b"GGUF" + CONTENT[number:] for number in range(len(PARTS))]
    hub.add_repository("owner/big", dict(zip(PARTS, contents, strict=True)))
    hub.cdn.fail(Fault(cut_after_bytes=500_000, times=6))
    (model,) = client.repository("owner/big").models
    folder = DataFolder(data_folder_of_test)
    store = ModelStore(folder)
    queue = DownloadQueue(folder, lambda: HubClient(client.access), store, OPTIONS)
    log = DownloadLog(queue)
    queue.add(model)
    done = log.wait_for_state(DownloadState.DONE, DownloadState.FAILED)
    queue.close()
    assert done.failure is None
    places = [folder.downloaded_models / "owner/big" / path for path in PARTS]
    assert [place.read_bytes() for place in places] == contents
    assert store.get(done.model_id).path == str(places[0])
    assert hub.cdn.sent_bytes <= 1.2 * done.size_bytes


@pytest.fixture
def unreachable() -> Iterator[HubClient]:
    with LoopbackHub() as hub:
        endpoint = hub.endpoint
    with HubClient(HubAccess(endpoint=endpoint, timeout_s=0.5)) as client:
        yield client


def test_a_hub_that_cannot_be_reached_is_waited_for(client: HubClient, unreachable: HubClient, target: Path) -> None:
    """As often as the policy says; in the window that is for ever."""
    with pytest.raises(HubError) as caught:
        Transfer(file_of(client), target, unreachable, OPTIONS).run()
    assert caught.value.code is ErrorCode.HUB_UNREACHABLE
