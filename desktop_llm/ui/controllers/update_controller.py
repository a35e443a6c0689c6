"""Asks for a newer version of the program when somebody clicks, and at no other time. GUI thread."""

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.hub_access import hub_access
from desktop_llm.hub.release_feed import Release, newest_release
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.about_dialog import AboutDialog, UpdateAnswer
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.update_text import asking_answer, failure_answer, nowhere_answer, release_answer
from desktop_llm.version import RELEASES_ADDRESS


class UpdateController(QObject):
    """One question at a time; what came of it stays shown until the next."""

    answer_changed = Signal(object)  # UpdateAnswer

    def __init__(
        self, settings: SettingsController, bridge: EventBridge, parent: QObject, address: str = RELEASES_ADDRESS
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._address = address
        self._threads = SideThreads(bridge, "updates")
        self._answer = UpdateAnswer()

    @Slot(object)
    def attend(self, dialog: AboutDialog) -> None:
        """Show and hear this dialog."""
        dialog.show_update(self._answer)
        self.answer_changed.connect(dialog.show_update)
        dialog.update_check_requested.connect(self.check)
        dialog.update_page_requested.connect(self.open_page)

    @Slot()
    def check(self) -> None:
        if self._answer.is_asking:
            return
        if not self._address:
            self._show(nowhere_answer())
            return
        self._show(asking_answer(self._address))
        # The same proxy, and offline where models are; no token.
        access = replace(hub_access(self._settings.settings.hub), endpoint=self._address)
        self._threads.run(partial(newest_release, access), self._on_release, self._on_failure)

    @Slot(str)
    def open_page(self, page: str) -> None:
        QDesktopServices.openUrl(QUrl(page))

    def stop(self) -> None:
        self._threads.stop()

    def _on_release(self, release: Release) -> None:
        self._show(release_answer(release))

    def _on_failure(self, error: DesktopLlmError) -> None:
        self._show(failure_answer(error))

    def _show(self, answer: UpdateAnswer) -> None:
        self._answer = answer
        self.answer_changed.emit(answer)
