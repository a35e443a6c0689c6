"""A button whose menu holds the folders of documents that can be asked; one can be added or forgotten. GUI thread."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.prompt_draft import FolderChoice


class FolderButton(QPushButton):
    folder_chosen = Signal(str)  # path
    folder_requested = Signal()
    folder_forgotten = Signal(str)  # path

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
        if folders:
            forget = self._menu.addMenu(translate("FolderButton", "Forget"))
            forget.setObjectName("forget_folder_menu")
            for folder in folders:
                self._add(forget, folder).triggered.connect(self._on_forgotten)

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

    def _path(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""
