"""The first start, as a person who knows nothing meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel

from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.settings import HubSettings, Settings
from desktop_llm.ui.controllers.first_start_controller import FirstStartController
from desktop_llm.ui.controllers.model_page.catalogue_shelf import CatalogueShelf
from desktop_llm.ui.widgets.frame.sidebar import MODELS_KEY
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram
from tests.fakes.user_homes import write_model

StartProgram = Callable[..., SmallProgram]
CONTENT = b"GGUF" + bytes(2_000_000)
BUTTON = "first_start_recommended_button"


@pytest.fixture
def first(start_program: StartProgram, hub: LoopbackHub) -> SmallProgram:
    """The program as it is started for the first time; whatever it recommends is on the Hub."""
    for model in load_catalogue().models:
        hub.add_repository(model.repository, {model.file: CONTENT})
    program = start_program(settings=Settings(suggest_titles=False, hub=HubSettings(endpoint=hub.endpoint)))
    program.wait_for(lambda: program.is_shown(BUTTON))
    return program


def words(program: SmallProgram) -> str:
    card = program.part(QFrame, "first_start_recommended")
    return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def test_the_model_for_this_computer_is_two_clicks_away(first: SmallProgram) -> None:
    assert "recommended for this computer" in words(first)
    assert "to download" in words(first)
    first.click(BUTTON)
    first.wait_for(lambda: first.button_text(BUTTON) == "Use it")
    (entry,) = [each for each in ModelStore(first.folder).list() if not each.is_starter]
    first.click(BUTTON)
    first.wait_for(lambda: bool(first.loads) and first.loads[-1].path == entry.path)
    first.wait_for(lambda: not first.is_shown("first_start"))


def test_a_download_is_paused_and_goes_on_where_it_was_begun(first: SmallProgram, hub: LoopbackHub) -> None:
    hub.cdn.fail(Fault(bytes_per_s=200_000, times=None))
    first.click(BUTTON)
    first.wait_for(lambda: first.button_text(BUTTON) == "Pause")
    first.click(BUTTON)
    first.wait_for(lambda: first.button_text(BUTTON) == "Go on")
    hub.cdn.clear()
    first.click(BUTTON)
    first.wait_for(lambda: first.button_text(BUTTON) == "Use it")


def test_without_the_hub_the_starter_model_is_still_there(first: SmallProgram, hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(status=500, times=None))
    first.click(BUTTON)
    first.wait_for(lambda: first.button_text(BUTTON) == "Try again")
    assert "has trouble of its own" in words(first)
    first.click("first_start_starter_button")
    first.wait_for(lambda: bool(first.loads) and not first.is_shown("first_start"))


def test_news_do_not_bring_the_first_start_back(first: SmallProgram) -> None:
    first.click("first_start_starter_button")
    first.wait_for(lambda: not first.is_shown("first_start"))
    (catalogue,) = first.window.findChildren(CatalogueShelf)
    with first.qtbot.waitSignal(catalogue.advice_changed):
        catalogue.refresh()
    assert not first.is_shown("first_start")


def test_models_that_are_here_are_counted_and_shown(
    start_program: StartProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for number in range(3):
        write_model(tmp_path / f"home/.lmstudio/models/owner/repo/Foreign-{number}.gguf")
    program = start_program(settings=Settings(suggest_titles=False))
    program.wait_for(lambda: program.is_shown("first_start_found"))
    assert program.part(QAbstractButton, "first_start_found").text() == "Use models found here (3)"
    program.click("first_start_found")
    assert program.window.pane_key == MODELS_KEY


def test_a_server_is_asked_for(start_program: StartProgram) -> None:
    program = start_program(settings=Settings(suggest_titles=False))
    (controller,) = program.window.findChildren(FirstStartController)
    with program.qtbot.waitSignal(controller.server_requested):
        program.click("first_start_server")


def test_a_model_that_finds_passages_is_no_first_model(first: SmallProgram, hub: LoopbackHub) -> None:
    (catalogue,) = first.window.findChildren(CatalogueShelf)
    before = words(first)
    finder = next(model for model in load_catalogue().models if model.is_for_embedding)
    hub.cdn.fail(Fault(bytes_per_s=200_000, times=None))
    catalogue.download(finder)
    first.wait_for(lambda: not catalogue.is_asked(finder.id))
    first.settle()
    assert words(first) == before


def test_what_was_asked_for_is_shown_even_when_another_would_be_recommended_by_now(
    first: SmallProgram, hub: LoopbackHub
) -> None:
    """Memory is measured anew at each start, and a busy computer measures less."""
    (catalogue,) = first.window.findChildren(CatalogueShelf)
    assert catalogue.advice is not None
    other = next(
        model
        for model in load_catalogue().models
        if not model.is_for_embedding and model != catalogue.advice.recommended
    )
    assert other.name not in words(first)
    hub.cdn.fail(Fault(bytes_per_s=200_000, times=None))
    catalogue.download(other)
    first.wait_for(lambda: other.name in words(first) and first.button_text(BUTTON) == "Pause")
    first.click(BUTTON)
    first.wait_for(lambda: first.button_text(BUTTON) == "Go on")
