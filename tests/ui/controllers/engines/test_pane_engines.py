from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from desktop_llm.engine.messages import Generate
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import EngineChoice
from desktop_llm.settings import ServerEntry, Settings
from desktop_llm.ui.server_choices import server_choice_id
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, MODELS_KEY, SUMMARIZE_KEY
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]

SERVER = ServerEntry(id="s1", name="Office", url="https://llm.example.org/v1", model="big")


def test_a_server_that_is_chosen_for_the_summary_is_not_chosen_for_the_chat(start_program: StartProgram) -> None:
    settings = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, servers=(SERVER,))
    program = start_program(settings=settings, connect_server=lambda _entry: ScriptedEngineClient())
    program.wait_for(lambda: bool(program.loads))
    program.settle()
    program.window.show_pane(SUMMARIZE_KEY)
    program.wait_for(lambda: program.is_shown("summarize_pane"))
    program.choose_model(server_choice_id(EngineChoice("s1", "big")))
    assert program.text_place == ("Text is sent to llm.example.org", "small_warning")
    program.window.show_pane(CHAT_KEY)
    assert program.text_place == ("Private: nothing left this computer", "small")
    program.window.show_pane(MODELS_KEY)
    assert program.text_place == ("Private: nothing left this computer", "small")
    program.window.show_pane(SUMMARIZE_KEY)
    assert program.text_place == ("Text is sent to llm.example.org", "small_warning")


def test_before_text_goes_to_a_server_that_is_said(start_program: StartProgram, tmp_path: Path) -> None:
    server = ScriptedEngineClient()
    settings = Settings(
        last_model_id=STARTER_MODEL_ID,
        suggest_titles=False,
        servers=(
            ServerEntry(id="s1", name="Office", url="https://llm.example.org/v1", model="b", is_for_new_chats=True),
        ),
    )
    program = start_program(settings=settings, connect_server=lambda _entry: server)
    program.settle()
    path = tmp_path / "lease.txt"
    path.write_text("The rent is due.", "utf-8")
    program.window.show_pane(SUMMARIZE_KEY)
    program.wait_for(lambda: program.is_shown("summarize_pane"))
    program.window.files_dropped.emit((path,))
    program.wait_for(lambda: program.is_shown("summary_hint"))
    assert "is sent to llm.example.org" in program.part(QLabel, "summary_hint").text()
    assert not [request for request in server.submitted if isinstance(request, Generate)]
