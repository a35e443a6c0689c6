import dataclasses
import logging
import traceback
from typing import Any

import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import Gating, HubQuery, HubSort, RemoteFile
from tests.fakes.loopback_host import Answer, Content, Fault
from tests.fakes.loopback_hub import LoopbackHub

ID = "ana/tiny-GGUF"
PATH = "tiny-Q4_0.gguf"
MODEL = bytes(range(256)) * 4000
CARD = b"---\nlicense: apache-2.0\n---\n# Tiny\n"
FILE = RemoteFile(repository=ID, revision="main", path=PATH)
TOKEN = "hf_s3cret"


@pytest.fixture(autouse=True)
def tiny(hub: LoopbackHub) -> None:
    hub.users[TOKEN] = "ana"
    hub.add_repository(
        ID,
        {PATH: MODEL, "mmproj-F16.gguf": b"GGUF", "README.md": CARD},
        downloads=3,
        likes=2,
        card_data={"license": "apache-2.0", "language": "en", "base_model": "ana/tiny"},
        gguf={"total": 1000, "architecture": "llama", "context_length": 2048},
    )


def _with_token(hub: LoopbackHub, token: str = TOKEN) -> HubClient:
    return HubClient(HubAccess(endpoint=hub.endpoint, token=lambda: token, timeout_s=5.0))


def _error(caught: pytest.ExceptionInfo[HubError]) -> tuple[ErrorCode, dict[str, object]]:
    return caught.value.code, dict(caught.value.facts)


# Search


def test_a_search_finds_facts_of_repositories(client: HubClient) -> None:
    (found,) = client.search(HubQuery(text="tiny")).results
    assert (found.id, found.author, found.downloads, found.likes) == (ID, "ana", 3, 2)
    assert (found.licence, found.languages, found.gating) == ("apache-2.0", ("en",), Gating.NONE)
    assert (found.architecture, found.n_parameters, found.n_ctx_train_tokens) == ("llama", 1000, 2048)
    assert found.updated_at is not None


def test_a_search_is_filtered_and_sorted(client: HubClient, hub: LoopbackHub) -> None:
    mit = ["gguf", "license:mit", "de"]
    hub.add_repository("bob/two", tags=mit, likes=2, downloads=9)
    hub.add_repository("bob/one", tags=mit, likes=9, downloads=2)
    hub.add_repository("bob/gated", tags=mit, gated="auto")
    hub.add_repository("bob/no-gguf", tags=["license:mit", "de"])
    hub.add_repository("bob/french", tags=["gguf", "license:mit", "fr"])
    query = HubQuery(text="bob", licence="mit", language="de", is_gated_included=False, sort=HubSort.LIKES)
    assert [each.id for each in client.search(query).results] == ["bob/one", "bob/two"]


@pytest.mark.parametrize(
    ("sort", "most"),
    [
        (HubSort.DOWNLOADS, {"downloads": 9}),
        (HubSort.LIKES, {"likes": 9}),
        (HubSort.TRENDING, {"trending": 9}),
        (HubSort.UPDATED, {"updated_at": "2026-11-20T00:00:00.000Z"}),
        (HubSort.CREATED, {"created_at": "2026-11-20T00:00:00.000Z"}),
    ],
)
def test_the_most_of_what_is_sorted_by_comes_first(
    client: HubClient, hub: LoopbackHub, sort: HubSort, most: dict[str, Any]
) -> None:
    hub.add_repository("bob/less")
    hub.add_repository("bob/most", **most)
    assert [each.id for each in client.search(HubQuery(text="bob", sort=sort)).results] == ["bob/most", "bob/less"]


def test_a_search_can_be_for_models_up_to_a_size(client: HubClient, hub: LoopbackHub) -> None:
    for n_parameters in (1_500_000_000, 1_700_000_000, 7_000_000_000):
        hub.add_repository(f"bob/{n_parameters}", gguf={"total": n_parameters})
    hub.add_repository("bob/unknown")
    found = client.search(HubQuery(text="bob", max_parameters=1_600_000_000)).results
    assert [each.id for each in found] == ["bob/1500000000", "bob/unknown"]
    assert "num_parameters=max%3A2B" in hub.hub.requests[-1].path


