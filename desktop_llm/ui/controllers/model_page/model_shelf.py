"""What a section of the Models page is to the controller that shows them all. GUI thread."""

from PySide6.QtCore import QObject, Signal

from desktop_llm.ui.model_rows import ModelRow, RowWish


class ModelShelf(QObject):
    """Knows the rows of its section and carries out what is wished of them. Where there is nothing, it is as here."""

    rows_changed = Signal()

    def rows(self) -> list[ModelRow]:
        """The section as it is now, its heading first; nothing where there is nothing to show."""
        return []

    def owns(self, key: str) -> bool:
        """Whether the row with this key is of this section."""
        return any(row.key == key for row in self.rows())

    def carry_out(self, wish: RowWish) -> None:
        """Do what a person wishes of one of these rows."""

    def refresh(self) -> None:
        """The page was opened: look again at what may have changed meanwhile."""
