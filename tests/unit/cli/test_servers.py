import sys
from pathlib import Path

import pytest

from desktop_llm.cli.program import run
from desktop_llm.cli.server_session import KEY_VARIABLE
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from tests.fakes.hostile_server import HostileServer, answer, models, status
from tests.fakes.scripted_servers import GPU_BOX


@pytest.fixture(autouse=True)
def no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on standard input."""
    monkeypatch.setattr(sys, "stdin", None)


def test_the_servers_of_the_settings_are_listed(data_folder_of_test: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_settings(DataFolder(data_folder_of_test).settings, Settings(servers=(GPU_BOX,)))
    assert run(["servers"]) == 0
    assert capsys.readouterr().out == "GPU box\thttps://gpu-box.example/v1\tgranite\n"


def test_a_server_tells_its_models(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "our-key")
    with HostileServer() as server:
        server.on("/v1/models", models("a", "b", owned_by="vllm"))
        assert run(["servers", server.url]) == 0
        assert server.requests[0].headers["authorization"] == "Bearer our-key"
    assert capsys.readouterr().out == "a\nb\n"


def test_a_chat_goes_to_the_server_that_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with HostileServer() as server:
        server.on("/v1/chat/completions", answer("Hello", " there"))
        assert run(["chat", "--server", server.url, "Hi"]) == 0
        assert server.seen("/v1/chat/completions")[0].body["messages"][-1] == {"role": "user", "content": "Hi"}
    assert capsys.readouterr().out == "Hello there\n"


@pytest.mark.parametrize("arguments", [["servers"], ["chat", "Hi", "--server"]])
def test_what_is_wrong_with_a_server_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with HostileServer() as server:
        server.on("/v1/models", status(401, {"error": {"message": "no"}}))
        assert run([*arguments, server.url]) == 1
        host = server.host
    assert capsys.readouterr().err == f"desktop-llm: {host} does not accept the key.\n"


def test_several_models_without_a_wish_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with HostileServer() as server:
        server.on("/v1/models", models("a", "b"))
        assert run(["chat", "--server", server.url, "Hi"]) == 1
    assert "--model: a, b" in capsys.readouterr().err


def test_a_prompt_that_does_not_fit_is_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with HostileServer() as server:
        server.on("/v1/models", models("m", owned_by="vllm", max_model_len=64))
        server.on("/tokenize", status(200, {"count": 200}))
        assert run(["chat", "--server", server.url, "word " * 190]) == 1
        assert server.seen("/v1/chat/completions") == []
    assert "200 tokens" in capsys.readouterr().err


def test_a_prompt_that_may_not_fit_is_sent_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with HostileServer() as server:
        server.on("/v1/models", models("m", owned_by="somebody", context_length=64))
        assert run(["chat", "--server", server.url, "word " * 190]) == 0
    captured = capsys.readouterr()
    assert captured.out == "ok\n"
    assert "may be too long" in captured.err