def test_results_come_in_pages(client: HubClient, hub: LoopbackHub) -> None:
    for number in range(7):
        hub.add_repository(f"bob/{number}", downloads=100 - number)
    query = HubQuery(text="bob", limit=3)
    found, page = [], client.search(query)
    while True:
        found += [each.id for each in page.results]
        if not page.next_page:
            break
        page = client.search(query, page.next_page)
    assert found == [f"bob/{number}" for number in range(7)]
    assert len(hub.hub.requests) == 3


def test_the_address_of_a_page_finds_its_repository(client: HubClient) -> None:
    assert [each.id for each in client.search(HubQuery(text=f"https://huggingface.co/{ID}")).results] == [ID]


def test_a_page_of_a_guest_network_is_no_answer(client: HubClient, hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(status=200, headers={"Content-Type": "text/html"}))
    with pytest.raises(HubError) as caught:
        client.search(HubQuery())
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG


def test_an_answer_without_an_end_is_given_up(client: HubClient, hub: LoopbackHub) -> None:
    hub.hub.route = lambda _request: Answer(200, content=Content(size_bytes=10**12, block=b"[" * 65536))
    with pytest.raises(HubError) as caught:
        client.search(HubQuery())
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG
    assert hub.hub.sent_bytes < 100_000_000


def test_an_answer_that_comes_drop_by_drop_is_given_up(hub: LoopbackHub) -> None:
    hub.hub.route = lambda _request: Answer(200, content=Content(size_bytes=10**7, block=b"[" * 65536))
    hub.hub.fail(Fault(bytes_per_s=1_000_000))
    access = HubAccess(endpoint=hub.endpoint, answer_s=0.3)
    with HubClient(access) as client, pytest.raises(HubError) as caught:
        client.search(HubQuery())
    assert _error(caught) == (ErrorCode.HUB_TIMEOUT, {"address": hub.endpoint})
    assert hub.hub.sent_bytes < 2_000_000


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(is_stalled=True), ErrorCode.HUB_TIMEOUT),
        (Fault(stall_after_bytes=5), ErrorCode.HUB_TIMEOUT),
        (Fault(cut_after_bytes=5), ErrorCode.HUB_UNREACHABLE),
        (Fault(length_delta=5), ErrorCode.HUB_UNREACHABLE),
        (Fault(length_delta=-5), ErrorCode.HUB_ANSWER_WRONG),
    ],
    ids=repr,
)
def test_an_answer_that_does_not_come_whole_is_told(hub: LoopbackHub, fault: Fault, code: ErrorCode) -> None:
    access = HubAccess(endpoint=hub.endpoint, token=lambda: TOKEN, timeout_s=0.3)
    with HubClient(access) as client:
        for ask in (lambda: client.search(HubQuery()), lambda: client.repository(ID), client.whoami):
            hub.hub.fail(dataclasses.replace(fault))
            with pytest.raises(HubError) as caught:
                ask()
            assert caught.value.code is code


def test_a_slow_answer_is_waited_for(client: HubClient, hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(delay_s=0.3))
    assert len(client.search(HubQuery()).results) == 1


# A repository


def test_a_repository_has_its_card_and_its_models(client: HubClient, hub: LoopbackHub) -> None:
    repository = client.repository(ID)
    assert (repository.card, repository.base_model) == ("# Tiny", "ana/tiny")
    assert repository.revision == hub.repositories[ID].commit
    (model,) = repository.models
    assert (model.name, model.quantization, model.size_bytes) == ("tiny-Q4_0", "Q4_0", len(MODEL))
    (file,) = model.files
    assert (file.revision, file.sha256) == (repository.revision, hub.repositories[ID].files[PATH].content.sha256)


def test_a_revision_can_be_an_earlier_commit(client: HubClient, hub: LoopbackHub) -> None:
    first = hub.repositories[ID].commit
    hub.put_file(ID, PATH, b"GGUF, newer")
    assert client.repository(ID, first).models[0].size_bytes == len(MODEL)
    assert client.repository(ID).models[0].size_bytes == len(b"GGUF, newer")


