"""The section of the Models page with what is on its way here, and what is said when it has arrived. GUI thread."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.download_records import Download
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.model_page.downloads_feed import DownloadsFeed
from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.dialogs.settings_dialog import SettingsSection
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.rows.download_rows import DOWNLOAD_PREFIX, download_rows, summary_text
from desktop_llm.ui.widgets.toast import ToastContent

_USE_KEY: Final = "use-model:"
_SECTIONS: Final = {
    RowAction.OPEN_SETTINGS: SettingsSection.DOWNLOADS,
    RowAction.OPEN_DATA_SETTINGS: SettingsSection.DATA,
}


class DownloadShelf(ModelShelf):
    """Also keeps the sidebar's note, and offers a model that has arrived, wherever the person is."""

    def __init__(self, window: MainWindow, models: ModelController, feed: DownloadsFeed) -> None:
        super().__init__(feed)
        self._window, self._models, self._feed = window, models, feed
        feed.downloads_changed.connect(self._on_downloads)
        feed.model_arrived.connect(self._on_arrived)
        feed.failed.connect(self._on_failed)
        window.toast_clicked.connect(self._on_toast_clicked)

    def rows(self) -> list[ModelRow]:
        return download_rows(self._feed.downloads)

    def owns(self, key: str) -> bool:
        return key.startswith(DOWNLOAD_PREFIX)

    def carry_out(self, wish: RowWish) -> None:
        if wish.action in _SECTIONS:
            self._window.settings_section_requested.emit(_SECTIONS[wish.action])
            return
        self._feed.carry_out(wish.key.removeprefix(DOWNLOAD_PREFIX), wish.action)

    @Slot(object)
    def _on_downloads(self, downloads: tuple[Download, ...]) -> None:
        self._window.show_downloading(summary_text(downloads))
        self.rows_changed.emit()

    @Slot(object)
    def _on_arrived(self, download: Download) -> None:
        self._models.refresh()
        if download.is_for_embedding:
            finds = translate("Downloads", "{name} is here and finds passages from now on.").format(name=download.title)
            self._window.show_toast(ToastContent(finds))
        else:
            text = translate("Downloads", "{name} is here and can be used.").format(name=download.title)
            use = translate("Downloads", "Use it")
            self._window.show_toast(ToastContent(text, use, _USE_KEY + download.model_id))
        QApplication.alert(self._window)

    @Slot(object)
    def _on_failed(self, error: DesktopLlmError) -> None:
        self._window.show_toast(ToastContent(error_text_of(error).sentence))

    @Slot(str)
    def _on_toast_clicked(self, key: str) -> None:
        if key.startswith(_USE_KEY):
            self._window.show_chat()
            self._models.load(key.removeprefix(_USE_KEY))
