"""Composition root of the window: builds every long-lived object, wires it, owns start and shutdown. GUI thread.

The window is shown first; the database and the engine follow in the background.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop_llm.assist.answer_journal import AnswerJournal
from desktop_llm.assist.chat import Chat, ChatDefaults
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import DesktopLlmError, ErrorCode, SettingsError, StorageError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.logs import configure_logging
from desktop_llm.paths import DataFolder, default_data_folder, own_program, resource
from desktop_llm.settings import Settings, load_settings, point_to_data_folder
from desktop_llm.storage.data_folder_copy import copy_data_folder
from desktop_llm.storage.folder_lock import FolderLock
from desktop_llm.storage.opening import OpenedStorage, open_storage
from desktop_llm.ui.controllers.attachment_controller import AttachmentController
from desktop_llm.ui.controllers.chat_controller import ChatController
from desktop_llm.ui.controllers.dialog_controller import DialogController
from desktop_llm.ui.controllers.instructions_controller import InstructionsController
from desktop_llm.ui.controllers.library_controller import LibraryController
from desktop_llm.ui.controllers.model_controller import ModelController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.refused_start import show_refused_start
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import install_translations, translate
from desktop_llm.ui.main_window import MainWindow, WindowPane
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.theme import SystemThemeFollower
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.sidebar import PaneEntry
from desktop_llm.version import __version__

_log = logging.getLogger(__name__)

EXIT_REFUSED = 1


def run_window(arguments: Sequence[str]) -> int:
    """Show the window and run until it is closed. `arguments` are model files to open. Returns the exit status."""
    if not has_screen():
        sys.stderr.write("desktop-llm: There is no screen to open a window on. `desktop-llm chat` works without.\n")
        return EXIT_REFUSED
    app = make_application()
    folder = default_data_folder()
    configure_logging(folder.logs)
    lock = FolderLock(folder)
    try:
        lock.acquire()
    except StorageError as error:
        if error.code is ErrorCode.DATA_FOLDER_IN_USE:
            show_refused_start(error)
            app.exec()
            return EXIT_REFUSED
        _log.warning("the data folder is not locked: %s", error)
    program = WindowProgram(app, folder, ProcessEngineClient())
    program.show([Path(argument) for argument in arguments])
    status = app.exec()
    program.stop()
    lock.release()
    if program.is_restart_wanted:
        subprocess.Popen(own_program())
    return status


def has_screen() -> bool:
    """Qt aborts the process where it finds none; X11 and Wayland name theirs in the environment."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_application() -> QApplication:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("desktop-llm")
    app.setApplicationDisplayName("Desktop LLM")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("desktop-llm")
    app.setWindowIcon(QIcon(str(resource("icons/desktop-llm.svg"))))
    install_translations(app, resource("translations"))
    return app


