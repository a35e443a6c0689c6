"""The person's own actions: name, instruction, where the result goes, keys. GUI thread."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.assist.writing.writing_actions import ActionResult, WritingAction
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.widgets.form_controls import Choice, dialog_button, hint, set_look
from desktop_llm.ui.window_commands import COMMANDS

_SIZE_PX: Final = (680, 440)
_LIST_PX: Final = 180
_RESULTS: Final[Mapping[ActionResult, str]] = {
    ActionResult.REPLACE: QT_TRANSLATE_NOOP("ActionsDialog", "Replaces the text, after a look"),
    ActionResult.BELOW: QT_TRANSLATE_NOOP("ActionsDialog", "Goes below the text"),
    ActionResult.NEW: QT_TRANSLATE_NOOP("ActionsDialog", "Becomes a new text"),
}


class ActionsDialog(QDialog):
    """Nothing changes until Save."""

    actions_changed = Signal(object)  # tuple[WritingAction, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actions_dialog")
        self.setWindowTitle(translate("ActionsDialog", "Your actions"))
        self.resize(*_SIZE_PX)
        self._actions: list[WritingAction] = []
        self._is_filling = False
        self._list = QListWidget(self)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setObjectName("actions_list")
        self._list.setAccessibleName(translate("ActionsDialog", "Actions"))
        self._list.setFixedWidth(_LIST_PX)
        self._list.currentRowChanged.connect(self._show_action)
        self._name = QLineEdit(self)
        self._name.setObjectName("action_name")
        self._instruction = QPlainTextEdit(self)
        self._instruction.setObjectName("action_instruction")
        self._instruction.setTabChangesFocus(True)
        example = translate("ActionsDialog", "For example: Rewrite it as a reply to a customer, in three sentences.")
        self._instruction.setPlaceholderText(example)
        results: list[tuple[object, str]] = [
            (result, translate("ActionsDialog", text)) for result, text in _RESULTS.items()
        ]
        self._result = Choice("action_result", results)
        self._result.fit_to_texts()
        self._keys = QKeySequenceEdit(self)
        self._keys.setObjectName("action_keys")
        self._keys.setClearButtonEnabled(True)
        self._keys.setMaximumSequenceLength(1)
        self._taken = hint(translate("ActionsDialog", "These keys already do something else."))
        self._taken.setObjectName("keys_taken")
        set_look(self._taken, "small_warning")
        self._fields = QWidget(self)
        self._add = dialog_button(self, "add_action_button", translate("ActionsDialog", "Add"))
        self._add.clicked.connect(self._on_add)
        self._remove = dialog_button(self, "remove_action_button", translate("ActionsDialog", "Remove"))
        self._remove.clicked.connect(self._on_remove)
        self._lay_out()
        self._connect_fields()
        self._show_action(-1)

    def show_actions(self, actions: Sequence[WritingAction]) -> None:
        self._actions = list(actions)
        self._list.clear()
        self._list.addItems([action.name for action in actions])
        self._list.setCurrentRow(0)

    @Slot(int)
    def _show_action(self, row: int) -> None:
        self._fields.setEnabled(row >= 0)
        self._remove.setEnabled(row >= 0)
        action = self._actions[row] if 0 <= row < len(self._actions) else WritingAction(name="", instruction="")
        self._is_filling = True
        self._name.setText(action.name)
        self._instruction.setPlainText(action.instruction)
        self._result.show_value(action.result)
        self._keys.setKeySequence(QKeySequence(action.shortcut))
        self._is_filling = False
        self._show_taken()

    @Slot()
    def _on_edited(self) -> None:
        row = self._list.currentRow()
        if self._is_filling or row < 0:
            return
        result = self._result.chosen
        name = " ".join(self._name.text().split())
        keys = self._keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        self._actions[row] = replace(
            self._actions[row],
            name=name,
            instruction=self._instruction.toPlainText().strip(),
            result=result if isinstance(result, ActionResult) else ActionResult.REPLACE,
            shortcut="" if self._are_taken(keys) else keys,
        )
        self._list.item(row).setText(name)
        self._show_taken()

    def _show_taken(self) -> None:
        keys = self._keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        self._taken.setVisible(self._are_taken(keys))

    def _are_taken(self, keys: str) -> bool:
        """By the window, or by another action."""
        row = self._list.currentRow()
        others = {action.shortcut for number, action in enumerate(self._actions) if number != row}
        return bool(keys) and (
            keys in others or any(QKeySequence(each.keys) == QKeySequence(keys) for each in COMMANDS)
        )

    @Slot()
    def _on_add(self) -> None:
        name = translate("ActionsDialog", "New action")
        self._actions.append(WritingAction(name=name, instruction=""))
        self._list.addItem(name)
        self._list.setCurrentRow(len(self._actions) - 1)
        self._name.setFocus()
        self._name.selectAll()

    @Slot()
    def _on_remove(self) -> None:
        row = self._list.currentRow()
        if row < 0:
            return
        del self._actions[row]
        self._list.takeItem(row)
        self._show_action(self._list.currentRow())

    @Slot()
    def _on_saved(self) -> None:
        """One without a name or an instruction does nothing, and is left out."""
        self.close()
        self.actions_changed.emit(tuple(each for each in self._actions if each.name and each.instruction))

    def _connect_fields(self) -> None:
        self._name.textChanged.connect(self._on_edited)
        self._instruction.textChanged.connect(self._on_edited)
        self._result.value_chosen.connect(self._on_edited)
        self._keys.keySequenceChanged.connect(self._on_edited)

    def _lay_out(self) -> None:
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(6)
        for title, field in (
            (translate("ActionsDialog", "Name"), self._name),
            (translate("ActionsDialog", "What the model shall do"), self._instruction),
            (translate("ActionsDialog", "What comes of it"), self._result),
            (translate("ActionsDialog", "Keys"), self._keys),
        ):
            label = QLabel(title, self)
            label.setProperty("look", "dim")
            label.setBuddy(field)
            field.setAccessibleName(title)
            fields.addWidget(label)
            fields.addWidget(field, 1 if field is self._instruction else 0)
        fields.addWidget(self._taken)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        left = QVBoxLayout()
        left.addWidget(self._list, 1)
        left.addLayout(buttons)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left)
        middle.addWidget(self._fields, 1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self)
        save = box.button(QDialogButtonBox.StandardButton.Save)
        save.setObjectName("save_actions_button")
        set_look(save, "primary")
        box.accepted.connect(self._on_saved)
        box.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(middle, 1)
        layout.addWidget(box)
