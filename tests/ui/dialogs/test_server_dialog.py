import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.settings import ServerEntry
from desktop_llm.ui.dialogs.server_dialog import ReportLevel, ServerDialog, ServerDraft, failure_text, report_text
from tests.fakes.scripted_servers import GPU_BOX

NEW = ServerEntry(id="new", name="", url="")


@pytest.fixture
def dialog(qtbot: QtBot) -> ServerDialog:
    dialog = ServerDialog()
    qtbot.addWidget(dialog)
    dialog.show_server(NEW, is_key_kept=False)
    dialog.show()
    return dialog


def field(dialog: ServerDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def label(dialog: ServerDialog, name: str) -> QLabel:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found


def button(dialog: ServerDialog, name: str) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, name)
    assert found is not None
    return found


def models(dialog: ServerDialog) -> QComboBox:
    found = dialog.findChild(QComboBox, "server_model")
    assert found is not None
    return found


def write_address(dialog: ServerDialog, text: str) -> None:
    field(dialog, "server_address").setText(text)


def test_what_is_typed_is_a_server(dialog: ServerDialog, qtbot: QtBot) -> None:
    write_address(dialog, " gpu-box.example:8000/v1/chat/completions ".strip())
    field(dialog, "server_key").setText(" our-key ")
    models(dialog).setCurrentText("granite")
    with qtbot.waitSignal(dialog.saved) as saved:
        button(dialog, "server_save").click()
    assert saved.args is not None
    (draft,) = saved.args
    assert draft.entry == ServerEntry(
        id="new", name="gpu-box.example:8000", url="https://gpu-box.example:8000/v1", model="granite"
    )
    assert (draft.key, draft.is_file_allowed) == ("our-key", False)
    assert not dialog.isVisible()


@pytest.mark.parametrize("text", ["", "nonsense url", "ftp://gpu-box.example"])
def test_what_is_no_address_can_be_neither_tested_nor_saved(dialog: ServerDialog, text: str) -> None:
    write_address(dialog, "gpu-box.example")
    assert button(dialog, "server_save").isEnabled()
    assert button(dialog, "server_test").isEnabled()
    write_address(dialog, text)
    assert not button(dialog, "server_save").isEnabled()
    assert not button(dialog, "server_test").isEnabled()


@pytest.mark.parametrize(
    ("text", "is_warned"),
    [
        ("http://gpu-box.example:8000", True),
        ("http://192.168.1.7:11434/v1", True),
        ("https://gpu-box.example", False),
        ("gpu-box.example", False),
        ("http://localhost:11434", False),
        ("http://127.0.0.1:8080", False),
        ("http://[::1]:8080", False),
    ],
)
def test_whoever_could_read_along_is_warned_of(dialog: ServerDialog, text: str, is_warned: bool) -> None:
    write_address(dialog, text)
    warning = label(dialog, "server_warning")
    assert warning.isVisible() is is_warned
    if is_warned:
        assert "everybody on the network" in warning.text()


def test_a_kept_key_stays_unless_another_is_typed(dialog: ServerDialog) -> None:
    dialog.show_server(GPU_BOX, is_key_kept=True)
    assert field(dialog, "server_key").text() == ""
    assert field(dialog, "server_key").placeholderText() == "The key that is kept"
    assert dialog.draft.key is None
    field(dialog, "server_key").setText("another")
    assert dialog.draft.key == "another"


def test_a_kept_key_is_for_its_own_host(dialog: ServerDialog) -> None:
    dialog.show_server(GPU_BOX, is_key_kept=True)
    write_address(dialog, "https://elsewhere.example/v1")
    assert field(dialog, "server_key").placeholderText() == "None"
    assert dialog.draft.key == ""
    write_address(dialog, GPU_BOX.url)
    assert dialog.draft.key is None


