"""Lets the doctor look at this computer when somebody asks in the settings, and carries out the advice. GUI thread.

Looking takes seconds and waits for the system's tools and the engine: it has a thread of its own.
"""

import logging
import threading
from functools import partial
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.doctor.diagnosis import Diagnosis, Remedy
from desktop_llm.assist.doctor.doctor import diagnose
from desktop_llm.assist.doctor.examination import examine
from desktop_llm.assist.doctor.remedy_commands import remedy_command
from desktop_llm.engine.client import EngineClient
from desktop_llm.params import LoadParams
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from desktop_llm.ui.doctor_text import report_of, report_text
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.widgets.settings.computer_report import ComputerReportContent, ReportPhase
from desktop_llm.ui.widgets.toast import ToastContent

_log = logging.getLogger(__name__)

_JOIN_S: Final = 2.0


class DoctorController(QObject):
    """Keeps the last diagnosis, and shows it in the settings as long as they are open."""

    report_changed = Signal(object)  # ComputerReportContent
    model_choice_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        engine: EngineClient,
        models: ModelController,
        settings: SettingsController,
        bridge: EventBridge,
    ) -> None:
        super().__init__(window)
        self._window, self._engine, self._bridge = window, engine, bridge
        self._models, self._settings = models, settings
        self._diagnosis: Diagnosis | None = None
        self._report = ComputerReportContent()
        self._thread: threading.Thread | None = None

    @Slot(object)
    def attend(self, dialog: SettingsDialog) -> None:
        """Show and hear this dialog."""
        dialog.show_computer(self._report)
        self.report_changed.connect(dialog.show_computer)
        dialog.computer_check_requested.connect(self.check)
        dialog.computer_advice_taken.connect(self._on_advice_taken)
        dialog.computer_report_copy_requested.connect(self._on_copy)

    @Slot()
    def check(self) -> None:
        if self._thread is not None:
            return
        self._show(replace(self._report, phase=ReportPhase.RUNNING))
        arguments = (self._settings.settings.load, self._models.tokens_per_second)
        self._thread = threading.Thread(target=self._examine, args=arguments, name="doctor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """After the engine was closed, so that nobody waits for it any more."""
        if self._thread is not None:
            self._thread.join(_JOIN_S)

    def _examine(self, params: LoadParams, tokens_per_s: float | None) -> None:
        diagnosis: Diagnosis | None = None
        try:
            diagnosis = diagnose(examine(self._engine, params, tokens_per_s))
        except Exception:  # noqa: BLE001  the outermost edge of the thread
            _log.exception("this computer could not be looked at")
        self._bridge.post(partial(self._on_examined, diagnosis))

    def _on_examined(self, diagnosis: Diagnosis | None) -> None:
        self._thread = None
        if diagnosis is not None and (model := diagnosis.patient.model) is not None:
            named = replace(model, name=self._models.name_of(model))
            diagnosis = replace(diagnosis, patient=replace(diagnosis.patient, model=named))
        self._diagnosis = diagnosis
        self._show(report_of(diagnosis) if diagnosis else ComputerReportContent())

    def _show(self, report: ComputerReportContent) -> None:
        self._report = report
        self.report_changed.emit(report)

    @Slot()
    def _on_advice_taken(self) -> None:
        advised = self._diagnosis.advised if self._diagnosis else None
        if advised is None:
            return
        if command := remedy_command(advised):
            self._copy(command, translate("Doctor", "Command copied"))
            return
        match advised.remedy:
            case Remedy.LEAVE_LAYERS_TO_PROGRAM:
                settings = self._settings.settings
                self._settings.change(replace(settings, load=replace(settings.load, n_gpu_layers=None)))
                self._models.reload()
            case Remedy.FREE_CARD_MEMORY | Remedy.SMALLER_MODEL | Remedy.STAY_ON_PROCESSOR:
                self.model_choice_requested.emit()
            case _:
                pass

    @Slot()
    def _on_copy(self) -> None:
        self._copy(report_text(self._report), translate("Doctor", "Report copied"))

    def _copy(self, text: str, notice: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._window.show_toast(ToastContent(notice))
