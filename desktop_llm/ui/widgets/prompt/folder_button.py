"""A button with the folders of documents that can be asked; one can be added, paused or forgotten. GUI thread."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.prompt.prompt_draft import FolderChoice


class FolderButton(QPushButton):
    folder_chosen = Signal(str)  # path
    folder_requested = Signal()
    folder_forgotten = Signal(str)  # path
    folder_paused = Signal(str)  # path
    folder_resumed = Signal(str)  # path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("FolderButton", "Folder"), parent)
        self.setObjectName("folder_button")
        self.setAccessibleName(translate("FolderButton", "Ask a folder of documents"))
        self.setToolTip(translate("FolderButton", "Ask a folder of documents"))
        self.setProperty("look", "plain")
        self.setIcon(icon("folder"))
        self._menu = QMenu(self)
        self._menu.setObjectName("folder_menu")
        self.setMenu(self._menu)
        self.show_folders(())

    def show_folders(self, folders: tuple[FolderChoice, ...]) -> None:
        self._menu.clear()
        for folder in folders:
            self._add(self._menu, folder).triggered.connect(self._on_chosen)
        if folders:
            self._menu.addSeparator()
        choose = self._menu.addAction(translate("FolderButton", "Choose a folder…"))
        choose.setObjectName("choose_folder_action")
        choose.triggered.connect(self._on_choose)
        read = [folder for folder in folders if not folder.is_paused]
        paused = [folder for folder in folders if folder.is_paused]
        self._add_menu("pause_folder_menu", translate("FolderButton", "Pause reading"), read, self._on_paused)
        self._add_menu("resume_folder_menu", translate("FolderButton", "Go on reading"), paused, self._on_resumed)
        self._add_menu("forget_folder_menu", translate("FolderButton", "Forget"), folders, self._on_forgotten)

    def _add_menu(self, name: str, text: str, folders: Sequence[FolderChoice], slot: Callable[[], None]) -> None:
        if not folders:
            return
        menu = self._menu.addMenu(text)
        menu.setObjectName(name)
        for folder in folders:
            self._add(menu, folder).triggered.connect(slot)

    def _add(self, menu: QMenu, folder: FolderChoice) -> QAction:
        action = menu.addAction(folder.text.replace("&", "&&"))
        action.setToolTip(folder.path)
        action.setData(folder.path)
        return action

    @Slot()
    def _on_choose(self) -> None:
        self.folder_requested.emit()

    @Slot()
    def _on_chosen(self) -> None:
        self.folder_chosen.emit(self._path())

    @Slot()
    def _on_forgotten(self) -> None:
        self.folder_forgotten.emit(self._path())

    @Slot()
    def _on_paused(self) -> None:
        self.folder_paused.emit(self._path())

    @Slot()
    def _on_resumed(self) -> None:
        self.folder_resumed.emit(self._path())

    def _path(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""
