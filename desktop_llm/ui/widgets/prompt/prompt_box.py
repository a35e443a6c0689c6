"""Where a message is written: text, attachments, whether to think, and one button that sends or stops. GUI thread.

The box keeps its content until `clear()`: whoever receives `prompt_submitted` decides whether it was taken.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QDropEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.icons import icon
from desktop_llm.ui.theme import TEXT_COLUMN_PX
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.prompt.attachment_chip import AttachmentChip
from desktop_llm.ui.widgets.prompt.folder_button import FolderButton
from desktop_llm.ui.widgets.prompt.prompt_draft import (
    FolderChoice,
    PromptAttachment,
    PromptDraft,
    PromptState,
    SendKey,
    ThinkingChoice,
)
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField, local_files

_SIDE_PX: Final = 24


class PromptBox(QWidget):
    prompt_submitted = Signal(object)
    stop_requested = Signal()
    attach_requested = Signal()
    folder_requested = Signal()
    folder_forgotten = Signal(str)
    folder_paused = Signal(str)
    folder_resumed = Signal(str)
    files_dropped = Signal(object)
    attachments_changed = Signal()
    draft_changed = Signal()
    edit_last_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prompt_box")
        self.setAcceptDrops(True)
        self._state = PromptState.READY
        self._thinking = ThinkingChoice.AUTO
        self._n_pasted = 0
        self._chips: dict[str, AttachmentChip] = {}
        self._frame = QFrame(self)
        self._frame.setObjectName("prompt_frame")
        self._frame.setProperty("look", "prompt")
        self._chip_area = QWidget(self._frame)
        self._chip_layout = FlowLayout(self._chip_area)
        self._chip_area.hide()
        self._field = PromptField(self._frame)
        self._attach_button = self._plain_button("attach_button", self.tr("Attach"), self.tr("Attach files"))
        self._attach_button.setIcon(icon("plus"))
        self._folder_button = FolderButton(self._frame)
        self._thinking_button = self._plain_button("thinking_choice_button", "", "")
        self._thinking_button.hide()
        self._send_button = QPushButton(self._frame)
        self._send_button.setObjectName("send_button")
        self._send_button.setProperty("look", "primary")
        self._build_thinking_menu()
        self._build_layout()
        self._connect()
        self.set_placeholder(self.tr("Ask anything"))
        self.setFocusProxy(self._field)
        self.show_state(PromptState.READY)

    def text(self) -> str:
        return self._field.toPlainText()

    def set_text(self, text: str) -> None:
        self._field.setPlainText(text)
        self._field.moveCursor(QTextCursor.MoveOperation.End)

    def draft(self) -> PromptDraft:
        return PromptDraft(self.text(), self.attachments(), self._thinking)

    def show_draft(self, draft: PromptDraft) -> None:
        """Put back what was kept of a conversation's unsent message."""
        self._remove_all_chips()
        self.set_text(draft.text)
        self.set_thinking(draft.thinking)
        for attachment in draft.attachments:
            self._add_chip(attachment)

    def clear(self) -> None:
        self._field.clear()
        self._remove_all_chips()

    def attachments(self) -> tuple[PromptAttachment, ...]:
        return tuple(chip.attachment for chip in self._chips.values())

    def add_files(self, paths: tuple[str, ...]) -> None:
        """Show files as chips and report those that are new, so that somebody reads them and tells what they cost."""
        new = tuple(path for path in dict.fromkeys(paths) if path not in self._chips)
        for path in new:
            self._add_chip(PromptAttachment(path, Path(path).name, path=path))
        if new:
            self.files_dropped.emit(new)

    def show_folders(self, folders: tuple[FolderChoice, ...]) -> None:
        """Those that are known and can be asked with one click."""
        self._folder_button.show_folders(folders)

    def set_attachment_cost(self, id: str, text: str, *, is_too_large: bool) -> None:
        """Say beside an attachment what it costs of the context. Unknown ids were removed meanwhile."""
        if id in self._chips:
            self._chips[id].show_cost(text, is_too_large=is_too_large)
            self._fit()

    def set_attachment_remarks(self, id: str, sentences: tuple[str, ...]) -> None:
        """Say on hover what is to be known of an attachment."""
        if id in self._chips:
            self._chips[id].show_remarks(sentences)

    @Slot(str)
    def remove_attachment(self, id: str) -> None:
        chip = self._chips.pop(id, None)
        if chip is not None:
            self._drop_chip(chip)
            self._on_attachments_changed()

    def show_state(self, state: PromptState, reason: str = "") -> None:
        """`reason` says, on hover, why nothing can be sent."""
        self._state = state
        is_answering = state is PromptState.ANSWERING
        self._send_button.setText(self.tr("Stop") if is_answering else self.tr("Send"))
        self._send_button.setToolTip(self.tr("Stop (Esc)") if is_answering else reason)
        self._renew_send_button()

    def set_thinking_available(self, is_available: bool) -> None:
        self._thinking_button.setVisible(is_available)

    def set_thinking(self, thinking: ThinkingChoice) -> None:
        self._thinking = thinking
        self._thinking_actions[thinking].setChecked(True)
        self._thinking_button.setText(self.tr("Thinking: {choice}").format(choice=self._choice_text(thinking)))

    def set_send_key(self, send_key: SendKey) -> None:
        self._field.set_send_key(send_key)

    def set_placeholder(self, text: str) -> None:
        self._field.setPlaceholderText(text)

    def focus_field(self) -> None:
        self._field.setFocus()

    def _plain_button(self, name: str, text: str, accessible_name: str) -> QPushButton:
        button = QPushButton(text, self._frame)
        button.setObjectName(name)
        button.setAccessibleName(accessible_name)
        button.setProperty("look", "plain")
        return button

    def _build_thinking_menu(self) -> None:
        menu = QMenu(self._thinking_button)
        group = QActionGroup(menu)
        self._thinking_actions: dict[ThinkingChoice, QAction] = {}
        for choice in ThinkingChoice:
            action = menu.addAction(self._choice_text(choice))
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
            self._thinking_actions[choice] = action
        group.triggered.connect(self._on_thinking_chosen)
        self._thinking_button.setMenu(menu)
        self.set_thinking(ThinkingChoice.AUTO)

    def _choice_text(self, choice: ThinkingChoice) -> str:
        match choice:
            case ThinkingChoice.AUTO:
                return self.tr("auto")
            case ThinkingChoice.ON:
                return self.tr("on")
            case ThinkingChoice.OFF:
                return self.tr("off")

    def _build_layout(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._attach_button)
        buttons.addWidget(self._folder_button)
        buttons.addWidget(self._thinking_button)
        buttons.addStretch(1)
        buttons.addWidget(self._send_button)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(12, 11, 12, 10)
        inside.setSpacing(8)
        inside.addWidget(self._chip_area)
        inside.addWidget(self._field)
        inside.addLayout(buttons)
        self._outside = QHBoxLayout(self)
        self._outside.setContentsMargins(_SIDE_PX, 8, _SIDE_PX, 14)
        self._outside.addWidget(self._frame)

    def _connect(self) -> None:
        self._field.send_requested.connect(self._on_send_requested)
        self._field.stop_requested.connect(self._on_stop_requested)
        self._field.edit_last_requested.connect(self.edit_last_requested)
        self._field.files_received.connect(self.add_files)
        self._field.long_text_received.connect(self._on_long_text_received)
        self._field.textChanged.connect(self._on_text_changed)
        self._field.focus_changed.connect(self._on_focus_changed)
        self._attach_button.clicked.connect(self.attach_requested)
        self._folder_button.folder_chosen.connect(self._on_folder_chosen)
        self._folder_button.folder_requested.connect(self.folder_requested)
        self._folder_button.folder_forgotten.connect(self.folder_forgotten)
        self._folder_button.folder_paused.connect(self.folder_paused)
        self._folder_button.folder_resumed.connect(self.folder_resumed)
        self._send_button.clicked.connect(self._on_send_clicked)

    def _add_chip(self, attachment: PromptAttachment) -> None:
        chip = AttachmentChip(self._chip_area, attachment)
        chip.remove_requested.connect(self.remove_attachment)
        self._chip_layout.addWidget(chip)
        chip.show()
        self._chips[attachment.id] = chip
        self._on_attachments_changed()

    def _remove_all_chips(self) -> None:
        chips = list(self._chips.values())
        self._chips.clear()
        for chip in chips:
            self._drop_chip(chip)
        if chips:
            self._on_attachments_changed()

    def _drop_chip(self, chip: AttachmentChip) -> None:
        self._chip_layout.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _fit(self) -> None:
        width = self._frame.width() - 25
        self._chip_area.setVisible(bool(self._chips))
        self._chip_area.setFixedHeight(self._chip_layout.heightForWidth(width))
        self._chip_layout.invalidate()

    def _renew_send_button(self) -> None:
        has_content = bool(self._chips) or not self._field.document().isEmpty()
        is_enabled = self._state is PromptState.ANSWERING or (self._state is PromptState.READY and has_content)
        self._send_button.setEnabled(is_enabled)

    def _on_attachments_changed(self) -> None:
        self._fit()
        self._renew_send_button()
        self.attachments_changed.emit()
        self.draft_changed.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        self._renew_send_button()
        self.draft_changed.emit()

    @Slot()
    def _on_send_clicked(self) -> None:
        if self._state is PromptState.ANSWERING:
            self.stop_requested.emit()
        else:
            self._on_send_requested()

    @Slot()
    def _on_send_requested(self) -> None:
        draft = self.draft()
        if self._state is PromptState.READY and (draft.text.strip() or draft.attachments):
            self.prompt_submitted.emit(draft)

    @Slot()
    def _on_stop_requested(self) -> None:
        if self._state is PromptState.ANSWERING:
            self.stop_requested.emit()

    @Slot(str)
    def _on_folder_chosen(self, path: str) -> None:
        self.add_files((path,))

    @Slot(str)
    def _on_long_text_received(self, text: str) -> None:
        self._n_pasted += 1
        name = self.tr("Pasted text") if self._n_pasted == 1 else self.tr("Pasted text {n}").format(n=self._n_pasted)
        self._add_chip(PromptAttachment(f"pasted-{self._n_pasted}", name, text=text))

    @Slot(QAction)
    def _on_thinking_chosen(self, action: QAction) -> None:
        self.set_thinking(ThinkingChoice(action.data()))
        self.draft_changed.emit()

    @Slot(bool)
    def _on_focus_changed(self, has_focus: bool) -> None:
        self._frame.setProperty("active", has_focus)
        self._frame.style().polish(self._frame)

    # Qt's own names

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_files(local_files(event.mimeData()))
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(_SIDE_PX, (self.width() - TEXT_COLUMN_PX) // 2)
        self._outside.setContentsMargins(side, 8, side, 14)
        self._fit()
