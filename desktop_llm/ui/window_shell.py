"""The window as it is first shown: the frame with empty places for its panes. GUI thread.

What it needs is kept small, so that the window is there at once; `window_program` fills it after the first painting.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_llm.errors import SettingsError
from desktop_llm.paths import DataFolder, resource
from desktop_llm.settings import Settings, load_settings
from desktop_llm.ui.i18n import install_translations, translate
from desktop_llm.ui.main_window import MainWindow, WindowPane
from desktop_llm.ui.theme import SystemThemeFollower
from desktop_llm.ui.widgets.frame.sidebar import (
    CHAT_KEY,
    MODELS_KEY,
    SUMMARIZE_KEY,
    TRANSLATE_KEY,
    WRITE_KEY,
    PaneEntry,
)
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar, NoticeLevel


class PaneFrame(QWidget):
    """A place for a pane that comes later. The keyboard, if it is here by then, goes to the pane."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._failure: NoticeBar | None = None

    def show_failure(self, reason: str) -> None:
        """Why no pane came. Another try may bring one."""
        if self._failure is None:
            self._failure = NoticeBar(self)
            self._layout.addWidget(self._failure, 0, Qt.AlignmentFlag.AlignTop)
        sentence = translate("PaneFrame", "This could not be opened. Choose it again at the left to try once more.")
        self._failure.show_notice(
            Notice(id="pane_failed", text=sentence, level=NoticeLevel.ERROR, details=reason, is_dismissible=False)
        )

    def fill(self, pane: QWidget) -> None:
        if self._failure is not None:
            self._failure.deleteLater()
            self._failure = None
        self._layout.addWidget(pane)
        pane.show()  # at once: what is not shown cannot have the keyboard
        self.setFocusProxy(pane)


class WindowShell(QObject):
    """The shown window, its look, and the settings that it was shown with."""

    first_painted = Signal()

    def __init__(self, app: QApplication, folder: DataFolder) -> None:
        super().__init__(app)
        self.app = app
        self.settings, self.settings_failure = _settings_of(folder)
        install_translations(app, resource("translations"), self.settings.language, self)
        self._theme = SystemThemeFollower(app)
        self.apply_look(self.settings)
        self.chat_frame = PaneFrame()
        self.summarize_frame = PaneFrame()
        self.documents_frame = PaneFrame()
        self.translate_frame = PaneFrame()
        self.translated_documents_frame = PaneFrame()
        self.write_frame = PaneFrame()
        self.written_documents_frame = PaneFrame()
        self.models_frame = PaneFrame()
        chat = WindowPane(PaneEntry(CHAT_KEY, translate("MainWindow", "Chat"), "chat"), self.chat_frame)
        models_entry = PaneEntry(MODELS_KEY, translate("MainWindow", "Models"), "download-simple")
        models = WindowPane(models_entry, self.models_frame, is_listed=False)
        self.window = MainWindow([chat, self._summarize_pane(), self._translate_pane(), self._write_pane(), models])
        self.window.restore_placement(self.settings.window)
        self.chat_frame.setFocus()  # else the first button of the sidebar would have the keyboard
        self.window.installEventFilter(self)

    def _summarize_pane(self) -> WindowPane:
        return WindowPane(
            PaneEntry(SUMMARIZE_KEY, translate("MainWindow", "Summarize"), "article"),
            self.summarize_frame,
            side=self.documents_frame,
            drop_text=translate("MainWindow", "Drop to summarize"),
        )

    def _translate_pane(self) -> WindowPane:
        return WindowPane(
            PaneEntry(TRANSLATE_KEY, translate("MainWindow", "Translate"), "translate"),
            self.translate_frame,
            side=self.translated_documents_frame,
            drop_text=translate("MainWindow", "Drop to translate"),
        )

    def _write_pane(self) -> WindowPane:
        return WindowPane(
            PaneEntry(WRITE_KEY, translate("MainWindow", "Write"), "pencil-line"),
            self.write_frame,
            side=self.written_documents_frame,
            drop_text=translate("MainWindow", "Drop to open"),
        )

    def show_anew(self) -> None:
        """Show the window, and tell when it is painted, also if it was before."""
        self.window.removeEventFilter(self)
        self.window.installEventFilter(self)
        self.window.show()

    @Slot()
    def bring_to_front(self) -> None:
        """Somebody started the program again and means this window."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def apply_look(self, settings: Settings) -> None:
        self._theme.show_theme(settings.theme, settings.font_size_pt)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            self.first_painted.emit()
        return super().eventFilter(watched, event)


def _settings_of(folder: DataFolder) -> tuple[Settings, SettingsError | None]:
    try:
        return load_settings(folder.settings), None
    except SettingsError as error:
        return Settings(), error
