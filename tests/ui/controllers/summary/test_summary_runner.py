from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary.summary_request import SummaryRequest
from desktop_llm.assist.summary.summary_result import SummaryEvent
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.summary.summary_runner import SummaryRunner
from desktop_llm.ui.event_bridge import EventBridge
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.summaries import block, document_of

REQUEST = SummaryRequest(documents=(document_of(block(1, "The rent is 1,250 euros a month. It is due on Monday.")),))


def last_event(qtbot: QtBot, runner: SummaryRunner, engine: ScriptedEngineClient, *, is_stopped: bool) -> SummaryEvent:
    heard: list[SummaryEvent] = []
    runner.begin(engine, REQUEST, heard.append)
    if is_stopped:
        runner.stop()
    qtbot.waitUntil(lambda: bool(heard) and isinstance(heard[-1], JobEnded))
    return heard[-1]


def test_a_second_run_asks_nothing_and_a_stop_is_heard_whenever_it_comes(qtbot: QtBot, folder: DataFolder) -> None:
    folder.root.mkdir()
    bridge = EventBridge()
    runner = SummaryRunner(folder, bridge)
    engine = ScriptedEngineClient(ScriptedAnswer(text=("- The rent is 1,250 euros.",), is_endless=True))
    ended = last_event(qtbot, runner, engine, is_stopped=True)
    assert isinstance(ended, JobEnded)
    assert ended.state is JobState.STOPPED
    engine = ScriptedEngineClient(ScriptedAnswer(text=("- The rent is 1,250 euros.",)))
    assert last_event(qtbot, runner, engine, is_stopped=False).state is JobState.DONE
    other = ScriptedEngineClient()
    last_event(qtbot, runner, other, is_stopped=False)
    assert [type(request).__name__ for request in other.submitted if type(request).__name__ == "Generate"] == []
    runner.close()
    bridge.stop()


def test_without_a_cache_it_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    bridge = EventBridge()
    runner = SummaryRunner(DataFolder(tmp_path / "file"), bridge)
    ended = last_event(qtbot, runner, ScriptedEngineClient(), is_stopped=False)
    assert isinstance(ended, JobEnded)
    assert ended.state is JobState.DONE
    runner.close()
    bridge.stop()


def test_what_passages_mean_is_remembered_where_a_model_for_that_is_installed(qtbot: QtBot, folder: DataFolder) -> None:
    folder.root.mkdir()
    bridge, model = EventBridge(), MoneyEmbedder()
    answer = ScriptedAnswer(text=("- Living there is expensive.",))
    runner = SummaryRunner(folder, bridge, lambda: model)
    last_event(qtbot, runner, ScriptedEngineClient(answer), is_stopped=False)
    runner.close()
    n_embedded = model.n_embedded
    assert n_embedded > 0
    runner = SummaryRunner(folder, bridge, lambda: model)
    last_event(qtbot, runner, ScriptedEngineClient(answer), is_stopped=False)
    runner.close()
    assert model.n_embedded == n_embedded
    bridge.stop()
