from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.scripted_client import READY_STATUS, ScriptedEngineClient
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.settings import ServerEntry
from desktop_llm.ui.controllers.engines.open_engine import EngineNews, ShownEngine
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine

SERVER = EngineChoice("s1", "big")


def test_it_begins_with_the_engine_of_new_chats_and_the_person_may_choose_another(qtbot: QtBot) -> None:
    local, remote = ScriptedEngineClient(), ScriptedEngineClient()
    engines = Engines(local, lambda _entry: remote)
    engines.use_servers([ServerEntry(id="s1", name="Office", url="https://llm.example.org/v1", model="big")])
    parent = QObject()
    engine = PaneEngine(engines, parent)
    assert (engine.address, engine.ready_client()) == (None, local)
    with qtbot.waitSignal(engine.engine_shown) as shown:
        engine.show_first(SERVER)
    assert shown.args == [ShownEngine(SERVER)]
    assert engine.address is not None
    assert engine.address.host == "llm.example.org"
    assert engine.ready_client() is remote
    engine.choose(LOCAL_ENGINE)
    engine.show_first(SERVER)  # told again with other settings
    assert engine.address is None


def test_it_knows_how_its_engine_is(qtbot: QtBot) -> None:
    parent = QObject()
    engine = PaneEngine(Engines(ScriptedEngineClient(), lambda _entry: ScriptedEngineClient()), parent)
    with qtbot.waitSignal(engine.changed):
        engine.show_status(EngineNews(LOCAL_ENGINE, READY_STATUS))
    with qtbot.assertNotEmitted(engine.changed):
        engine.show_status(EngineNews(SERVER, READY_STATUS))
    assert engine.status == READY_STATUS