def test_a_kept_key_can_be_forgotten_and_the_server_stays(dialog: ServerDialog) -> None:
    assert not button(dialog, "server_key_forget").isVisible()
    dialog.show_server(GPU_BOX, is_key_kept=True)
    button(dialog, "server_key_forget").click()
    assert not button(dialog, "server_key_forget").isVisible()
    assert field(dialog, "server_key").placeholderText() == "None"
    assert dialog.draft == ServerDraft(entry=GPU_BOX, key="")
    field(dialog, "server_key").setText("another")
    assert dialog.draft.key == "another"
    dialog.show_server(GPU_BOX, is_key_kept=True)
    assert dialog.draft.key is None


def test_a_server_without_a_name_of_its_own_is_called_as_its_address(dialog: ServerDialog) -> None:
    dialog.show_server(replace(GPU_BOX, name="gpu-box.example"), is_key_kept=False)
    write_address(dialog, "http://192.0.2.2:18090")
    assert dialog.draft.entry.name == "192.0.2.2:18090"
    dialog.show_server(replace(GPU_BOX, name="Ours"), is_key_kept=False)
    write_address(dialog, "http://192.0.2.2:18090")
    assert dialog.draft.entry.name == "Ours"


def test_a_key_is_not_readable_on_the_screen(dialog: ServerDialog) -> None:
    assert field(dialog, "server_key").echoMode() is QLineEdit.EchoMode.Password


def test_a_server_to_change_stands_in_the_form_and_comes_back_as_it_was(dialog: ServerDialog) -> None:
    entry = replace(GPU_BOX, models=("granite", "llama"), timeout_s=300.0, n_ctx_tokens=32768, is_for_new_chats=True)
    dialog.show_server(entry, is_key_kept=True)
    assert dialog.windowTitle() == "Change a server"
    assert dialog.draft.entry == entry


def test_a_test_asks_with_what_is_typed_and_shows_the_models(dialog: ServerDialog, qtbot: QtBot) -> None:
    write_address(dialog, "gpu-box.example")
    with qtbot.waitSignal(dialog.test_requested) as tested:
        button(dialog, "server_test").click()
    assert tested.args[0].entry.url == "https://gpu-box.example/v1"
    assert label(dialog, "server_test_result").text() == "Asking the server…"
    assert not button(dialog, "server_test").isEnabled()
    dialog.show_models(("granite", "llama"))
    dialog.show_test("Fine", ReportLevel.GOOD)
    assert button(dialog, "server_test").isEnabled()
    assert dialog.draft.entry.models == ("granite", "llama")
    assert dialog.draft.entry.model == ""


def test_the_only_model_is_chosen_and_a_choice_stays(dialog: ServerDialog) -> None:
    dialog.show_models(("granite",))
    assert models(dialog).currentText() == "granite"
    dialog.show_models(("llama", "granite"))
    assert models(dialog).currentText() == "granite"


def test_another_address_makes_the_last_test_void(dialog: ServerDialog) -> None:
    write_address(dialog, "gpu-box.example")
    dialog.show_test("Fine", ReportLevel.GOOD)
    write_address(dialog, "gpu-box.example:1")
    assert not label(dialog, "server_test_result").isVisible()


def test_new_chats_begin_elsewhere_only_if_that_is_ticked(dialog: ServerDialog) -> None:
    write_address(dialog, "gpu-box.example")
    assert not dialog.draft.entry.is_for_new_chats
    tick = dialog.findChild(QCheckBox, "server_for_new_chats")
    assert tick is not None
    tick.click()
    assert dialog.draft.entry.is_for_new_chats


def test_a_report_says_how_fast_and_how_many() -> None:
    assert report_text((), 12.4) == "It answers after 12 ms and names no models."
    assert report_text(("granite",), 12.4) == "It answers after 12 ms and has one model: granite"
    assert report_text(("a", "b"), 1200) == "It answers after 1,200 ms and has 2 models. Choose one of them."


def test_a_failure_comes_with_its_advice() -> None:
    text = failure_text(ServerError(ErrorCode.SERVER_KEY_WRONG, host="gpu-box.example"))
    assert text.startswith("gpu-box.example does not accept the key.")
    assert "Check the key" in text


def test_a_server_without_a_key_troubles_no_keyring(dialog: ServerDialog) -> None:
    write_address(dialog, "localhost:11434")
    assert dialog.draft.key is None
