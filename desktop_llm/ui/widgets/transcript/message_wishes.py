"""What all rows of a transcript share: what a person asks for with their buttons, lexers and formulas. GUI thread."""

from PySide6.QtCore import QObject, Signal

from desktop_llm.ui.widgets.transcript.lexer_shelf import LexerShelf
from desktop_llm.ui.widgets.transcript.math_image import FormulaShelf
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


class MessageWishes(QObject):
    """The rows' widgets emit these; the transcript passes them on."""

    regenerate_requested = Signal(str)
    continue_requested = Signal(str)
    edit_submitted = Signal(object)  # EditedMessage
    edit_changed = Signal(object)  # EditedMessage
    edit_dropped = Signal(str)
    branch_requested = Signal(object)
    notice_action_requested = Signal(str)
    source_requested = Signal(object)  # SourceWish
    copy_requested = Signal(str)
    fold_requested = Signal(str)
    link_activated = Signal(str)
    link_hovered = Signal(str)
    row_resized = Signal()
    row_resized_by_reader = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        thread = SpareThread(self)
        self.lexers = LexerShelf(self, thread)
        self.formulas = FormulaShelf(self, thread)
