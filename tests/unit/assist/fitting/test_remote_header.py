from collections.abc import Iterator
from pathlib import Path

import pytest
from gguf import GGMLQuantizationType as TensorType

from desktop_llm.assist.fitting.remote_header import QUICK_BYTES, THOROUGH_BYTES, remote_header
from desktop_llm.engine.gguf_header import read_model
from desktop_llm.engine.gguf_reader import MoreBytesNeededError
from desktop_llm.errors import ErrorCode, HubError, RequestFailedError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import RemoteFile, RemoteModel
from tests.fakes.loopback_host import Content, Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.sparse_models import Shape, write_sparse_model

# A 9B model whose file has 5 GB, with a vocabulary like Gemma's, and one with 250,000 merges on top, like Qwen 3.5's.
NINE = Shape(
    n_layers=36,
    n_embedding=4096,
    n_feed_forward=14_336,
    n_heads=32,
    n_kv_heads=8,
    n_vocab_tokens=262_144,
    weights=TensorType.Q4_K,
)
NINE_WITH_MERGES = Shape(
    n_layers=36,
    n_embedding=4096,
    n_feed_forward=14_336,
    n_heads=32,
    n_kv_heads=8,
    n_vocab_tokens=262_144,
    n_merges=250_000,
    weights=TensorType.Q4_K,
)
SMALL = Shape(
    n_layers=2, n_embedding=256, n_feed_forward=512, n_heads=4, n_kv_heads=4, n_vocab_tokens=300, n_ctx_tokens=2048
)
HEADER_BYTES = 20_000_000


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Writing such a vocabulary takes seconds, so it is written once."""
    return write_sparse_model(tmp_path_factory.mktemp("nine") / "model-Q4_K_M.gguf", NINE)


@pytest.fixture(scope="module")
def nine_with_merges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sparse_model(tmp_path_factory.mktemp("merges") / "model-Q4_K_M.gguf", NINE_WITH_MERGES)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        yield hub


@pytest.fixture
def client(hub: LoopbackHub) -> Iterator[HubClient]:
    with HubClient(HubAccess(endpoint=hub.endpoint, timeout_s=5.0)) as client:
        yield client


def put(hub: LoopbackHub, path: Path) -> None:
    """The file, of which the hub keeps only what is not zeros."""
    with path.open("rb") as file:
        prefix = file.read(HEADER_BYTES)
    size = path.stat().st_size
    content = Content(prefix[:size], size, named_sha256="1" * 64)
    hub.add_repository("owner/model", {path.name: content})


def only_model(client: HubClient) -> RemoteModel:
    (model,) = client.repository("owner/model").models
    return model


@pytest.mark.parametrize("name", ["nine", "nine_with_merges"])
def test_the_header_of_a_file_of_5_gb_costs_8_mb_at_most(
    hub: LoopbackHub, client: HubClient, request: pytest.FixtureRequest, name: str
) -> None:
    path: Path = request.getfixturevalue(name)
    put(hub, path)
    model = only_model(client)
    assert model.size_bytes > 4.9e9
    hub.cdn.clear()
    hub.hub.clear()
    header = remote_header(client.read_range, model)
    assert hub.hub.sent_bytes + hub.cdn.sent_bytes <= 8_000_000
    whole = read_model(path)
    assert header.size_bytes == whole.size_bytes
    assert header.weights_bytes == pytest.approx(whole.weights_bytes, rel=0.005)
    assert [layer.n_embd_k for layer in header.layers] == [layer.n_embd_k for layer in whole.layers]


def test_no_byte_is_fetched_twice(hub: LoopbackHub, client: HubClient, nine: Path) -> None:
    put(hub, nine)
    model = only_model(client)
    hub.cdn.clear()
    remote_header(client.read_range, model)
    ranges = [request.headers["range"].removeprefix("bytes=").split("-") for request in hub.cdn.requests]
    ends = [int(last) for _, last in ranges]
    assert [int(first) for first, _ in ranges] == [0, *(end + 1 for end in ends[:-1])]
    assert ends[-1] < THOROUGH_BYTES


def test_a_quick_look_costs_kilobytes(hub: LoopbackHub, client: HubClient, nine: Path) -> None:
    put(hub, nine)
    model = only_model(client)
    hub.cdn.clear()
    header = remote_header(client.read_range, model, QUICK_BYTES)
    assert hub.cdn.sent_bytes <= QUICK_BYTES
    assert header.weights_bytes == pytest.approx(read_model(nine).weights_bytes, rel=0.005)


def test_a_small_file_is_read_as_it_is(hub: LoopbackHub, client: HubClient, tmp_path: Path) -> None:
    path = write_sparse_model(tmp_path / "model.gguf", SMALL)
    put(hub, path)
    header = remote_header(client.read_range, only_model(client))
    assert header.layers == read_model(path).layers
    assert header.chat_template


def test_a_model_in_parts_is_told_from_the_beginning_of_its_first(tmp_path: Path) -> None:
    data = write_sparse_model(tmp_path / "model.gguf", SMALL).read_bytes()
    part = RemoteFile(repository="o/r", revision="c", path="m-00001-of-00002.gguf", size_bytes=len(data))
    model = RemoteModel(name="m", quantization="", files=(part, part), size_bytes=2 * len(data))
    header = remote_header(lambda _file, start, end: data[start:end], model)
    assert header.size_bytes == header.expected_bytes == 2 * len(data)
    assert len(header.layers) == SMALL.n_layers


def test_what_is_no_model_is_refused(hub: LoopbackHub, client: HubClient) -> None:
    hub.add_repository("owner/model", {"model.gguf": b"<html>Not found</html>" * 100})
    with pytest.raises(RequestFailedError) as caught:
        remote_header(client.read_range, only_model(client))
    assert caught.value.code is ErrorCode.MODEL_FILE_NOT_GGUF


def test_too_few_bytes_to_tell_anything_are_told_so() -> None:
    file = RemoteFile(repository="o/r", revision="c", path="m.gguf", size_bytes=10**9)
    model = RemoteModel(name="m", quantization="", files=(file,), size_bytes=10**9)
    with pytest.raises(MoreBytesNeededError):
        remote_header(lambda _file, _start, _end: b"", model)


def test_a_hub_that_fails_is_told_as_the_hubs_failure(hub: LoopbackHub, client: HubClient, tmp_path: Path) -> None:
    put(hub, write_sparse_model(tmp_path / "model.gguf", SMALL))
    model = only_model(client)
    hub.cdn.fail(Fault(status=500, times=None))
    with pytest.raises(HubError):
        remote_header(client.read_range, model)
