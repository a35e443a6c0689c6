"""The conversation as it is read: every message, the newest at the bottom, the one being written growing.

GUI thread. It receives values and reports wishes; it neither loads, saves nor opens anything.
"""

import time
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_llm.ui.widgets.transcript.message_content import MessageContent
from desktop_llm.ui.widgets.transcript.message_stack import MessageStack
from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes
from desktop_llm.ui.widgets.transcript.user_bubble import UserBubble
from desktop_llm.ui.widgets.virtual_column import VirtualColumn

_FRAME_MS: Final = 16
_REST_FACTOR: Final = 3
"""After a frame that took t to draw, at least 3 t go to everything else."""


class Transcript(VirtualColumn):
    regenerate_requested = Signal(str)
    continue_requested = Signal(str)
    edit_submitted = Signal(object)  # EditedMessage: it stays in its editor until another branch is shown
    edit_changed = Signal(object)  # EditedMessage: what stands in an editor now
    edit_dropped = Signal(str)  # the message stays as it is
    branch_requested = Signal(object)
    notice_action_requested = Signal(str)
    link_activated = Signal(str)
    link_hovered = Signal(str)
    source_requested = Signal(object)  # SourceWish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Conversation"))
        self._stacks: dict[str, MessageStack] = {}
        self._growth: dict[str, tuple[list[str], list[str]]] = {}
        self._wishes = MessageWishes(self)
        self._frame_timer = QTimer(self, singleShot=True)
        self._frame_timer.timeout.connect(self._draw_growth)
        self._renewal_timer = QTimer(self, singleShot=True, interval=0)
        self._renewal_timer.timeout.connect(self._renew_widgets)
        self._jump_button = QPushButton(self.tr("Jump to latest"), self)
        self._jump_button.setObjectName("jump_to_latest_button")
        self._jump_button.setProperty("look", "jump")
        self._jump_button.hide()
        self._jump_button.clicked.connect(self.follow)
        self.is_following_changed.connect(self._put_jump_button)
        self.verticalScrollBar().rangeChanged.connect(self._put_jump_button)
        self.verticalScrollBar().valueChanged.connect(self._put_jump_button)
        self._connect_wishes()

    def show_messages(self, messages: tuple[MessageContent, ...]) -> None:
        """Show another conversation, or another branch of this one: then the place stays where it is."""
        place = self._place() if messages and next(iter(self._stacks), None) == messages[0].id else None
        self._growth.clear()
        self._stacks = {content.id: MessageStack(content, self._wishes) for content in messages}
        rows = [row for stack in self._stacks.values() for row in stack.rows]
        if place is not None and place[0] in self._stacks:
            self.set_rows(rows)
            self.go_to_row(self._first_row(place[0]), place[1])
            return
        self.start_at_end(rows)

    def append_message(self, content: MessageContent) -> None:
        stack = MessageStack(content, self._wishes)
        self._stacks[content.id] = stack
        self.replace_rows(len(self.rows), len(self.rows), stack.rows)
        self.follow()

    def update_message(self, content: MessageContent) -> None:
        """Show the message as it is now. What has been drawn of it already is drawn again only where it differs."""
        self._growth.pop(content.id, None)
        stack = self._stacks[content.id]
        start, n_before = self._first_row(content.id), len(stack.rows)
        stack.show(content)
        self.replace_rows(start, start + n_before, stack.rows)
        self.place_rows()

    def grow_answer(self, id: str, text: str, thinking: str = "") -> None:
        """Append to a message that is being written. Drawn at once, or with the next frame."""
        texts, thoughts = self._growth.setdefault(id, ([], []))
        texts.append(text)
        thoughts.append(thinking)
        if not self._frame_timer.isActive():
            self._draw_growth()

    def scroll_to_message(self, id: str) -> None:
        if id in self._stacks:
            self.go_to_row(self._first_row(id))

    def edit_message(self, id: str) -> None:
        """Open the editor in a question's bubble."""
        self.scroll_to_message(id)
        widget = self.rows[self._first_row(id)].widget
        if isinstance(widget, UserBubble):
            widget.start_editing()

    def clear(self) -> None:
        self.show_messages(())

    def _connect_wishes(self) -> None:
        wishes = self._wishes
        wishes.regenerate_requested.connect(self.regenerate_requested)
        wishes.continue_requested.connect(self.continue_requested)
        wishes.edit_submitted.connect(self.edit_submitted)
        wishes.edit_changed.connect(self.edit_changed)
        wishes.edit_dropped.connect(self.edit_dropped)
        wishes.branch_requested.connect(self.branch_requested)
        wishes.notice_action_requested.connect(self.notice_action_requested)
        wishes.link_activated.connect(self.link_activated)
        wishes.link_hovered.connect(self.link_hovered)
        wishes.source_requested.connect(self.source_requested)
        wishes.copy_requested.connect(self._on_copy_requested)
        wishes.fold_requested.connect(self._on_fold_requested)
        wishes.row_resized.connect(self.place_rows)
        wishes.row_resized_by_reader.connect(self._on_row_resized_by_reader)

    def _first_row(self, id: str) -> int:
        index = 0
        for each_id, stack in self._stacks.items():
            if each_id == id:
                return index
            index += len(stack.rows)
        raise KeyError(id)

    def _place(self) -> tuple[str, int] | None:
        """The message at the top of the view and where it stands, None while the end is followed."""
        if self.is_following:
            return None
        index, offset_px = self.anchor()
        for id, stack in self._stacks.items():
            if index < len(stack.rows):
                return id, offset_px
            index -= len(stack.rows)
        return None

    @Slot()
    def _draw_growth(self) -> None:
        if not self._growth:
            return
        started_s = time.perf_counter()
        growth, self._growth = self._growth, {}
        for id, (texts, thoughts) in growth.items():
            self._grow(id, "".join(texts), "".join(thoughts))
        self.place_rows()
        cost_ms = (time.perf_counter() - started_s) * 1000
        self._frame_timer.start(max(_FRAME_MS, int(cost_ms * _REST_FACTOR)))

    def _grow(self, id: str, text: str, thinking: str) -> None:
        stack = self._stacks.get(id)
        if stack is None:
            return
        start, n_before = self._first_row(id), len(stack.rows)
        stack.grow(text, thinking)
        self.replace_rows(start, start + n_before, stack.rows)

    @Slot(str)
    def _on_copy_requested(self, id: str) -> None:
        QGuiApplication.clipboard().setText(self._stacks[id].content.text)

    @Slot(str)
    def _on_fold_requested(self, id: str) -> None:
        stack = self._stacks[id]
        start, n_before = self._first_row(id), len(stack.rows)
        stack.toggle_thinking()
        self.replace_rows(start, start + n_before, stack.rows)
        self.hold_place()
        self.place_rows()

    @Slot()
    def _on_row_resized_by_reader(self) -> None:
        self.hold_place()
        self.place_rows()

    @Slot()
    def _renew_widgets(self) -> None:
        self.forget_widgets()
        self.place_rows()

    @Slot()
    def _put_jump_button(self) -> None:
        """It is there while the end is neither followed nor seen."""
        self._jump_button.setVisible(not self.is_following and not self.is_end_seen)
        size = self._jump_button.sizeHint()
        self._jump_button.resize(size)
        self._jump_button.move((self.width() - size.width()) // 2, self.height() - size.height() - 12)
        self._jump_button.raise_()

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put_jump_button()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_renewal_timer"):
            self._renewal_timer.start()
