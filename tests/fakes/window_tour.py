"""A walk through the window: every pane with something in it, and every dialog, one after the other."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, Theme
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog, SettingsSection
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, SUMMARIZE_KEY, TRANSLATE_KEY, WRITE_KEY
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.reviewing_window import word_file
from tests.fakes.small_program import SmallProgram, prepared_settings

_QUESTION = "[What does the pump cost?]"
_ANSWER = """Rows and code stay as they are:

| item | price |
|---|---|
| pump | 42.50 |

```python
print("pump", 42.50)
```

1. First drain the tank.
2. Then open the valve.
"""
_TEXT = "[The pump must not run dry for more than 30 seconds.]"


class WindowTour:
    """Yields what to look at: a name, and the window or dialog that is shown. The test that makes one stops it."""

    def __init__(self, qtbot: QtBot, folder: DataFolder, files: Path, settings: Settings | None = None) -> None:
        """`files` is a folder for a document."""
        self._files = files
        usual = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, theme=Theme.LIGHT)
        prepared_settings(folder, settings or usual)
        self.program = SmallProgram(qtbot, folder)
        self.program.wait_until_composed()
        self.program.settle()
        self.window = self.program.window

    def stop(self) -> None:
        self.program.stop()

    def panes(self) -> Iterator[tuple[str, QWidget]]:
        yield "chat-empty", self.window
        yield from self._chat()
        yield from self._summarize()
        yield from self._translate()
        yield from self._write()
        self._give(WindowCommand.MANAGE_MODELS)
        self.program.wait_for(lambda: self.program.is_shown("models_pane"))
        self.program.settle()
        yield "models", self.window

    def dialogs(self) -> Iterator[tuple[str, QWidget]]:
        self._ask()
        for command in (
            WindowCommand.INSTRUCTIONS,
            WindowCommand.TRASH,
            WindowCommand.SHORTCUTS,
            WindowCommand.ABOUT,
            WindowCommand.SERVERS,
        ):
            yield from self._dialog(command)
        yield from self._server()
        yield from self._settings()

    def _ask(self) -> None:
        program = self.program
        program.engine.script(ScriptedAnswer(text=(_ANSWER,), thinking=("Is it a pump?",)))
        program.send(_QUESTION)
        program.wait_for(lambda: any(text.startswith("Rows") for text in program.shown()))
        program.settle()

    def _chat(self) -> Iterator[tuple[str, QWidget]]:
        self._ask()
        yield "chat", self.window
        self._give(WindowCommand.SEARCH)
        yield "palette", self.window
        self.program.part(QWidget, "command_palette").close()

    def _summarize(self) -> Iterator[tuple[str, QWidget]]:
        self._show(SUMMARIZE_KEY, "summarize_pane")
        yield "summarize-empty", self.window
        self.window.files_dropped.emit((self._document(),))
        self.program.wait_for(lambda: self.program.is_shown("summary_options"))
        self.program.settle()
        yield "summarize", self.window

    def _translate(self) -> Iterator[tuple[str, QWidget]]:
        self._show(TRANSLATE_KEY, "translate_pane")
        yield "translate", self.window
        self.window.files_dropped.emit((self._document(),))
        self.program.wait_for(lambda: self.program.is_shown("segment_table"))
        self.program.settle()
        yield "translate-document", self.window

    def _write(self) -> Iterator[tuple[str, QWidget]]:
        self._show(WRITE_KEY, "write_pane")
        yield "write-empty", self.window
        self._give(WindowCommand.NEW_TEXT)
        self.program.wait_for(lambda: self.program.is_shown("rich_editor"))
        self.program.part(QWidget, "rich_editor").textCursor().insertText(_TEXT)
        self._give(WindowCommand.REPLACE)
        yield "write", self.window
        for command, page in (
            (WindowCommand.FIX_ERRORS, "proofread"),
            (WindowCommand.REWRITE_TEXT, "rewrite"),
            (WindowCommand.COMPOSE_TEXT, "compose"),
        ):
            self._give(command)
            self.program.wait_for(lambda page=page: self.program.is_shown(f"{page}_page"))
            self.program.settle()
            yield page, self.window
        yield from self._dialog(WindowCommand.VERSIONS)

    def _server(self) -> Iterator[tuple[str, QWidget]]:
        """The form, opened from the list."""
        for _name, servers in self._dialog(WindowCommand.SERVERS):
            servers.findChild(QAbstractButton, "servers_add").click()
            servers.close()
            self.program.settle()
            (form,) = _shown_dialogs()
            yield "server", form
            form.close()

    def _settings(self) -> Iterator[tuple[str, QWidget]]:
        for name, dialog in self._dialog(WindowCommand.SETTINGS):
            yield name, dialog
            assert isinstance(dialog, SettingsDialog)
            for section in SettingsSection:
                dialog.show_section(section)
                yield f"settings-{section.name.lower()}", dialog

    def _dialog(self, command: WindowCommand) -> Iterator[tuple[str, QWidget]]:
        self._give(command)
        self.program.wait_for(lambda: bool(_shown_dialogs()))
        self.program.settle()
        (dialog,) = _shown_dialogs()
        yield str(command), dialog
        dialog.close()

    def _show(self, key: str, name: str) -> None:
        self.window.show_pane(CHAT_KEY)
        self.window.show_pane(key)
        self.program.wait_for(lambda: self.program.is_shown(name))
        self.program.settle()

    def _give(self, command: WindowCommand) -> None:
        self.window.findChild(QAction, command).trigger()

    def _document(self) -> Path:
        return word_file(self._files / "pump.docx", _TEXT, "[Use only original seals for the pump.]")


def _shown_dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
