"""The list of servers: adds, tests, changes and removes them, and keeps their keys. GUI thread.

Networks and keyrings may keep one waiting for long: they have threads of their own.
"""

from functools import partial
from typing import Final
from uuid import uuid4

from msgspec import Struct, structs
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.servers import host_of, server_access, server_key_name
from desktop_llm.credentials import CredentialPlace, Credentials
from desktop_llm.engine.server.server_probe import ServerReport, probe_server
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import DesktopLlmError
from desktop_llm.params import EngineChoice
from desktop_llm.settings import ServerEntry, Settings
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.server_dialog import ReportLevel, ServerDialog, ServerDraft, failure_text, report_text
from desktop_llm.ui.dialogs.servers_dialog import ServersDialog
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.side_threads import SideTask, SideThreads
from desktop_llm.ui.widgets.toast import ToastContent

_UNDO_KEY: Final = "undo_server_removal"
_N_TEST_THREADS: Final = 2  # one server that stays silent does not keep another's test waiting


class _Removed(Struct, frozen=True):
    """A server that can be had back, with where it stood and its key."""

    entry: ServerEntry
    index: int
    key: str
    place: CredentialPlace


class ServerController(QObject):
    """One window for the list, one for a server."""

    key_changed = Signal(str)  # server id
    first_server_named = Signal(object)  # EngineChoice

    def __init__(
        self, window: MainWindow, settings: SettingsController, credentials: Credentials, bridge: EventBridge
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._credentials = credentials
        self._key_threads = SideThreads(bridge, "server-keys")
        self._test_threads = SideThreads(bridge, "server-tests", _N_TEST_THREADS)
        self._test: SideTask[ServerReport] | None = None
        self._test_switch = StopSwitch()
        self._added_id = ""
        self._first_id = ""
        self._list: ServersDialog | None = None
        self._form: ServerDialog | None = None
        self._removed: _Removed | None = None
        settings.settings_changed.connect(self._show_list)
        window.servers_requested.connect(self.open_list)
        window.toast_clicked.connect(self._on_toast_clicked)

    @Slot()
    def open_list(self) -> None:
        dialog = self._list
        if dialog is None:
            dialog = self._list = ServersDialog(self._window)
            dialog.add_requested.connect(self.add)
            dialog.change_requested.connect(self.change)
            dialog.remove_requested.connect(self.remove)
        self._show_list(self._settings.settings)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def begin(self) -> None:
        """The first start: whoever names a server instead of a model wants to chat with it."""
        self.add()
        self._first_id = self._added_id

    @Slot()
    def add(self) -> None:
        self._added_id = uuid4().hex
        self._open_form(ServerEntry(id=self._added_id, name="", url=""), "")

    @Slot(str)
    def change(self, server_id: str) -> None:
        """The keyring may ask for its password first; the window comes when it has answered."""
        if entry := self._entry(server_id):
            find_key = partial(self._credentials.get, server_key_name(entry))
            self._key_threads.run(find_key, partial(self._open_form, entry), self._show_error)

    @Slot(str)
    def remove(self, server_id: str) -> None:
        """Can be undone, key and all, while the notice stands there."""
        servers = self._settings.settings.servers
        if entry := self._entry(server_id):
            self._use(tuple(each for each in servers if each is not entry))
            take_key = partial(self._take_key, entry, servers.index(entry))
            self._key_threads.run(take_key, self._on_removed, self._show_error)

    def stop(self) -> None:
        """A keyring or a server that does not answer ends with the program."""
        self._forget_test()
        self._key_threads.stop()
        self._test_threads.stop()

    # On the keys' thread

    def _take_key(self, entry: ServerEntry, index: int) -> _Removed:
        name = server_key_name(entry)
        removed = _Removed(entry, index, self._credentials.get(name), self._credentials.place(name))
        self._credentials.delete(name)
        return removed

    def _keep_key(self, draft: ServerDraft, known: ServerEntry | None) -> CredentialPlace:
        """A server that is reached elsewhere now leaves no key behind."""
        name = server_key_name(draft.entry)
        if known is not None and server_key_name(known) != name:
            self._credentials.delete(server_key_name(known))
        return self._credentials.set(name, draft.key or "", is_file_allowed=draft.is_file_allowed)

    # What they told

    def _on_removed(self, removed: _Removed) -> None:
        self._removed = removed
        text = translate("Servers", "Removed “{name}”").format(name=removed.entry.name)
        self._window.show_toast(ToastContent(text, translate("Servers", "Undo"), _UNDO_KEY))

    @Slot(str)
    def _on_toast_clicked(self, key: str) -> None:
        removed = self._removed
        if key != _UNDO_KEY or removed is None:
            return
        self._removed = None
        is_in_file = removed.place is CredentialPlace.FILE
        draft = ServerDraft(entry=removed.entry, key=removed.key, is_file_allowed=is_in_file)
        self._save(draft, removed.index)

    def _open_form(self, entry: ServerEntry, key: str) -> None:
        is_list_open = self._list is not None and self._list.isVisible()
        dialog = self._form = ServerDialog(self._list if is_list_open else self._window)
        dialog.saved.connect(self._on_saved)
        dialog.test_requested.connect(self._on_test)
        dialog.test_abandoned.connect(self._forget_test)
        dialog.finished.connect(self._on_form_closed)
        dialog.show_server(entry, is_key_kept=bool(key))
        dialog.open()

    @Slot()
    def _on_form_closed(self) -> None:
        self._forget_test()
        if self._form is not None:
            self._form.deleteLater()
            self._form = None

    @Slot(object)
    def _on_saved(self, draft: ServerDraft) -> None:
        self._save(draft, len(self._settings.settings.servers))

    def _save(self, draft: ServerDraft, index: int) -> None:
        """The key first: whoever hears of the server may go there at once."""
        if draft.key is None:
            self._use_entry(draft.entry, index)
            return
        keep = partial(self._keep_key, draft, self._entry(draft.entry.id))
        self._key_threads.run(
            keep, partial(self._on_key_kept, draft.entry, index), partial(self._on_key_lost, draft.entry, index)
        )

    def _on_key_kept(self, entry: ServerEntry, index: int, place: CredentialPlace) -> None:
        """A keyring is what people expect; where there is none they are told what happens instead."""
        self._use_entry(entry, index)
        self.key_changed.emit(entry.id)
        if place is CredentialPlace.MEMORY:
            text = translate("Servers", "There is no keyring here: the key is kept until the program ends.")
            self._window.show_toast(ToastContent(text))

    def _on_key_lost(self, entry: ServerEntry, index: int, error: DesktopLlmError) -> None:
        """What else was typed is not lost with it."""
        self._use_entry(entry, index)
        self._show_error(error)

    # Tests

    @Slot(object)
    def _on_test(self, draft: ServerDraft) -> None:
        self._forget_test()
        self._test_switch = StopSwitch()
        probe = partial(self._probe, draft, self._test_switch)
        self._test = self._test_threads.run(probe, self._show_report, self._show_test_failure)

    @Slot()
    def _forget_test(self) -> None:
        if self._test is not None:
            self._test.forget()
            self._test_switch.stop()
            self._test = None

    def _probe(self, draft: ServerDraft, switch: StopSwitch) -> ServerReport:
        """On a thread of tests."""
        access = server_access(draft.entry, self._credentials)
        if draft.key is not None:
            access = structs.replace(access, key=partial(str, draft.key))
        return probe_server(access, switch)

    def _show_report(self, report: ServerReport) -> None:
        if self._form is not None:
            self._form.show_models(report.models)
            self._form.show_test(report_text(report.models, report.answer_ms), ReportLevel.GOOD)

    def _show_test_failure(self, error: DesktopLlmError) -> None:
        if self._form is not None:
            self._form.show_test(failure_text(error), ReportLevel.BAD)

    # The list

    def _entry(self, server_id: str) -> ServerEntry | None:
        return next((each for each in self._settings.settings.servers if each.id == server_id), None)

    def _use_entry(self, entry: ServerEntry, index: int) -> None:
        """In place of the one of this id, or as a new one at `index`."""
        servers = list(self._settings.settings.servers)
        if entry.is_for_new_chats:
            servers = [structs.replace(each, is_for_new_chats=False) for each in servers]
        ids = [each.id for each in servers]
        if entry.id in ids:
            servers[ids.index(entry.id)] = entry
        else:
            servers.insert(index, entry)
        self._use(tuple(servers))
        if entry.id == self._first_id:
            self._first_id = ""
            self.first_server_named.emit(EngineChoice(entry.id, entry.model))

    def _use(self, servers: tuple[ServerEntry, ...]) -> None:
        self._settings.change(structs.replace(self._settings.settings, servers=servers))

    @Slot(object)
    def _show_list(self, settings: Settings) -> None:
        if self._list is not None:
            self._list.show_servers([_listed(entry) for entry in settings.servers])

    def _show_error(self, error: DesktopLlmError) -> None:
        self._window.show_toast(ToastContent(error_text_of(error).sentence))


def _listed(entry: ServerEntry) -> ModelChoice:
    first = translate("Servers", "new chats begin here") if entry.is_for_new_chats else ""
    note = " · ".join(part for part in (host_of(entry), entry.model, first) if part)
    return ModelChoice(id=entry.id, name=entry.name, note=note)
