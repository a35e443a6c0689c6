from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_llm.settings import WindowPlacement
from desktop_llm.ui.conversation_wishes import ConversationExport, ExportFormat, SearchResults
from desktop_llm.ui.dialogs.first_start import FirstStartChoice, FirstStartOffer
from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.main_window import MainWindow, WindowPane
from desktop_llm.ui.panes.chat_pane import ChatContent, ChatPane
from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.frame.command_palette import CommandPalette
from desktop_llm.ui.widgets.frame.context_meter import ContextUse
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView, ConversationTarget
from desktop_llm.ui.widgets.frame.model_status_line import ModelPhase, ModelStatus
from desktop_llm.ui.widgets.frame.sidebar import PaneEntry, Sidebar
from desktop_llm.ui.widgets.notice_bar import Notice
from desktop_llm.ui.widgets.prompt.overflow_panel import ContextOverflow
from desktop_llm.ui.widgets.toast import ToastContent
from desktop_llm.ui.widgets.transcript.link_panel import LinkPanel
from desktop_llm.ui.widgets.transcript.message_content import MessageContent
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.conversations import conversation, hit

CHATS = (conversation("a", "Lease"), conversation("b", "Trip to Bergen"))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    apply_theme(QApplication.instance(), Theme.LIGHT)  # type: ignore[arg-type]
    chat, other = QWidget(), QWidget()
    field = QPlainTextEdit(chat)
    field.setObjectName("prompt_of_test")
    field.setAccessibleName("Message")
    panes = [
        WindowPane(PaneEntry("chat", "Chat", "chat-centered"), chat),
        WindowPane(PaneEntry("write", "Write", "pencil"), other),
    ]
    window = MainWindow(panes)
    qtbot.addWidget(window)
    window.show_conversations(CHATS)
    window.show_open_conversation("a")
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    window.close()


def child(window: QWidget, kind: type, name: str):  # noqa: ANN201  the kind that is asked for
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_N, "new_chat_requested"),
        (Qt.Key.Key_L, "prompt_focus_requested"),
        (Qt.Key.Key_Comma, "settings_requested"),
        (Qt.Key.Key_Slash, "shortcuts_requested"),
    ],
)
def test_a_shortcut_says_what_is_wished(window: MainWindow, qtbot: QtBot, key: Qt.Key, signal: str) -> None:
    with qtbot.waitSignal(getattr(window, signal)):
        press(qtbot, window, key, CTRL)


def test_ctrl_and_a_number_goes_to_the_pane(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.pane_selected) as selected:
        press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert selected.args == ["write"]
    assert child(window, QPushButton, "pane_write").isChecked()
    assert not child(window, QPushButton, "pane_chat").isChecked()


def test_esc_stops_only_while_something_is_answered(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.stop_requested):
        press(qtbot, window, Qt.Key.Key_Escape, NONE)
    window.show_working("chat", is_working=True)
    with qtbot.waitSignal(window.stop_requested):
        press(qtbot, window, Qt.Key.Key_Escape, NONE)


def test_ctrl_z_undoes_a_deletion_even_from_the_prompt(window: MainWindow, qtbot: QtBot) -> None:
    field = child(window, QPlainTextEdit, "prompt_of_test")
    field.setFocus()
    window.show_deletion("Deleted “Lease”")
    with qtbot.waitSignal(window.deletion_undo_requested):
        qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)


def test_ctrl_z_undoes_typing_first(window: MainWindow, qtbot: QtBot) -> None:
    field = child(window, QPlainTextEdit, "prompt_of_test")
    field.setFocus()
    qtbot.keyClicks(field, "hello")
    window.show_deletion("Deleted “Lease”")
    with qtbot.assertNotEmitted(window.deletion_undo_requested):
        qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.toPlainText() == ""


def test_ctrl_z_does_nothing_once_the_notice_has_left(window: MainWindow, qtbot: QtBot) -> None:
    window.show_deletion("Deleted “Lease”")
    child(window, QAbstractButton, "toast_close").click()
    with qtbot.assertNotEmitted(window.deletion_undo_requested):
        press(qtbot, window, Qt.Key.Key_Z, CTRL)


