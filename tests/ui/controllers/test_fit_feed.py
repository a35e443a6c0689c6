from pathlib import Path

from msgspec.structs import replace

from desktop_llm.hub.model_store import ModelStore
from desktop_llm.params import LoadParams
from desktop_llm.ui.controllers.fit_feed import FitFeed
from desktop_llm.ui.controllers.settings_controller import SettingsController
from tests.fakes.small_program import SmallProgram
from tests.fakes.tiny_gguf import write_tiny_model


def feed_of(program: SmallProgram) -> FitFeed:
    (feed,) = program.window.findChildren(FitFeed)
    return feed


def test_models_of_the_list_are_judged_when_the_page_is_opened(program: SmallProgram, tmp_path: Path) -> None:
    path = tmp_path / "tiny.gguf"
    write_tiny_model(path)
    entry = ModelStore(program.folder).add(path)
    assert feed_of(program).fit(entry.path) is None
    program.window.models_requested.emit()
    program.wait_for(lambda: feed_of(program).fit(entry.path) is not None)
    fit = feed_of(program).fit(entry.path)
    assert fit is not None
    assert fit.needed_bytes > 0


def test_a_file_is_judged_again_when_models_are_loaded_in_another_way(program: SmallProgram, tmp_path: Path) -> None:
    path = tmp_path / "tiny.gguf"
    write_tiny_model(path)
    feed = feed_of(program)
    feed.want([str(path)])
    program.wait_for(lambda: feed.fit(str(path)) is not None)
    before = feed.fit(str(path))
    (settings,) = program.program.findChildren(SettingsController)
    settings.change(replace(settings.settings, load=LoadParams(n_ctx_tokens=128)))
    feed.want([str(path)])
    program.wait_for(lambda: feed.fit(str(path)) != before)
    after = feed.fit(str(path))
    assert before is not None
    assert after is not None
    assert after.n_ctx_tokens < before.n_ctx_tokens
