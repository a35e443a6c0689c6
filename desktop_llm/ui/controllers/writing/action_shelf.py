"""The person's own actions: kept in a file, shown as buttons, given by keys, handed on. GUI thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_llm.assist.writing.writing_actions import (
    WritingAction,
    action_named,
    export_actions,
    imported_actions,
    keep_actions,
    writing_actions,
)
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.ui.dialogs.actions_dialog import ActionsDialog
from desktop_llm.ui.dialogs.file_choosers import choose_files, choose_output_file
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.writing.rewrite_page import RewritePage

_EXPORT_NAME: Final = "writing-actions.json"

Actions = tuple[WritingAction, ...]


class ActionShelf(QObject):
    action_given = Signal(object)  # WritingAction
    action_failed = Signal(object)  # DesktopLlmError

    def __init__(self, page: RewritePage, pane: QWidget, path: Path, bridge: EventBridge) -> None:
        """Their keys hold while the keyboard is in `pane`."""
        super().__init__(pane)
        self._page = page
        self._pane = pane
        self._path = path
        self._bridge = bridge
        self._actions: Actions = ()
        self._unread: DesktopLlmError | None = None
        """Why there is a file whose actions are not known: it must not be replaced."""
        self._shortcuts: list[QShortcut] = []
        page.actions_edit_requested.connect(self.edit)
        page.actions_import_requested.connect(self._on_import)
        page.actions_export_requested.connect(self._on_export)
        bridge.run_in_background(partial(writing_actions, path), self._show, self._on_not_read)

    def named(self, name: str) -> WritingAction | None:
        return action_named(self._actions, name) if name else None

    @Slot()
    def edit(self) -> None:
        if self._unread is not None:
            self._on_failed(self._unread)
            return
        dialog = ActionsDialog(self._pane.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_actions(self._actions)
        dialog.actions_changed.connect(self.keep)
        dialog.open()

    @Slot(object)
    def keep(self, actions: Sequence[WritingAction]) -> None:
        """All that there shall be."""
        if self._unread is not None:
            self._on_failed(self._unread)
            return
        kept = tuple(actions)
        self._show(kept)
        self._bridge.run_in_background(partial(keep_actions, self._path, kept), None, self._on_failed)

    def _show(self, actions: Actions) -> None:
        self._actions = actions
        self._page.show_own_actions([action.name for action in actions])
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        self._shortcuts = [self._shortcut(action) for action in actions if action.shortcut]

    def _shortcut(self, action: WritingAction) -> QShortcut:
        keys = QKeySequence(action.shortcut)
        shortcut = QShortcut(keys, self._pane, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setProperty("action", action.name)
        shortcut.activated.connect(self._on_keys)
        return shortcut

    @Slot()
    def _on_keys(self) -> None:
        action = self.named(str(self.sender().property("action")))
        if action is not None:
            self.action_given.emit(action)

    @Slot()
    def _on_import(self) -> None:
        choose_files(self._pane, translate("ActionShelf", "Import actions"), self._on_import_chosen)

    @Slot(object)
    def _on_import_chosen(self, paths: Sequence[str]) -> None:
        work = partial(_all_imported, tuple(map(Path, paths)), self._actions)
        self._bridge.run_in_background(work, self.keep, self._on_failed)

    @Slot()
    def _on_export(self) -> None:
        title = translate("ActionShelf", "Export actions")
        choose_output_file(self._pane, Path.home() / _EXPORT_NAME, self._on_export_chosen, title)

    @Slot(str)
    def _on_export_chosen(self, path: str) -> None:
        work = partial(export_actions, Path(path), self._actions)
        self._bridge.run_in_background(work, None, self._on_failed)

    def _on_not_read(self, error: DesktopLlmError) -> None:
        """A broken file was set aside: its place is free."""
        self._unread = None if error.code is ErrorCode.ACTIONS_BROKEN else error
        self._on_failed(error)

    def _on_failed(self, error: DesktopLlmError) -> None:
        self.action_failed.emit(error)


def _all_imported(paths: Sequence[Path], known: Actions) -> Actions:
    """Those of each file are joined to those of the ones before."""
    for path in paths:
        known = imported_actions(path, known)
    return known