def test_the_undo_button_of_the_notice_undoes(window: MainWindow, qtbot: QtBot) -> None:
    window.show_deletion("Deleted “Lease”")
    assert child(window, QLabel, "toast_label").text() == "Deleted “Lease”"
    with qtbot.waitSignal(window.deletion_undo_requested):
        child(window, QPushButton, "toast_button").click()
    assert not child(window, QWidget, "toast").isVisible()


def test_a_model_file_dropped_anywhere_is_offered_to_be_opened(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.model_file_chosen) as chosen:
        drop(window, [QUrl.fromLocalFile("/m/notes.txt"), QUrl.fromLocalFile("/m/granite.GGUF")])
    assert chosen.args == ["/m/granite.GGUF"]


def test_other_files_are_passed_on(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.files_dropped) as dropped:
        drop(window, [QUrl.fromLocalFile("/m/notes.txt")])
    assert dropped.args == [(Path("/m/notes.txt"),)]
    assert not child(window, QWidget, "drop_overlay").isVisible()


def test_links_from_elsewhere_are_not_taken(window: MainWindow) -> None:
    event = drag([QUrl("https://example.org/model.gguf")])
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


def drag(urls: list[QUrl]) -> QDragEnterEvent:
    mime = QMimeData()
    mime.setUrls(urls)
    event = QDragEnterEvent(
        QPointF(400, 300).toPoint(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE
    )
    event.ignore()
    event.mime_of_test = mime  # type: ignore[attr-defined]  Qt does not keep it
    return event


def drop(window: MainWindow, urls: list[QUrl]) -> None:
    entered = drag(urls)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    assert child(window, QWidget, "drop_overlay").isVisible()
    mime = QMimeData()
    mime.setUrls(urls)
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(window, event)


def test_without_an_open_conversation_nothing_can_be_exported(window: MainWindow) -> None:
    assert child(window, QPushButton, "export_button").isVisible()
    window.show_open_conversation("")
    assert not child(window, QPushButton, "export_button").isVisible()
    assert not child(window, QAction, "export_markdown").isEnabled()


def test_copying_a_conversation_asks_for_no_file(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.conversation_export_requested) as wish:
        child(window, QAction, "copy_chat").trigger()
    assert wish.args == [ConversationExport("a", ExportFormat.CLIPBOARD)]


def test_exporting_asks_where_to(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    child(window, QAction, "export_html").trigger()
    dialog = child(window, QFileDialog, "export_dialog")
    assert dialog.selectedFiles()[0].endswith("Lease.html")
    with qtbot.waitSignal(window.conversation_export_requested) as wish:
        dialog.fileSelected.emit(str(tmp_path / "x.html"))
    assert wish.args == [ConversationExport("a", ExportFormat.HTML, tmp_path / "x.html")]
    dialog.close()


def test_first_start_stands_in_the_panes_place(window: MainWindow, qtbot: QtBot) -> None:
    window.show_first_start(FirstStartOffer("SmolLM2 135M", 98_000_000))
    button = child(window, QPushButton, "first_start_starter_button")
    assert button.isVisible()
    with qtbot.waitSignal(window.first_start_choice_made) as choice:
        button.click()
    assert choice.args == [FirstStartChoice.STARTER]
    window.show_first_start(None)
    assert not button.isVisible()


def test_enter_starts_and_the_keyboard_goes_to_the_prompt(window: MainWindow, qtbot: QtBot) -> None:
    window.show_first_start(FirstStartOffer("SmolLM2 135M", 98_000_000))
    button = child(window, QPushButton, "first_start_starter_button")
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(window.first_start_choice_made):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.prompt_focus_requested):
        window.show_first_start(None)
    with qtbot.assertNotEmitted(window.prompt_focus_requested):
        window.show_first_start(None)


def test_a_chat_that_is_wished_brings_the_chat_back(window: MainWindow, qtbot: QtBot) -> None:
    for command in ("new_chat", "focus_prompt"):
        window.show_pane("write")
        child(window, QAction, command).trigger()
        assert window.pane_key == "chat"
    window.show_pane("write")
    view = child(window, ConversationListView, "conversation_list")
    with qtbot.waitSignal(window.conversation_selected):
        view.conversation_selected.emit(ConversationTarget("b"))
    assert window.pane_key == "chat"


def test_the_models_have_a_pane_that_ctrl_and_a_number_does_not_reach(qtbot: QtBot) -> None:
    models = WindowPane(PaneEntry("models", "Models", "download-simple"), QWidget(), is_listed=False)
    window = MainWindow([WindowPane(PaneEntry("chat", "Chat", "chat-centered"), QWidget()), models])
    qtbot.addWidget(window)
    assert window.findChild(QWidget, "pane_models") is None
    assert window.findChild(QObject, "shortcut_models") is None
    with qtbot.waitSignal(window.models_requested):
        child(window, QPushButton, "manage_models_button").click()
    window.show_pane("models")
    assert child(window, QPushButton, "manage_models_button").isChecked()
    assert not child(window, QPushButton, "pane_chat").isChecked()
    window.show_downloading("45 %")
    assert child(window, QPushButton, "manage_models_button").text().strip() == "Models  45 %"
    window.show_downloading("")
    assert child(window, QPushButton, "manage_models_button").text().strip() == "Models"
    window.close()


def test_a_narrow_window_hides_the_sidebar_and_a_wide_one_brings_it_back(window: MainWindow) -> None:
    sidebar = child(window, Sidebar, "sidebar")
    window.resize(640, 400)
    assert not sidebar.isVisible()
    child(window, QAbstractButton, "sidebar_button").click()
    assert sidebar.isVisible()
    window.resize(1000, 700)
    assert sidebar.isVisible()


def test_a_hidden_sidebar_stays_hidden_and_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_B, CTRL)
    assert not child(window, Sidebar, "sidebar").isVisible()
    window.resize(1100, 700)
    assert not child(window, Sidebar, "sidebar").isVisible()
    with qtbot.waitSignal(window.window_closed) as closed:
        window.close()
    assert closed.args
    placement = closed.args[0]
    assert isinstance(placement, WindowPlacement)
    assert not placement.is_sidebar_shown
    assert placement.geometry


