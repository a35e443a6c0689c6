from pathlib import Path

import pytest

from desktop_llm.cli.session import TOKEN_VARIABLE, hub_client, load
from desktop_llm.credentials import HUB_TOKEN, Credentials
from desktop_llm.engine.client import EngineStatus
from desktop_llm.engine.messages import Failed, LoadModel, LoadNote
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.paths import DataFolder
from desktop_llm.settings import HubSettings, Settings, save_settings

LOAD = LoadModel(request_id="l", path="/x.gguf")


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ((), ""),
        ((LoadNote.FEWER_GPU_LAYERS,), "fewer layers"),
        ((LoadNote.NO_GPU_LAYERS,), "could not be used"),
    ],
)
def test_what_did_not_go_as_planned_is_said_where_the_model_is_loaded(
    notes: tuple[LoadNote, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = ScriptedEngineClient(status=EngineStatus())
    engine.load_notes = notes
    load(engine, LOAD)
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == len(notes)
    assert words in output.err


def test_a_load_that_fails_is_raised() -> None:
    engine = ScriptedEngineClient(status=EngineStatus())
    engine.load_failure = Failed(code=ErrorCode.MODEL_LOAD_FAILED, facts={"reason": "x"})
    with pytest.raises(RequestFailedError) as caught:
        load(engine, LOAD)
    assert caught.value.code is ErrorCode.MODEL_LOAD_FAILED


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    data_folder_of_test.mkdir()
    return DataFolder(data_folder_of_test)


def test_the_terminal_asks_the_hub_that_the_window_was_set_to(folder: DataFolder) -> None:
    save_settings(folder.settings, Settings(hub=HubSettings(endpoint="https://mirror.example", proxy="http://proxy")))
    with hub_client() as client:
        assert (client.access.address, client.access.proxy) == ("https://mirror.example", "http://proxy")


def test_the_token_is_the_kept_one_unless_the_environment_names_another(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "of-another-program")
    with hub_client() as client:
        assert client.access.token() == ""
    Credentials(folder).set(HUB_TOKEN, "kept", is_file_allowed=True)
    with hub_client() as client:
        assert client.access.token() == "kept"
        monkeypatch.setenv(TOKEN_VARIABLE, " named ")
        assert client.access.token() == "named"
    monkeypatch.delenv(TOKEN_VARIABLE)
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example")
    with hub_client() as client:
        assert client.access.token() == ""
    with hub_client("entered") as client:
        assert client.access.token() == "entered"
