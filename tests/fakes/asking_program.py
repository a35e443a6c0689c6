"""The real program as a person uses it once: opens its window, chooses the starter model, asks, and closes it again.

    asking_program.py QUESTION [BYTES]

With a question of no words nothing is asked. No file can grow larger than BYTES, where they are given. The last line on
standard output is JSON: what the person saw.
"""

import json
import resource
import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMessageBox

from desktop_llm.app import WindowStart, make_application
from desktop_llm.assist.job import JobEnded, JobEvent
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import default_data_folder
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft
from desktop_llm.ui.widgets.transcript.prose_view import ProseView

_LOOK_MS = 50


class Person(QObject):
    """Looks at the window again and again, and does what is next."""

    def __init__(self, start: WindowStart, question: str) -> None:
        super().__init__(start)
        self._start = start
        self._question = question
        self._is_connected = self._is_done = False
        self.notices: list[str] = []
        self.titles: list[str] = []
        self.answer = self.refusal = ""
        self.is_shown = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    @Slot()
    def _look(self) -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                self.refusal = f"{box.text()} {box.informativeText()}"
                box.accept()
                return
        window = self._start.window
        if window is None:
            return
        self.is_shown |= window.isVisible()
        self._note_notices()
        if self._is_done:
            self._timer.stop()
            self.answer = self._last_text()
            self.titles = self._titles()
            window.close()
            QCoreApplication.quit()
        elif not self._is_connected and window.findChildren(ChatController):
            self._is_connected = True
            self._begin()

    def _begin(self) -> None:
        window = self._window
        window.findChild(EventBridge).event_arrived.connect(self._hear)
        models = window.findChild(ModelController)
        models.status_changed.connect(self._ask_when_ready)
        if self._question:
            models.choose(STARTER_MODEL_ID)
        else:
            self._is_done = True

    @Slot(object)
    def _ask_when_ready(self, status: EngineStatus) -> None:
        if status.state is EngineState.READY and self._question:
            question, self._question = self._question, ""
            self._window.findChild(ChatPane).prompt_submitted.emit(PromptDraft(question))

    @Slot(object)
    def _hear(self, event: JobEvent) -> None:
        if isinstance(event, JobEnded):
            self._is_done = True

    @property
    def _window(self) -> MainWindow:
        window = self._start.window
        assert window is not None
        return window

    def _note_notices(self) -> None:
        for label in self._window.findChildren(QLabel, "notice_text"):
            if label.isVisible() and label.accessibleName() not in self.notices:
                self.notices.append(label.accessibleName())

    def _titles(self) -> list[str]:
        model = self._window.findChild(QListView, "conversation_list").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def _last_text(self) -> str:
        views = [view for view in self._window.findChildren(ProseView) if view.isVisible()]
        views.sort(key=lambda view: view.mapTo(self._window, view.pos()).y())
        return views[-1].toPlainText() if views else ""


def main() -> int:
    for size_bytes in map(int, sys.argv[2:]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))
    app = make_application()
    start = WindowStart(app, default_data_folder(), [])
    person = Person(start, sys.argv[1])
    status = app.exec()
    start.stop()
    has_letters = bool(QFontInfo(QApplication.font()).family())
    told = {
        "is_shown": person.is_shown,
        "notices": person.notices,
        "titles": person.titles,
        "answer": person.answer,
        "refusal": person.refusal,
        "has_letters": has_letters,
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
