"""How the Hub is reached, as it is set now; keeps the access token and checks the connection. GUI thread.

Keyrings ask people, servers stay silent: both are waited for on a thread of its own.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.credentials import CredentialPlace, Credentials
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.hub.hub_access import HubAccess, hub_access, token_name
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.settings import HubSettings
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.hub_text import reached_line, token_line
from desktop_llm.ui.widgets.settings.hub_section import HubSectionContent

_log = logging.getLogger(__name__)

_JOIN_S: Final = 0.5

_Work: TypeAlias = Callable[[HubAccess], str]


class HubController(QObject):
    """Does one thing at a time; what it found stays shown until the next."""

    content_changed = Signal(object)  # HubSectionContent
    token_place_changed = Signal(object)  # CredentialPlace, of the token for the address that is set now

    def __init__(
        self, credentials: Credentials, settings: SettingsController, bridge: EventBridge, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._credentials = credentials
        self._settings = settings
        self._bridge = bridge
        self._content = HubSectionContent(
            default_address=hub_access(HubSettings()).address, is_offline_forced=hub_access(HubSettings()).is_offline
        )
        self._thread: threading.Thread | None = None
        self._next: _Work | None = None
        self._shown_name = ""
        settings.settings_changed.connect(self._on_settings)

    def access(self) -> HubAccess:
        """Any thread."""
        return hub_access(self._settings.settings.hub, self._credentials.get)

    @Slot(object)
    def attend(self, dialog: SettingsDialog) -> None:
        """Show and hear this dialog."""
        dialog.show_hub(self._content)
        self.content_changed.connect(dialog.show_hub)
        dialog.hub_token_saved.connect(self._on_save)
        dialog.hub_token_removed.connect(self._on_remove)
        dialog.hub_token_file_allowed.connect(self._on_file_allowed)
        dialog.hub_check_requested.connect(self.check)
        self._look()

    @Slot()
    def check(self) -> None:
        self._run(_checked)

    def stop(self) -> None:
        """A keyring or a server that does not answer ends with the program."""
        self._next = None
        if self._thread is not None:
            self._thread.join(_JOIN_S)

    @Slot(str)
    def _on_save(self, token: str) -> None:
        self._run(partial(self._saved, token))

    @Slot()
    def _on_remove(self) -> None:
        self._run(self._removed)

    @Slot()
    def _on_file_allowed(self) -> None:
        self._run(self._moved_to_file)

    @Slot()
    def _on_settings(self) -> None:
        """Another address has another token."""
        if self._shown_name not in {"", token_name(self.access().address)}:
            self._look()

    # On the thread; each returns what is told.

    def _saved(self, token: str, access: HubAccess) -> str:
        self._credentials.set(token_name(access.address), token)
        return "" if access.is_offline else _checked(access)

    def _removed(self, access: HubAccess) -> str:
        self._credentials.delete(token_name(access.address))
        return ""

    def _moved_to_file(self, access: HubAccess) -> str:
        self._credentials.set(token_name(access.address), access.token(), is_file_allowed=True)
        return ""

    def _run(self, work: _Work) -> None:
        """Do it now, or after what is looked up; while something else is done nothing can be wished."""
        if self._content.is_busy:
            return
        self._show(replace(self._content, is_busy=True))
        if self._thread is None:
            self._start(work)
        else:
            self._next = work

    def _look(self) -> None:
        """Where the token is; a click that comes meanwhile is not lost."""
        if self._thread is None:
            self._start(_nothing)

    def _start(self, work: _Work) -> None:
        self._thread = threading.Thread(target=self._work, args=(work, self.access()), name="hub settings", daemon=True)
        self._thread.start()

    def _work(self, work: _Work, access: HubAccess) -> None:
        failure: DesktopLlmError | None = None
        result = ""
        try:
            result = work(access)
        except DesktopLlmError as error:
            failure = error
        except Exception as error:  # noqa: BLE001  the outermost edge of the thread
            _log.exception("the Hub's settings could not be worked with")
            failure = DesktopLlmError(ErrorCode.BUG, reason=repr(error))
        name = token_name(access.address)
        place = self._credentials.place(name)
        self._bridge.post(partial(self._on_worked, name, place, result, failure))

    def _on_worked(self, name: str, place: CredentialPlace, result: str, failure: DesktopLlmError | None) -> None:
        self._thread = None
        self._shown_name = name
        following, self._next = self._next, None
        words = error_text_of(failure) if failure else None
        content = replace(
            self._content,
            token_line=token_line(place),
            has_token=place is not CredentialPlace.NONE,
            is_file_offered=place is CredentialPlace.MEMORY,
            result=words.whole if words else result,
            is_failure=failure is not None,
            is_busy=following is not None,
        )
        self._show(content)
        self.token_place_changed.emit(place)
        if following is not None:
            self._start(following)
        else:
            self._on_settings()

    def _show(self, content: HubSectionContent) -> None:
        self._content = content
        self.content_changed.emit(content)


def _checked(access: HubAccess) -> str:
    with HubClient(access) as client:
        return reached_line(access.address, client.check())


def _nothing(_access: HubAccess) -> str:
    """Only the token's place is looked up."""
    return ""