def test_a_repository_without_a_card_has_an_empty_one(client: HubClient, hub: LoopbackHub) -> None:
    hub.add_repository("ana/bare", {PATH: MODEL})
    assert client.repository("ana/bare").card == ""


def test_a_large_card_is_read_up_to_a_bound(client: HubClient, hub: LoopbackHub) -> None:
    hub.put_file(ID, "README.md", Content(b"# Tiny\n", 10**10, block=b"word " * 1000, named_sha256="0"), is_large=True)
    card = client.repository(ID).card
    assert card.startswith("# Tiny")
    assert card.endswith("…")
    assert hub.cdn.sent_bytes < 20_000_000


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(cut_after_bytes=0), Fault(bytes_per_s=100_000)], ids=repr)
def test_a_card_that_does_not_come_costs_only_itself(hub: LoopbackHub, fault: Fault) -> None:
    hub.put_file(ID, "README.md", Content(b"# Tiny\n", 10**7, block=b"word " * 1000, named_sha256="0"), is_large=True)
    hub.cdn.fail(fault)
    with HubClient(HubAccess(endpoint=hub.endpoint, answer_s=0.3)) as client:
        repository = client.repository(ID)
    assert (repository.card, len(repository.models)) == ("", 1)


def test_a_moved_repository_is_followed(client: HubClient, hub: LoopbackHub) -> None:
    hub.moved["old/name"] = ID
    assert client.repository("old/name").summary.id == ID
    assert client.read_range(RemoteFile(repository="old/name", revision="main", path=PATH), 0, 9) == MODEL[:9]


def test_a_gated_repository_can_be_looked_at(client: HubClient, hub: LoopbackHub) -> None:
    hub.repositories[ID].gated = "manual"
    repository = client.repository(ID)
    assert (repository.summary.gating, repository.card, len(repository.models)) == (Gating.MANUAL, "", 1)


@pytest.mark.parametrize("name", ["ana/none", "../../etc/passwd", "a b", ""])
def test_what_is_not_there_is_told(client: HubClient, name: str) -> None:
    with pytest.raises(HubError) as caught:
        client.repository(name)
    assert _error(caught) == (ErrorCode.HUB_NOT_FOUND, {"name": name})


def test_a_revision_and_a_file_that_are_not_there_are_told(client: HubClient) -> None:
    with pytest.raises(HubError) as caught:
        client.repository(ID, "no-such-branch")
    assert caught.value.code is ErrorCode.HUB_NOT_FOUND
    with pytest.raises(HubError) as caught:
        client.file_facts(RemoteFile(repository=ID, revision="main", path="none.gguf"))
    assert caught.value.code is ErrorCode.HUB_NOT_FOUND


def test_a_hub_that_names_impossible_repositories_is_not_believed(client: HubClient, hub: LoopbackHub) -> None:
    hub.repositories[ID].id = "../../home"
    with pytest.raises(HubError) as caught:
        client.repository(ID)
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG
    assert client.search(HubQuery()).results == ()


# Files


def test_facts_of_a_file_are_the_hubs_of_now(client: HubClient, hub: LoopbackHub) -> None:
    file = client.file_facts(FILE)
    sha256 = hub.repositories[ID].files[PATH].content.sha256
    assert (file.size_bytes, file.sha256, file.etag) == (len(MODEL), sha256, sha256)
    assert file.url.startswith(hub.cdn.url)
    assert hub.cdn.requests == []


def test_a_small_file_has_no_sha256(client: HubClient) -> None:
    file = client.file_facts(RemoteFile(repository=ID, revision="main", path="README.md"))
    assert (file.size_bytes, file.sha256, len(file.etag)) == (len(CARD), "", 40)


def test_a_range_is_read_and_nothing_more_is_fetched(client: HubClient, hub: LoopbackHub) -> None:
    assert client.read_range(FILE, 1000, 3000) == MODEL[1000:3000]
    assert client.read_range(FILE, len(MODEL) - 5, len(MODEL) + 5) == MODEL[-5:]
    assert hub.cdn.sent_bytes == 2005


