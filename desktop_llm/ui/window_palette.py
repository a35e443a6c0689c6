"""What can be found with Ctrl+K: the commands that are possible now, and conversations. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_llm.storage.records import Conversation
from desktop_llm.storage.written_records import WrittenHit
from desktop_llm.ui.conversation_wishes import Found, SearchResults
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.frame.command_palette import CommandPalette, PaletteEntry
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.window_commands import CommandDescription, WindowCommand

_MAX_CONVERSATIONS: Final = 300


class WindowPalette(QObject):
    """Fills the palette, and tells what was chosen in it."""

    query_changed = Signal(str)
    command_chosen = Signal(object)  # WindowCommand
    conversation_chosen = Signal(object)  # ConversationTarget
    text_chosen = Signal(str)  # id

    def __init__(self, frame: QWidget) -> None:
        super().__init__(frame)
        self._palette = CommandPalette(frame)
        self._palette.query_changed.connect(self.query_changed)
        self._palette.entry_chosen.connect(self._on_entry_chosen)

    def open_with(self, possible: Sequence[CommandDescription], conversations: Sequence[Conversation]) -> None:
        """The newest conversations; a search finds the others."""
        commands = [
            PaletteEntry(key=each.command, title=each.shown_title, note=each.shown_keys, is_command=True)
            for each in possible
            if each.command is not WindowCommand.SEARCH
        ]
        newest = sorted(conversations, key=_updated_at, reverse=True)[:_MAX_CONVERSATIONS]
        self._palette.open_with(commands, [PaletteEntry(key=each.id, title=each.title) for each in newest])

    def show_search_results(self, results: SearchResults) -> None:
        self._palette.show_hits(results.query, [_hit_entry(hit) for hit in results.hits])

    @Slot(object)
    def _on_entry_chosen(self, entry: PaletteEntry) -> None:
        if entry.is_command:
            self.command_chosen.emit(WindowCommand(entry.key))
            return
        if entry.is_text:
            self.text_chosen.emit(entry.key)
            return
        self.conversation_chosen.emit(ConversationTarget(entry.key, entry.message_id))


def _updated_at(conversation: Conversation) -> float:
    return conversation.updated_at


def _hit_entry(hit: Found) -> PaletteEntry:
    snippet = " ".join(hit.snippet.split())
    if isinstance(hit, WrittenHit):
        note = translate("CommandPalette", "Text")
        return PaletteEntry(key=hit.document.id, title=hit.document.title, note=note, snippet=snippet, is_text=True)
    return PaletteEntry(
        key=hit.conversation.id, title=hit.conversation.title, snippet=snippet, message_id=hit.message_id
    )
