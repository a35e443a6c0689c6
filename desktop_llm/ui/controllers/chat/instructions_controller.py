"""Instructions and sampling of one conversation: the dialog, and what is saved from it. GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Conversation
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.controllers.chat.library_controller import LibraryController
from desktop_llm.ui.dialogs.conversation_dialog import ConversationDialog, ConversationSettings
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow


class InstructionsController(QObject):
    """Reads the open conversation afresh, so that the dialog shows what holds."""

    def __init__(
        self,
        window: MainWindow,
        store: ConversationStore,
        bridge: EventBridge,
        chat: ChatController,
        library: LibraryController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._bridge = bridge
        self._chat = chat
        self._library = library
        window.instructions_requested.connect(self.open_dialog)

    @Slot()
    def open_dialog(self) -> None:
        if conversation_id := self._chat.open_id:
            read = partial(self._store.conversation, conversation_id)
            self._bridge.run_in_background(read, self._show_dialog, self._library.show_failure)

    def _show_dialog(self, conversation: Conversation) -> None:
        if opened := self._opened(conversation.id):
            opened.raise_()
            opened.activateWindow()
            return
        dialog = ConversationDialog(self._window)
        dialog.setProperty("conversation_id", conversation.id)
        dialog.conversation_settings_changed.connect(self._on_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show_settings(
            ConversationSettings(
                conversation_id=conversation.id,
                instructions=conversation.instructions,
                sampling=conversation.sampling,
            )
        )
        dialog.show()

    def _opened(self, conversation_id: str) -> ConversationDialog | None:
        dialogs = self._window.findChildren(ConversationDialog)
        shown = (each for each in dialogs if each.isVisible())
        return next((each for each in shown if each.property("conversation_id") == conversation_id), None)

    @Slot(object)
    def _on_changed(self, changed: ConversationSettings) -> None:
        self._bridge.run_in_background(partial(self._save, changed), self._on_saved, self._library.show_failure)

    def _save(self, changed: ConversationSettings) -> None:
        self._store.set_instructions(changed.conversation_id, changed.instructions)
        self._store.set_sampling(changed.conversation_id, changed.sampling)

    def _on_saved(self, _nothing: None) -> None:
        self._chat.measure_draft()
