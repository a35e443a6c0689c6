"""Says once that the program crashed, and shows the report about it if the person wants to see it. GUI thread."""

import logging
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.crash_reports import note_told, untold_reports
from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.notice_bar import Notice

_log = logging.getLogger(__name__)

_NOTICE_ID: Final = "crash"


class CrashController(QObject):
    """`begin` looks; nothing is sent anywhere."""

    def __init__(self, pane: ChatPane, folder: DataFolder, bridge: EventBridge) -> None:
        super().__init__(pane)
        self._pane = pane
        self._folder = folder.logs
        self._bridge = bridge
        self._report: Path | None = None
        pane.notice_action_requested.connect(self._on_action)

    def begin(self) -> None:
        self._bridge.run_in_background(partial(_newest_untold, self._folder), self._tell, self._on_failure)

    def _tell(self, report: Path | None) -> None:
        if report is None:
            return
        self._report = report
        text = translate(
            "CrashController",
            "Something went wrong when Desktop LLM ran before. A report of it is on this computer, without your texts.",
        )
        self._pane.show_notice(Notice(id=_NOTICE_ID, text=text, action=translate("CrashController", "Show the report")))

    @Slot(str)
    def _on_action(self, notice_id: str) -> None:
        if notice_id != _NOTICE_ID or self._report is None:
            return
        self._pane.dismiss_notice(notice_id)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report))):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_failure(self, error: DesktopLlmError) -> None:
        _log.warning("reports of crashes cannot be looked for: %s", error)


def _newest_untold(folder: Path) -> Path | None:
    """In the background. Told is told, also if nobody reads it."""
    reports = untold_reports(folder)
    if not reports:
        return None
    try:
        note_told(folder, reports)
    except OSError as error:
        _log.warning("it is not noted that a crash was told: %s", error)
    return reports[-1]
