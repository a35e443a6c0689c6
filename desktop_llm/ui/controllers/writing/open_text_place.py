"""The open text, as the jobs of the Write pane need it: versions, new texts, notices. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop_llm.documents.rich_text import RichText
from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.controllers.writing.text_versions import TextVersions
from desktop_llm.ui.controllers.writing.write_controller import WriteController
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.widgets.notice_bar import Notice
from desktop_llm.ui.widgets.toast import ToastContent


class OpenTextPlace(QObject):
    """Keeps to what `WritingPlace` says."""

    def __init__(
        self, window: MainWindow, pane: WritePane, versions: TextVersions, controller: WriteController
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._versions = versions
        self._controller = controller

    def keep_version(self, change: Callable[[], None]) -> None:
        self._versions.keep(VersionReason.BEFORE_ACTION, change)

    def begin_text(self, text: RichText) -> None:
        self._controller.begin_with(text)
        self._pane.show_text()

    def begin_draft(self, on_open: Callable[[], None]) -> None:
        self._controller.begin_blank(on_open)
        self._pane.show_text()

    def show_drafting(self, *, is_drafting: bool) -> None:
        self._pane.show_drafting(is_drafting=is_drafting)

    def show_notice(self, notice: Notice) -> None:
        self._pane.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._pane.dismiss_notice(notice_id)

    def show_toast(self, text: str) -> None:
        self._window.show_toast(ToastContent(text))