def test_a_range_is_read_from_a_server_that_knows_none(client: HubClient, hub: LoopbackHub) -> None:
    hub.cdn.fail(Fault(is_range_ignored=True, times=None))
    assert client.read_range(FILE, 1000, 3000) == MODEL[1000:3000]


def test_a_far_range_of_a_server_that_knows_none_is_not_waited_for(client: HubClient, hub: LoopbackHub) -> None:
    hub.put_file(ID, PATH, Content(b"GGUF", 10**10, named_sha256="0" * 64))
    hub.cdn.fail(Fault(is_range_ignored=True, times=None))
    with pytest.raises(HubError) as caught:
        client.read_range(FILE, 10**9, 10**9 + 10)
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG


def test_a_range_that_comes_short_is_told(client: HubClient, hub: LoopbackHub) -> None:
    hub.cdn.fail(Fault(length_delta=-1))
    with pytest.raises(HubError) as caught:
        client.read_range(FILE, 1000, 3000)
    assert caught.value.code is ErrorCode.HUB_ANSWER_WRONG
    assert client.read_range(FILE, len(MODEL) - 1, len(MODEL) + 10) == MODEL[-1:]


def test_a_file_that_changed_between_two_requests_is_told(client: HubClient, hub: LoopbackHub) -> None:
    (model,) = client.repository(ID).models
    hub.rewrite_file(ID, PATH, MODEL[::-1])
    with pytest.raises(HubError) as caught:
        client.read_range(model.files[0], 0, 10)
    assert _error(caught) == (ErrorCode.HUB_FILE_CHANGED, {"name": PATH})


def test_a_signed_address_that_is_spent_is_told_and_a_new_one_got(client: HubClient, hub: LoopbackHub) -> None:
    url = client.file_facts(FILE).url.replace("Signature=signed", "Signature=spent")
    with pytest.raises(HubError) as caught, client.open_stream(url):
        pass
    assert _error(caught) == (ErrorCode.HUB_SERVER_ERROR, {"status": 403})
    with client.open_stream(client.file_facts(FILE).url) as stream:
        assert b"".join(stream.pieces()) == MODEL


def test_the_header_of_a_huge_file_costs_what_is_read(client: HubClient, hub: LoopbackHub) -> None:
    hub.put_file(ID, PATH, Content(b"GGUF", 5 * 10**9, named_sha256="0" * 64))
    assert client.read_range(FILE, 0, 65536)[:4] == b"GGUF"
    assert hub.cdn.sent_bytes == 65536


# Refusals


def test_a_gated_file_without_an_account_names_the_page(client: HubClient, hub: LoopbackHub) -> None:
    hub.repositories[ID].gated = "auto"
    with pytest.raises(HubError) as caught:
        client.read_range(FILE, 0, 10)
    assert _error(caught) == (ErrorCode.HUB_GATED, {"name": ID, "address": f"{hub.endpoint}/{ID}"})
    assert client.page_url(ID) == f"{hub.endpoint}/{ID}"


def test_a_gated_file_is_given_to_who_accepted(hub: LoopbackHub) -> None:
    hub.repositories[ID].gated = "auto"
    with _with_token(hub) as client:
        for ask in (lambda: client.read_range(FILE, 0, 10), lambda: client.file_facts(FILE)):
            with pytest.raises(HubError) as caught:
                ask()
            assert caught.value.code is ErrorCode.HUB_NOT_LET_IN
        hub.repositories[ID].granted.add("ana")
        assert client.read_range(FILE, 0, 10) == MODEL[:10]


def test_a_token_that_may_not_read_such_models_is_told(hub: LoopbackHub) -> None:
    """Tokens have permissions of their own, beside those of their account."""
    message = {"X-Error-Message": "Enable access to public gated repositories in your token's settings."}
    hub.hub.fail(Fault(status=403, headers=message))
    with _with_token(hub) as client, pytest.raises(HubError) as caught:
        client.file_facts(FILE)
    assert _error(caught) == (ErrorCode.HUB_FORBIDDEN, {"name": ID})


