"""Everything behind the window: built and wired once the window is drawn, ended when it is closed. GUI thread.

The database and the engine are opened in the background; the window never waits for them.
"""

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.answer_journal import AnswerJournal
from desktop_llm.assist.chat import Chat, ChatDefaults
from desktop_llm.assist.engines import ConnectServer, Engines
from desktop_llm.assist.questions.collection_desk import CollectionDesk
from desktop_llm.assist.questions.question_parts import QuestionParts
from desktop_llm.assist.questions.text_embedding import Embedders
from desktop_llm.assist.servers import first_choice, server_access
from desktop_llm.credentials import Credentials
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.engine.server.server_client import ServerEngineClient
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.model_move import leave_models
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder
from desktop_llm.settings import ServerEntry, Settings, point_to_data_folder
from desktop_llm.storage.data_folder_copy import copy_data_folder
from desktop_llm.storage.opening import OpenedStorage, open_storage
from desktop_llm.ui.controllers.chat.attachment_controller import AttachmentController
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.controllers.chat.folder_shelf import FolderShelf
from desktop_llm.ui.controllers.chat.instructions_controller import InstructionsController
from desktop_llm.ui.controllers.chat.library_controller import LibraryController
from desktop_llm.ui.controllers.chat.sources_controller import SourcesController
from desktop_llm.ui.controllers.crash_controller import CrashController
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.controllers.dialog_controller import DialogController
from desktop_llm.ui.controllers.doctor_controller import DoctorController
from desktop_llm.ui.controllers.engines.engine_controller import EngineController
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.engines.open_engine import OpenEngine
from desktop_llm.ui.controllers.engines.pane_engines import PaneEngines
from desktop_llm.ui.controllers.engines.server_controller import ServerController
from desktop_llm.ui.controllers.hub_controller import HubController
from desktop_llm.ui.controllers.model_page.models_program import ModelsProgram
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.controllers.summary.document_shelf import DocumentShelf
from desktop_llm.ui.controllers.summary.summarize_program import SummarizeProgram
from desktop_llm.ui.controllers.translation.translate_program import TranslateProgram
from desktop_llm.ui.controllers.update_controller import UpdateController
from desktop_llm.ui.controllers.writing.write_program import WriteProgram
from desktop_llm.ui.dropped_files import model_path, other_paths
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.garbage_rounds import GarbageRounds
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, SUMMARIZE_KEY, TRANSLATE_KEY, WRITE_KEY
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.toast import ToastContent
from desktop_llm.ui.window_shell import WindowShell

_log = logging.getLogger(__name__)


