"""The real program without a screen: asks its argument once the model is ready, and tells what it shows as it grows.

Each line on standard output is a monotonic time in seconds and how many characters of the answer are shown by then.
The end of the answer is the end of the output.
"""

import os
import sys
import time

from PySide6.QtCore import QObject, Slot

from desktop_llm.app import make_application
from desktop_llm.assist.job import JobEnded, JobEvent, JobTextGrew
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.paths import default_data_folder
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_program import WindowProgram


class Talker(QObject):
    """Asks once, and prints how much of the answer has been shown."""

    def __init__(self, pane: ChatPane, question: str) -> None:
        super().__init__()
        self._pane = pane
        self._question = question
        self._n_characters = 0

    @Slot(object)
    def ask_when_ready(self, status: EngineStatus) -> None:
        if status.state is EngineState.READY and self._question:
            question, self._question = self._question, ""
            self._pane.prompt_submitted.emit(PromptDraft(question))

    @Slot(object)
    def tell(self, event: JobEvent) -> None:
        if isinstance(event, JobTextGrew):
            self._n_characters += len(event.text)
            sys.stdout.write(f"{time.monotonic()} {self._n_characters}\n")
            sys.stdout.flush()
        if isinstance(event, JobEnded):
            os.close(sys.stdout.fileno())  # sys.stdout.close() would leave it open


def main() -> int:
    app = make_application()
    shell = WindowShell(app, default_data_folder())
    shell.window.show()
    program = WindowProgram(shell, default_data_folder(), ProcessEngineClient())
    talker = Talker(shell.window.findChild(ChatPane), sys.argv[1])
    program.findChild(EventBridge).event_arrived.connect(talker.tell)
    shell.window.findChild(ModelController).status_changed.connect(talker.ask_when_ready)
    program.start([])
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
