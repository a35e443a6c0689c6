"""Who answers which chat, through the whole window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed, Generate
from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.settings import ServerEntry, Settings
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.server_choices import server_choice_id
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from tests.fakes.hostile_server import HostileServer, Reply, SeenRequest, chunk, models, reset_after, status
from tests.fakes.scripted_servers import GPU_BOX, NEAR, ON_GPU_BOX, ScriptedServers
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]

HERE = ("Private: nothing left this computer", "small")
THERE = ("Text is sent to gpu-box.example", "small_warning")
SETTINGS = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, servers=(GPU_BOX, NEAR))


@pytest.fixture
def servers() -> ScriptedServers:
    return ScriptedServers()


@pytest.fixture
def program(start_program: StartProgram, servers: ScriptedServers) -> SmallProgram:
    program = start_program(settings=SETTINGS, connect_server=servers)
    program.wait_for(lambda: bool(program.loads))
    program.settle()
    return program


def questions(servers: ScriptedServers) -> list[Generate]:
    client = servers.clients.get(GPU_BOX.id)
    return [each for each in client.submitted if isinstance(each, Generate)] if client else []


def choose_server(program: SmallProgram) -> None:
    program.choose_model(server_choice_id(ON_GPU_BOX))


def open_chat(program: SmallProgram, conversation_id: str) -> None:
    program.window.conversation_selected.emit(ConversationTarget(conversation_id))
    program.wait_for(lambda: program.chat.open_id == conversation_id)
    program.settle()


def ask_server(program: SmallProgram, servers: ScriptedServers, text: str) -> str:
    """Returns the id of the chat."""
    n_before = len(questions(servers))
    program.send(text)
    program.wait_for(lambda: len(questions(servers)) > n_before and program.last_shown() == "ok")
    program.settle()
    return program.chat.open_id


def test_a_new_chat_stays_here_though_servers_are_known(program: SmallProgram, servers: ScriptedServers) -> None:
    assert program.text_place == HERE
    program.ask("One")
    assert servers.clients == {}


def test_the_chosen_server_answers_this_chat_alone(program: SmallProgram, servers: ScriptedServers) -> None:
    here = program.ask("One").conversation_id
    program.new_chat()
    choose_server(program)
    assert program.text_place == THERE
    assert program.model_name == "Model on a server: granite, GPU box · gpu-box.example"
    there = ask_server(program, servers, "Two")
    assert len(program.generations) == 1
    assert program.store.conversation(there).engine == ON_GPU_BOX
    open_chat(program, here)
    assert program.text_place == HERE
    program.ask("Three")
    assert len(questions(servers)) == 1
    open_chat(program, there)
    assert program.text_place == THERE
    program.new_chat()
    assert program.text_place == HERE


def test_a_chat_that_goes_to_a_server_is_warned_of_and_can_go_back(
    program: SmallProgram, servers: ScriptedServers
) -> None:
    chat = program.ask("One").conversation_id
    choose_server(program)
    assert program.notice.startswith("With your next message this whole chat is sent to gpu-box.example")
    assert questions(servers) == []
    program.click("notice_action_button")
    program.settle()
    assert program.text_place == HERE
    assert program.store.conversation(chat).engine == LOCAL_ENGINE
    program.ask("Two")
    assert questions(servers) == []


def test_another_chat_does_not_show_the_warning_of_the_first(program: SmallProgram) -> None:
    program.ask("One")
    choose_server(program)
    program.new_chat()
    assert program.notice == ""


def test_a_chat_that_comes_back_says_where_it_went_before(program: SmallProgram, servers: ScriptedServers) -> None:
    choose_server(program)
    ask_server(program, servers, "One")
    program.choose_model(STARTER_MODEL_ID)
    assert program.text_place == ("Answered here; earlier messages went to gpu-box.example", "small")
    program.ask("Two")
    assert len(questions(servers)) == 1


def test_new_chats_begin_on_a_server_if_that_was_ticked(start_program: StartProgram, servers: ScriptedServers) -> None:
    ticked = replace(SETTINGS, servers=(replace(GPU_BOX, is_for_new_chats=True),))
    program = start_program(settings=ticked, connect_server=servers)
    program.settle()
    assert program.text_place == THERE
    ask_server(program, servers, "One")
    program.new_chat()
    assert program.text_place == THERE
    assert program.generations == []


def test_a_server_that_fails_is_told_with_advice_and_nothing_takes_its_place(
    program: SmallProgram, servers: ScriptedServers
) -> None:
    choose_server(program)
    failure = Failed(code=ErrorCode.SERVER_KEY_WRONG, facts={"host": "gpu-box.example"})
    servers.clients[GPU_BOX.id].script(ScriptedAnswer(text=("Hal",), failure=failure))
    program.send("One")
    program.wait_for(lambda: "does not accept the key" in program.message_notices() + program.notice)
    program.settle()
    assert program.generations == []
    assert program.text_place == THERE


def test_a_message_waits_for_the_server_and_comes_back_if_it_does_not_answer(
    program: SmallProgram, servers: ScriptedServers
) -> None:
    servers.status = EngineStatus(state=EngineState.LOADING)
    choose_server(program)
    program.send("One")
    assert program.notice == "Your message is sent as soon as the model is ready."
    failure = Failed(code=ErrorCode.SERVER_UNREACHABLE, facts={"host": "gpu-box.example"})
    servers.clients[GPU_BOX.id].set_status(EngineStatus(state=EngineState.EMPTY, failure=failure))
    program.wait_for(lambda: program.notice.startswith("gpu-box.example"))
    assert program.draft == "One"
    assert program.generations == []
    assert program.store.conversations() == ()


def test_the_chat_of_a_removed_server_goes_nowhere(
    start_program: StartProgram, servers: ScriptedServers, program: SmallProgram
) -> None:
    choose_server(program)
    chat = ask_server(program, servers, "One")
    program.stop()
    again = start_program(settings=replace(SETTINGS, servers=()), connect_server=servers)
    open_chat(again, chat)
    assert again.text_place[0] == "Nothing is sent: the server of this chat is not in your list"
    assert again.model_status == "The server of this chat is no longer in your list."
    again.send("Two")
    again.wait_for(lambda: again.notice.startswith("The server of this chat is no longer in your list."))
    assert again.generations == []
    assert len(questions(servers)) == 1


def test_what_nobody_counted_is_called_a_guess(program: SmallProgram) -> None:
    choose_server(program)
    program.write("How are you?")
    label = program.window.findChild(QLabel, "context_label")
    assert label is not None
    program.wait_for(lambda: label.text().startswith("Context ") and label.text().endswith("8,192"))


# Against a server that answers on this computer, and cannot count


@pytest.fixture
def strange() -> Iterator[HostileServer]:
    with HostileServer() as server:
        yield server


@pytest.fixture
def on_strange(start_program: StartProgram, strange: HostileServer) -> SmallProgram:
    entry = ServerEntry(id="strange", name="Strange", url=strange.url, model="m", n_ctx_tokens=512)
    program = start_program(settings=replace(SETTINGS, servers=(entry,)))
    program.wait_for(lambda: bool(program.loads))
    program.choose_model(server_choice_id(EngineChoice("strange", "m")))
    program.wait_for(lambda: "ready" in program.model_status)
    return program


def posted(server: HostileServer) -> list[SeenRequest]:
    return [request for request in server.requests if request.method == "POST"]


def test_drafts_and_files_stay_here_until_they_are_sent(
    on_strange: SmallProgram, strange: HostileServer, tmp_path: Path
) -> None:
    path = tmp_path / "lease.txt"
    path.write_text("The lease ends in May.", "utf-8")
    on_strange.pane.add_files([path])
    on_strange.part(PromptField).setPlainText("When does it end?")
    label = on_strange.window.findChild(QLabel, "context_label")
    assert label is not None
    on_strange.wait_for(lambda: on_strange.chips[:1] != [] and "about" in on_strange.chips[0])
    assert on_strange.chips[0].endswith("tokens · fits")
    on_strange.wait_for(lambda: label.text().startswith("Context about "))
    assert posted(strange) == []
    on_strange.send()
    on_strange.wait_for(lambda: on_strange.last_shown() == "ok")
    assert "The lease ends in May." in str(posted(strange)[-1].body)
    assert on_strange.generations == []


def test_a_server_that_can_count_is_not_asked_to_before_a_file_is_sent(
    on_strange: SmallProgram, strange: HostileServer, tmp_path: Path
) -> None:
    strange.on("/v1/models", models("m", owned_by="vllm"))
    strange.on("/tokenize", status(200, {"count": 900}))
    on_strange.choose_model(STARTER_MODEL_ID)
    (settings,) = on_strange.program.findChildren(SettingsController)
    (entry,) = settings.settings.servers
    settings.change(replace(settings.settings, servers=(replace(entry, n_ctx_tokens=500),)))
    on_strange.choose_model(server_choice_id(EngineChoice("strange", "m")))
    on_strange.wait_for(lambda: len(strange.seen("/v1/models")) == 2 and "ready" in on_strange.model_status)
    path = tmp_path / "long.txt"
    path.write_text("word " * 900, "utf-8")
    on_strange.pane.add_files([path])
    on_strange.wait_for(lambda: on_strange.chips[0].endswith("may not fit"))
    assert posted(strange) == []
    on_strange.send()
    on_strange.wait_for(lambda: on_strange.is_shown("overflow_panel"))
    assert [each.path for each in posted(strange)] == ["/tokenize"]
    assert not on_strange.is_shown("overflow_send_anyway")


def test_a_question_that_may_be_too_long_can_be_sent_anyway(on_strange: SmallProgram, strange: HostileServer) -> None:
    on_strange.send("word " * 2000)
    on_strange.wait_for(lambda: on_strange.is_shown("overflow_panel"))
    assert strange.seen("/v1/chat/completions") == []
    assert not on_strange.is_shown("overflow_larger_context")
    on_strange.click("overflow_send_anyway")
    on_strange.wait_for(lambda: on_strange.last_shown() == "ok")
    assert len(strange.seen("/v1/chat/completions")) == 1


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (status(401, {"error": {"message": "no"}}), "does not accept the key"),
        (status(404, {"error": {"message": "no model", "code": "model_not_found"}}), "has no model named m"),
        (reset_after(chunk("Hal")), "broke off"),
    ],
)
def test_what_a_server_did_wrong_is_said_in_a_sentence(
    on_strange: SmallProgram, strange: HostileServer, reply: Reply, sentence: str
) -> None:
    strange.on("/v1/chat/completions", reply)
    on_strange.send("One")
    on_strange.wait_for(lambda: sentence in on_strange.message_notices() + on_strange.notice)
    assert on_strange.generations == []
