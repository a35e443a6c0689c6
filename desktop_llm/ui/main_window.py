"""The frame: navigation, top bar, pane, status line. It shows what it is given and reports wishes. GUI thread.

No logic lives here: `app.py` connects the signals to the jobs and hands the results back through the `show_` methods.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct, structs
from PySide6.QtCore import QByteArray, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desktop_llm.settings import WindowPlacement
from desktop_llm.storage.records import Conversation, Folder
from desktop_llm.ui.conversation_wishes import ConversationExport, ExportFormat, SearchResults
from desktop_llm.ui.dialogs.file_choosers import choose_export_file, choose_model_file
from desktop_llm.ui.dialogs.first_start import FirstStartOffer
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.undo_keys import UndoKeys
from desktop_llm.ui.widgets.frame.context_meter import ContextUse
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget, export_file_name
from desktop_llm.ui.widgets.frame.model_status_line import ModelStatus
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY, PaneEntry, Sidebar
from desktop_llm.ui.widgets.frame.status_line import StatusLine, TextPlace
from desktop_llm.ui.widgets.frame.top_bar import TopBar
from desktop_llm.ui.widgets.row_painting import divider
from desktop_llm.ui.widgets.toast import Toast, ToastContent
from desktop_llm.ui.window_actions import WindowActions
from desktop_llm.ui.window_body import WindowBody
from desktop_llm.ui.window_commands import (
    CHAT_COMMANDS,
    CONVERSATION_COMMANDS,
    EXPORT_FORMATS,
    MORE_COMMANDS,
    OPEN_DOCUMENT_COMMANDS,
    OPEN_TEXT_COMMANDS,
    WindowCommand,
    pane_of,
)
from desktop_llm.ui.window_drops import WindowDrops
from desktop_llm.ui.window_palette import WindowPalette

_FIRST_SIZE_PX: Final = (1180, 780)
_SMALLEST_SIZE_PX: Final = (480, 360)
_NARROW_PX: Final = 700
_UNDO_KEY: Final = "undo_delete"
_NEW_KEYS: Final = "Ctrl+N"


class WindowPane(Struct, frozen=True):
    """A pane and how the navigation names it. One that is not listed has a command that opens it.

    `side` stands in the sidebar while the pane is shown, in the place of the chats; `drop_text` says what becomes of
    files that are held over the window then.
    """

    entry: PaneEntry
    widget: QWidget
    is_listed: bool = True
    side: QWidget | None = None
    drop_text: str = ""


class MainWindow(QMainWindow):
    """Everything around the panes."""

    pane_selected = Signal(str)
    new_chat_requested = Signal()
    conversation_selected = Signal(object)  # ConversationTarget
    conversation_renamed = Signal(object)  # ConversationRename
    conversation_pin_changed = Signal(object)  # ConversationPin
    conversation_move_requested = Signal(object)  # ConversationMove
    conversation_delete_requested = Signal(str)
    deletion_undo_requested = Signal()
    conversation_export_requested = Signal(object)  # ConversationExport, path set unless for the clipboard
    folder_renamed = Signal(object)  # FolderRename
    folder_delete_requested = Signal(str)
    search_changed = Signal(str)
    model_selected = Signal(str)
    model_file_chosen = Signal(str)
    load_cancel_requested = Signal()
    model_failure_action_requested = Signal()
    first_start_choice_made = Signal(object)  # FirstStartChoice
    files_dropped = Signal(object)  # tuple[Path, ...]
    stop_requested = Signal(str)  # the pane whose work it is
    pane_shown = Signal(str)
    prompt_focus_requested = Signal()
    toast_clicked = Signal(str)
    instructions_requested = Signal()
    models_requested = Signal()
    servers_requested = Signal()
    settings_requested = Signal()
    settings_section_requested = Signal(object)  # SettingsSection
    trash_requested = Signal()
    shortcuts_requested = Signal()
    pane_command_given = Signal(object)  # WindowCommand, of the pane that is shown
    text_selected = Signal(str)
    about_requested = Signal()
    window_closed = Signal(object)  # WindowPlacement

    def __init__(self, panes: Sequence[WindowPane]) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Desktop LLM")
        self.setMinimumSize(*_SMALLEST_SIZE_PX)
        self.resize(*_FIRST_SIZE_PX)
        self._frame = QWidget(self)
        self._frame.setObjectName("window_frame")
        self._actions = WindowActions(self)
        self._actions.command_given.connect(self._give)
        self._actions.enable(WindowCommand.UNDO_DELETE, *OPEN_DOCUMENT_COMMANDS, is_possible=False)
        self._undo_keys = UndoKeys(self)
        self._conversations: tuple[Conversation, ...] = ()
        self._open_id = ""
        self._is_text_open = False
        self._is_sidebar_wanted = True
        self._is_sidebar_forced = False
        self._was_narrow = False
        self._panes = {pane.entry.key: pane for pane in panes}
        self._busy_panes: set[str] = set()
        self._context_use: ContextUse | None = None
        listed = [pane.entry for pane in panes if pane.is_listed]
        self._sidebar = self._make_sidebar(listed)
        self._top_bar = self._make_top_bar()
        self._body = WindowBody({pane.entry.key: pane.widget for pane in panes}, self)
        self._body.first_start_choice_made.connect(self.first_start_choice_made)
        self._body.first_start_left.connect(self.prompt_focus_requested)
        self._status_line = StatusLine(self)
        self._lay_out()
        self._palette = self._make_palette()
        self._toast = Toast(self._body)
        self._toast.button_clicked.connect(self._on_toast_clicked)
        self._toast.toast_left.connect(self._on_toast_left)
        self._body.currentChanged.connect(self._toast.raise_)  # a page that is shown is raised over everything
        self._drops = WindowDrops(self, self._frame)
        self._drops.files_dropped.connect(self.files_dropped)
        self._drops.model_dropped.connect(self.model_file_chosen)
        self._chat_key = panes[0].entry.key
        self._add_pane_shortcuts(listed)
        self.show_pane(self._chat_key)
        self.show_open_conversation("")

    # State in

    def show_pane(self, key: str) -> None:
        self._sidebar.show_pane(key)
        self._body.show_pane(key)
        self._drops.show_text(self._panes[key].drop_text)
        self._show_new()
        self._show_stop()
        self._show_chat_state()
        self.pane_shown.emit(key)

    @property
    def pane_key(self) -> str:
        """The pane that is shown, or that the first start stands in the place of."""
        return self._body.pane_key

    @Slot()
    def show_chat(self) -> None:
        """The first pane, with the keyboard where it was."""
        self.show_pane(self._chat_key)

    def show_first_start(self, offer: FirstStartOffer | None) -> None:
        """Offer a first model instead of the chat; None goes back to it."""
        self._body.show_first_start(offer)

    def show_downloading(self, note: str) -> None:
        """How far the downloads are, beside the way to the models; empty for none."""
        self._sidebar.show_models_note(note)

    def show_conversations(self, conversations: Sequence[Conversation], folders: Sequence[Folder] = ()) -> None:
        self._conversations = tuple(conversations)
        self._sidebar.show_conversations(conversations, folders)

    @Slot(object)
    def show_unsent(self, conversation_ids: frozenset[str]) -> None:
        """Mark those in which a message waits that was not sent."""
        self._sidebar.conversation_model.show_unsent(conversation_ids)

    def show_open_conversation(self, conversation_id: str) -> None:
        """Mark the conversation that the chat pane shows; empty for a new one."""
        self._open_id = conversation_id
        self._sidebar.show_open_conversation(conversation_id)
        self._show_chat_state()

    def show_text_open(self, *, is_open: bool) -> None:
        """Whether the Write pane shows a text."""
        self._is_text_open = is_open
        self._show_chat_state()

    def command_actions(self, commands: Sequence[WindowCommand]) -> list[QAction]:
        """For the menu of a pane."""
        return self._actions.actions(commands)

    def show_search_results(self, results: SearchResults) -> None:
        self._sidebar.show_search_results(results)
        self._palette.show_search_results(results)

    def show_models(self, models: Sequence[ModelChoice], current_id: str) -> None:
        self._top_bar.show_models(models, current_id)

    def show_model_status(self, status: ModelStatus) -> None:
        self._top_bar.show_status(status)

    def show_context_use(self, use: ContextUse | None) -> None:
        self._context_use = use
        self._show_chat_state()

    def show_text_place(self, place: TextPlace) -> None:
        self._status_line.show_place(place)

    def show_working(self, pane_key: str, *, is_working: bool) -> None:
        """Esc stops what the pane that is shown is doing, and only while there is something to stop."""
        if is_working:
            self._busy_panes.add(pane_key)
        else:
            self._busy_panes.discard(pane_key)
        self._show_stop()

    def show_possible(self, *commands: WindowCommand, is_possible: bool) -> None:
        """Whether a pane can do this now."""
        self._actions.enable(*commands, is_possible=is_possible)

    def _show_stop(self) -> None:
        self._actions.enable(WindowCommand.STOP, is_possible=self.pane_key in self._busy_panes)

    def _show_chat_state(self) -> None:
        """What is said of the open chat is said beside the chat."""
        is_chat = self.pane_key == self._chat_key
        has_one = bool(self._open_id) and is_chat
        self._top_bar.show_conversation_actions(are_possible=has_one)
        self._actions.enable(*CONVERSATION_COMMANDS, is_possible=has_one)
        is_writing = self._is_text_open and self.pane_key == WRITE_KEY
        self._actions.enable(*OPEN_TEXT_COMMANDS, is_possible=is_writing)
        self._status_line.show_context_use(self._context_use if is_chat else None)

    def _show_new(self) -> None:
        """Ctrl+N and the button in the sidebar begin what the pane is about."""
        is_write = self.pane_key == WRITE_KEY
        new, other = WindowCommand.NEW_CHAT, WindowCommand.NEW_TEXT
        new, other = (other, new) if is_write else (new, other)
        self._actions.give_keys(new, [other], _NEW_KEYS)
        self._sidebar.show_new(self._actions.action(new))

    def show_deletion(self, text: str) -> None:
        """Say what was deleted, and offer to undo it, by button and by Ctrl+Z."""
        self._toast.show_content(ToastContent(text, translate("MainWindow", "Undo"), _UNDO_KEY))
        self._offer_undo(is_possible=True)

    def show_toast(self, content: ToastContent) -> None:
        """A short notice that leaves by itself, such as "Copied"."""
        self._toast.show_content(content)

    def dismiss_toast(self) -> None:
        self._toast.leave()

    def restore_placement(self, placement: WindowPlacement) -> None:
        """Stand where the window stood, unless that place is no longer on a screen (Qt sees to that)."""
        if placement.geometry:
            self.restoreGeometry(QByteArray(placement.geometry))
        self._is_sidebar_wanted = placement.is_sidebar_shown
        self._show_sidebar_as_it_fits()

    @property
    def placement(self) -> WindowPlacement:
        return WindowPlacement(geometry=bytes(self.saveGeometry().data()), is_sidebar_shown=self._is_sidebar_wanted)

    @Slot()
    def open_model_file_dialog(self) -> None:
        choose_model_file(self, self.model_file_chosen.emit)

    @Slot()
    def open_model_list(self) -> None:
        self._top_bar.open_model_list()

    # Parts

    def _make_sidebar(self, entries: Sequence[PaneEntry]) -> Sidebar:
        bottom = self._actions.actions((WindowCommand.MANAGE_MODELS, WindowCommand.SETTINGS))
        sides = {key: pane.side for key, pane in self._panes.items() if pane.side is not None}
        sidebar = Sidebar(entries, self._actions.action(WindowCommand.NEW_CHAT), bottom, sides, self)
        sidebar.pane_selected.connect(self._on_pane_selected)
        sidebar.search_changed.connect(self.search_changed)
        conversations = sidebar.conversation_list
        conversations.conversation_selected.connect(self._on_conversation_selected)
        conversations.text_selected.connect(self._on_text_selected)
        conversations.pin_changed.connect(self.conversation_pin_changed)
        conversations.move_requested.connect(self.conversation_move_requested)
        conversations.export_requested.connect(self._on_export_requested)
        conversations.delete_requested.connect(self.conversation_delete_requested)
        conversations.folder_renamed.connect(self.folder_renamed)
        conversations.folder_delete_requested.connect(self.folder_delete_requested)
        sidebar.conversation_model.rename_requested.connect(self.conversation_renamed)
        return sidebar

    def _make_top_bar(self) -> TopBar:
        bar = TopBar(
            self._actions.action(WindowCommand.INSTRUCTIONS),
            self._actions.actions(EXPORT_FORMATS),
            self._actions.actions(MORE_COMMANDS),
            self,
        )
        bar.sidebar_toggled.connect(self.toggle_sidebar)
        bar.model_selected.connect(self.model_selected)
        bar.model_file_requested.connect(self.open_model_file_dialog)
        bar.models_requested.connect(self.models_requested)
        bar.servers_requested.connect(self.servers_requested)
        bar.load_cancel_requested.connect(self.load_cancel_requested)
        bar.failure_action_requested.connect(self.model_failure_action_requested)
        return bar

    def _make_palette(self) -> WindowPalette:
        palette = WindowPalette(self._frame)
        palette.query_changed.connect(self.search_changed)
        palette.command_chosen.connect(self._give)
        palette.conversation_chosen.connect(self._select_conversation)
        palette.text_chosen.connect(self._on_text_selected)
        return palette

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        parts = (self._top_bar, divider(self._frame), self._body, divider(self._frame), self._status_line)
        for part in parts:
            column.addWidget(part, 1 if part is self._body else 0)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sidebar)
        row.addLayout(column, 1)
        self.setCentralWidget(self._frame)

    def _add_pane_shortcuts(self, entries: Sequence[PaneEntry]) -> None:
        for number, entry in enumerate(entries, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setObjectName(f"shortcut_{entry.key}")
            shortcut.setProperty("pane", entry.key)
            shortcut.activated.connect(self._on_pane_shortcut)

    # Wishes out

    @Slot(object)
    def _give(self, command: WindowCommand) -> None:
        if command in CHAT_COMMANDS:
            self.show_chat()
        if own := self._own_commands().get(command):
            own()
        elif command in EXPORT_FORMATS:
            self._on_export_requested(ConversationExport(self._open_id, EXPORT_FORMATS[command]))
        elif key := pane_of(command):
            self._on_pane_selected(key)
            self.pane_command_given.emit(command)
        else:
            self._signal_of(command).emit()

    def _own_commands(self) -> dict[WindowCommand, Callable[[], object]]:
        """What the window does by itself."""
        return {
            WindowCommand.SEARCH: self._open_palette,
            WindowCommand.RENAME: self._rename,
            WindowCommand.DELETE_CHAT: self._delete,
            WindowCommand.UNDO_DELETE: self._undo_deletion,
            WindowCommand.STOP: self._stop,
            WindowCommand.OPEN_MODEL: self.open_model_file_dialog,
            WindowCommand.SIDEBAR: self.toggle_sidebar,
            WindowCommand.QUIT: self.close,
        }

    def _signal_of(self, command: WindowCommand) -> SignalInstance:
        signals = {
            WindowCommand.NEW_CHAT: self.new_chat_requested,
            WindowCommand.FOCUS_PROMPT: self.prompt_focus_requested,
            WindowCommand.INSTRUCTIONS: self.instructions_requested,
            WindowCommand.MANAGE_MODELS: self.models_requested,
            WindowCommand.SERVERS: self.servers_requested,
            WindowCommand.TRASH: self.trash_requested,
            WindowCommand.SETTINGS: self.settings_requested,
            WindowCommand.SHORTCUTS: self.shortcuts_requested,
            WindowCommand.ABOUT: self.about_requested,
        }
        return signals[command]

    def _stop(self) -> None:
        self.stop_requested.emit(self.pane_key)

    def _delete(self) -> None:
        self.conversation_delete_requested.emit(self._open_id)

    def _rename(self) -> None:
        if not self._sidebar.isVisible():
            self.toggle_sidebar()
        self._sidebar.rename_current()

    def _undo_deletion(self) -> None:
        self._toast.leave()
        self.deletion_undo_requested.emit()

    @Slot(str)
    def _on_toast_clicked(self, key: str) -> None:
        if key == _UNDO_KEY:
            self.deletion_undo_requested.emit()
            return
        self.toast_clicked.emit(key)

    @Slot()
    def _on_toast_left(self) -> None:
        self._offer_undo(is_possible=False)

    def _offer_undo(self, *, is_possible: bool) -> None:
        self._actions.enable(WindowCommand.UNDO_DELETE, is_possible=is_possible)
        self._undo_keys.watch(is_wanted=is_possible)

    @Slot(str)
    def _on_pane_selected(self, key: str) -> None:
        self.show_pane(key)
        self._body.setFocus()
        self.pane_selected.emit(key)

    @Slot()
    def _on_pane_shortcut(self) -> None:
        self._on_pane_selected(str(self.sender().property("pane")))

    @Slot(object)
    def _on_conversation_selected(self, target: ConversationTarget) -> None:
        if self._is_sidebar_forced:
            self.toggle_sidebar()
        self._select_conversation(target)

    @Slot(str)
    def _on_text_selected(self, document_id: str) -> None:
        self.text_selected.emit(document_id)
        self.show_pane(WRITE_KEY)

    @Slot(object)
    def _select_conversation(self, target: ConversationTarget) -> None:
        self.show_chat()
        self.conversation_selected.emit(target)

    @Slot(object)
    def _on_export_requested(self, wish: ConversationExport) -> None:
        if wish.format is ExportFormat.CLIPBOARD:
            self.conversation_export_requested.emit(wish)
            return
        dialog = choose_export_file(
            self, export_file_name(self._title_of(wish.conversation_id), wish.format), wish.format, self._on_export_file
        )
        dialog.setProperty("wish", wish)

    @Slot(str)
    def _on_export_file(self, path: str) -> None:
        wish = self.sender().property("wish")
        self.conversation_export_requested.emit(structs.replace(wish, path=Path(path)))

    def _title_of(self, conversation_id: str) -> str:
        return next((each.title for each in self._conversations if each.id == conversation_id), "")

    def _open_palette(self) -> None:
        self._palette.open_with(self._actions.possible(), self._conversations)

    # Sidebar

    @Slot()
    def toggle_sidebar(self) -> None:
        is_shown = not self._sidebar.isVisible()
        if self.width() < _NARROW_PX:
            self._is_sidebar_forced = is_shown
        else:
            self._is_sidebar_wanted = is_shown
        self._show_sidebar_as_it_fits()

    def _show_sidebar_as_it_fits(self) -> None:
        is_narrow = self.width() < _NARROW_PX
        if not is_narrow:
            self._is_sidebar_forced = False
        self._sidebar.setVisible(self._is_sidebar_forced if is_narrow else self._is_sidebar_wanted)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard; by itself Qt does that only in dialogs."""
        focused = self.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QAbstractButton):
            focused.click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_sidebar_as_it_fits()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._undo_keys.watch(is_wanted=False)
        self.window_closed.emit(self.placement)
        super().closeEvent(event)