class WindowProgram(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self,
        shell: WindowShell,
        folder: DataFolder,
        engine: EngineClient,
        connect_server: ConnectServer | None = None,
    ) -> None:
        """Fills the shown window. `start` opens what takes time. `connect_server` replaces the servers, for tests."""
        super().__init__(shell.window)
        self._folder = folder
        self._engine = engine
        self._shell = shell
        self._window = shell.window
        bridge = self._bridge = EventBridge(self)
        self._garbage = GarbageRounds(shell.app)
        self._settings = SettingsController(shell.settings, folder, bridge, self)
        self._pane = ChatPane()
        shell.chat_frame.fill(self._pane)
        store = ModelStore(folder)
        self._models = ModelController(self._window, engine, store, folder, self._settings, bridge)
        self._credentials = Credentials(folder)
        self._hub = HubController(self._credentials, self._settings, bridge, self)
        self._updates = UpdateController(self._settings, bridge, self)
        self._models_program = ModelsProgram(
            shell, folder, store, self._models, self._settings, engine, self._hub, bridge
        )
        self._engines = Engines(engine, connect_server or self._connect_server)
        self._embedders = Embedders(store, ProcessEngineClient)
        self._translate = TranslateProgram(shell, folder, self._engines, DocumentReader, bridge)
        self._write = WriteProgram(shell, folder, self._engines, DocumentReader, bridge)
        self._doctor = DoctorController(self._window, engine, self._models, self._settings, bridge)
        self._engine_controller = EngineController(self._window, self._engines, self._models, self._settings, bridge)
        self._servers = ServerController(self._window, self._settings, self._credentials, bridge)
        self._document_shelf = DocumentShelf(DocumentReader, bridge)
        self._summarize = SummarizeProgram(
            shell, folder, self._engines, DocumentReader, bridge, self._embedders.current
        )
        self._folder_reader = DocumentReader()
        self._folders: FolderShelf | None = None
        self._storage: OpenedStorage | None = None
        self._journal: AnswerJournal | None = None
        self._chat: Chat | None = None
        self._chat_controller: ChatController | None = None
        self._open_engine: OpenEngine | None = None
        self._sources: SourcesController | None = None
        self._given_files: tuple[Path, ...] = ()
        self._is_restart_wanted = False
        self._window.window_closed.connect(self._settings.note_placement)
        self._settings.settings_changed.connect(self._on_settings_changed)
        self._settings.saving_failed.connect(self._show_error)

    @property
    def is_restart_wanted(self) -> bool:
        """The user moved the data folder, or chose another language; the next start uses it."""
        return self._is_restart_wanted

    def start(self, files: Sequence[Path]) -> None:
        """Open the database and load a model: the first of `files`, or the one used last. See `open_files`."""
        self._bridge.run_in_background(partial(open_storage, self._folder), self._compose, self._on_not_opened)
        self._models_program.start()
        model = model_path(files)
        if model is None:
            self._models.start()
        else:
            self._models.refresh()
            self._models.open_file(str(model))
        self.open_files(other_paths(files))

    def open_files(self, paths: tuple[Path, ...]) -> None:
        """Files that the system or another start gives: as if they were dropped onto the window, once that can be."""
        if self._chat is None:
            self._given_files += paths
        elif paths:
            self._on_files_dropped(paths)

    def stop(self) -> None:
        """Save what is left and end the engine. Blocks for a few seconds at most."""
        self._models.stop()
        self._servers.stop()
        self._engine_controller.stop()
        self._summarize.stop()
        self._translate.stop()
        self._write.stop()
        self._engines.close()
        self._engine.close()
        self._doctor.stop()
        self._hub.stop()
        self._updates.stop()
        self._models_program.stop()
        self._document_shelf.stop()
        if self._folders is not None:
            self._folders.stop()
        self._folder_reader.close()
        self._embedders.close()
        if self._chat_controller is not None:
            self._chat_controller.close()
        if self._sources is not None:
            self._sources.stop()
        if self._journal is not None:
            self._journal.close()
        self._bridge.stop()
        if self._storage is not None:
            self._storage.close()
        self._garbage.stop()  # last: on a thread that still ends, a search would end widgets

    def _compose(self, storage: OpenedStorage) -> None:
        """The database is open: build what needs it."""
        window, pane, bridge, store = self._window, self._pane, self._bridge, storage.store
        self._storage = storage
        self._journal = AnswerJournal(store)
        self._chat = Chat(store, self._engines, self._journal, self._hear_titled)
        deletions = Deletions(window)
        library = LibraryController(window, store, storage.documents, deletions, bridge)
        engine = OpenEngine(pane, store, self._engines, bridge)
        desk = CollectionDesk(storage.collections, storage.passages, self._folder_reader, self._embedders.current)
        self._folders = FolderShelf(desk, bridge, self)
        attachments = AttachmentController(pane, self._chat, engine, self._document_shelf, self._folders, bridge)
        parts = QuestionParts(self._chat, self._engines, storage.passages, self._embedders.current, desk.fitting)
        chat = ChatController(window, pane, self._chat, store, attachments, parts, engine, bridge)
        embedder = self._embedders.current
        self._sources = SourcesController(pane, chat, store, storage.passages, embedder, bridge)
        dialogs = DialogController(
            window, self._folder, store, storage.documents, bridge, self._settings, self._models, library
        )
        InstructionsController(window, store, bridge, chat, library)
        self._chat_controller = chat
        self._open_engine = engine
        self._connect_engine(engine, chat, dialogs)
        self._connect(chat, library, dialogs)
        self._on_settings_changed(self._settings.settings)
        chat.drafts.load()
        library.refresh()
        self._folders.look_at_all()
        self._models.repeat_status()
        self._garbage.begin()
        self._summarize.warm_up()
        self._write.begin(storage.documents, store, deletions)
        self._translate.warm_up()
        # There is one place for notices: the more important comes last.
        failures = [each for each in (self._shell.settings_failure, storage.failure) if each is not None]
        for failure in failures:
            self._show_error(failure)
        if not failures:
            CrashController(pane, self._folder, bridge).begin()
        given, self._given_files = self._given_files, ()
        self.open_files(given)

    def _connect(
        self,
        chat: ChatController,
        library: LibraryController,
        dialogs: DialogController,
    ) -> None:
        self._models.error_action_requested.connect(dialogs.carry_out)
        chat.error_action_requested.connect(dialogs.carry_out)
        chat.library_changed.connect(library.refresh)
        chat.drafts.unsent_changed.connect(self._window.show_unsent)
        chat.gate.summary_requested.connect(self._on_summary_requested)
        chat.gate.larger_context_requested.connect(self._models.load_with_context)
        library.conversation_deleted.connect(chat.leave)
        library.conversation_restored.connect(chat.reopen)
        library.title_changed.connect(chat.show_new_title)
        dialogs.data_folder_move_requested.connect(self._on_move_data_folder)
        dialogs.restart_requested.connect(self._restart)
        dialogs.settings_opened.connect(self._doctor.attend)
        dialogs.settings_opened.connect(self._hub.attend)
        dialogs.about_opened.connect(self._updates.attend)
        self._doctor.model_choice_requested.connect(self._window.models_requested)
        self._summarize.error_action_requested.connect(dialogs.carry_out)
        self._translate.error_action_requested.connect(dialogs.carry_out)
        self._write.error_action_requested.connect(dialogs.carry_out)
        self._write.closing_given_up.connect(self._on_closing_given_up)
        dialogs.text_restored.connect(self._write.restore)
        self._summarize.questions_wished.connect(self._on_questions_wished)
        self._window.files_dropped.connect(self._on_files_dropped)

    def _connect_engine(self, engine: OpenEngine, chat: ChatController, dialogs: DialogController) -> None:
        """Who answers the chat that is open."""
        shown = self._engine_controller
        self._servers.key_changed.connect(shown.try_again)
        self._servers.first_server_named.connect(engine.choose)
        panes = {
            SUMMARIZE_KEY: self._summarize.engine,
            TRANSLATE_KEY: self._translate.engine,
            WRITE_KEY: self._write.engine,
        }
        PaneEngines(self._window, shown, {CHAT_KEY: engine, **panes})
        self._models_program.server_requested.connect(self._servers.begin)
        shown.server_shown.connect(self._models_program.first_start_left)
        shown.status_changed.connect(engine.show_status)
        shown.status_changed.connect(self._summarize.engine.show_status)
        shown.status_changed.connect(self._translate.engine.show_status)
        shown.status_changed.connect(self._write.engine.show_status)
        shown.error_action_requested.connect(dialogs.carry_out)
        chat.speed_measured.connect(shown.show_speed)
        chat.reading_progressed.connect(shown.show_reading)
        chat.gate.engine_needed.connect(shown.make_ready)

    def _connect_server(self, entry: ServerEntry) -> EngineClient:
        return ServerEngineClient(server_access(entry, self._credentials))

    def _hear_titled(self, conversation_id: str) -> None:
        """Called on the engine's thread."""
        if self._chat_controller is not None:
            self._bridge.post(partial(self._chat_controller.show_new_title, conversation_id))

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self._shell.apply_look(settings)
        if self._chat is None or self._chat_controller is None:
            return
        defaults = ChatDefaults(settings.default_instructions, settings.sampling, settings.suggest_titles)
        self._chat.use_defaults(defaults)
        self._chat_controller.show_send_key(enter_sends=settings.enter_sends)
        if self._open_engine is not None:
            self._open_engine.show_first(first_choice(settings.servers))
            self._summarize.engine.show_first(first_choice(settings.servers))

    @Slot(object)
    def _on_files_dropped(self, paths: tuple[Path, ...]) -> None:
        """A model file is opened; anything else is summarized or translated on those panes, else attached."""
        if (model := model_path(paths)) is not None:
            self._models.open_file(str(model))
        others = other_paths(paths)
        if not others:
            return
        if self._window.pane_key == SUMMARIZE_KEY:
            self._summarize.add_files(others)
        elif self._window.pane_key == TRANSLATE_KEY:
            self._translate.add_files(others)
        elif self._window.pane_key == WRITE_KEY:
            self._write.open_files(others)
        else:
            self._add_to_message(others)

    def _add_to_message(self, paths: tuple[Path, ...]) -> None:
        self._window.show_chat()
        self._pane.add_files(paths)
        if not self._pane.isVisible():  # the first start stands in its place
            text = translate("WindowProgram", "“{name}” is added to your first message. Choose a model first.")
            self._window.show_toast(ToastContent(text.format(name=paths[0].name)))

    @Slot(object)
    def _on_summary_requested(self, paths: tuple[Path, ...]) -> None:
        """The files of a message that is too long; the message stays in its box."""
        self._window.show_pane(SUMMARIZE_KEY)
        self._summarize.add_files(paths)

    @Slot(object)
    def _on_questions_wished(self, paths: tuple[Path, ...]) -> None:
        """A new chat with these files."""
        if self._chat_controller is not None:
            self._chat_controller.begin_new()
            self._window.show_chat()
            self._pane.add_files(paths)
            self._pane.focus_prompt()

    @Slot(str)
    def _on_move_data_folder(self, path: str) -> None:
        """Copy everything but models, which follow, then start again there.

        What is written meanwhile would stay behind.
        """
        if self._chat_controller is not None:
            self._chat_controller.stop_all()
            self._chat_controller.drafts.save()
        move = partial(_copy_and_point, self._folder, DataFolder(Path(path)))
        self._window.setEnabled(False)
        text = translate("WindowProgram", "Moving the data folder…")
        self._window.show_toast(ToastContent(text, is_lasting=True))
        begin = partial(self._bridge.run_in_background, move, self._on_moved, self._on_not_moved)
        self._write.settle(begin, self._on_not_moved)

    def _on_moved(self, _nothing: None) -> None:
        self._restart()

    @Slot()
    def _restart(self) -> None:
        self._is_restart_wanted = True
        self._window.close()

    @Slot()
    def _on_closing_given_up(self) -> None:
        """What the window is closed for the next time is another wish."""
        self._is_restart_wanted = False

    def _on_not_opened(self, error: DesktopLlmError) -> None:
        self._garbage.begin()
        self._show_error(error)

    def _on_not_moved(self, error: DesktopLlmError) -> None:
        self._window.setEnabled(True)
        self._window.dismiss_toast()
        self._show_error(error)

    @Slot(object)
    def _show_error(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        self._pane.show_notice(
            Notice(id=f"start-{error.code}", text=text.whole, level=NoticeLevel.ERROR, details=text.details)
        )


def _copy_and_point(source: DataFolder, target: DataFolder) -> None:
    """Models follow at the next start, when nothing is downloaded any more."""
    copy_data_folder(source, target)
    leave_models(source, target)
    point_to_data_folder(target.root)
