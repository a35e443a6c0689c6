from pathlib import Path

from msgspec.structs import replace

from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MODEL
from desktop_llm.hub.measurements import Measurements, ModelFigures
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.params import LoadParams
from desktop_llm.ui.controllers.model_page.fit_feed import FitFeed
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


def test_what_was_measured_of_the_loaded_model_takes_the_estimates_place(program: SmallProgram, tmp_path: Path) -> None:
    path = str(tmp_path / "tiny.gguf")
    write_tiny_model(Path(path))
    feed = feed_of(program)
    feed.show_status(replace(READY_STATUS, model=replace(SCRIPTED_MODEL, path=path)))
    feed.want([path])
    program.wait_for(lambda: feed.fit(path) is not None)
    estimate = feed.fit(path)
    assert estimate is not None
    assert not estimate.is_measured

    figures = ModelFigures(n_ctx_tokens=estimate.n_ctx_tokens, n_gpu_layers=0, memory_bytes=5_000_000, tokens_per_s=7.5)
    Measurements(program.folder).note_figures(path, figures)
    feed.want([path])
    program.wait_for(lambda: feed.fit(path) != estimate)
    measured = feed.fit(path)
    assert measured is not None
    assert (measured.tokens_per_s, measured.needed_bytes, measured.is_measured) == (7.5, 5_000_000, True)


def test_all_are_judged_again_once_the_memory_was_measured(program: SmallProgram, tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("one.gguf", "two.gguf")]
    for path in paths:
        write_tiny_model(Path(path))
    feed = feed_of(program)
    feed.want(paths[:1])
    program.wait_for(lambda: feed.fit(paths[0]) is not None)
    guess = feed.fit(paths[0])
    assert guess is not None

    Measurements(program.folder).note_bandwidth(500_000_000_000)
    feed.want(paths)
    program.wait_for(lambda: feed.fit(paths[0]) != guess)
    better = feed.fit(paths[0])
    assert better is not None
    assert better.tokens_per_s > guess.tokens_per_s
