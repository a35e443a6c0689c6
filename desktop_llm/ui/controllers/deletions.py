"""What was deleted last comes back first, whatever it was: a chat, a text, what was filled into a form. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow


class Deletions(QObject):
    """Says in the window what was deleted, and undoes it when the person wishes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._restorations: list[Callable[[], None]] = []
        window.deletion_undo_requested.connect(self._on_undo)

    def note(self, title: str, restore: Callable[[], None]) -> None:
        self.say(translate("Deletions", "Deleted “{title}”").format(title=title), restore)

    def say(self, text: str, restore: Callable[[], None]) -> None:
        """As `note` does, in words of its own: of what has no title."""
        self._restorations.append(restore)
        self._window.show_deletion(text)

    @Slot()
    def _on_undo(self) -> None:
        if self._restorations:
            self._restorations.pop()()
