from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.assist.servers import address_of, entry_of, first_choice, server_access, server_key_name
from desktop_llm.credentials import Credentials
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.paths import DataFolder
from tests.fakes.scripted_servers import GPU_BOX, NEAR, ON_GPU_BOX


def test_a_server_is_reached_as_the_person_set_it(tmp_path: Path) -> None:
    credentials = Credentials(DataFolder(tmp_path))
    access = server_access(replace(GPU_BOX, timeout_s=30.0, n_ctx_tokens=4096), credentials)
    assert access.address.host == "gpu-box.example"
    assert (access.timeout_s, access.n_ctx_tokens) == (30.0, 4096)
    assert access.key() == ""
    credentials.set(server_key_name(GPU_BOX), "our-key")
    assert access.key() == "our-key"


def test_the_keys_of_two_servers_have_names_of_their_own() -> None:
    assert server_key_name(GPU_BOX) != server_key_name(NEAR)
    assert server_key_name(GPU_BOX) != server_key_name(replace(GPU_BOX, id="other"))


def test_a_key_is_for_one_host(tmp_path: Path) -> None:
    credentials = Credentials(DataFolder(tmp_path))
    credentials.set(server_key_name(GPU_BOX), "our-key")
    assert server_access(replace(GPU_BOX, url="https://elsewhere.example"), credentials).key() == ""
    assert server_access(replace(GPU_BOX, name="renamed", model="other"), credentials).key() == "our-key"
    assert server_key_name(replace(GPU_BOX, url="nonsense url")) != server_key_name(GPU_BOX)


def test_a_server_that_is_gone_is_said_to_be() -> None:
    assert entry_of([NEAR, GPU_BOX], "gpu-box") is GPU_BOX
    with pytest.raises(ServerError) as raised:
        entry_of([NEAR], "gpu-box")
    assert raised.value.code is ErrorCode.SERVER_UNKNOWN


def test_where_text_goes_is_known_for_servers_alone() -> None:
    address = address_of([GPU_BOX], ON_GPU_BOX)
    assert address is not None
    assert address.host == "gpu-box.example"
    assert address_of([GPU_BOX], LOCAL_ENGINE) is None
    assert address_of([], ON_GPU_BOX) is None
    assert address_of([replace(GPU_BOX, url="nonsense url")], ON_GPU_BOX) is None


def test_new_chats_begin_here_unless_the_person_wished_otherwise() -> None:
    assert first_choice([]) == LOCAL_ENGINE
    assert first_choice([GPU_BOX, NEAR]) == LOCAL_ENGINE
    assert first_choice([NEAR, replace(GPU_BOX, is_for_new_chats=True)]) == EngineChoice("gpu-box", "granite")
    assert first_choice([replace(GPU_BOX, is_for_new_chats=True, model="")]) == EngineChoice("gpu-box", "")
