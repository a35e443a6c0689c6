"""What a person asks for with the buttons of a message. One object serves all rows of a transcript. GUI thread."""

from PySide6.QtCore import QObject, Signal


class MessageWishes(QObject):
    """The rows' widgets emit these; the transcript passes them on."""

    regenerate_requested = Signal(str)
    continue_requested = Signal(str)
    edit_submitted = Signal(object)
    branch_requested = Signal(object)
    notice_action_requested = Signal(str)
    copy_requested = Signal(str)
    fold_requested = Signal(str)
    link_activated = Signal(str)
    link_hovered = Signal(str)
    row_resized = Signal(object)
