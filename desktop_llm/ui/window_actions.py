"""The window's commands as Qt's actions: one each, with its keys, for menus, buttons and the palette. GUI thread."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_llm.ui.window_commands import COMMANDS, CommandDescription, WindowCommand


class WindowActions(QObject):
    """Whichever way a command is given, it is told once."""

    command_given = Signal(object)  # WindowCommand

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        group.triggered.connect(self._on_triggered)
        self._actions: dict[WindowCommand, QAction] = {}
        for description in COMMANDS:
            action = QAction(description.shown_title, group)
            action.setObjectName(description.command)
            action.setData(description.command)
            action.setShortcut(QKeySequence(description.keys))
            window.addAction(action)
            self._actions[description.command] = action

    def action(self, command: WindowCommand) -> QAction:
        return self._actions[command]

    def actions(self, commands: Iterable[WindowCommand]) -> list[QAction]:
        return [self._actions[command] for command in commands]

    def give_keys(self, command: WindowCommand, others: Iterable[WindowCommand], keys: str) -> None:
        """What the same keys mean now, and what they no longer do."""
        for each in others:
            self._actions[each].setShortcut(QKeySequence())
        self._actions[command].setShortcut(QKeySequence(keys))

    def enable(self, *commands: WindowCommand, is_possible: bool) -> None:
        """What is not possible now can be given neither by key nor by click, and is not offered."""
        for command in commands:
            self._actions[command].setEnabled(is_possible)

    def possible(self) -> list[CommandDescription]:
        return [each for each in COMMANDS if self._actions[each.command].isEnabled()]

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.command_given.emit(WindowCommand(action.data()))