def test_a_private_repository_is_there_for_its_owner_alone(client: HubClient, hub: LoopbackHub) -> None:
    hub.repositories[ID].is_private = True
    hub.repositories[ID].granted.add("ana")
    with pytest.raises(HubError) as caught:
        client.repository(ID)
    assert caught.value.code is ErrorCode.HUB_NOT_FOUND
    with _with_token(hub) as owner:
        assert owner.repository(ID).summary.id == ID


@pytest.mark.parametrize(
    ("status", "headers", "code", "facts"),
    [
        (429, {"Retry-After": "7"}, ErrorCode.HUB_RATE_LIMITED, {"wait_s": 7}),
        (429, {"RateLimit": '"api";r=0;t=9'}, ErrorCode.HUB_RATE_LIMITED, {"wait_s": 9}),
        (500, {}, ErrorCode.HUB_SERVER_ERROR, {"status": 500}),
        (503, {}, ErrorCode.HUB_SERVER_ERROR, {"status": 503}),
    ],
)
def test_a_refusal_is_told_at_once_by_every_call(
    client: HubClient, hub: LoopbackHub, status: int, headers: dict[str, str], code: ErrorCode, facts: dict[str, int]
) -> None:
    calls = (
        lambda: client.search(HubQuery()),
        lambda: client.repository(ID),
        lambda: client.file_facts(FILE),
        lambda: client.read_range(FILE, 0, 10),
    )
    for ask in calls:
        hub.hub.fail(Fault(status=status, headers=headers))
        with pytest.raises(HubError) as caught:
            ask()
        assert _error(caught) == (code, facts)
    assert len(hub.hub.requests) == len(calls)


# The account


def test_a_check_names_the_account(hub: LoopbackHub) -> None:
    with _with_token(hub) as client:
        assert (client.check(), client.whoami()) == ("ana", "ana")


def test_a_check_without_a_token_reaches_the_hub(client: HubClient, hub: LoopbackHub) -> None:
    assert client.check() == ""
    assert len(hub.hub.requests) == 1


def test_a_token_of_nobody_is_told_by_every_call(hub: LoopbackHub) -> None:
    with _with_token(hub, "hf_other") as client:
        calls = (client.check, lambda: client.search(HubQuery()), lambda: client.file_facts(FILE))
        for ask in calls:
            with pytest.raises(HubError) as caught:
                ask()
            assert caught.value.code is ErrorCode.HUB_TOKEN_WRONG


def test_a_token_is_never_logged_nor_told(hub: LoopbackHub, caplog: pytest.LogCaptureFixture) -> None:
    for name in (None, "httpx2", "httpcore2", "huggingface_hub"):  # other parts of the program quieten them
        caplog.set_level(logging.DEBUG, logger=name)
    told = ""
    with _with_token(hub) as client:
        client.check()
        client.search(HubQuery())
        client.read_range(client.file_facts(client.repository(ID).models[0].files[0]), 0, 10)
        faults = [Fault(status=401), Fault(status=500), Fault(is_stalled=True), Fault(cut_after_bytes=0)]
        for fault in faults:
            hub.hub.fail(fault)
            access = HubAccess(endpoint=hub.endpoint, token=lambda: TOKEN, timeout_s=0.2)
            with HubClient(access) as hasty, pytest.raises(HubError) as caught:
                hasty.whoami()
            told += "".join(traceback.format_exception(caught.value))
    assert "authorization" in hub.hub.requests[0].headers
    assert caplog.records
    assert TOKEN not in caplog.text + told


def test_the_mirror_is_asked_and_nobody_else(client: HubClient, hub: LoopbackHub) -> None:
    with LoopbackHub() as other:
        other.add_repository(ID, {PATH: b"GGUF"})
        with HubClient(HubAccess(endpoint=f"{other.endpoint}/")) as mirrored:
            assert mirrored.read_range(FILE, 0, 10) == b"GGUF"
            assert mirrored.file_facts(FILE).size_bytes == 4
        assert client.read_range(FILE, 0, 10) == MODEL[:10]
        assert len(other.hub.requests) == 2
    assert len(hub.hub.requests) == 1
