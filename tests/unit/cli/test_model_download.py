import msgspec
import pytest

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.cli.model_download import progress_text, suitable_model, wanted_model
from desktop_llm.errors import ErrorCode, HubError, RequestFailedError
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.hub.hub_records import RemoteModel, Repository, RepositorySummary
from tests.fakes.file_source import remote_file

DOWNLOAD = Download(
    id="owner/repo/model.gguf",
    repository="owner/repo",
    title="model",
    quantization="Q4_K_M",
    size_bytes=2_500_000_000,
    done_bytes=1_125_000_000,
    bytes_per_s=12_500_000.0,
    left_s=110.0,
    state=DownloadState.RUNNING,
    failure=None,
)


def model(quantization: str, *paths: str) -> RemoteModel:
    files = tuple(remote_file(path.encode(), path) for path in paths)
    return RemoteModel(name=f"Model-{quantization}", quantization=quantization, files=files, size_bytes=len(files))


SMALL = model("Q3_K_M", "Model-Q3_K_M.gguf")
BALANCED = model("Q4_K_M", "Model-Q4_K_M.gguf")
BEST = model("Q8_0", "Q8_0/Model-Q8_0-00001-of-00002.gguf", "Q8_0/Model-Q8_0-00002-of-00002.gguf")
TOO_LARGE = ModelFit(verdict=FitVerdict.DOES_NOT_FIT, needed_bytes=5_000_000_000, free_bytes=4_000_000_000)
REPOSITORY = Repository(summary=RepositorySummary(id="owner/repo"), revision="0", models=(SMALL, BALANCED, BEST))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Q3_K_M", SMALL),
        ("q8_0", BEST),
        ("Model-Q4_K_M.gguf", BALANCED),
        ("model-q4_k_m", BALANCED),
        ("Model-Q8_0-00002-of-00002.gguf", BEST),
        ("Q8_0/Model-Q8_0-00001-of-00002.gguf", BEST),
    ],
)
def test_a_model_is_named_by_file_or_quantization(wanted: str, expected: RemoteModel) -> None:
    assert wanted_model(REPOSITORY, wanted) == expected


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(HubError) as caught:
        wanted_model(REPOSITORY, "Q5_K_M")
    assert caught.value.code is ErrorCode.HUB_NOT_FOUND
    with pytest.raises(HubError) as caught:
        suitable_model(msgspec.structs.replace(REPOSITORY, models=()), {})
    assert caught.value.code is ErrorCode.HUB_NOT_FOUND


def test_without_a_name_it_is_the_one_that_suits_this_computer() -> None:
    assert suitable_model(REPOSITORY, {}) == BALANCED
    assert suitable_model(REPOSITORY, {each.name: TOO_LARGE for each in (BALANCED, BEST)}) == SMALL


def test_a_model_of_which_no_file_fits_is_not_fetched_unasked() -> None:
    with pytest.raises(RequestFailedError) as caught:
        suitable_model(REPOSITORY, {each.name: TOO_LARGE for each in REPOSITORY.models})
    assert caught.value.code is ErrorCode.MODEL_DOES_NOT_FIT
    assert caught.value.facts == {"needed_bytes": 5_000_000_000, "free_bytes": 4_000_000_000}


def test_a_running_download_tells_share_speed_and_time() -> None:
    assert progress_text(DOWNLOAD) == "45 %  1.1 GB of 2.5 GB  12 MB/s  1 min 50 s left"


def test_what_is_not_known_yet_is_not_told() -> None:
    new = msgspec.structs.replace(DOWNLOAD, bytes_per_s=0.0, left_s=None)
    assert progress_text(new) == "45 %  1.1 GB of 2.5 GB"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DownloadState.WAITING_FOR_NETWORK, "waiting for the network or the Hub"),
        (DownloadState.VERIFYING, "checking"),
        (DownloadState.QUEUED, "waiting, another program may be at it"),
    ],
)
def test_a_download_that_stands_still_tells_why(state: DownloadState, words: str) -> None:
    assert progress_text(msgspec.structs.replace(DOWNLOAD, state=state)) == f"45 %  1.1 GB of 2.5 GB  {words}"