def test_the_window_stands_where_it_stood(window: MainWindow) -> None:
    window.resize(720, 500)
    placement = window.placement
    window.resize(600, 450)
    window.restore_placement(placement)
    assert (window.width(), window.height()) == (720, 500)


def test_at_800_by_600_nothing_is_cut(window: MainWindow, qtbot: QtBot) -> None:
    window.show_models([ModelChoice(id="s", name="SmolLM2 135M")], "s")
    window.show_model_status(ModelStatus(phase=ModelPhase.READY, memory_bytes=206_000_000, tokens_per_second=140))
    window.show_context_use(ContextUse(3120, 8192))
    window.resize(800, 600)
    meter = child(window, QLabel, "context_label")
    qtbot.waitUntil(lambda: meter.width() >= meter.sizeHint().width())
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QPushButton | QLabel) or not widget.isVisible():
            continue
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert window.rect().contains(corner), widget.objectName()
        assert widget.width() >= widget.minimumSizeHint().width(), widget.objectName()


def test_a_deletion_is_asked_for_by_key_and_nothing_is_removed(window: MainWindow, qtbot: QtBot) -> None:
    view = child(window, ConversationListView, "conversation_list")
    view.setFocus()
    with qtbot.waitSignal(window.conversation_delete_requested) as wish:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert wish.args == ["a"]
    assert view.model().rowCount() == 3


def test_a_notice_stays_in_sight_when_another_pane_is_shown(window: MainWindow) -> None:
    window.show_toast(ToastContent("A model was loaded"))
    window.show_pane("write")
    toast = child(window, QWidget, "toast")
    middle = toast.mapTo(window, toast.rect().center())
    shown = window.childAt(middle)
    assert shown is not None
    assert toast.isAncestorOf(shown)


