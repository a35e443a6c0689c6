"""A repository of the Hub in the window: from the search to the first answer."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from desktop_llm.credentials import CredentialPlace
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.ui.controllers.hub_controller import HubController
from desktop_llm.ui.controllers.model_page.repository_controller import RepositoryController
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog, SettingsSection
from desktop_llm.ui.item_models.model_row_list_model import MODEL_ROW_ROLE
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.panes.models_pane import ModelsPage, ModelsPane
from desktop_llm.ui.rows.result_rows import RESULT_PREFIX
from desktop_llm.ui.widgets.model_page.model_rows_view import ModelRowsView
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import WAIT_MS, SmallProgram
from tests.fakes.tiny_gguf import write_tiny_model

ID = "owner/tiny-GGUF"
KEY = RESULT_PREFIX + ID
CARD = b"---\nlicense: mit\n---\n# A tiny model\n<script>alert(1)</script>\nIt knows **nothing**."


@pytest.fixture
def tiny(tmp_path: Path) -> bytes:
    path = tmp_path / "tiny.gguf"
    write_tiny_model(path)
    return path.read_bytes()


def publish(hub: LoopbackHub, tiny: bytes, **facts: object) -> None:
    files = {"README.md": CARD, "tiny-Q4_0.gguf": tiny, "tiny-Q8_0.gguf": tiny + bytes(4096)}
    hub.add_repository(ID, files, card_data={"license": "mit"}, **facts)


def open_repository(program: SmallProgram, *, is_gated: bool = False) -> ModelsPane:
    """Type its name, press Enter, say that it may need an account, choose it: as a person does."""
    program.window.models_requested.emit()
    pane = program.part(ModelsPane)
    program.part(QLineEdit, "models_search").setText("tiny")
    program.click("models_search_button")
    program.part(QCheckBox, "search_gated").setChecked(is_gated)
    (results,) = program.window.findChildren(ModelRowsView, "models_results")
    program.wait_for(lambda: results.row(KEY) is not None)
    pane.result_action_requested.emit(RowWish(KEY, RowAction.DETAILS))
    assert pane.page is ModelsPage.REPOSITORY
    return pane


def sizes(program: SmallProgram) -> list[ModelRow]:
    (view,) = program.window.findChildren(ModelRowsView, "repository_sizes")
    model = view.model()
    return [model.index(number, 0).data(MODEL_ROW_ROLE) for number in range(model.rowCount())]


def is_kept(place: CredentialPlace) -> bool:
    return place is not CredentialPlace.NONE


def card_text(program: SmallProgram) -> str:
    views = program.part(ModelsPane).findChildren(ProseView)
    return "\n".join(view.toPlainText() for view in views if view.isVisible())


def wait_for_sizes(program: SmallProgram, *titles: str) -> list[ModelRow]:
    program.wait_for(lambda: [row.title for row in sizes(program)] == list(titles))
    return sizes(program)


def test_from_the_search_to_the_model_in_use(hub: LoopbackHub, hub_program: SmallProgram, tiny: bytes) -> None:
    publish(hub, tiny)
    pane = open_repository(hub_program)
    wait_for_sizes(hub_program, "Balanced", "Best")
    hub_program.wait_for(lambda: sizes(hub_program)[0].status.startswith("Fits in memory"))
    assert hub_program.part(QLabel, "repository_licence").text() == "MIT: free for any use, also at work."
    balanced = sizes(hub_program)[0]
    pane.repository_action_requested.emit(RowWish(balanced.key, RowAction.DOWNLOAD))
    hub_program.wait_for(lambda: sizes(hub_program)[0].tag == "on this computer")
    assert hub_program.toast == "tiny is here and can be used."
    pane.repository_action_requested.emit(RowWish(balanced.key, RowAction.USE))
    (entry,) = [each for each in ModelStore(hub_program.folder).list() if not each.is_starter]
    hub_program.wait_for(lambda: hub_program.loads[-1].path == entry.path)
    assert Path(entry.path).read_bytes() == tiny
    assert hub_program.window.pane_key == "chat"


def test_scripts_of_a_card_are_not_shown(hub: LoopbackHub, hub_program: SmallProgram, tiny: bytes) -> None:
    publish(hub, tiny)
    open_repository(hub_program)
    wait_for_sizes(hub_program, "Balanced", "Best")
    hub_program.wait_for(lambda: "It knows nothing." in card_text(hub_program))
    assert "alert" not in card_text(hub_program)


def test_a_gated_one_says_what_to_do_and_opens_its_page(
    hub: LoopbackHub, hub_program: SmallProgram, tiny: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    publish(hub, tiny, gated="manual")
    pane = open_repository(hub_program, is_gated=True)
    hub_program.wait_for(lambda: len(sizes(hub_program)) == 3)
    gate = sizes(hub_program)[0]
    assert gate.title.startswith("It needs an account")
    pane.repository_action_requested.emit(RowWish(gate.key, RowAction.OPEN_PAGE))
    assert opened == [f"{hub.endpoint}/{ID}"]
    with hub_program.qtbot.waitSignal(hub_program.window.settings_section_requested):
        pane.repository_action_requested.emit(RowWish(gate.key, RowAction.OPEN_SETTINGS))
    hub_program.wait_for(lambda: sizes(hub_program)[1].status == "Whether it fits is not known")


def test_a_failure_is_told_and_tried_again(hub: LoopbackHub, hub_program: SmallProgram, tiny: bytes) -> None:
    publish(hub, tiny)
    hub.hub.fail(Fault(status=500, path="/revision/"))
    pane = open_repository(hub_program)
    hub_program.wait_for(lambda: sizes(hub_program)[0].title.startswith("The place where models are fetched from"))
    pane.repository_action_requested.emit(RowWish("failed", RowAction.RETRY))
    wait_for_sizes(hub_program, "Balanced", "Best")


def test_a_token_from_the_settings_opens_what_is_gated(
    hub: LoopbackHub, hub_program: SmallProgram, tiny: bytes
) -> None:
    hub.users["token-of-ann"] = "ann"
    publish(hub, tiny, gated="auto", granted={"ann"})
    open_repository(hub_program, is_gated=True)
    hub_program.wait_for(lambda: len(sizes(hub_program)) == 3)
    assert sizes(hub_program)[1].buttons == ()
    (hub_settings,) = hub_program.program.findChildren(HubController)
    with hub_program.qtbot.waitSignal(hub_settings.token_place_changed):
        hub_program.window.settings_requested.emit()
    dialog = hub_program.part(SettingsDialog)
    dialog.hub_token_saved.emit("token-of-ann")
    hub_program.wait_for(lambda: len(sizes(hub_program)) == 3 and bool(sizes(hub_program)[1].buttons))
    hub_program.wait_for(lambda: sizes(hub_program)[1].status.startswith("Fits in memory"))
    dialog.close()


def test_a_wrong_token_that_is_put_right_is_no_dead_end(
    hub: LoopbackHub, hub_program: SmallProgram, tiny: bytes
) -> None:
    hub.users["token-of-ann"] = "ann"
    publish(hub, tiny)
    (hub_settings,) = hub_program.program.findChildren(HubController)
    open_repository(hub_program)
    wait_for_sizes(hub_program, "Balanced", "Best")
    hub_program.window.settings_section_requested.emit(SettingsSection.DOWNLOADS)
    dialog = hub_program.part(SettingsDialog)
    # That there is none yet is told before.
    changed = hub_settings.token_place_changed
    with hub_program.qtbot.waitSignal(changed, timeout=WAIT_MS, check_params_cb=is_kept):
        dialog.hub_token_saved.emit("typed-wrong")
    (repositories,) = hub_program.window.findChildren(RepositoryController)
    repositories.open_repository(ID)
    hub_program.wait_for(lambda: sizes(hub_program)[0].title == "Your access token was not accepted.")
    assert [button.action for button in sizes(hub_program)[0].buttons] == [RowAction.OPEN_SETTINGS, RowAction.RETRY]
    dialog.hub_token_saved.emit("token-of-ann")
    wait_for_sizes(hub_program, "Balanced", "Best")
