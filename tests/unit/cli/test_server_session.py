from pathlib import Path

import pytest

from desktop_llm.assist.servers import server_key_name
from desktop_llm.cli.server_session import KEY_VARIABLE, access_to, server_client
from desktop_llm.credentials import Credentials
from desktop_llm.engine.client import EngineState
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.paths import DataFolder
from desktop_llm.settings import ServerEntry, Settings
from tests.fakes.scripted_servers import GPU_BOX

KNOWN = Settings(servers=(ServerEntry(id="bad", name="Bad", url="no url"), GPU_BOX))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def test_any_server_can_be_named(folder: DataFolder) -> None:
    access = access_to("http://localhost:8080", folder, Settings())
    assert (access.address.base_url, access.key()) == ("http://localhost:8080/v1", "")


def test_a_server_of_the_settings_is_known_by_its_address_and_has_its_key(folder: DataFolder) -> None:
    Credentials(folder).set(server_key_name(GPU_BOX), "kept", is_file_allowed=True)
    assert access_to("https://gpu-box.example", folder, KNOWN).key() == "kept"
    assert access_to("https://other.example", folder, KNOWN).key() == ""


def test_the_key_of_the_environment_comes_first(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    Credentials(folder).set(server_key_name(GPU_BOX), "kept", is_file_allowed=True)
    monkeypatch.setenv(KEY_VARIABLE, "named")
    assert access_to("https://gpu-box.example", folder, KNOWN).key() == "named"
    assert access_to("https://other.example", folder, KNOWN).key() == "named"


def test_without_a_wish_the_model_of_the_settings_is_asked(folder: DataFolder) -> None:
    for url, wanted, model in (
        ("https://gpu-box.example", "", "granite"),
        ("https://gpu-box.example", "other", "other"),
        ("https://other.example", "", ""),
    ):
        client, chosen = server_client(url, wanted, folder, KNOWN)
        assert chosen == model
        assert client.status.state is EngineState.STOPPED
        client.close()


def test_what_is_no_address_is_refused(folder: DataFolder) -> None:
    with pytest.raises(ServerError) as raised:
        access_to("ftp://x", folder, Settings())
    assert raised.value.code is ErrorCode.SERVER_ADDRESS_WRONG