def test_the_palette_finds_commands_and_conversations(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = child(window, CommandPalette, "command_palette")
    field = child(palette, QLineEdit, "palette_field")
    assert palette.isVisible()
    qtbot.keyClicks(field, "berg")
    with qtbot.waitSignal(window.conversation_selected) as wish:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wish.args == [ConversationTarget("b")]
    assert not palette.isVisible()


def test_the_palette_gives_a_command(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    field = child(window, QLineEdit, "palette_field")
    qtbot.keyClicks(field, "trash")
    with qtbot.waitSignal(window.trash_requested):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_search_results_reach_the_palette_with_their_message(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    field = child(window, QLineEdit, "palette_field")
    with qtbot.waitSignal(window.search_changed) as query:
        field.setText("rent")
    assert query.args == ["rent"]
    window.show_search_results(SearchResults("rent", (hit("a", "the \x02rent\x03"),)))
    with qtbot.waitSignal(window.conversation_selected) as wish:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wish.args == [ConversationTarget("a", "m1")]


FOCUSABLE = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, QComboBox, QAbstractSpinBox, QProgressBar)


def test_every_control_has_a_name_for_programs_and_for_people(qtbot: QtBot) -> None:
    pane = ChatPane()
    window = MainWindow([WindowPane(PaneEntry("chat", "Chat", "chat-centered"), pane)])
    qtbot.addWidget(window)
    window.show_conversations(CHATS)
    window.show_models([ModelChoice(id="s", name="SmolLM2 135M")], "s")
    window.show_model_status(ModelStatus(phase=ModelPhase.FAILED, failure="It failed.", button="Try again"))
    window.show_first_start(FirstStartOffer("SmolLM2 135M", 98_000_000))
    window.show_first_start(None)
    window.show_deletion("Deleted “Lease”")
    fill(pane)
    window.show()
    qtbot.waitExposed(window)
    assert "\n".join(describe(widget) for widget in controls(window) if not names(widget)) == ""
    window.close()


def fill(pane: ChatPane) -> None:
    """Everything that the chat pane can show at once."""
    question = MessageContent(id="q", role="user", text="May I?", branch_number=1, branch_count=2)
    answer = MessageContent(id="a", role="assistant", text="Yes.\n\n```python\n1\n```", thinking="Hm.", thinking_s=1.0)
    pane.show_conversation(ChatContent(title="Lease", messages=(question, answer)))
    pane.show_overflow(ContextOverflow(excess_tokens=5, context_tokens=100, leave_out=("May I?",)))
    pane.show_notice(Notice(id="n", text="It stopped.", action="Try again", details="more"))
    pane.show_thinking_choice(is_possible=True)
    child(pane, LinkPanel, "link_panel").show_link("https://example.org/")
    pane.add_files([Path("/a/notes.txt")])


def controls(window: QWidget) -> list[QWidget]:
    focusable = [each for each in window.findChildren(QWidget) if each.focusPolicy() != Qt.FocusPolicy.NoFocus]
    found = [each for each in window.findChildren(QWidget) if isinstance(each, FOCUSABLE)]
    return [each for each in {*focusable, *found} if not each.objectName().startswith("qt_")]


def own_text(widget: QWidget) -> str:
    """What a screen reader says of a control that has no name of its own."""
    match widget:
        case QAbstractButton() | QLabel():
            return widget.text()
        case QTextEdit():
            return widget.toPlainText()
        case _:
            return ""


def names(widget: QWidget) -> bool:
    """A control that is hidden may still have to be told what it says."""
    return bool(widget.objectName()) and bool(widget.accessibleName() or own_text(widget) or widget.isHidden())


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent()}"


def test_tab_goes_through_the_window_from_the_top_left(window: MainWindow, qtbot: QtBot) -> None:
    child(window, QPushButton, "pane_chat").setFocus()
    passed = []
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    # Tab enters a group of panes once; the arrow keys move within it.
    assert passed[:4] == ["pane_chat", "search_field", "new_chat_button", "conversation_list"]
    assert passed[4:7] == ["manage_models_button", "settings_button", "sidebar_button"]


def test_the_title_is_the_programs_name(window: MainWindow) -> None:
    assert window.windowTitle() == "Desktop LLM"
    assert QGuiApplication.focusWindow() is not None
    assert child(window, QListView, "conversation_list").accessibleName() == "Chats"


def test_ctrl_n_begins_what_the_pane_is_about(window: MainWindow, qtbot: QtBot) -> None:
    given: list[object] = []
    window.pane_command_given.connect(given.append)
    window.show_pane("write")
    assert child(window, QAbstractButton, "new_chat_button").toolTip() == "New text (Ctrl+N)"
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert given == [WindowCommand.NEW_TEXT]
    window.show_chat()
    with qtbot.waitSignal(window.new_chat_requested):
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert given == [WindowCommand.NEW_TEXT]


def test_what_is_done_with_a_text_is_possible_only_where_one_is_shown(window: MainWindow) -> None:
    save = child(window, QAction, WindowCommand.SAVE_TEXT)
    window.show_pane("write")
    assert not save.isEnabled()
    window.show_text_open(is_open=True)
    assert save.isEnabled()
    window.show_chat()
    assert not save.isEnabled()
