"""The loopback Hub speaks the protocol of the real one: the client library itself understands it, faults included."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_library import library_session
from desktop_llm.hub.hub_transport import HubTransport
from tests.fakes.loopback_host import Content, Fault
from tests.fakes.loopback_hub import LoopbackHub

ID = "ana/tiny"
CONTENT = bytes(range(256)) * 50_000


@pytest.fixture(autouse=True)
def library(hub: LoopbackHub) -> Iterator[None]:
    hub.users["secret"] = "ana"
    hub.add_repository(ID, {"tiny.gguf": CONTENT, "README.md": b"# Tiny"}, downloads=1, gguf={"total": 7})
    transport = HubTransport(HubAccess(endpoint=hub.endpoint, timeout_s=5))
    with library_session(transport):
        yield
    transport.close()


def _download(hub: LoopbackHub, folder: Path) -> Path:
    from huggingface_hub import hf_hub_download

    return Path(hf_hub_download(ID, "tiny.gguf", local_dir=folder, endpoint=hub.endpoint, token=False))


def test_models_are_listed_in_pages(hub: LoopbackHub) -> None:
    from huggingface_hub import HfApi

    for number in range(7):
        hub.add_repository(f"bob/{number}", downloads=100 - number, gguf={"total": number})
    found = HfApi(endpoint=hub.endpoint).list_models(
        author="bob", filter="gguf", sort="downloads", expand=["gguf", "downloads"], token=False
    )
    assert [(each.id, each.gguf) for each in found] == [(f"bob/{number}", {"total": number}) for number in range(7)]


def test_files_have_their_sizes_and_hashes(hub: LoopbackHub) -> None:
    from huggingface_hub import HfApi

    api = HfApi(endpoint=hub.endpoint, token=False)
    file = hub.repositories[ID].files["tiny.gguf"]
    siblings = {each.rfilename: each for each in api.model_info(ID, files_metadata=True).siblings or []}
    assert siblings["tiny.gguf"].size == len(CONTENT)
    assert siblings["tiny.gguf"].lfs["sha256"] == file.content.sha256
    assert siblings["README.md"].blob_id == hub.repositories[ID].files["README.md"].git_hash
    tree = {each.path: each for each in api.list_repo_tree(ID, recursive=True)}
    (named,) = api.get_paths_info(ID, ["tiny.gguf"])
    assert (tree["tiny.gguf"].lfs.sha256, named.lfs.sha256) == (file.content.sha256, file.content.sha256)


def test_a_file_is_downloaded_from_the_second_host(hub: LoopbackHub, tmp_path: Path) -> None:
    assert _download(hub, tmp_path).read_bytes() == CONTENT
    assert hub.cdn.sent_bytes == len(CONTENT)


def test_a_cut_download_goes_on_with_a_range(hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _seconds: None)
    hub.cdn.fail(Fault(cut_after_bytes=11_000_000))
    assert _download(hub, tmp_path).read_bytes() == CONTENT
    assert hub.cdn.requests[1].headers["range"] == "bytes=10485760-"


def test_wrong_bytes_of_the_right_length_get_past_the_client_library(hub: LoopbackHub, tmp_path: Path) -> None:
    """Which is why downloads are our own; and the fault is one."""
    hub.cdn.fail(Fault(flipped=(0, 300_000)))
    damaged = _download(hub, tmp_path).read_bytes()
    assert [place for place in (0, 1, 300_000) if damaged[place] != CONTENT[place]] == [0, 300_000]


def test_a_wrong_length_is_seen_by_the_client_library(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.rewrite_file(ID, "tiny.gguf", CONTENT, linked_size=len(CONTENT) + 1)
    with pytest.raises(OSError, match="Consistency check failed"):
        _download(hub, tmp_path)


def test_refusals_are_those_of_the_hub(hub: LoopbackHub) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        RemoteEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    api = HfApi(endpoint=hub.endpoint, token=False)
    url = f"{hub.endpoint}/{ID}/resolve/main/tiny.gguf"
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("ana/none")
    with pytest.raises(RevisionNotFoundError):
        api.model_info(ID, revision="none")
    with pytest.raises(RemoteEntryNotFoundError):
        api.get_hf_file_metadata(url=url.replace("tiny.gguf", "none"))
    hub.repositories[ID].gated = "auto"
    with pytest.raises(GatedRepoError):
        api.get_hf_file_metadata(url=url)
    with pytest.raises(HfHubHTTPError):
        api.whoami(token="nobodys")
    assert api.whoami(token="secret")["name"] == "ana"


def test_a_content_of_gigabytes_is_the_same_by_pieces_and_by_hash() -> None:
    content = Content(b"head", 1_000_003, block=b"0123456789" * 1000)
    whole = b"".join(content.pieces(0, content.size))
    assert len(whole) == content.size
    assert b"".join(content.pieces(3, 600_001)) == whole[3:600_001]
    assert Content(whole).sha256 == content.sha256