class WindowProgram(QObject):
    """Everything that lives as long as the window."""

    def __init__(self, app: QApplication, folder: DataFolder, engine: EngineClient) -> None:
        super().__init__(app)
        self._folder = folder
        self._engine = engine
        settings, self._settings_failure = _settings_of(folder)
        self._bridge = EventBridge(self)
        self._settings = SettingsController(settings, folder, self._bridge, self)
        self._theme = SystemThemeFollower(app)
        self._pane = ChatPane()
        self._window = MainWindow([WindowPane(PaneEntry("chat", translate("MainWindow", "Chat"), "chat"), self._pane)])
        self._models = ModelController(self._window, engine, ModelStore(folder), folder, self._settings, self._bridge)
        self._storage: OpenedStorage | None = None
        self._journal: AnswerJournal | None = None
        self._chat: Chat | None = None
        self._chat_controller: ChatController | None = None
        self._files: list[Path] = []
        self._is_restart_wanted = False
        self._apply_look(settings)
        self._window.restore_placement(settings.window)
        self._window.window_closed.connect(self._settings.note_placement)
        self._settings.settings_changed.connect(self._on_settings_changed)
        self._settings.saving_failed.connect(self._show_error)

    @property
    def window(self) -> MainWindow:
        return self._window

    @property
    def is_restart_wanted(self) -> bool:
        """The user moved the data folder; the next start uses it."""
        return self._is_restart_wanted

    def show(self, files: Sequence[Path]) -> None:
        """Show the window; what it needs is opened once it is drawn. `files` are models to load."""
        self._files = list(files)
        self._window.show()
        QTimer.singleShot(0, self._start)

    def stop(self) -> None:
        """Save what is left and end the engine. Blocks for a few seconds at most."""
        self._models.stop()
        self._engine.close()
        if self._journal is not None:
            self._journal.close()
        self._bridge.stop()
        if self._storage is not None:
            self._storage.database.close()

    @Slot()
    def _start(self) -> None:
        self._bridge.run_in_background(partial(open_storage, self._folder), self._compose, self._show_error)
        if self._files:
            self._models.refresh()
            self._models.open_file(str(self._files[0]))
        else:
            self._models.start()

    def _compose(self, storage: OpenedStorage) -> None:
        """The database is open: build what needs it."""
        window, pane, bridge, store = self._window, self._pane, self._bridge, storage.store
        self._storage = storage
        self._journal = AnswerJournal(store)
        self._chat = Chat(store, self._engine, self._journal, self._hear_titled)
        library = LibraryController(window, store, bridge)
        attachments = AttachmentController(pane, self._chat, bridge)
        chat = ChatController(window, pane, self._chat, store, attachments, bridge)
        dialogs = DialogController(window, self._folder, store, bridge, self._settings, self._models, library)
        InstructionsController(window, store, bridge, chat, library)
        self._chat_controller = chat
        self._connect(chat, library, attachments, dialogs)
        self._on_settings_changed(self._settings.settings)
        library.refresh()
        self._models.repeat_status()
        if storage.failure is not None:
            self._show_error(storage.failure)
        if self._settings_failure is not None:
            self._show_error(self._settings_failure)

    def _connect(
        self,
        chat: ChatController,
        library: LibraryController,
        attachments: AttachmentController,
        dialogs: DialogController,
    ) -> None:
        self._models.status_changed.connect(chat.show_status)
        self._models.status_changed.connect(attachments.show_status)
        self._models.error_action_requested.connect(dialogs.carry_out)
        chat.error_action_requested.connect(dialogs.carry_out)
        chat.library_changed.connect(library.refresh)
        chat.speed_measured.connect(self._models.show_speed)
        chat.reading_progressed.connect(self._models.show_reading)
        chat.gate.larger_context_requested.connect(self._models.load_with_context)
        library.conversation_deleted.connect(chat.leave)
        library.conversation_restored.connect(chat.reopen)
        dialogs.data_folder_move_requested.connect(self._on_move_data_folder)
        self._window.files_dropped.connect(self._on_files_dropped)

    def _hear_titled(self, conversation_id: str) -> None:
        """Called on the engine's thread."""
        if self._chat_controller is not None:
            self._bridge.post(partial(self._chat_controller.show_new_title, conversation_id))

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self._apply_look(settings)
        if self._chat is None or self._chat_controller is None:
            return
        defaults = ChatDefaults(settings.default_instructions, settings.sampling, settings.suggest_titles)
        self._chat.use_defaults(defaults)
        self._chat_controller.show_send_key(enter_sends=settings.enter_sends)

    def _apply_look(self, settings: Settings) -> None:
        self._theme.show_theme(settings.theme, settings.font_size_pt)

    @Slot(object)
    def _on_files_dropped(self, paths: tuple[Path, ...]) -> None:
        """A model file is opened, anything else is attached to the message."""
        if models := [path for path in paths if path.suffix.lower() == ".gguf"]:
            self._models.open_file(str(models[0]))
        self._pane.add_files([path for path in paths if path not in models])

    @Slot(str)
    def _on_move_data_folder(self, path: str) -> None:
        """Copy everything, then start again there. The old folder stays as it is."""
        if self._chat_controller is not None:
            self._chat_controller.stop_all()
        move = partial(_copy_and_point, self._folder, DataFolder(Path(path)))
        self._bridge.run_in_background(move, self._on_moved, self._show_error)

    def _on_moved(self, _nothing: None) -> None:
        self._is_restart_wanted = True
        self._window.close()

    @Slot(object)
    def _show_error(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        sentence = f"{text.sentence} {text.advice}".strip()
        self._pane.show_notice(
            Notice(id=f"start-{error.code}", text=sentence, level=NoticeLevel.ERROR, details=text.details)
        )


def _copy_and_point(source: DataFolder, target: DataFolder) -> None:
    copy_data_folder(source, target)
    point_to_data_folder(target.root)


def _settings_of(folder: DataFolder) -> tuple[Settings, SettingsError | None]:
    try:
        return load_settings(folder.settings), None
    except SettingsError as error:
        return Settings(), error
